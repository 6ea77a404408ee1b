//! Promise 5: failure is seen. Each trouble is provoked, seen on the screens, told to the alert address once, and goes away again.

mod address;
mod database;
mod plans;
mod troubles;

use crate::forms::{CONTACT, send_contact};
use crate::support::hook::Hook;
use crate::support::smtp::Sink;
use crate::support::{Client, TestApp};

/// The demo with a mail server and an alert address.
async fn with_hook() -> (TestApp, Sink, Hook) {
    let (sink, hook) = (Sink::start().await, Hook::start().await);
    let app = TestApp::build()
        .smtp(sink.port())
        .setting("SHINGLE_ENQUIRY_LIMIT", "0")
        .setting("SHINGLE_ALERT_URL", &hook.url())
        .demo()
        .start()
        .await;
    (app, sink, hook)
}

/// The sweeper looks, as it does once a minute.
async fn sweep(app: &TestApp) {
    shingle::jobs::sweep(&app.app).await.expect("it sweeps");
}

/// One enquiry of a visitor.
async fn enquiry(app: &TestApp) -> String {
    crate::forms::reference(&send_contact(&app.client(), &CONTACT).await).to_owned()
}

/// The red lines of a screen.
async fn red(desk: &Client) -> Vec<String> {
    let screen = desk.get("/account").await;
    assert_eq!(screen.status(), 200, "{}", screen.words());
    screen.all(".banner-bad")
}

/// The alerts that are written down as open.
async fn open(app: &TestApp) -> Vec<String> {
    let rows = app.sql("select kind from alerts where ended_at is null order by kind").await;
    rows.into_iter().map(|mut row| row.remove(0)).collect()
}
