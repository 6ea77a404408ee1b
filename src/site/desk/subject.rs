//! What a sheet is of: one of the smaller things as it is stored, or a new one.

use std::fmt::Debug;

use uuid::Uuid;

use super::parts::{Meanwhile, seen};
use crate::site::Holder;

/// What a sheet is of.
#[derive(Debug, Default)]
pub struct Subject {
    /// Its key; none of something new.
    pub id: Option<Uuid>,
    /// What it is called, or what something new is called until it has a name.
    pub heading: String,
    /// Where visitors find it; may be empty.
    pub path: String,
    /// How it stood when its sheet was opened.
    pub seen: String,
    /// What somebody else saved since.
    pub meanwhile: Option<Meanwhile>,
    /// Where it is used.
    pub holders: Vec<Holder>,
}

impl Subject {
    /// Something new.
    pub fn new(heading: &str) -> Self {
        Self { heading: heading.to_owned(), ..Self::default() }
    }

    /// Something as it is stored, and as it would be typed.
    pub fn stored(id: Uuid, name: &str, typed: &impl Debug) -> Self {
        Self { id: Some(id), seen: seen(typed), ..Self::new(name) }
    }
}
