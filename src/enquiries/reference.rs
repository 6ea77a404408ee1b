//! References such as `SH-7K3-MQ9-TWC`: a prefix, eight random symbols of Crockford's base 32, and its mod-37 check symbol.

use std::fmt;

use crate::clock::Moment;

/// Crockford's symbols; the check symbol may also be one of `*~$=U`, which references never show.
const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A well-formed reference, in the form in which it is stored and shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference(String);

impl Reference {
    /// Draws a reference: 40 random bits, drawn again where the check symbol would not be a letter or digit.
    pub fn draw(at: Moment, prefix: &str) -> Self {
        loop {
            let bits = at.bytes::<5>().iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
            if let Some(reference) = Self::of_bits(prefix, bits) {
                return reference;
            }
        }
    }

    fn of_bits(prefix: &str, bits: u64) -> Option<Self> {
        let check = symbol(bits % 37)?;
        let mut text = String::with_capacity(9);
        for place in (0..8).rev() {
            text.push(symbol(bits >> (place * 5) & 31)?);
        }
        text.push(check);
        let (first, rest) = text.split_at_checked(3)?;
        let (second, third) = rest.split_at_checked(3)?;
        Some(Self(format!("{prefix}-{first}-{second}-{third}")))
    }

    /// Reads what a person typed: case, spaces and hyphens do not matter; O reads as 0, I and L as 1. `None` where the form
    /// or the check symbol is wrong. Any prefix of 2 to 4 letters will do: a new prefix leaves old references as they are.
    pub fn parse(typed: &str) -> Option<Self> {
        if typed.len() > 40 {
            return None;
        }
        let flat: Vec<char> =
            typed.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase()).collect();
        let (prefix, code) = flat.split_at_checked(flat.len().checked_sub(9)?)?;
        if !(2..=4).contains(&prefix.len()) || !prefix.iter().all(char::is_ascii_uppercase) {
            return None;
        }
        let values: Vec<u64> = code.iter().map(|c| value(*c)).collect::<Option<_>>()?;
        let (check, eight) = values.split_last()?;
        let bits = eight.iter().fold(0, |sum, value| sum << 5 | value);
        (bits % 37 == *check).then(|| Self::of_bits(&prefix.iter().collect::<String>(), bits)).flatten()
    }

    /// A word as the code of references holds it, small and with its hyphens ("-rzb-07d-38g"), however it is typed and even
    /// where only its first half is remembered. `None` for a word that no code can begin with.
    pub fn part(word: &str) -> Option<String> {
        let symbols: Option<Vec<char>> = word
            .chars()
            .filter(|c| *c != '-')
            .map(|c| value(c.to_ascii_uppercase()).and_then(symbol).map(|c| c.to_ascii_lowercase()))
            .collect();
        let symbols = symbols.filter(|symbols| (4..=9).contains(&symbols.len()))?;
        Some(symbols.chunks(3).fold(String::new(), |text, three| text + "-" + &three.iter().collect::<String>()))
    }

    /// As shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn symbol(value: u64) -> Option<char> {
    SYMBOLS.get(usize::try_from(value).ok()?).map(|byte| char::from(*byte))
}

fn value(symbol: char) -> Option<u64> {
    let symbol = match symbol {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let place = SYMBOLS.iter().position(|byte| char::from(*byte) == symbol)?;
    u64::try_from(place).ok()
}
