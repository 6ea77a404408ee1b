//! The fields of a block, declared once for each kind: what checks, cleaning, references and plain text walk along, and
//! what its form is made from.

use std::ops::RangeInclusive;

/// One field of a kind of block.
#[derive(Debug)]
pub struct Field {
    /// Its name in the stored document.
    pub name: &'static str,
    /// What people read above it.
    pub label: &'static str,
    /// One short sentence under the label; empty for none.
    pub hint: &'static str,
    /// Whether it must be filled in.
    pub needed: bool,
    /// What it holds.
    pub is: Is,
}

/// A value of a choice, with the words for it.
pub type Choice = (&'static str, &'static str);

/// A choice as documents hold it: what is a number stands there as one.
pub fn choice(text: &str) -> serde_json::Value {
    text.parse::<u64>().map_or_else(|_| text.into(), Into::into)
}

/// What a field holds, with its limits. Lengths are counted in characters.
#[derive(Debug)]
pub enum Is {
    /// One line of text.
    Line(usize),
    /// Text without markup, in several lines.
    Text(usize),
    /// Restricted HTML, cleaned on every save.
    Rich(usize),
    /// Text that is shown as it is.
    Code(usize),
    /// Words from which something is drawn; nobody reads them.
    Seed(usize),
    /// One of these.
    Choice(&'static [Choice]),
    /// Yes or no.
    Yes,
    /// A day where the business is, as `2026-11-23`; empty for none.
    Day,
    /// Rows of cells, all equally long; the first row is the header.
    Grid(GridLimits),
    /// An `https` address.
    Address,
    /// Where a link leads: a form, a page, or a document.
    Target,
    /// The key of one thing.
    One(Noun),
    /// Keys of things, in order.
    Many(Noun, usize),
    /// Several of the same, each with these fields.
    List(List),
}

/// The limits of a grid.
#[derive(Debug, Clone, Copy)]
pub struct GridLimits {
    /// How many columns at most; there are at least two.
    pub columns: usize,
    /// How many rows at most, the header included; there are at least two.
    pub rows: usize,
}

/// What a block can point to by its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noun {
    /// A form.
    Form,
    /// A case.
    Case,
    /// A recurring part.
    Part,
    /// A picture or drawing.
    Picture,
    /// A service.
    Service,
    /// An author.
    Author,
}

/// Several of the same.
#[derive(Debug)]
pub struct List {
    /// What one of them is called: "card".
    pub one: &'static str,
    /// The fields of each.
    pub of: &'static [Field],
    /// How many at least.
    pub least: usize,
    /// How many at most.
    pub most: usize,
}

/// A field that must be filled in.
pub const fn needed(name: &'static str, label: &'static str, is: Is) -> Field {
    Field { name, label, hint: "", needed: true, is }
}

/// A field that may be left empty.
pub const fn optional(name: &'static str, label: &'static str, is: Is) -> Field {
    Field { name, label, hint: "", needed: false, is }
}

/// Several of the same, within limits.
pub const fn several(
    name: &'static str,
    label: &'static str,
    one: &'static str,
    count: RangeInclusive<usize>,
    of: &'static [Field],
) -> Field {
    needed(name, label, Is::List(List { one, of, least: *count.start(), most: *count.end() }))
}

impl Field {
    /// The field with a hint.
    #[must_use]
    pub const fn hint(self, hint: &'static str) -> Self {
        Self { name: self.name, label: self.label, hint, needed: self.needed, is: self.is }
    }
}

/// The longest one-line text: a title.
pub const LINE: Is = Is::Line(160);
/// A sentence or two.
pub const SENTENCES: Is = Is::Text(600);
/// Running text of a section.
pub const RICH: Is = Is::Rich(40_000);
