//! A part of the business: what one screen sets of the one stored value.
//!
//! The business is one value under one topic, because pages read it whole; its screens are many. Each sees and changes its own part
//! only: its history lists the versions in which that part changed, *Back to this* brings back that part and leaves the others as
//! they are, and a save is stale only where somebody else changed the same part meanwhile.

use uuid::Uuid;

use super::history::{self, Change, Fact, Facts, History};
use super::screen::{self, Setting};
use super::topic::Topic;
use crate::app::App;
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::site::Business;

/// What one screen sets of the business.
pub trait Part: Clone + PartialEq + Send + Sync + 'static {
    /// What it is called.
    const NAME: &'static str;
    /// Where its screen is.
    const PATH: &'static str;

    /// The part of a business.
    fn of(business: &Business) -> Self;

    /// The business with this part.
    fn onto(self, before: &Business) -> Business;

    /// What it says, in the order in which it is shown.
    fn facts(&self) -> Vec<Fact>;

    /// Holds on to what it points to, until it is written.
    fn hold(&self, tx: &mut Tx) -> impl Future<Output = Result<()>> + Send {
        let _ = tx;
        std::future::ready(Ok(()))
    }
}

/// How a part stands.
///
/// # Errors
/// The database is away.
pub(super) async fn stored<P: Part>(conn: &mut Conn) -> Result<P> {
    Ok(P::of(&super::stored::<Business>(conn).await?))
}

impl<P: Part> Setting for P {
    const NAME: &'static str = <P as Part>::NAME;
    const PATH: &'static str = <P as Part>::PATH;

    async fn history(app: &App, conn: &mut Conn) -> Result<History> {
        let facts = |value| Some(P::of(&serde_json::from_value(value).ok()?).facts());
        History::of_part(conn, &app.business(), Business::TOPIC, screen::way_back::<P>(), facts).await
    }

    async fn write(self, tx: &mut Tx, at: Moment, who: Uuid, seen: Option<i32>) -> Result<Option<Uuid>> {
        write(tx, at, who, seen, |_| self).await
    }

    /// [`AppError::Conflict`] where what the part pointed to is gone.
    async fn write_back(tx: &mut Tx, at: Moment, who: Uuid, number: i32) -> Result<Option<Uuid>> {
        let then: P = P::of(&history::version(tx.conn(), Business::TOPIC, number).await?);
        replace(tx, at, who, (None, Some(number)), |_| then).await
    }
}

/// Writes what a change makes of a part; `seen` is the version that somebody had before them. Answers the act, or nothing where
/// nothing changes.
///
/// # Errors
/// [`AppError::Conflict`] where somebody else changed the same part meanwhile.
pub(super) async fn write<P: Part>(
    tx: &mut Tx,
    at: Moment,
    who: Uuid,
    seen: Option<i32>,
    change: impl FnOnce(P) -> P + Send,
) -> Result<Option<Uuid>> {
    replace(tx, at, who, (seen, None), change).await
}

async fn replace<P: Part>(
    tx: &mut Tx,
    at: Moment,
    who: Uuid,
    (seen, back_to): (Option<i32>, Option<i32>),
    change: impl FnOnce(P) -> P + Send,
) -> Result<Option<Uuid>> {
    let newest = history::newest(tx.conn(), Business::TOPIC).await?;
    let (number, before) = match newest {
        Some((number, value)) => (number, serde_json::from_value(value)?),
        None => (0, Business::default()),
    };
    let now = P::of(&before);
    if let Some(seen) = seen.filter(|seen| *seen != number) {
        let then = version::<P>(tx.conn(), seen).await.map_err(|error| match error {
            AppError::NotFound => history::quicker(),
            other => other,
        })?;
        if then != now {
            return Err(history::quicker());
        }
    }
    let part = change(now.clone());
    if part != now {
        part.hold(tx).await?;
    }
    let (topic, setting, after) = (Business::TOPIC.to_owned(), <P as Part>::NAME.to_owned(), part.onto(&before));
    Change { topic, setting, seen: Some(number), before, after, back_to }.write(tx, at, who).await
}

/// A part as it stood in a version; before the first one, as it stands by itself.
async fn version<P: Part>(conn: &mut Conn, number: i32) -> Result<P> {
    if number == 0 {
        return Ok(P::of(&Business::default()));
    }
    Ok(P::of(&history::version(conn, Business::TOPIC, number).await?))
}

impl Facts for Business {
    /// Of all parts: what became of what stands in the record of acts.
    fn facts(&self) -> Vec<Fact> {
        let all = [
            super::business::Card::of(self).facts(),
            super::logo::LogoPart::of(self).facts(),
            super::colour::Colour::of(self).facts(),
            super::elsewhere::Elsewhere::of(self).facts(),
            super::region::Region::of(self).facts(),
            super::search_engines::Listing::of(self).facts(),
            // Set beside the menus.
            vec![Fact::new("Last line of the footer", &self.footer_note)],
        ];
        all.into_iter().flatten().collect()
    }
}
