//! Two versions beside each other, in words: what is new, what is gone, what was changed, block by block.

use similar::{ChangeTag, TextDiff};

use crate::blocks::Placed;
use crate::site::{Aside, Content};

/// Something that is otherwise in the second version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Where: "Title", or the kind of a block with its number.
    pub place: String,
    /// What became of it.
    pub what: What,
    /// Its words, old and new among each other; empty where only settings were changed.
    pub words: Vec<Span>,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It was changed.
    Changed,
    /// It stands elsewhere.
    Moved,
}

/// Words that are in both versions, or in one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The words.
    pub text: String,
    /// Where they are.
    pub is: Is,
}

/// Where words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Is {
    /// In both versions.
    Both,
    /// In the second alone.
    New,
    /// In the first alone.
    Old,
}

impl What {
    /// In a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "Added",
            Self::Removed => "Removed",
            Self::Changed => "Changed",
            Self::Moved => "Moved",
        }
    }
}

impl Span {
    /// Whether it is in the second version alone; for templates.
    pub fn is_new(&self) -> bool {
        self.is == Is::New
    }

    /// Whether it is in the first version alone; for templates.
    pub fn is_old(&self) -> bool {
        self.is == Is::Old
    }
}

/// What is otherwise in `after`.
pub fn differences(before: &Content, after: &Content) -> Vec<Difference> {
    let mut found = Vec::new();
    let in_short = |content: &Content| content.in_short.join("\n");
    let lines = [
        ("Title", before.title.clone(), after.title.clone()),
        ("Sentence under the title", before.lead.clone(), after.lead.clone()),
        ("Description", before.description.clone(), after.description.clone()),
        ("In short", in_short(before), in_short(after)),
        ("Line under the cover", before.cover_caption.clone(), after.cover_caption.clone()),
        ("Result and client", facts(before), facts(after)),
    ];
    for (place, old, new) in lines {
        if old != new {
            found.push(Difference { place: place.to_owned(), what: What::Changed, words: spans(&old, &new) });
        }
    }
    let changed = |place: &str| Difference { place: place.to_owned(), what: What::Changed, words: Vec::new() };
    if before.cover != after.cover {
        found.push(changed("Cover"));
    }
    let sides = |content: &Content| match &content.aside {
        Some(Aside::Article { author, topics }) => {
            let mut topics = topics.clone();
            topics.sort();
            Some((*author, topics))
        }
        _ => None,
    };
    match (sides(before), sides(after)) {
        (Some(old), Some(new)) if old.0 != new.0 => found.push(changed("Author")),
        (Some(old), Some(new)) if old.1 != new.1 => found.push(changed("Topics")),
        _ => {}
    }
    found.extend(blocks(&before.blocks, &after.blocks));
    found
}

fn facts(content: &Content) -> String {
    match &content.aside {
        Some(Aside::Case(facts)) => {
            let year = facts.year.to_string();
            [&facts.client, &facts.sector, &facts.place, &year, &facts.figure, &facts.figure_words]
                .map(String::as_str)
                .join("\n")
        }
        _ => String::new(),
    }
}

fn blocks(before: &[Placed], after: &[Placed]) -> Vec<Difference> {
    let name = |placed: &Placed, index: usize| format!("{}. {}", index + 1, placed.block.kind().label);
    let mut found = Vec::new();
    let stays: Vec<_> =
        before.iter().filter(|old| after.iter().any(|new| new.id == old.id)).map(|old| old.id).collect();
    let mut order = stays.iter();
    for (index, new) in after.iter().enumerate() {
        let place = name(new, index);
        let Some(old) = before.iter().find(|old| old.id == new.id) else {
            let words = spans("", &new.block.plain_text());
            found.push(Difference { place, what: What::Added, words });
            continue;
        };
        let moved = order.next() != Some(&new.id);
        if old.block != new.block {
            let (was, is) = (old.block.plain_text(), new.block.plain_text());
            let words = if was == is { Vec::new() } else { spans(&was, &is) };
            found.push(Difference { place, what: What::Changed, words });
        } else if moved {
            found.push(Difference { place, what: What::Moved, words: Vec::new() });
        }
    }
    for (index, old) in before.iter().enumerate().filter(|(_, old)| !after.iter().any(|new| new.id == old.id)) {
        let words = spans(&old.block.plain_text(), "");
        found.push(Difference { place: name(old, index), what: What::Removed, words });
    }
    found
}

/// The words of both, each marked with where it is.
fn spans(old: &str, new: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for change in TextDiff::from_words(old, new).iter_all_changes() {
        let is = match change.tag() {
            ChangeTag::Equal => Is::Both,
            ChangeTag::Insert => Is::New,
            ChangeTag::Delete => Is::Old,
        };
        match spans.last_mut() {
            Some(last) if last.is == is => last.text.push_str(change.value()),
            _ => spans.push(Span { text: change.value().to_owned(), is }),
        }
    }
    spans
}
