//! A database that goes away: told from memory while nothing can be written, said on every screen when it is back.

use chrono::TimeDelta;
use shingle::accounts::Role;

use super::{open, red, sweep, with_hook};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dead_database_is_told_without_a_database_and_the_screens_say_when_it_was_away() {
    let (app, _sink, hook) = with_hook().await;
    let desk = app.client_as(Role::Manager).await;
    sweep(&app).await;
    app.database.take_away().await;
    let screen = desk.get("/admin").await;
    assert_eq!(screen.status(), 503);
    assert!(
        screen.words().contains("The database does not answer") && screen.words().contains("shingle doctor"),
        "{}",
        screen.words()
    );
    assert!(shingle::jobs::sweep(&app.app).await.is_err());
    assert_eq!(hook.told(), Vec::<String>::new(), "a moment is no outage");
    app.clock.advance(TimeDelta::minutes(1));
    for _ in 0..2 {
        assert!(shingle::jobs::sweep(&app.app).await.is_err());
    }
    assert_eq!(hook.told(), ["database-restarted open"]);
    assert!(hook.taken()[0].document["summary"].as_str().unwrap().contains("does not answer"));
    app.database.put_back().await;
    app.clock.advance(TimeDelta::minutes(1));
    sweep(&app).await;
    app.run_jobs().await;
    assert_eq!(open(&app).await, ["database-restarted"]);
    assert!(
        red(&desk).await[0].starts_with("The database was away or restarted, and is back."),
        "{:?}",
        red(&desk).await
    );
    assert_eq!(hook.told(), ["database-restarted open"], "told twice");
    app.clock.advance(TimeDelta::minutes(15));
    sweep(&app).await;
    assert_eq!(red(&desk).await, Vec::<String>::new());
    app.run_jobs().await;
    assert_eq!(hook.told(), ["database-restarted open", "database-restarted over"]);
    let (began, over) = (hook.taken().remove(0).document, hook.taken().remove(1).document);
    assert_eq!(began["since"], over["since"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_short_outage_between_two_looks_is_noticed_by_the_request_that_met_it() {
    let (app, _sink, hook) = with_hook().await;
    let desk = app.client_as(Role::Manager).await;
    sweep(&app).await;
    app.database.take_away().await;
    assert_eq!(desk.get("/admin").await.status(), 503);
    app.database.put_back().await;
    crate::support::eventually("it is back", async || (desk.get("/admin").await.status() == 200).then_some(())).await;
    sweep(&app).await;
    assert_eq!(red(&desk).await.len(), 1);
    app.run_jobs().await;
    assert_eq!(hook.told(), ["database-restarted open"]);
}
