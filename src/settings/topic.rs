//! A setting with a topic of its own: how it stands, how it is changed, and how one goes back.

use uuid::Uuid;

use super::history::{self, Change, Facts, History};
use super::screen::{self, Setting};
use crate::app::App;
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::Result;

/// What is stored under one topic.
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
    /// [`crate::error::AppError::NotFound`].
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

/// A topic that one screen sets whole.
pub(crate) struct Whole<T>(pub T);

impl<T: Topic> Setting for Whole<T> {
    const NAME: &'static str = T::NAME;
    const PATH: &'static str = T::PATH;

    async fn history(app: &App, conn: &mut Conn) -> Result<History> {
        History::load::<T>(conn, &app.business(), T::TOPIC, screen::way_back::<Self>()).await
    }

    async fn write(self, tx: &mut Tx, at: Moment, who: Uuid, seen: Option<i32>) -> Result<Option<Uuid>> {
        let before = stored(tx.conn()).await?;
        Change::of(seen, before, self.0).write(tx, at, who).await
    }

    async fn write_back(tx: &mut Tx, at: Moment, who: Uuid, number: i32) -> Result<Option<Uuid>> {
        Change::<T>::back(tx.conn(), number).await?.write(tx, at, who).await
    }
}
