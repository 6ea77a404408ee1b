//! How an enquiry looks, whatever it says: its links, its markup, its letters, the shape of the name.

use super::Suspicion;
use super::text::{Text, says};

/// Marks that make a link in a forum or a page and stand for themselves in a letter.
const MARKUP: [&str; 7] = ["[url", "[link", "[img", "<a ", "&lt;a ", "href=", "[/b]"];

/// Endings of what nobody sends to a stranger.
const PROGRAMS: [&str; 6] = [".exe", ".scr", ".js", ".iso", ".apk", ".bat"];

/// Words for the reader, and words for what is one's own, in the commonest languages of bulk enquiries.
const YOU: [&str; 9] = ["you", "your", "yours", "sie", "ihre", "vous", "votre", "usted", "ваш*"];
const OWN: [&str; 17] = [
    "my",
    "mine",
    "our",
    "ours",
    "us",
    "i",
    "im",
    "mein*",
    "unser*",
    "mon",
    "notre",
    "nos",
    "mi",
    "nuestr*",
    "мой",
    "наш*",
    "у меня",
];

/// Given names to which senders of bulk enquiries tack a random tail.
const GIVEN: &str = "|alex|andrew|anthony|brian|charles|chris|daniel|david|donald|edward|eric|frank|george|gregory|\
                     harold|henry|jack|james|jason|jeffrey|jerry|john|joseph|justin|keith|kenneth|kevin|larry|mark|\
                     martin|matthew|michael|patrick|paul|peter|philip|raymond|richard|robert|roger|ronald|ryan|\
                     scott|stephen|steven|terry|thomas|timothy|walter|william|lawrence|douglas|gerald|arthur|albert|\
                     jeremy|harry|samuel|benjamin|bruce|billy|ralph|eugene|louis|vincent|russell|bobby|phillip|\
                     howard|leonard|curtis|travis|marvin|stanley|joshua|";

/// Tails that make honest surnames and longer given names of them.
const TAILS: &str = "|son|sons|sen|ssen|sson|s|a|e|o|y|ie|ina|ine|ette|ella|elle|ton|kin|kins|er|ers|ez|es|is|us|\
                     ski|sky|man|lyn|line|berg|feld|stein|ham|ford|ley|well|land|aly|een|etta|opher|tian|topher|\
                     tina|tine|ander|andra|andre|andria|ia|ian|iana|in|en|ne|nie|";

/// What the text looks like.
pub fn suspicions(text: &Text) -> Vec<Suspicion> {
    let mut found = Vec::new();
    let (links, words) = (text.links.len(), text.length());
    let points = match links {
        8.. if words < links * 40 => 60,
        5.. if words < links * 30 => 50,
        3.. if words < links * 5 => 45,
        3.. if words < links * 15 => 30,
        2 if words < links * 10 => 15,
        _ => 0,
    };
    if points > 0 {
        found.push(Suspicion::new(points, &format!("It carries {links} links")));
    }
    if links >= 4 && words * 4 <= links {
        found.push(Suspicion::new(50, "It says almost nothing beside its links"));
    }
    if MARKUP.iter().any(|mark| text.raw.contains(mark)) {
        found.push(Suspicion::new(75, "It carries markup as bulk enquiries do"));
    }
    if text.links.iter().any(|link| PROGRAMS.iter().any(|ending| path(link).ends_with(ending))) {
        found.push(Suspicion::new(40, "It links to a program"));
    }
    if text.links.iter().any(|link| is_numeric_host(link)) {
        found.push(Suspicion::new(30, "It links to an address made of numbers"));
    }
    if links > 0 && YOU.iter().any(|word| says(&text.folded, word)) && !OWN.iter().any(|word| says(&text.folded, word))
    {
        found.push(Suspicion::new(30, "It speaks of the reader, follows with a link, and says nothing of its own"));
    }
    if text.disguised >= 2 {
        found.push(Suspicion::new(70, "It hides its words behind look-alike or invisible letters"));
    }
    let long = text.words.iter().filter(|word| word.chars().count() >= 3).count();
    let noise = text.words.iter().filter(|word| is_noise(word)).count();
    if noise >= 2 && noise * 3 >= long {
        found.push(Suspicion::new(60, "It looks like random letters"));
    }
    found
}

