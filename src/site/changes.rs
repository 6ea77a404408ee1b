//! Hearing of changes: whatever a public page shows, the database tells every node when it has changed (`shingle_site`, by
//! triggers of the tables themselves). What all pages share is read again, and no page in memory counts as fresh any more.
//! While this connection is lost, none does either: so nothing can be missed.

use std::sync::Arc;
use std::time::Duration;

use diesel_async::SimpleAsyncConnection;
use futures_util::{FutureExt, StreamExt};
use tokio::time::{sleep, timeout};

use crate::app::App;
use crate::db::{Conn, ConnectError};

/// Asked again now and then: the server knows that somebody is there, and we that it is. Also what `pg_stat_activity` shows.
const LISTEN: &str = "listen shingle_site";
/// So often.
const EVERY: Duration = Duration::from_secs(10);
/// A server that says nothing for so long is away.
const SILENCE: Duration = Duration::from_secs(5);
/// Changes that come together are taken in together.
const TOGETHER: Duration = Duration::from_millis(30);
/// After so long a lost connection is opened again.
const AGAIN: Duration = Duration::from_secs(1);

/// Listens until the process ends.
pub async fn hear_changes(app: Arc<App>) {
    loop {
        if let Err(error) = listen(&app).await {
            tracing::debug!(%error, "changes are not heard of: every page is rendered anew");
        }
        app.cache.generation.unsettle();
        sleep(AGAIN).await;
    }
}

/// Listens as long as the connection holds.
async fn listen(app: &App) -> Result<(), ConnectError> {
    let mut connection = app.db.url().open_long().await?;
    connection.batch_execute(LISTEN).await.map_err(lost)?;
    loop {
        let begun = app.cache.generation.number();
        app.refresh_business().await.map_err(|error| ConnectError::Away(error.to_string()))?;
        app.cache.generation.settle(begun);
        wait(app, &mut connection).await?;
        app.cache.generation.unsettle();
        sleep(TOGETHER).await;
        let mut others = std::pin::pin!(connection.notifications_stream());
        while let Some(other) = others.next().now_or_never() {
            other.ok_or_else(ended)?.map_err(lost)?;
        }
    }
}

/// Waits for a change, here or anywhere.
async fn wait(app: &App, connection: &mut Conn) -> Result<(), ConnectError> {
    loop {
        {
            let mut changes = std::pin::pin!(connection.notifications_stream());
            tokio::select! {
                change = changes.next() => return change.ok_or_else(ended)?.map(drop).map_err(lost),
                () = app.cache.generation.heard_here() => return Ok(()),
                () = sleep(EVERY) => {}
            }
        }
        let asked = timeout(SILENCE, connection.batch_execute(LISTEN)).await;
        asked.map_err(|_| ConnectError::Away("the server says nothing".to_owned()))?.map_err(lost)?;
    }
}

fn lost(error: diesel::result::Error) -> ConnectError {
    ConnectError::Away(error.to_string())
}

fn ended() -> ConnectError {
    ConnectError::Away("the listening connection ended".to_owned())
}
