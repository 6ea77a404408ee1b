//! Waking: the runner of this node in memory after a commit, those of other nodes by one `NOTIFY` each 20 ms at most.
//!
//! There is no `NOTIFY` in the transaction that accepts an enquiry: it would serialise commits.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use tokio::sync::{Notify, broadcast};
use uuid::Uuid;

use crate::app::App;

const CHANNEL: &str = "shingle_jobs";
const PAUSE: Duration = Duration::from_millis(20);

/// The bells of one process.
#[derive(Debug, Clone)]
pub struct Wake {
    /// Rings for the runner.
    pub runner: Arc<Notify>,
    others: Arc<Notify>,
    enquiries: broadcast::Sender<Uuid>,
}

impl Default for Wake {
    fn default() -> Self {
        Self { runner: Arc::default(), others: Arc::default(), enquiries: broadcast::channel(256).0 }
    }
}

impl Wake {
    /// Asks for a `NOTIFY` to the other nodes.
    pub fn tell_others(&self) {
        self.others.notify_one();
    }

    /// Says that something about an enquiry changed: receipts that are open show it.
    pub fn changed(&self, enquiry: Uuid) {
        // Nobody may be watching.
        let _ = self.enquiries.send(enquiry);
    }

    /// Watches for changes.
    pub fn watch(&self) -> broadcast::Receiver<Uuid> {
        self.enquiries.subscribe()
    }
}

/// Sends and hears wake-ups between nodes until the process ends. Without a connection it tries again; polling goes on.
pub async fn notify_others(app: Arc<App>) {
    loop {
        if let Err(error) = listen(&app).await {
            tracing::debug!(%error, "no wake-ups between nodes; polling goes on");
        }
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
}

async fn listen(app: &App) -> Result<(), crate::db::ConnectError> {
    use diesel_async::SimpleAsyncConnection;
    let lost = |error: diesel::result::Error| crate::db::ConnectError::Away(error.to_string());
    let mut connection = app.db.url().open_long().await?;
    connection.batch_execute(&format!("listen {CHANNEL}")).await.map_err(lost)?;
    // From here on an end is a broken connection, whatever its reason.
    let _look = Look(app);
    loop {
        let heard = {
            let mut notifications = std::pin::pin!(connection.notifications_stream());
            tokio::select! {
                next = notifications.next() => match next {
                    Some(Ok(_)) => true,
                    Some(Err(error)) => return Err(lost(error)),
                    None => return Err(crate::db::ConnectError::Away("the listening connection ended".to_owned())),
                },
                () = app.wake.others.notified() => false,
            }
        };
        if heard {
            app.wake.runner.notify_one();
        } else {
            connection.batch_execute(&format!("notify {CHANNEL}")).await.map_err(lost)?;
            tokio::time::sleep(PAUSE).await;
        }
    }
}

/// Asks the sweeper to look when a listening connection has ended.
struct Look<'a>(&'a App);

impl Drop for Look<'_> {
    fn drop(&mut self) {
        self.0.signs.look_soon();
    }
}
