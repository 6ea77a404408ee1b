//! The sweeper: what stands still is found, and what was forgotten is woken, without trusting the queue.

use chrono::TimeDelta;
use shingle::accounts::Role;

use super::{enquiry, states, with_sink};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_delivery_that_stands_still_for_15_minutes_is_seen() {
    let (app, _sink) = with_sink().await;
    let number = enquiry(&app).await;
    app.clock.advance(TimeDelta::minutes(14));
    assert_eq!(shingle::jobs::sweep(&app.app).await.unwrap(), 0);
    app.clock.advance(TimeDelta::minutes(2));
    assert_eq!(shingle::jobs::sweep(&app.app).await.unwrap(), 2);
    let today = app.client_as(Role::Manager).await.get("/admin").await;
    assert!(today.words().contains("Something is stuck") && today.text.contains(&number));
    assert!(today.words().contains("nobody has tried it for 15 minutes"), "{}", today.words());
    app.run_jobs().await;
    assert_eq!(shingle::jobs::sweep(&app.app).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_delivery_whose_job_is_gone_or_set_aside_is_woken() {
    for loss in ["delete from jobs", "update jobs set dead_at = run_at, faults = 8"] {
        let (app, sink) = with_sink().await;
        enquiry(&app).await;
        app.execute(loss).await;
        assert_eq!(app.run_jobs().await, 0);
        app.clock.advance(TimeDelta::minutes(2));
        shingle::jobs::sweep(&app.app).await.unwrap();
        app.run_jobs().await;
        assert_eq!(states(&app).await, ["handed-over", "handed-over"], "{loss}");
        assert!(sink.counts().values().all(|count| *count == 1), "{loss}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_bytes_of_mail_that_was_handed_over_go_after_30_days() {
    let (app, _sink) = with_sink().await;
    enquiry(&app).await;
    app.run_jobs().await;
    app.clock.advance(TimeDelta::days(29));
    shingle::jobs::sweep(&app.app).await.unwrap();
    assert_eq!(app.sql_i64("select count(*) from deliveries where bytes is not null").await, 2);
    app.clock.advance(TimeDelta::days(2));
    shingle::jobs::sweep(&app.app).await.unwrap();
    assert_eq!(app.sql_i64("select count(*) from deliveries where bytes is not null").await, 0);
}
