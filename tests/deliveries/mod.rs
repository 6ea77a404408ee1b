//! Deliveries, through real SMTP: every attempt is recorded, nothing is lost, and what stands still is seen.

mod attempts;
mod desk;
mod page;
mod recipients;
mod runners;
mod still;
mod tls;

use crate::forms::{CONTACT, send_contact};
use crate::support::TestApp;
use crate::support::smtp::Sink;

/// The demo with a mail server.
async fn with_sink() -> (TestApp, Sink) {
    let sink = Sink::start().await;
    let app = TestApp::build().smtp(sink.port()).setting("SHINGLE_ENQUIRY_LIMIT", "0").demo().start().await;
    (app, sink)
}

/// One accepted enquiry; answers its reference.
async fn enquiry(app: &TestApp) -> String {
    let receipt = send_contact(&app.client(), &CONTACT).await;
    crate::forms::reference(&receipt).to_owned()
}

/// The states of the deliveries that are not seeded, notice first.
async fn states(app: &TestApp) -> Vec<String> {
    let rows = app.sql("select state from deliveries where not seeded order by created_at, kind, id").await;
    rows.into_iter().map(|mut row| row.remove(0)).collect()
}

/// A column of the notices' last attempt.
async fn last(app: &TestApp, column: &str) -> String {
    app.sql_text(&format!(
        "select {column} from delivery_attempts a join deliveries d on d.id = a.delivery_id
         where not d.seeded and d.kind = 'notice' order by a.started_at desc, a.number desc limit 1"
    ))
    .await
}
