//! What is typed about somebody, and what is wrong with it.

use uuid::Uuid;
use validator::{Validate, ValidationError};

use super::Stored;
use super::links::{self, TypedLink};
use crate::accounts::inputs::{self, InputFault};
use crate::db::Conn;
use crate::error::Result;
use crate::mail::one_line;
use crate::media::{Media, MediaKind};
use crate::site::Author;
use crate::site::author::TWICE;
use crate::site::desk::parts::{key, lines};
use crate::web::edge::Posted;

const ORDER: [&str; 3] = ["name", "role", "bio"];

/// What was typed.
#[derive(Debug, Clone, Default, Validate)]
pub(super) struct Typed {
    #[validate(custom(function = "a_name"))]
    pub name: String,
    #[validate(length(max = 120, message = "Keep what they do to 120 characters"))]
    pub role: String,
    #[validate(length(max = 800, message = "Keep it to 800 characters"))]
    pub bio: String,
    pub links: Vec<TypedLink>,
    pub picture: Option<Uuid>,
    pub staff: Option<Uuid>,
}

/// Which button was pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Pressed {
    /// To keep it.
    Save,
    /// To look for pictures of which these words are said.
    Find(String),
    /// To take one of them, or none.
    Take(Option<Uuid>),
}

impl Pressed {
    pub(super) fn read(posted: &Posted) -> Self {
        let act = posted.last("act").unwrap_or_default();
        if act == "find picture" {
            return Self::Find(one_line(posted.last("find.picture").unwrap_or_default()));
        }
        act.strip_prefix("take picture ").map_or(Self::Save, |key| Self::Take(Uuid::parse_str(key).ok()))
    }
}

fn a_name(text: &str) -> Result<(), ValidationError> {
    inputs::required(text, 120, "Enter their name", "The name must be 120 characters or fewer")
}

impl Typed {
    pub(super) fn read(posted: &Posted) -> Self {
        let line = |name: &str| one_line(posted.last(name).unwrap_or_default());
        Self {
            name: line("name"),
            role: line("role"),
            bio: lines(posted, "bio"),
            links: links::read(posted),
            picture: key(posted, "picture"),
            staff: key(posted, "staff"),
        }
    }

    pub(super) fn of((author, staff): &Stored) -> Self {
        Self {
            name: author.name.clone(),
            role: author.role.clone(),
            bio: author.bio.clone(),
            links: author.links.iter().map(TypedLink::of).collect(),
            picture: author.picture,
            staff: *staff,
        }
    }

    /// What is wrong, in the order of the page; of somebody who is there, by their key.
    pub(super) async fn faults(&self, conn: &mut Conn, of: Option<Uuid>) -> Result<Vec<InputFault>> {
        let mut faults = inputs::faults(self, &ORDER);
        if let Some(picture) = self.picture {
            let found = Media::these(conn, &[picture]).await?;
            if found.iter().all(|media| media.kind == MediaKind::Document) {
                faults.push(InputFault::new("picture", "That picture is not there any more. Choose another"));
            }
        }
        faults.extend(links::faults(&self.links));
        if let Some(staff) = self.staff {
            let free = Author::free_staff(conn, of).await?;
            if !free.iter().any(|(id, _)| *id == staff) {
                faults.push(InputFault::new("staff", TWICE));
            }
        }
        Ok(faults)
    }

    /// The person with what was typed.
    pub(super) fn onto(&self, before: Author) -> Author {
        Author {
            name: self.name.clone(),
            role: self.role.clone(),
            bio: self.bio.clone(),
            links: self.links.iter().filter_map(TypedLink::link).collect(),
            picture: self.picture,
            ..before
        }
    }
}
