//! The trades for which there are starter sites.

/// What a business does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Trade {
    /// An agency or a studio.
    Agency,
    /// A practice.
    Practice,
    /// A trade.
    Trades,
    /// A tutor or teacher.
    Tutor,
    /// Any other.
    Other,
}

impl Trade {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Agency, Self::Practice, Self::Trades, Self::Tutor, Self::Other];

    /// As posted, and the folder of its files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Practice => "practice",
            Self::Trades => "trades",
            Self::Tutor => "tutor",
            Self::Other => "other",
        }
    }

    /// From what was posted.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|trade| trade.as_str() == text)
    }

    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Agency => "Agency or studio",
            Self::Practice => "Practice",
            Self::Trades => "Trade",
            Self::Tutor => "Tutor or teacher",
            Self::Other => "Something else",
        }
    }

    /// Who that may be.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Agency => "Design, marketing, web, architecture",
            Self::Practice => "Health, law, accounts, counselling",
            Self::Trades => "Building, plumbing, electrics, gardens",
            Self::Tutor => "Lessons, courses, coaching",
            Self::Other => "Any business that people ask for its service",
        }
    }
}
