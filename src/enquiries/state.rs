//! How far an enquiry is.

use crate::deliveries::stored_text;

stored_text! {
    /// How far an enquiry is.
    EnquiryState {
        /// Nobody has taken it up.
        New = "new",
        /// Somebody works on it.
        Working = "working",
        /// We wait for their answer.
        Waiting = "waiting",
        /// It became work.
        Won = "won",
        /// It did not.
        Lost = "lost",
    }
}

impl EnquiryState {
    /// All states, in the order of the day.
    pub const ALL: [Self; 5] = [Self::New, Self::Working, Self::Waiting, Self::Won, Self::Lost];

    /// Whether whoever moves an enquiry here has answered it.
    pub fn is_answered(self) -> bool {
        matches!(self, Self::Waiting | Self::Won | Self::Lost)
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::Working => "Being worked on",
            Self::Waiting => "Waiting for them",
            Self::Won => "Won",
            Self::Lost => "Lost",
        }
    }

    /// The class of its tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::New => "tag-new",
            Self::Working => "tag-note",
            Self::Waiting => "tag-warn",
            Self::Won => "tag-good",
            Self::Lost => "",
        }
    }
}
