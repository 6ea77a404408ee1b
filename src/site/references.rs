//! What blocks point to, by key and never by text (promise 2: nothing dangles).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Where a link can lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// A form.
    Form(Uuid),
    /// A page, an article or a case.
    Page(Uuid),
    /// A document to download.
    Media(Uuid),
}

/// Something that a block points to: it can't be deleted while the block stands in a live page or a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reference {
    /// A form.
    Form(Uuid),
    /// A page, an article, a case or a recurring part.
    Page(Uuid),
    /// A picture, a drawing or a document.
    Media(Uuid),
    /// A service.
    Service(Uuid),
    /// An author.
    Author(Uuid),
}

impl From<Target> for Reference {
    fn from(target: Target) -> Self {
        match target {
            Target::Form(id) => Self::Form(id),
            Target::Page(id) => Self::Page(id),
            Target::Media(id) => Self::Media(id),
        }
    }
}

/// A target made ready for showing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Its words.
    pub label: String,
    /// Its address.
    pub href: String,
}
