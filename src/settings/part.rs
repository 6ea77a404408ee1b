//! A part of the business: what one screen sets of the one stored value.
//!
//! The business is one value under one topic, because pages read it whole; its screens are many. Each sees and changes its own part
//! only: its history lists the versions in which that part changed, *Back to this* brings back that part and leaves the others as
//! they are, and a save is stale only where somebody else changed the same part meanwhile.

use actix_web::HttpResponse;
use uuid::Uuid;

use super::history::{self, Change, Fact, Facts, History};
use super::topic::Topic;
use crate::accounts::access::Viewer;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::site::Business;
use crate::web::edge::Posted;

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

/// The frame of a part's screen, and its history.
///
/// # Errors
/// The database is away.
pub(super) async fn screen<P: Part>(
    app: &App,
    conn: &mut Conn,
    viewer: &Viewer,
    done: Option<Uuid>,
    mistaken: bool,
) -> Result<(Frame, History)> {
    let facts = |value| Some(P::of(&serde_json::from_value(value).ok()?).facts());
    let action = format!("{}/restoration", P::PATH);
    let history = History::of_part(conn, &app.business(), Business::TOPIC, action, facts).await?;
    let title = if mistaken { format!("Error: {}", P::NAME) } else { P::NAME.to_owned() };
    let mut layout = Frame::new(app, conn, viewer, &title, Section::Settings).await?;
    layout.tell(app, conn, viewer, done, P::PATH).await?;
    Ok((layout, history))
}

/// Writes a part; `seen` is the version that somebody had before them, `None` where that does not matter. Answers the act, or nothing
/// where nothing changes.
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
    let (topic, setting, after) = (Business::TOPIC.to_owned(), P::NAME.to_owned(), part.onto(&before));
    Change { topic, setting, seen: Some(number), before, after, back_to }.write(tx, at, who).await
}

/// A part as it stood in a version; before the first one, as it stands by itself.
async fn version<P: Part>(conn: &mut Conn, number: i32) -> Result<P> {
    if number == 0 {
        return Ok(P::of(&Business::default()));
    }
    Ok(P::of(&history::version(conn, Business::TOPIC, number).await?))
}

/// The answer once a part was written, which is in force from then on; `None` where somebody else was quicker.
///
/// # Errors
/// Whatever kept it from being written.
pub(super) async fn written<P: Part>(app: &App, act: Result<Option<Uuid>>) -> Result<Option<HttpResponse>> {
    super::topic::in_force(app, P::PATH, act).await
}

/// Saves a part as somebody typed it, who had the version before them that was posted; `None` where somebody else was quicker.
///
/// # Errors
/// Whatever kept it from being written.
pub(super) async fn save<P: Part>(
    app: &App,
    viewer: &Viewer,
    posted: &Posted,
    change: impl FnOnce(P) -> P + Send + 'static,
) -> Result<Option<HttpResponse>> {
    let (at, who, seen) = (app.clock.moment(), viewer.staff_id, super::seen(posted));
    written::<P>(app, app.db.write(async move |tx: &mut Tx| write(tx, at, who, seen, change).await).await).await
}

/// *Back to this*, for one part.
///
/// # Errors
/// [`AppError::NotFound`] for a version that there is not, [`AppError::Conflict`] where somebody else was quicker, or what the part
/// pointed to is gone.
pub(super) async fn restore<P: Part>(app: &App, viewer: &Viewer, posted: &Posted) -> Result<HttpResponse> {
    let (at, who, number) = (app.clock.moment(), viewer.staff_id, super::number(posted)?);
    let work = async move |tx: &mut Tx| {
        let then: P = P::of(&history::version(tx.conn(), Business::TOPIC, number).await?);
        replace(tx, at, who, (None, Some(number)), move |_| then).await
    };
    let act = app.db.write(work).await?;
    written::<P>(app, Ok(act)).await?.ok_or_else(history::quicker)
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
