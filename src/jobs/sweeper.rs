//! The sweeper: a second mechanism, independent of the queue, that looks at enquiries and deliveries themselves.
//!
//! It finds what stands still, wakes what lost its job, and erases what has outlived its time: drafts, ended sessions, the
//! bytes of mail that was handed over long ago. It also asks for reminders and the morning mail.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::app::App;
use crate::db::Tx;
use crate::deliveries::Delivery;
use crate::enquiries::Enquiry;
use crate::error::Result;
use crate::forms::Draft;
use crate::promises;

const EVERY: Duration = Duration::from_secs(60);
/// How soon it looks again while the database is away, and writes down that it was.
const SOON: Duration = Duration::from_secs(5);

/// Sweeps once a minute until stopped, and more often while the database is away.
pub async fn sweep_for_ever(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    let mut waited = EVERY;
    while !*stop.borrow() {
        if app.signs.wants_a_look() || waited >= EVERY {
            waited = Duration::ZERO;
            if let Err(error) = sweep(&app).await {
                tracing::warn!(%error, "the sweeper could not sweep");
            }
        }
        tokio::select! {
            () = tokio::time::sleep(SOON) => waited += SOON,
            _ = stop.changed() => {}
        }
    }
}

/// One sweep. Answers how many deliveries stand still. Each part is tried, whatever became of those before it.
///
/// # Errors
/// The first part that failed: the database is away.
pub async fn sweep(app: &Arc<App>) -> Result<i64> {
    // The times of requests are put into their buckets; they would pile up until somebody reads the figures.
    app.metrics.run_upkeep();
    // What was changed on another node is in force here from now on.
    let refreshed = app.refresh_business().await;
    let (stuck, reminded, mailed) =
        (sweep_deliveries(app).await, promises::remind(app).await, promises::send_morning_mails(app).await);
    refreshed?;
    reminded?;
    mailed?;
    stuck
}

async fn sweep_deliveries(app: &Arc<App>) -> Result<i64> {
    let at = app.clock.moment();
    let kept = app
        .db
        .write(async move |tx: &mut Tx| {
            Delivery::wake_forgotten(tx, at).await?;
            Delivery::forget_old_bytes(tx, at.now).await?;
            Draft::erase_old(tx, at.now).await?;
            crate::accounts::erase_ended(tx, at.now).await?;
            crate::enquiries::erase_receipt_browsers(tx, at.now).await?;
            Enquiry::count_overdue(tx.conn(), at.now).await
        })
        .await;
    if let Err(error) = &kept {
        app.signs.saw_error(at, error);
    }
    // Whatever became of the housekeeping: what is wrong is looked at.
    let stuck = crate::alerts::watch(app).await?;
    let broken = kept?;
    Delivery::forget_kept(app).await?;
    #[expect(clippy::cast_precision_loss, reason = "gauges")]
    {
        metrics::gauge!("shingle_deliveries_stuck").set(stuck as f64);
        metrics::gauge!("shingle_promises_broken").set(broken as f64);
    }
    if stuck > 0 {
        tracing::error!(stuck, "deliveries stand still: see /admin");
    }
    Ok(stuck)
}
