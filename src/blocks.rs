//! What pages are made of: typed blocks, one file per kind with its fields, HTML, Markdown and sample.
//!
//! The fields are declared once ([`field`]); checks, cleaning, references and plain text follow from them ([`walk`]).

mod call_out;
mod call_to_action;
mod cards;
mod cases;
mod code;
mod comparison;
mod embed;
mod faq;
pub mod field;
mod figures;
mod form;
mod gallery;
mod heading;
mod image;
mod kind;
mod logos;
mod markdown;
pub mod markup;
mod offer;
mod part;
mod people;
mod quote;
mod rich_text;
mod services;
mod showing;
mod steps;
mod table;
mod walk;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use call_out::CallOut;
pub use call_to_action::CallToAction;
pub use cards::{Card, Cards};
pub use cases::CasesBlock;
pub use code::Code;
pub use comparison::Comparison;
pub use embed::{Embed, Provider};
pub use faq::{Faq, Item};
pub use figures::Figures;
pub use form::FormBlock;
pub use gallery::Gallery;
pub use heading::{Action, Heading};
pub use image::Image;
use kind::Kind;
pub use kind::{BlockKind, Group, SampleThings};
pub use logos::Logos;
pub use markdown::Markdown;
pub use offer::Offer;
pub use part::Part;
pub use people::People;
pub use quote::Quote;
pub use rich_text::RichText;
pub use services::ServicesBlock;
pub use showing::{Reading, Showing};
pub use steps::{Steps, Stop};
pub use table::Table;

use crate::error::Result;
use crate::site::Reference;

/// A block with the key that it keeps for life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// Its key.
    pub id: Uuid,
    /// The block.
    #[serde(flatten)]
    pub block: Block,
}

/// Why a block can't be saved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {words}")]
pub struct BlockFault {
    /// The field, with its place in lists: "cards[2].title".
    pub field: String,
    /// How to mend it.
    pub words: String,
    /// Whether something is not there yet, rather than wrong: a draft may be saved so.
    pub missing: bool,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident($kind:ty) = $name:literal),+ $(,)?) => {
        /// A block of any kind.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "kind", rename_all = "kebab-case")]
        pub enum Block { $($(#[$doc])* $variant($kind)),+ }

        /// Every kind of block.
        pub const KINDS: &[BlockKind] = &[$(BlockKind::new::<$kind>($name)),+];

        impl Block {
            /// Its kind.
            pub fn kind(&self) -> BlockKind {
                match self { $(Self::$variant(_) => BlockKind::new::<$kind>($name)),+ }
            }

            fn check_whole(&self) -> std::result::Result<(), BlockFault> {
                match self { $(Self::$variant(block) => Kind::check(block)),+ }
            }

            /// Its HTML.
            ///
            /// # Errors
            /// Where a template cannot be rendered.
            pub fn html(&self, showing: &mut Showing<'_>) -> Result<String> {
                match self { $(Self::$variant(block) => Kind::html(block, showing)),+ }
            }

            /// Writes it as Markdown.
            pub fn markdown(&self, out: &mut Markdown<'_>) {
                match self { $(Self::$variant(block) => Kind::markdown(block, out)),+ }
            }

            /// One of each kind with sample content.
            pub fn samples(things: &SampleThings) -> Vec<(&'static str, Self)> {
                vec![$(($name, Self::$variant(<$kind as Kind>::sample(things)))),+]
            }
        }
    };
}

kinds! {
    /// A heading with its introduction.
    Heading(Heading) = "heading",
    /// Running text.
    RichText(RichText) = "rich-text",
    /// One picture.
    Image(Image) = "image",
    /// Several pictures.
    Gallery(Gallery) = "gallery",
    /// What somebody said.
    Quote(Quote) = "quote",
    /// "For example".
    CallOut(CallOut) = "call-out",
    /// Text as a machine reads it.
    Code(Code) = "code",
    /// Rows and columns.
    Table(Table) = "table",
    /// Questions with their answers.
    Faq(Faq) = "faq",
    /// One thing to do.
    CallToAction(CallToAction) = "call-to-action",
    /// The first step of a form.
    Form(FormBlock) = "form",
    /// One thing to do, for a while.
    Offer(Offer) = "offer",
    /// Cards: a ruled list, doors, or lines.
    Cards(Cards) = "cards",
    /// What the business sells.
    Services(ServicesBlock) = "services",
    /// What was done for clients.
    Cases(CasesBlock) = "cases",
    /// Steps along a cord.
    Steps(Steps) = "steps",
    /// Numbers that say something.
    Figures(Figures) = "figures",
    /// Whose names one knows.
    Logos(Logos) = "logos",
    /// Who works here.
    People(People) = "people",
    /// Things side by side.
    Comparison(Comparison) = "comparison",
    /// Something of another site, once the visitor agrees.
    Embed(Embed) = "embed",
    /// A recurring part.
    Part(Part) = "part",
}

/// A look with its stored word, which is also its class, and its name.
macro_rules! look {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal, $label:literal);+ $(;)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            /// All of them, for the form.
            pub const CHOICES: &'static [$crate::blocks::field::Choice] = &[$(($text, $label)),+];

            /// The class in the stylesheet.
            pub fn class(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// Whether it is this look; for templates.
            pub fn is(self, class: &str) -> bool {
                self.class() == class
            }
        }
    };
}

