//! What pages are made of: typed blocks, one file per kind with its fields, checks, references, HTML, plain text and sample.

mod call_to_action;
mod cards;
mod faq;
mod form;
mod heading;
mod rich_text;
mod steps;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use call_to_action::CallToAction;
pub use cards::{Card, Cards};
pub use faq::{Faq, Item};
pub use form::FormBlock;
pub use heading::{Action, Heading};
pub use rich_text::RichText;
pub use steps::{Steps, Stop};

use crate::error::Result;
use crate::site::{Resolver, Target};

/// A block with the key that it keeps for life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// Its key.
    pub id: Uuid,
    /// The block.
    #[serde(flatten)]
    pub block: Block,
}

/// All kinds of blocks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Block {
    /// A heading with its introduction.
    Heading(Heading),
    /// Running text.
    RichText(RichText),
    /// Cards: figures, a ruled list, doors, or lines.
    Cards(Cards),
    /// Steps along a cord.
    Steps(Steps),
    /// Questions with their answers.
    Faq(Faq),
    /// One thing to do.
    CallToAction(CallToAction),
    /// The first step of a form.
    Form(FormBlock),
}

/// Why a block can't be saved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {words}")]
pub struct BlockFault {
    /// The field.
    pub field: &'static str,
    /// How to mend it.
    pub words: &'static str,
}

/// Text that must be there.
fn needed(field: &'static str, text: &str) -> std::result::Result<(), BlockFault> {
    if text.trim().is_empty() { Err(BlockFault { field, words: "Enter some words" }) } else { Ok(()) }
}

/// A look with its stored word, which is also its class.
macro_rules! look {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            /// The class in the stylesheet.
            pub fn class(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// Whether it is this look; for templates.
            pub fn is(&self, class: &str) -> bool {
                self.class() == class
            }
        }
    };
}

use look;

impl Placed {
    /// The block with its rich text cleaned: called on every save.
    #[must_use]
    pub fn cleaned(mut self) -> Self {
        match &mut self.block {
            Block::RichText(block) => block.clean(),
            Block::Faq(block) => block.clean(),
            _ => {}
        }
        self
    }
}

impl Block {
    /// Checks a block before it is saved.
    ///
    /// # Errors
    /// The first fault.
    pub fn check(&self) -> std::result::Result<(), BlockFault> {
        match self {
            Self::Heading(block) => block.check(),
            Self::RichText(block) => block.check(),
            Self::Cards(block) => block.check(),
            Self::Steps(block) => block.check(),
            Self::Faq(block) => block.check(),
            Self::CallToAction(block) => block.check(),
            Self::Form(block) => block.check(),
        }
    }

    /// Everything that it points to.
    pub fn references(&self) -> Vec<Target> {
        match self {
            Self::Heading(block) => block.actions.iter().map(|action| action.target).collect(),
            Self::Cards(block) => block.cards.iter().filter_map(|card| card.target).collect(),
            Self::CallToAction(block) => vec![block.target],
            Self::Form(block) => vec![Target::Form(block.form)],
            Self::RichText(_) | Self::Steps(_) | Self::Faq(_) => Vec::new(),
        }
    }

    /// Its HTML.
    ///
    /// # Errors
    /// Where a template cannot be rendered.
    pub fn html(&self, resolver: &Resolver) -> Result<String> {
        match self {
            Self::Heading(block) => block.html(resolver),
            Self::RichText(block) => block.html(),
            Self::Cards(block) => block.html(resolver),
            Self::Steps(block) => block.html(),
            Self::Faq(block) => block.html(),
            Self::CallToAction(block) => block.html(resolver),
            Self::Form(block) => block.html(resolver),
        }
    }

    /// Its words without markup.
    pub fn plain_text(&self) -> String {
        match self {
            Self::Heading(block) => format!("{}\n{}", block.title, block.introduction),
            Self::RichText(block) => without_tags(&block.html),
            Self::Cards(block) => {
                block.cards.iter().fold(format!("{}\n{}", block.title, block.introduction), |text, card| {
                    format!("{text}\n{}\n{}\n{}", card.title, card.text, card.note)
                })
            }
            Self::Steps(block) => {
                block.steps.iter().fold(format!("{}\n{}", block.title, block.introduction), |text, stop| {
                    format!("{text}\n{}\n{}\n{}", stop.label, stop.title, stop.text)
                })
            }
            Self::Faq(block) => block.items.iter().fold(block.title.clone(), |text, item| {
                format!("{text}\n{}\n{}", item.question, without_tags(&item.answer))
            }),
            Self::CallToAction(block) => format!("{}\n{}", block.title, block.text),
            Self::Form(block) => format!("{}\n{}", block.title, block.introduction),
        }
    }

    /// One block of every kind, for the samples.
    pub fn samples(form: Uuid, page: Uuid) -> Vec<(&'static str, Self)> {
        vec![
            ("heading", Self::Heading(Heading::sample(form, page))),
            ("rich-text", Self::RichText(RichText::sample())),
            ("cards", Self::Cards(Cards::sample(page))),
            ("steps", Self::Steps(Steps::sample())),
            ("faq", Self::Faq(Faq::sample())),
            ("call-to-action", Self::CallToAction(CallToAction::sample(form))),
            ("form", Self::Form(FormBlock::sample(form))),
        ]
    }
}

/// Text without its tags, for reading time and search.
fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                text.push(' ');
            }
            _ if !inside => text.push(c),
            _ => {}
        }
    }
    text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ").replace("&quot;", "\"")
}
