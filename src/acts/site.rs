//! What people did to what the site is made of beside its pages: services, topics, people, menus, redirects.

use serde::{Deserialize, Serialize};

use super::Act;

/// Something that somebody did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum SiteAct {
    /// A service, a topic or a person was added.
    ItemAdded {
        /// Which of them: "service".
        what: String,
        /// Its name.
        name: String,
    },
    /// One of them was changed.
    ItemChanged {
        /// Which of them.
        what: String,
        /// Its name since.
        name: String,
        /// What became of what, a line each.
        changes: Vec<String>,
    },
    /// One of them was moved up or down its list.
    ItemMoved {
        /// Which of them.
        what: String,
        /// Its name.
        name: String,
        /// Its place since, from 1 on.
        place: usize,
    },
    /// One of them was deleted.
    ItemDeleted {
        /// Which of them.
        what: String,
        /// Its name.
        name: String,
    },
    /// The menus or the footer were changed.
    MenusChanged {
        /// What became of what, a line each.
        changes: Vec<String>,
    },
    /// A redirect was added.
    RedirectAdded {
        /// The path that was.
        from: String,
        /// Where it leads.
        to: String,
    },
    /// A redirect was deleted.
    RedirectDeleted {
        /// The path that was.
        from: String,
        /// Where it led.
        to: String,
    },
    /// A path that led nowhere was forgotten.
    MissingForgotten {
        /// Which.
        path: String,
    },
}

impl From<SiteAct> for Act {
    fn from(act: SiteAct) -> Self {
        Self::Site(act)
    }
}

impl SiteAct {
    /// What happened, for whoever did it just now.
    pub(super) fn words(&self) -> String {
        match self {
            Self::ItemAdded { what, name } => format!("{} “{name}” added", capital(what)),
            Self::ItemChanged { what, name, .. } => format!("{} “{name}” changed", capital(what)),
            Self::ItemMoved { name, place, .. } => format!("“{name}” moved to place {place}"),
            Self::ItemDeleted { what, name } => format!("{} “{name}” deleted", capital(what)),
            Self::MenusChanged { .. } => "Menus changed".to_owned(),
            Self::RedirectAdded { from, to } => format!("{from} leads to {to} now"),
            Self::RedirectDeleted { from, to } => format!("Redirect from {from} to {to} deleted"),
            Self::MissingForgotten { path } => format!("Missing path {path} forgotten"),
        }
    }

    /// What belongs to it in more words, a line each.
    pub(super) fn details(&self) -> Vec<String> {
        match self {
            Self::ItemChanged { changes, .. } | Self::MenusChanged { changes } => changes.clone(),
            _ => Vec::new(),
        }
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
