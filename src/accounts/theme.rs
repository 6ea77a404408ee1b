//! How the desk looks to one person: as their machine says, light, or dark.

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the machine says.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// As stored and as posted.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Reads a stored or posted theme.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.as_str() == text)
    }

    /// In words, for whoever chooses.
    pub fn words(self) -> &'static str {
        match self {
            Self::System => "As this machine",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    /// What the page says of itself before any style sheet is there, so that nothing flashes.
    pub fn scheme(self) -> &'static str {
        match self {
            Self::System => "light dark",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The choice, where it was made against the machine's.
    pub fn chosen(self) -> Option<&'static str> {
        (self != Self::System).then_some(self.as_str())
    }
}

impl TryFrom<String> for Theme {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or_else(|| format!("{text:?} is not a theme"))
    }
}
