//! A page that changes by itself does so on time.

use chrono::{Days, NaiveDate, TimeDelta};
use shingle::blocks::Placed;
use uuid::Uuid;

use super::{demo, from_memory, warm};
use crate::blocks::{add, page_of, text};
use crate::support::TestApp;

/// An offer of the day after tomorrow.
async fn offer(test: &TestApp) -> Placed {
    let today: NaiveDate = test.clock.now().date_naive();
    let day = today.checked_add_days(Days::new(2)).expect("a day");
    let form: Uuid = test.sql_text("select id from forms where slug = 'contact'").await.parse().expect("a form");
    let block = serde_json::json!({
        "id": Uuid::now_v7(), "kind": "offer", "title": "Two bells for one", "label": "Ask for them",
        "target": { "form": form }, "starts": day, "ends": day,
    });
    serde_json::from_value(block).expect("an offer")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_offer_comes_and_goes_on_its_day_though_nobody_changes_anything() {
    let test = demo().await;
    let blocks = vec![text("<p>What we have.</p>"), offer(&test).await];
    add(&test, page_of("/deals", blocks)).await.expect("it is published");
    warm(&test, "/deals").await;
    let visitor = test.client();
    let shown = async || from_memory(&test, visitor.get("/deals")).await.0.text.contains("Two bells for one");
    let twin = async || visitor.get("/deals.md").await.text.contains("Two bells for one");
    for (after, there) in [(0, false), (1, false), (1, true), (1, false), (1, false)] {
        test.clock.advance(TimeDelta::days(after));
        for _ in 0..2 {
            assert_eq!((shown().await, twin().await), (there, there), "{}", test.clock.now());
        }
        let (_, hit) = from_memory(&test, visitor.get("/deals")).await;
        assert!(hit, "it is kept until then: {}", test.clock.now());
    }
}
