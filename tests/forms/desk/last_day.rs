//! A form with a last day is closed by itself when that day is over where the business is.

use chrono::TimeDelta;
use shingle::accounts::Role;

use super::change;
use crate::forms::{CONTACT, PERSON, PROJECT, TECHNOLOGY, led_to, send_contact};
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_its_last_day_a_form_is_closed_everywhere() {
    let app = TestApp::demo().await;
    let desk = app.client_as(Role::Manager).await;
    let saved = change(&desk, "contact", &[("closes_on", "2026-11-20")]).await;
    assert_eq!(saved.status(), 303, "{:?}", saved.all(".errors li"));
    let visitor = app.client();
    assert!(visitor.get("/contact").await.has("form[action='/forms/contact/message']"), "it is closed on its last day");
    let receipt = send_contact(&visitor, &CONTACT).await;
    assert!(visitor.get(&receipt).await.words().contains("The form is open until 20 November 2026"));
    assert!(desk.get("/admin/forms").await.words().contains("open until 20 November 2026"));

    app.clock.advance(TimeDelta::hours(14));
    assert!(!visitor.get("/contact").await.has("form[action='/forms/contact/message']"), "a kept page shows it still");
    let late = app.client();
    let closed = late.get("/forms/contact/message").await;
    assert!(closed.words().contains("closed for now") && closed.words().contains("until 20 November 2026"));
    let page = late.post("/forms/contact/message", &CONTACT).await;
    assert!(page.words().contains("Our bell is silent."), "what was typed is lost: {}", page.words());
    assert_eq!(app.sql_i64("select count(*) from enquiries where not seeded").await, 1);
    // A session ends after twelve hours.
    let desk = app.client_as(Role::Manager).await;
    let list = desk.get("/admin/forms").await;
    assert!(list.words().contains("its last day was 20 November 2026"), "{}", list.words());
    assert!(desk.get("/admin").await.words().contains("closed"), "nobody is told that pages show a closed form");
    assert!(desk.get("/admin/forms/contact").await.words().contains("Its last day is over"));
    change(&desk, "contact", &[("closes_on", "")]).await;
    assert!(app.client().get("/contact").await.has("form[action='/forms/contact/message']"), "it stays closed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_began_on_the_last_day_may_finish() {
    let app = TestApp::demo().await;
    let desk = app.client_as(Role::Manager).await;
    assert_eq!(change(&desk, "project", &[("closes_on", "2026-11-20")]).await.status(), 303);
    app.clock.advance(TimeDelta::minutes(13 * 60 + 50));
    let visitor = app.client();
    let first = visitor.get("/forms/project/project").await;
    let second = visitor.get(&visitor.submit(&first, &PROJECT).await.location().unwrap()).await;
    app.clock.advance(TimeDelta::minutes(20));
    assert!(app.client().get("/forms/project/project").await.words().contains("closed for now"));
    let third = visitor.get(&visitor.submit(&second, &TECHNOLOGY).await.location().unwrap()).await;
    let check = visitor.get(&visitor.submit(&third, &PERSON).await.location().unwrap()).await;
    assert!(led_to(&visitor.submit(&check, &[]).await).starts_with("/forms/project/sent/"));
}
