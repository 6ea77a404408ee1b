//! Why a delivery does not go, and what to do about it, in plain words.

use chrono::{DateTime, Utc};

use super::delivery::Delivery;
use super::state::State;

impl Delivery {
    /// Why nothing happens to it although it should, with the way out; `None` where all is well.
    pub fn reason(&self, now: DateTime<Utc>) -> Option<&'static str> {
        Some(match self.state() {
            State::Refused => "The mail server refused it for good. Send it to another address.",
            State::GivenUp => {
                "It was tried for three days, or could not be written. Try it again once the cause is mended."
            }
            State::NoRecipient => "Nobody was there to send it to. Add a recipient to the form, or an owner.",
            _ if self.is_stuck(now) => {
                "It is due, and nobody has tried it for 15 minutes. Is the program’s queue running?"
            }
            _ => return None,
        })
    }

    /// What staff can do with it: try it again, send it to another address.
    pub fn ways(&self) -> (bool, bool) {
        let state = self.state();
        let again = matches!(state, State::Refused | State::GivenUp | State::Waiting);
        let elsewhere = self.enquiry_id.is_some() && !matches!(state, State::Sending | State::Cancelled);
        (again, elsewhere)
    }

    /// Its state in words, with the look of its tag.
    pub fn state_words(&self) -> (&'static str, &'static str) {
        match self.state() {
            State::Held => ("Held as suspected spam", "tag-warn"),
            State::Waiting if self.attempts > 0 => ("Waiting to be tried again", "tag-warn"),
            State::Waiting => ("Waiting", "tag-note"),
            State::Sending => ("Being sent", "tag-note"),
            State::HandedOver => ("Handed over", "tag-good"),
            State::Kept => ("Kept in the folder", "tag-note"),
            State::Refused => ("Refused", "tag-bad"),
            State::GivenUp => ("Given up", "tag-bad"),
            State::Cancelled => ("Cancelled", ""),
            State::NoRecipient => ("No recipient", "tag-bad"),
        }
    }
}
