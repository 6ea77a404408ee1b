//! Roles, and what each of them may.

use std::fmt;

use super::access::Power;

/// What a member of staff is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Role {
    /// May everything.
    Owner,
    /// Enquiries, content and forms.
    Manager,
    /// Content and the words of forms, no enquiries.
    Editor,
    /// Their own articles.
    Author,
}

impl Role {
    /// Every role, the most powerful first.
    pub const ALL: [Self; 4] = [Self::Owner, Self::Manager, Self::Editor, Self::Author];

    /// Whether this role has a power.
    pub fn may(self, power: Power) -> bool {
        match self {
            Self::Owner => true,
            Self::Manager => {
                matches!(power, Power::Enquiries | Power::Articles | Power::Content | Power::FormTexts | Power::Forms)
            }
            Self::Editor => matches!(power, Power::Articles | Power::Content | Power::FormTexts),
            Self::Author => matches!(power, Power::Articles),
        }
    }

    /// As stored and as typed on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Manager => "manager",
            Self::Editor => "editor",
            Self::Author => "author",
        }
    }

    /// As a label.
    pub fn label(self) -> &'static str {
        match self {
            Self::Owner => "Owner",
            Self::Manager => "Manager",
            Self::Editor => "Editor",
            Self::Author => "Author",
        }
    }

    /// What it may, for whoever gives it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Owner => "Everything, with staff and settings.",
            Self::Manager => "Enquiries, pages, articles and forms.",
            Self::Editor => "Pages, articles and the words of forms. No enquiries.",
            Self::Author => "Articles of their own, which an editor publishes.",
        }
    }

    /// Reads a stored role.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl TryFrom<String> for Role {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or_else(|| format!("{text:?} is not a role"))
    }
}
