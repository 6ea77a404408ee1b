//! The prose made comparable: links apart, letters folded, words between single spaces. Disguises that only machines fall for
//! (look-alike, wide and invisible letters) are undone on the way, and counted.

/// How many characters are read; the rest says nothing that these did not.
const CUT: usize = 20_000;

/// Endings of a bare host that people type without `www.`.
const ENDINGS: &str =
    "|com|net|org|info|biz|ru|cn|in|io|co|me|ly|xyz|top|shop|site|online|store|club|click|link|live|pro|";

/// A text, read once.
pub struct Text {
    /// The text in lower case with everything in it, for marks such as `[url=`.
    pub raw: String,
    /// The words in lower case between single spaces, without accents; a number is `#`, a price `$#`, a share `#%`.
    pub folded: String,
    /// The words as typed.
    pub words: Vec<String>,
    /// The links in lower case, in their order.
    pub links: Vec<String>,
    /// How many Latin words hold letters that only look Latin, or invisible ones.
    pub disguised: usize,
}

impl Text {
    /// Reads the first [`CUT`] characters.
    pub fn read(prose: &str) -> Self {
        let cut: String = prose.chars().take(CUT).collect();
        let mut text =
            Self { raw: cut.to_lowercase(), folded: " ".to_owned(), words: vec![], links: vec![], disguised: 0 };
        for piece in cut.split(|c: char| c.is_whitespace() || "[]<>()\"|,;".contains(c)) {
            text.take(piece);
        }
        text
    }

    /// How many words stand beside the links; two characters of a script without spaces count as one word.
    pub fn length(&self) -> usize {
        self.words.iter().map(|word| (word.chars().filter(|c| is_unspaced(*c)).count() / 2).max(1)).sum()
    }

    fn take(&mut self, piece: &str) {
        let lower = piece.to_ascii_lowercase();
        let start = ["http://", "https://", "hxxp", "www."].iter().filter_map(|mark| lower.find(mark)).min();
        let start = start.or_else(|| is_bare_link(&lower).then_some(0));
        let Some(start) = start else { return self.take_words(piece) };
        let (before, link) = piece.split_at(start);
        let end = link.find(|c: char| !c.is_ascii()).unwrap_or(link.len());
        let (link, after) = link.split_at(end);
        self.take_words(before);
        let several = link.to_ascii_lowercase().replace("http", " http");
        self.links.extend(several.split_whitespace().map(str::to_owned));
        self.take_words(after);
    }

    fn take_words(&mut self, piece: &str) {
        let joined = |c: char| c.is_alphanumeric() || is_mark(c) || is_invisible(c) || "'’$£€%".contains(c);
        for word in piece.split(|c| !joined(c)).filter(|word| word.chars().any(char::is_alphanumeric)) {
            self.disguised += usize::from(is_disguised(word));
            let folded = fold(word);
            // 5,000,000 and 24/7 are one number each.
            if !(folded == "#" && self.folded.ends_with("# ")) {
                self.folded.push_str(&folded);
                self.folded.push(' ');
            }
            self.words.push(word.to_owned());
        }
    }
}

/// Whether folded words contain this term: whole words, or their beginnings where it ends in `*`.
pub fn says(folded: &str, term: &str) -> bool {
    let (stem, open) = term.strip_suffix('*').map_or((term, false), |stem| (stem, true));
    let unspaced = stem.starts_with(is_unspaced);
    folded.match_indices(stem).any(|(at, _)| {
        let before = folded.get(..at).is_some_and(|before| before.ends_with(' '));
        let after = folded.get(at + stem.len()..).is_some_and(|after| after.starts_with(' '));
        unspaced || (before && (open || after))
    })
}

/// A word in lower case without accents and disguises, with its numbers as `#`.
fn fold(word: &str) -> String {
    let latin = is_mostly_latin(word);
    let mut folded = String::with_capacity(word.len());
    for c in word.chars().map(plain).flat_map(char::to_lowercase) {
        match c {
            _ if is_mark(c) || is_invisible(c) || matches!(c, '\'' | '’') => {}
            '£' | '€' => folded.push('$'),
            _ if c.is_numeric() => {
                if !folded.ends_with('#') {
                    folded.push('#');
                }
            }
            'ß' => folded.push_str("ss"),
            _ if latin => folded.push(unaccented(look_alike(c).unwrap_or(c))),
            _ => folded.push(unaccented(c)),
        }
    }
    folded
}

/// Wide and mathematical letters as the plain ones they show.
fn plain(c: char) -> char {
    let code = u32::from(c);
    let plain = match code {
        0xFF01..=0xFF5E => code - 0xFEE0,
        0x1D400..=0x1D6A3 => match (code - 0x1D400) % 52 {
            at @ 0..=25 => 0x41 + at,
            at => 0x61 + at - 26,
        },
        0x1D7CE..=0x1D7FF => 0x30 + (code - 0x1D7CE) % 10,
        _ => code,
    };
    char::from_u32(plain).unwrap_or(c)
}

fn unaccented(c: char) -> char {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'è'..='ë' | 'ē' | 'ę' | 'ě' => 'e',
        'ì'..='ï' | 'ī' | 'ı' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'ё' => 'е',
        _ => c,
    }
}

/// The Latin letter that a Cyrillic or Greek one in lower case passes for.
fn look_alike(c: char) -> Option<char> {
    Some(match c {
        'а' | 'α' => 'a',
        'в' | 'β' => 'b',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'ε' => 'e',
        'һ' | 'н' => 'h',
        'і' | 'ι' => 'i',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'ӏ' => 'l',
        'м' => 'm',
        'п' | 'η' => 'n',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'υ' => 'u',
        'ν' | 'ѵ' => 'v',
        'ԝ' | 'ω' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'γ' => 'y',
        _ => return None,
    })
}

/// A Latin word with foreign or invisible letters in it. One Latin `i` in a Ukrainian word is a keyboard, not a disguise.
fn is_disguised(word: &str) -> bool {
    let foreign = |c: char| c.to_lowercase().any(|c| look_alike(c).is_some()) || plain(c) != c;
    let hidden = word.trim_matches(is_invisible).contains(is_invisible);
    word.chars().filter(|c| plain(*c).is_ascii_alphabetic()).count() >= 2
        && is_mostly_latin(word)
        && (hidden || word.chars().any(foreign))
}

fn is_mostly_latin(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    word.chars().filter(|c| plain(*c).is_ascii_alphabetic()).count() * 2 > letters
}

fn is_bare_link(piece: &str) -> bool {
    let host = piece.split(['/', '?', ':']).next().unwrap_or_default().trim_end_matches('.');
    let Some((name, ending)) = host.rsplit_once('.') else { return false };
    let letters = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "-.".contains(c));
    letters(name)
        && name.len() >= 2 - usize::from(piece.contains('/'))
        && ending.len() >= 2
        && ending.chars().all(|c| c.is_ascii_alphabetic())
        && (piece.contains('/') || ENDINGS.contains(&format!("|{ending}|")))
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

/// Scripts written without spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}
