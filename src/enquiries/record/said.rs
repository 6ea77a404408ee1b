//! What somebody did on a record a moment ago, as the address says it after the redirect.

use uuid::Uuid;

use crate::deliveries::stored_text;

stored_text! {
    /// An act that needs no more than its words: there is nothing to take back, or the way back stands on the record.
    Said {
        /// A note was added.
        NoteAdded = "note",
        /// Something is to be done.
        TaskAdded = "task",
        /// It was done.
        TaskDone = "task-done",
        /// It was not done after all.
        TaskOpened = "task-open",
        /// It stood so already.
        Unchanged = "unchanged",
        /// A message is tried again.
        TriedAgain = "tried",
        /// A message goes to another address.
        SentElsewhere = "sent-elsewhere",
    }
}

impl Said {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::NoteAdded => "Note added",
            Self::TaskAdded => "Added to what is to be done",
            Self::TaskDone => "Ticked off",
            Self::TaskOpened => "Not done after all",
            Self::Unchanged => "Nothing to change: it stood so already",
            Self::TriedAgain => "The message is being tried now",
            Self::SentElsewhere => "The message goes to the other address now",
        }
    }
}

/// What was done: an act that is written down, or words alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Done {
    /// An act, which can be told and taken back.
    Act(Uuid),
    /// Words.
    Said(Said),
}

impl Done {
    /// Of a change: without an act it stood so already.
    pub fn of(act: Option<Uuid>) -> Self {
        act.map_or(Self::Said(Said::Unchanged), Self::Act)
    }

    /// As the address has it.
    pub fn text(self) -> String {
        match self {
            Self::Act(id) => id.simple().to_string(),
            Self::Said(said) => said.as_str().to_owned(),
        }
    }
}