use look;

impl BlockFault {
    pub(crate) fn wrong(field: &str, words: &str) -> Self {
        Self { field: field.to_owned(), words: words.to_owned(), missing: false }
    }

    pub(crate) fn missing(field: &str, words: &str) -> Self {
        Self { field: field.to_owned(), words: words.to_owned(), missing: true }
    }
}

impl Placed {
    /// The block with its rich text cleaned: called on every save.
    ///
    /// # Errors
    /// Where it cannot be written as a document, which its types prevent.
    pub fn cleaned(self) -> Result<Self> {
        let fields = self.block.kind().fields;
        let mut value = serde_json::to_value(&self.block)?;
        walk::clean(fields, &mut value);
        Ok(Self { id: self.id, block: serde_json::from_value(value)? })
    }
}

impl Block {
    fn value(&self) -> serde_json::Value {
        // Its types hold nothing that JSON can't.
        serde_json::to_value(self).unwrap_or_default()
    }

    /// Everything that is wrong with it or missing, in the order of its fields; what no single field can say comes last.
    pub fn faults(&self) -> Vec<BlockFault> {
        let mut faults = walk::faults(self.kind().fields, &self.value());
        if faults.is_empty() {
            faults.extend(self.check_whole().err());
        }
        faults
    }

    /// Checks a block before it is shown to anybody.
    ///
    /// # Errors
    /// The first fault.
    pub fn check(&self) -> std::result::Result<(), BlockFault> {
        self.faults().into_iter().next().map_or(Ok(()), Err)
    }

    /// Everything that it points to.
    pub fn references(&self) -> Vec<Reference> {
        walk::references(self.kind().fields, &self.value())
    }

    /// Its words without markup, a line for each field.
    pub fn plain_text(&self) -> String {
        walk::words(self.kind().fields, &self.value())
    }

    /// The recurring part that it shows.
    pub(crate) fn part(&self) -> Option<Uuid> {
        match self {
            Self::Part(block) => Some(block.part),
            _ => None,
        }
    }

    /// The form whose first questions it shows.
    pub(crate) fn shown_form(&self) -> Option<Uuid> {
        match self {
            Self::Form(block) => Some(block.form),
            _ => None,
        }
    }

    /// The cases that it names.
    pub(crate) fn named_cases(&self) -> Vec<Uuid> {
        match self {
            Self::Cases(block) => block.cases.clone(),
            _ => Vec::new(),
        }
    }
}
