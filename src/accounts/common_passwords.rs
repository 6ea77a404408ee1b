//! What everybody tries first: the list of common long passwords, and the patterns that no list can hold.

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// One password a line, lower case, no spaces; `#` begins a comment.
static LIST: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("common_passwords.txt").lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
});

/// Rows that fingers follow: a password that only walks along one or two of them is no secret.
const ROWS: [&str; 8] = [
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiopasdfghjklzxcvbnmqwertyuiop",
    "qwertzuiopasdfghjklyxcvbnmqwertzuiop",
    "azertyuiopqsdfghjklmwxcvbnazertyuiop",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "!@#$%^&*()_+!@#$%^&*()",
];

/// Whether a password is common: as it stands, without the usual decorations, or by its pattern.
pub(super) fn includes(password: &str) -> bool {
    let lower: String = password.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let plain = undecorated(&lower);
    let listed = |text: &str| LIST.contains(text);
    listed(&lower) || listed(&plain) || listed(&unleet(&plain)) || repeats(&lower) || walks(&lower)
}

/// How many digits and signs at the end are decoration; more than that are a secret of their own.
const DECORATION: usize = 8;

/// Without digits and signs at the end: `sunshine2026!` is `sunshine` to those who guess.
fn undecorated(text: &str) -> String {
    let bare = text.trim_end_matches(|c: char| !c.is_alphabetic());
    let most = text.chars().count().saturating_sub(DECORATION);
    if bare.chars().count() < most { text.to_owned() } else { bare.to_owned() }
}

/// `p4ssw0rd` is `password` to those who guess.
fn unleet(text: &str) -> String {
    let letter = |c| match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    };
    text.chars().map(letter).collect()
}

/// Whether a piece of up to half of the text makes all of it, or it has fewer than five different characters.
fn repeats(text: &str) -> bool {
    let all: Vec<char> = text.chars().collect();
    let different: BTreeSet<&char> = all.iter().collect();
    let periodic = |length: usize| all.iter().zip(all.iter().skip(length)).all(|(one, other)| one == other);
    different.len() < 5 || (1..=all.len() / 2).any(periodic)
}

/// Whether the text is cut from at most two rows of keys, forwards or backwards.
fn walks(text: &str) -> bool {
    let on_row = |piece: &str| {
        let back: String = piece.chars().rev().collect();
        ROWS.iter().any(|row| row.contains(piece) || row.contains(&back))
    };
    on_row(text)
        || text.char_indices().any(|(at, _)| {
            let (front, end) = text.split_at(at);
            front.chars().count() > 3 && end.chars().count() > 3 && on_row(front) && on_row(end)
        })
}
