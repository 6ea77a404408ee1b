//! A setting with a screen of its own: how it stands, how it is changed, and how one goes back.

use actix_web::HttpResponse;
use uuid::Uuid;

use super::history::{self, Change, Facts, History};
use crate::accounts::access::Viewer;
use crate::accounts::people::Done;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::web::edge::Posted;

/// What is set on one screen.
pub trait Topic: Facts + Default {
    /// Under which it is stored.
    const TOPIC: &'static str;
    /// What it is called.
    const NAME: &'static str;
    /// Where its screen is.
    const PATH: &'static str;
}

impl<T: Topic> Change<T> {
    /// What somebody changed, who had this version before them.
    pub fn of(seen: Option<i32>, before: T, after: T) -> Self {
        Self { topic: T::TOPIC.to_owned(), setting: T::NAME.to_owned(), seen, before, after, back_to: None }
    }

    /// Back to an older version.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn back(conn: &mut Conn, number: i32) -> Result<Self> {
        let (before, after) = (stored::<T>(conn).await?, history::version(conn, T::TOPIC, number).await?);
        Ok(Self { back_to: Some(number), ..Self::of(None, before, after) })
    }
}

/// How a topic stands.
///
/// # Errors
/// The database is away.
pub async fn stored<T: Topic>(conn: &mut Conn) -> Result<T> {
    Ok(super::current(conn, T::TOPIC).await?.unwrap_or_default())
}

/// The frame of a topic's screen, and its history.
///
/// # Errors
/// The database is away.
pub async fn screen<T: Topic>(
    app: &App,
    conn: &mut Conn,
    viewer: &Viewer,
    done: Option<Uuid>,
    mistaken: bool,
) -> Result<(Frame, History)> {
    let history = History::load::<T>(conn, &app.business(), T::TOPIC, format!("{}/restoration", T::PATH)).await?;
    let title = if mistaken { format!("Error: {}", T::NAME) } else { T::NAME.to_owned() };
    let mut layout = Frame::new(app, conn, viewer, &title, Section::Settings).await?;
    layout.tell(app, conn, viewer, done, T::PATH).await?;
    Ok((layout, history))
}

/// The answer once a change was written, which is in force from then on; `None` where somebody else was quicker.
///
/// # Errors
/// Whatever kept it from being written.
pub async fn written<T: Topic>(app: &App, act: Result<Option<Uuid>>) -> Result<Option<HttpResponse>> {
    in_force(app, T::PATH, act).await
}

/// The same for a screen at a path.
pub(super) async fn in_force(app: &App, path: &str, act: Result<Option<Uuid>>) -> Result<Option<HttpResponse>> {
    match act {
        Ok(act) => {
            app.refresh_business().await?;
            app.cache.generation.changed();
            Ok(Some(Done::at(path, act)))
        }
        Err(AppError::Conflict(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// *Back to this*.
///
/// # Errors
/// [`AppError::NotFound`] for a version that there is not, [`AppError::Conflict`] where somebody else was quicker.
pub async fn restore<T: Topic>(app: &App, viewer: &Viewer, posted: &Posted) -> Result<HttpResponse> {
    let (at, who, number) = (app.clock.moment(), viewer.staff_id, super::number(posted)?);
    let work = async move |tx: &mut Tx| Change::<T>::back(tx.conn(), number).await?.write(tx, at, who).await;
    written::<T>(app, app.db.write(work).await).await?.ok_or_else(history::quicker)
}
