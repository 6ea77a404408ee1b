//! The alert address: what it is sent, and what happens when it does not take it.

use chrono::TimeDelta;
use shingle::accounts::Role;
use shingle::alerts::Alert;

use super::{enquiry, open, sweep, with_hook};
use crate::support::TestApp;

/// A form that nobody hears of: an alarm that the tests can begin and end.
async fn begin(app: &TestApp) {
    app.execute("delete from form_recipients where form_id <> (select id from forms where slug = 'contact'); delete from form_recipients; update staff set disabled_at = created_at where role = 'owner'; update forms set state = 'closed' where slug <> 'contact'").await;
    sweep(app).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_refuses_is_seen_and_tried_again_and_nothing_loops() {
    let (app, _sink, hook) = with_hook().await;
    let desk = app.client_as(Role::Manager).await;
    hook.answer("500 Broken", "");
    begin(&app).await;
    for _ in 0..3 {
        app.run_jobs().await;
        sweep(&app).await;
    }
    assert_eq!(hook.taken().len(), 1, "tried again without waiting, or told of itself");
    assert_eq!(open(&app).await, ["alert-url", "closed-form", "closed-form", "no-recipient"]);
    let screen = desk.get("/account").await;
    let line = screen.all(".banner-warn").into_iter().find(|line| line.contains("alert address")).expect("a line");
    assert!(line.contains("it answers 500") && !screen.text.contains("hunter2"), "{line}");
    app.clock.advance(TimeDelta::seconds(12));
    app.run_jobs().await;
    assert_eq!(hook.taken().len(), 2);
    hook.answer("200 OK", "");
    app.clock.advance(TimeDelta::seconds(40));
    app.run_jobs().await;
    let keys: std::collections::BTreeSet<String> =
        hook.taken().into_iter().map(|call| call.headers["idempotency-key"].clone()).collect();
    assert_eq!((hook.taken().len(), keys.len()), (3, 1), "a repetition cannot be known");
    assert_eq!(open(&app).await, ["closed-form", "closed-form", "no-recipient"]);
    assert_eq!(app.run_jobs().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redirects_are_not_followed() {
    let (app, _sink, hook) = with_hook().await;
    let elsewhere = crate::support::hook::Hook::start().await;
    hook.answer("307 Elsewhere", &format!("location: {}\r\n", elsewhere.url()));
    begin(&app).await;
    app.run_jobs().await;
    assert_eq!((hook.taken().len(), elsewhere.taken().len()), (1, 0));
    assert!(open(&app).await.contains(&"alert-url".to_owned()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_over_before_anybody_could_be_told_is_told_as_over_only() {
    let (app, _sink, hook) = with_hook().await;
    hook.answer("503 Not now", "");
    begin(&app).await;
    app.run_jobs().await;
    assert_eq!(app.sql_i64("select count(*) from alerts where began_told_at is not null").await, 0);
    app.execute("update staff set disabled_at = null where role = 'owner'").await;
    app.clock.advance(TimeDelta::minutes(1));
    sweep(&app).await;
    hook.answer("200 OK", "");
    app.run_jobs().await;
    assert_eq!(hook.told(), ["no-recipient open", "no-recipient over"], "the first one was refused");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_alert_whose_job_was_lost_is_told_all_the_same() {
    let (app, _sink, hook) = with_hook().await;
    begin(&app).await;
    app.execute("delete from jobs").await;
    assert_eq!(app.run_jobs().await, 0);
    sweep(&app).await;
    app.run_jobs().await;
    assert_eq!(hook.told(), ["no-recipient open"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_test_is_sent_at_once_and_says_what_is_wrong() {
    let (app, _sink, hook) = with_hook().await;
    let test = async || {
        let to = app.app.alert_url().expect("an address");
        Alert::send_test(&app.app, &to).await.expect("a database")
    };
    test().await.expect("it is taken");
    assert_eq!(hook.told(), ["test test"]);
    hook.answer("403 No", "");
    let fault = test().await.unwrap_err().to_string();
    assert!(fault.contains("it answers 403") && !fault.contains("hunter2"), "{fault}");
    assert_eq!(open(&app).await, ["alert-url"]);
    hook.answer("200 OK", "");
    test().await.expect("it is taken again");
    assert_eq!(open(&app).await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_an_address_nothing_is_told_and_all_is_seen() {
    let app = TestApp::demo().await;
    enquiry(&app).await;
    app.execute("delete from jobs").await;
    app.clock.advance(TimeDelta::minutes(20));
    sweep(&app).await;
    assert_eq!(open(&app).await, ["deliveries-stuck"]);
    assert_eq!(app.sql_i64("select count(*) from jobs where kind = 'tell'").await, 0);
}
