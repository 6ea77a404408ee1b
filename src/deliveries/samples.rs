//! Deliveries for the samples of pages: never stored, never sent.

use chrono::TimeDelta;

use super::attempt::Attempt;
use super::delivery::Delivery;
use super::state::{Kind, State};
use crate::clock::Moment;

impl Delivery {
    /// A delivery that has come as far as `state`.
    pub(crate) fn sample(at: Moment, kind: Kind, state: State) -> Self {
        let written = at.now - TimeDelta::minutes(50);
        let tried = !matches!(state, State::Held | State::NoRecipient | State::Cancelled);
        let (name, recipient) = match (state, kind) {
            (State::NoRecipient, _) => ("", ""),
            (_, Kind::Receipt) => ("Nadia Brightwell", "practice@mill-lane-vets.example"),
            _ => ("Ines", "ines@bellpull.example"),
        };
        Self {
            id: at.id(),
            enquiry_id: None,
            kind: kind.as_str().to_owned(),
            subject_staff: None,
            action_link_id: None,
            recipient: recipient.to_owned(),
            recipient_name: name.to_owned(),
            state: state.as_str().to_owned(),
            message_id: String::new(),
            bytes: None,
            attempts: i32::from(tried),
            due_at: (state == State::Waiting).then(|| at.now + TimeDelta::minutes(4)),
            created_at: written,
            done_at: matches!(state, State::HandedOver | State::Kept).then(|| written + TimeDelta::seconds(2)),
        }
    }

    /// Its one attempt; none where it was never tried.
    pub(crate) fn sample_attempt(&self) -> Option<Attempt> {
        let (outcome, words) = match self.state() {
            State::HandedOver => ("handed-over", "250 2.0.0 Ok: queued as 4XyZ"),
            State::Kept => ("kept", ""),
            State::Waiting => ("try-again", "451 4.7.1 Greylisted, come back later"),
            State::Refused | State::GivenUp => ("refused", "550 5.1.1 no such mailbox"),
            _ => return None,
        };
        Some(Attempt {
            delivery_id: self.id,
            number: 1,
            started_at: self.created_at + TimeDelta::seconds(1),
            ended_at: Some(self.created_at + TimeDelta::seconds(2)),
            outcome: Some(outcome.to_owned()),
            words: words.to_owned(),
        })
    }
}
