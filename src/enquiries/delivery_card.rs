//! What became of one message, as its card on the record tells it.

use uuid::Uuid;

use super::receipt::CordStop;
use crate::deliveries::{Attempt, Delivery, Kind, State};
use crate::site::Business;

/// One delivery with its attempts.
#[derive(Debug)]
pub struct DeliveryCard {
    /// Its delivery.
    pub id: Uuid,
    /// What it is, and to whom.
    pub title: String,
    /// How far it is.
    pub state: &'static str,
    /// The class of its tag.
    pub tag: &'static str,
    /// What happened to it.
    pub stops: Vec<CordStop>,
    /// Whether it can be tried again.
    pub can_try: bool,
    /// Whether it can go to another address.
    pub can_redirect: bool,
    /// A new address that needs mending, as it was typed.
    pub mending: Option<String>,
}

impl DeliveryCard {
    /// The card of a delivery; of all `attempts` it takes its own.
    pub(super) fn of(business: &Business, delivery: &Delivery, attempts: &[Attempt]) -> Self {
        let state = delivery.state();
        let (words, tag) = match state {
            State::Held => ("Held as suspected spam", "tag-warn"),
            State::Waiting if delivery.attempts > 0 => ("Waiting to be tried again", "tag-warn"),
            State::Waiting => ("Waiting", "tag-note"),
            State::Sending => ("Being sent", "tag-note"),
            State::HandedOver => ("Handed over", "tag-good"),
            State::Kept => ("Kept in the folder", "tag-note"),
            State::Refused => ("Refused", "tag-bad"),
            State::GivenUp => ("Given up", "tag-bad"),
            State::Cancelled => ("Cancelled", ""),
            State::NoRecipient => ("No recipient", "tag-bad"),
        };
        let kind = match delivery.kind() {
            Kind::Receipt => "Receipt",
            _ => "Notice",
        };
        let whom = if delivery.recipient.is_empty() { "nobody".to_owned() } else { delivery.recipient.clone() };
        let mut stops = vec![CordStop {
            title: "Written with the enquiry".to_owned(),
            detail: business.day_and_time(delivery.created_at),
            state: "done",
        }];
        stops.extend(
            attempts.iter().filter(|attempt| attempt.delivery_id == delivery.id).map(|a| attempt_stop(business, a)),
        );
        if let (State::Waiting, Some(due)) = (state, delivery.due_at) {
            stops.push(CordStop { title: "Next try".to_owned(), detail: business.day_and_time(due), state: "waiting" });
        }
        Self {
            id: delivery.id,
            title: format!("{kind} to {whom}"),
            state: words,
            tag,
            stops,
            can_try: matches!(state, State::Refused | State::GivenUp)
                || (state == State::Waiting && delivery.attempts > 0),
            can_redirect: !matches!(state, State::Sending | State::Cancelled),
            mending: None,
        }
    }
}

fn attempt_stop(business: &Business, attempt: &Attempt) -> CordStop {
    let (title, state) = match attempt.outcome.as_deref() {
        Some("handed-over") => ("Handed to the mail server", "done"),
        Some("kept") => ("Kept in the folder", "done"),
        Some("try-again") => ("Not taken; to be tried again", "failed"),
        Some("refused") => ("Refused", "failed"),
        Some("interrupted") => ("Interrupted", "failed"),
        _ => ("Being sent", "waiting"),
    };
    let when = business.day_and_time(attempt.ended_at.unwrap_or(attempt.started_at));
    let detail = if attempt.words.is_empty() { when } else { format!("{when} · {}", attempt.words) };
    CordStop { title: title.to_owned(), detail, state }
}
