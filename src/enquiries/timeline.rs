//! What happened to an enquiry, who did it and when.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::state::EnquiryState;
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::schema::{staff, timeline};

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Event {
    /// It was stored.
    Accepted,
    /// It was held as suspected spam.
    Suspected,
    /// Somebody said *not spam*.
    Cleared,
    /// Its state changed.
    State {
        /// From the stored text of a state.
        from: String,
        /// To the stored text of a state.
        to: String,
    },
    /// The owner and the recipients were reminded of the promise.
    Reminded,
    /// A delivery was tried again by hand.
    TriedAgain {
        /// To whom.
        recipient: String,
    },
    /// A message was sent to another address.
    SentElsewhere {
        /// Away from.
        from: String,
        /// To.
        to: String,
    },
    /// A note.
    Note {
        /// Its text.
        text: String,
    },
    /// Somebody took it up, or it was given to somebody.
    Owner {
        /// The name of whoever has it now; empty for nobody.
        to: String,
    },
    /// Somebody answered it.
    Answered,
    /// Somebody said that it is spam.
    MarkedSpam,
    /// Something is to be done.
    TaskAdded {
        /// What.
        words: String,
    },
    /// It was done.
    TaskDone {
        /// What.
        words: String,
    },
    /// A change was taken back.
    Undone,
    /// It was deleted: what it held is gone for good.
    Deleted,
}

impl Event {
    /// In words, for the record.
    pub fn words(&self) -> String {
        let state = |text: &str| {
            EnquiryState::parse(text).map_or_else(|| text.to_owned(), |state| state.words().to_lowercase())
        };
        match self {
            Self::Accepted => "Stored, with every message to come".to_owned(),
            Self::Suspected => "Held as suspected spam; nothing was sent".to_owned(),
            Self::Cleared => "Marked as not spam; its messages were released".to_owned(),
            Self::State { from, to } => format!("Moved from {} to {}", state(from), state(to)),
            Self::Reminded => "A reminder was sent: the reply is due soon".to_owned(),
            Self::TriedAgain { recipient } => format!("Message to {recipient} tried again"),
            Self::SentElsewhere { from, to } if from.is_empty() => format!("Message sent to {to}"),
            Self::SentElsewhere { from, to } => format!("Message for {from} sent to {to} instead"),
            Self::Note { text } => text.clone(),
            Self::Owner { to } if to.is_empty() => "Given back: nobody has it now".to_owned(),
            Self::Owner { to } => format!("Given to {to}"),
            Self::Answered => "Answered".to_owned(),
            Self::MarkedSpam => "Marked as spam; what had not left was held".to_owned(),
            Self::TaskAdded { words } => format!("To do: {words}"),
            Self::TaskDone { words } => format!("Done: {words}"),
            Self::Undone => "The last change was taken back".to_owned(),
            Self::Deleted => "Deleted, with everything that it held".to_owned(),
        }
    }
}

/// One entry of a timeline.
#[derive(Debug, Clone)]
pub struct Entry {
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Who did it; empty for the program and visitors.
    pub who: String,
    /// What happened.
    pub event: Event,
}

impl Entry {
    /// What happened, in words that stand beside who did it.
    pub fn words(&self) -> String {
        match &self.event {
            Event::Owner { to } if !to.is_empty() && *to == self.who => "Taken up".to_owned(),
            event => event.words(),
        }
    }

    /// Writes an entry.
    ///
    /// # Errors
    /// The database is away.
    pub async fn write(tx: &mut Tx, at: Moment, enquiry: Uuid, who: Option<Uuid>, event: &Event) -> Result<()> {
        diesel::insert_into(timeline::table)
            .values((
                timeline::id.eq(at.id()),
                timeline::enquiry_id.eq(enquiry),
                timeline::at.eq(at.now),
                timeline::staff_id.eq(who),
                timeline::event.eq(serde_json::to_value(event)?),
            ))
            .execute(tx.conn())
            .await?;
        Ok(())
    }

    /// The timeline of an enquiry, newest first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn of_enquiry(conn: &mut Conn, enquiry: Uuid) -> Result<Vec<Self>> {
        let rows: Vec<(DateTime<Utc>, Option<String>, serde_json::Value)> = timeline::table
            .left_join(staff::table.on(staff::id.nullable().eq(timeline::staff_id)))
            .filter(timeline::enquiry_id.eq(enquiry))
            .order((timeline::at.desc(), timeline::id.desc()))
            .select((timeline::at, staff::name.nullable(), timeline::event))
            .load(conn)
            .await?;
        rows.into_iter()
            .map(|(at, who, event)| {
                Ok(Self { at, who: who.unwrap_or_default(), event: serde_json::from_value(event)? })
            })
            .collect()
    }
}
