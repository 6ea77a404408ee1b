//! The list from which a new block's kind is chosen: by what it is for, found by a word, with what was lately used here first.

use super::sheet::Sheet;
use crate::blocks::{BlockKind, Group, KINDS};

/// So many of those lately used come first.
const LATELY: usize = 4;

/// The list.
#[derive(Debug)]
pub(super) struct Picker {
    /// After which block a new one is to stand; "-" at the top.
    pub after: String,
    /// What was searched for.
    pub words: String,
    /// Whether nothing is about those words: then all of them are shown.
    pub none: bool,
    /// Kinds under what they have in common.
    pub groups: Vec<Together>,
}

/// Kinds under one heading.
#[derive(Debug)]
pub(super) struct Together {
    /// What they have in common.
    pub label: &'static str,
    /// Whether they are here because they were lately added.
    pub lately: bool,
    /// The kinds.
    pub kinds: Vec<&'static BlockKind>,
}

impl Picker {
    /// The kinds that a word is about; all of them without one.
    pub fn new(sheet: &Sheet, after: String, words: &str) -> Self {
        let words = words.trim();
        let none = !KINDS.iter().any(|kind| is_about(kind, words));
        let mut groups = Vec::new();
        if words.is_empty() || none {
            groups.push(Together { label: "Lately added here", lately: true, kinds: lately(sheet) });
        }
        for group in Group::ALL {
            let of = KINDS.iter().filter(|kind| kind.group == group && (none || is_about(kind, words)));
            groups.push(Together { label: group.label(), lately: false, kinds: of.collect() });
        }
        groups.retain(|group| !group.kinds.is_empty());
        Self { after, words: words.to_owned(), none, groups }
    }
}

/// Whether each of the words is in its name, in what is said of it, or in the name of its group.
fn is_about(kind: &BlockKind, words: &str) -> bool {
    let said = format!("{} {} {}", kind.label, kind.about, kind.group.label()).to_lowercase();
    words.to_lowercase().split_whitespace().all(|word| said.contains(word))
}

/// Keys are given in the order of time, so the greatest ones are those added last.
fn lately(sheet: &Sheet) -> Vec<&'static BlockKind> {
    let mut cards: Vec<_> = sheet.cards.iter().collect();
    cards.sort_by_key(|card| std::cmp::Reverse(card.id));
    let mut kinds: Vec<&'static BlockKind> = Vec::new();
    for card in cards {
        if !kinds.contains(&card.kind) {
            kinds.push(card.kind);
        }
        if kinds.len() == LATELY {
            break;
        }
    }
    kinds
}