/// What the name looks like; at most one suspicion.
pub fn of_name(name: &str) -> Option<Suspicion> {
    let name: String = name.trim().chars().take(200).collect();
    let lower = name.to_lowercase();
    if ["://", "www.", "[url", "<a "].iter().any(|mark| lower.contains(mark)) {
        return Some(Suspicion::new(50, "The name holds a link"));
    }
    if !name.chars().all(|c| c.is_ascii_alphanumeric()) {
        return None;
    }
    if is_noise(&name) || turns(&name) >= 3 {
        return Some(Suspicion::new(45, "The name looks like random letters"));
    }
    if is_handle(&name) || has_random_tail(&lower) {
        return Some(Suspicion::new(25, "The name looks made up by a program"));
    }
    None
}

fn path(link: &str) -> &str {
    let bare = link.split(['?', '#']).next().unwrap_or_default().trim_end_matches(['.', '!', ':', '\'']);
    let bare = bare.split_once("://").map_or(bare, |(_, rest)| rest);
    bare.split_once('/').map_or("", |(_, path)| path)
}

fn is_numeric_host(link: &str) -> bool {
    let host = link.split_once("://").map_or("", |(_, rest)| rest).split(['/', ':', '?']).next().unwrap_or_default();
    host.split('.').count() == 4 && host.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// A Latin word that no language would spell: five consonants in a row, a walk over the keyboard, or shouting in its midst.
/// `y` and `w` are vowels somewhere; a word of capitals may be an abbreviation.
fn is_noise(word: &str) -> bool {
    if word.len() < 5 || !word.chars().all(|c| c.is_ascii_alphabetic()) {
        return false;
    }
    let lower = word.to_ascii_lowercase();
    let abbreviation = word.len() < 8 && word.chars().all(|c| c.is_ascii_uppercase());
    let consonants = lower.split(|c: char| "aeiouyw".contains(c)).map(str::len).max().unwrap_or_default();
    let walks = ["qwert", "asdf", "sdfg", "zxcv", "lkjh", "poiu", "mnbv", "dfgh", "hjkl"];
    let shout = word.split(|c: char| c.is_ascii_lowercase()).map(str::len).max().unwrap_or_default();
    let starts_low = word.starts_with(|c: char| c.is_ascii_lowercase());
    (consonants >= 5 && !abbreviation && !is_germanic(&lower))
        || walks.iter().any(|walk| lower.contains(walk))
        || (starts_low && shout >= 3 && word.ends_with(|c: char| c.is_ascii_lowercase()))
}

/// German, Dutch and English spell one or two sounds with five letters.
fn is_germanic(word: &str) -> bool {
    ["sch", "ngst", "chts", "ghts", "ngth", "rths", "ckst", "tzt", "mpfs"].iter().any(|cluster| word.contains(cluster))
}

/// How often the letters turn from small to capital.
fn turns(word: &str) -> usize {
    word.chars().zip(word.chars().skip(1)).filter(|(a, b)| a.is_lowercase() && b.is_uppercase()).count()
}

/// `CryptoKing`, `Movies4u`: two words run together, which `McKay` and `DeShawn` are not.
fn is_handle(name: &str) -> bool {
    let head = name.chars().take_while(|c| c.is_ascii_alphabetic()).count();
    let digits = name.chars().filter(char::is_ascii_digit).count();
    let first = name.chars().skip(1).position(|c| c.is_ascii_uppercase()).map_or(0, |at| at + 1);
    (digits > 0 && head >= 3) || (turns(name) > 0 && first >= 4)
}

/// `Robertfaido`: a given name and two to six letters that make no surname of it.
fn has_random_tail(name: &str) -> bool {
    GIVEN.split('|').filter(|given| given.len() >= 4).filter_map(|given| name.strip_prefix(given)).any(|tail| {
        (2..=6).contains(&tail.len())
            && tail.chars().all(|c| c.is_ascii_alphabetic())
            && !TAILS.contains(&format!("|{tail}|"))
    })
}
