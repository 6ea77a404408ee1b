//! How somebody is shown beside their name: their picture, or their initials on a tinted disc.

use diesel::prelude::*;
use uuid::Uuid;

use crate::schema::staff;
use crate::web::initials::initials;

/// Tints of discs, `face-tint-0` and on in the style sheet.
const TINTS: u8 = 3;
/// Below this many pixels there is room for one letter.
const TWO_LETTERS: u16 = 24;

/// A picture or initials; their name always stands beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face {
    /// The picture's address.
    pub src: Option<String>,
    initials: String,
    /// The disc's tint.
    pub tint: u8,
}

impl Face {
    /// Somebody's face, with the tag of their picture where they have one.
    pub fn of(id: Uuid, name: &str, tag: Option<&str>) -> Self {
        Self {
            src: tag.map(|tag| format!("/account/pictures/{id}?tag={tag}")),
            initials: initials(name),
            tint: id.as_bytes().iter().fold(0, |sum: u8, byte| sum.wrapping_add(*byte)) % TINTS,
        }
    }

    /// A face with any picture, for samples.
    pub(crate) fn sample(src: String) -> Self {
        Self { src: Some(src), initials: String::new(), tint: 0 }
    }

    /// The letters that a disc of so many pixels has room for.
    pub fn letters(&self, size: &u16) -> String {
        let most = if *size < TWO_LETTERS { 1 } else { 2 };
        self.initials.chars().take(most).collect()
    }
}

/// Somebody to whom something can be given, as lists show them.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = staff)]
pub struct Colleague {
    /// Their key.
    pub id: Uuid,
    /// What colleagues call them.
    pub name: String,
    /// The tag of their picture.
    pub picture_tag: Option<String>,
}

impl Colleague {
    /// Somebody without a picture.
    pub fn new(id: Uuid, name: &str) -> Self {
        Self { id, name: name.to_owned(), picture_tag: None }
    }

    /// Their face.
    pub fn face(&self) -> Face {
        Face::of(self.id, &self.name, self.picture_tag.as_deref())
    }
}
