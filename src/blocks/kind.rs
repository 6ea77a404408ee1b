//! What every kind of block says about itself.

use uuid::Uuid;

use super::field::Field;
use super::{BlockFault, KINDS, Markdown, Showing, walk};
use crate::error::Result;
use crate::site::Reference;

/// What one file of this folder says about its kind of block.
pub(super) trait Kind: Sized {
    /// Its name, as people read it.
    const LABEL: &'static str;
    /// What it is for, in one sentence.
    const ABOUT: &'static str;
    /// Among which it is offered.
    const GROUP: Group;
    /// Its fields, in the order of its form.
    const FIELDS: &'static [Field];

    /// Checks what no single field can say.
    fn check(&self) -> std::result::Result<(), BlockFault> {
        Ok(())
    }

    /// Its HTML.
    fn html(&self, showing: &mut Showing<'_>) -> Result<String>;

    /// The same as Markdown.
    fn markdown(&self, out: &mut Markdown<'_>);

    /// One with sample content.
    fn sample(things: &SampleThings) -> Self;
}

/// A kind of block, for pickers, forms and documentation.
#[derive(Debug, Clone, Copy)]
pub struct BlockKind {
    /// Its name as stored.
    pub name: &'static str,
    /// Its name as people read it.
    pub label: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// Among which it is offered.
    pub group: Group,
    /// Its fields.
    pub fields: &'static [Field],
}

/// What a kind of block is for, in the list from which one is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// To be read.
    Text,
    /// To be looked at.
    Pictures,
    /// What the business has and did.
    Business,
    /// Where a reader goes on.
    Onwards,
}

impl Group {
    /// In the order of the list.
    pub const ALL: [Self; 4] = [Self::Text, Self::Pictures, Self::Business, Self::Onwards];

    /// Its name as people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Text => "Text",
            Self::Pictures => "Pictures and video",
            Self::Business => "Your business",
            Self::Onwards => "What to do next",
        }
    }
}

/// A kind is known by its name.
impl PartialEq for BlockKind {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for BlockKind {}

impl BlockKind {
    pub(super) const fn new<K: Kind>(name: &'static str) -> Self {
        Self { name, label: K::LABEL, about: K::ABOUT, group: K::GROUP, fields: K::FIELDS }
    }

    /// The kind of this name.
    pub fn of(name: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.name == name)
    }

    /// Everything that such a document points to.
    pub fn references(&self, document: &serde_json::Value) -> Vec<Reference> {
        walk::references(self.fields, document)
    }

    /// Hands every running text of such a document to `with`, and puts what it answers in its place.
    pub fn each_rich(&self, document: &mut serde_json::Value, with: &mut impl FnMut(&str) -> String) {
        walk::each_rich(self.fields, document, with);
    }

    /// The words of a document that is to be one.
    pub fn words(&self, document: &serde_json::Value) -> String {
        walk::words(self.fields, document)
    }

    /// What is wrong with a document that is to be one, or missing.
    pub fn faults(&self, document: &serde_json::Value) -> Vec<BlockFault> {
        walk::faults(self.fields, document)
    }
}

/// What samples point to.
#[derive(Debug, Clone)]
pub struct SampleThings {
    /// A form.
    pub form: Uuid,
    /// A page.
    pub page: Uuid,
    /// Two cases.
    pub cases: Vec<Uuid>,
    /// A recurring part.
    pub part: Uuid,
    /// Three pictures.
    pub pictures: Vec<Uuid>,
    /// Services.
    pub services: Vec<Uuid>,
    /// Authors.
    pub authors: Vec<Uuid>,
    /// A day on which everything that begins has begun, and nothing has ended.
    pub today: chrono::NaiveDate,
}
