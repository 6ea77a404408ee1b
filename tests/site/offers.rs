//! An offer begins and ends by itself, at the business's midnight.

use chrono::{Duration, TimeZone, Utc};
use uuid::Uuid;

use super::refusal;
use crate::blocks::{add, page_of};
use crate::support::TestApp;

fn offer(form: &str, starts: &str, ends: &str) -> shingle::blocks::Placed {
    let block = serde_json::json!({ "id": Uuid::now_v7(), "kind": "offer", "title": "A bell for nothing", "label": "Ring",
        "target": { "form": form }, "starts": starts, "ends": ends });
    serde_json::from_value(block).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_offer_is_simply_not_there_before_and_after() {
    let app = TestApp::demo().await;
    let form = app.sql_text("select id from forms where slug = 'audit-request'").await;
    // London is on summer time at the end: its midnight is an hour before that of UTC.
    add(&app, page_of("/spring", vec![offer(&form, "2027-03-20", "2027-03-31")])).await.unwrap();
    let visitor = app.client();
    let there = async || visitor.get("/spring").await.words().contains("A bell for nothing");
    let at =
        |month: u32, day: u32, hour: u32, minute: u32| Utc.with_ymd_and_hms(2027, month, day, hour, minute, 0).unwrap();
    for (when, expected) in
        [(at(3, 19, 23, 59), false), (at(3, 20, 0, 0), true), (at(3, 31, 22, 59), true), (at(3, 31, 23, 0), false)]
    {
        app.clock.advance(when - app.clock.now());
        assert_eq!(there().await, expected, "{when}");
        let twin = visitor.get("/spring.md").await.text.contains("A bell for nothing");
        assert_eq!(twin, expected, "the twin at {when}");
    }
    app.clock.advance(Duration::days(1));
    assert!(!there().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_offer_that_ends_before_it_begins_is_refused() {
    let app = TestApp::demo().await;
    let form = app.sql_text("select id from forms where slug = 'audit-request'").await;
    let words = refusal(add(&app, page_of("/odd", vec![offer(&form, "2027-03-20", "2027-03-19")])).await);
    assert!(words.contains("not before the first"), "{words}");
}
