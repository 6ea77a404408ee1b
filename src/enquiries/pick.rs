//! What somebody chose on a list: an enquiry, in the version that the list showed.

use std::fmt;

use uuid::Uuid;

/// An enquiry that was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pick {
    /// Its key.
    pub id: Uuid,
    /// The version that its chooser saw; `None` where all that a list finds was meant, whatever it says.
    pub seen: Option<i32>,
}

impl Pick {
    /// From a form: key and version with a dot between.
    pub fn parse(text: &str) -> Option<Self> {
        let (id, seen) = text.split_once('.')?;
        Some(Self { id: Uuid::try_parse(id).ok()?, seen: Some(seen.parse().ok()?) })
    }

    /// Whether somebody changed it since it was chosen.
    pub fn is_stale(self, version: i32) -> bool {
        self.seen.is_some_and(|seen| seen != version)
    }
}

impl fmt::Display for Pick {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.id)?;
        self.seen.map_or(Ok(()), |seen| write!(f, ".{seen}"))
    }
}
