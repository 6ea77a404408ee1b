//! A form that was sent: posts that come after it lose nothing and make nothing twice.

use serde_json::json;

use super::{CONTACT, PERSON, add_form, email_field, form_of, led_to, reference, walk_to_check, with};
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_post_again_gets_the_same_receipt() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let page = visitor.get("/forms/contact/message").await;
    let sent = led_to(&visitor.submit(&page, &CONTACT).await);
    for _ in 0..3 {
        assert_eq!(led_to(&visitor.submit(&page, &CONTACT).await), sent);
    }
    visitor.forget_cookies();
    assert_eq!(led_to(&visitor.submit(&page, &CONTACT).await), sent, "without the cookie it is another enquiry");
    assert_eq!(app.sql_i64("select count(*) from enquiries where not seeded").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_post_two_days_later_gets_the_same_receipt() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let page = visitor.get("/forms/contact/message").await;
    let sent = led_to(&visitor.submit(&page, &CONTACT).await);
    app.clock.advance(chrono::TimeDelta::hours(49));
    shingle::jobs::sweep(&app.app).await.unwrap();
    assert_eq!(app.sql_i64("select count(*) from drafts").await, 0);
    assert_eq!(led_to(&visitor.submit(&page, &CONTACT).await), sent);
    let other = visitor.submit(&page, &with(&CONTACT, "message", "Something else")).await;
    assert!(other.words().contains("These answers are not sent") && other.words().contains("Something else"));
    assert_eq!(app.sql_i64("select count(*) from enquiries where not seeded").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_answers_under_a_used_key_are_shown_as_not_sent_and_can_be_sent_as_new() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let page = visitor.get("/forms/contact/message").await;
    let sent = led_to(&visitor.submit(&page, &CONTACT).await);
    let other = visitor.submit(&page, &with(&CONTACT, "message", "A second thought, & more")).await;
    assert_eq!(other.location(), None, "other answers got the first receipt");
    let words = other.words();
    assert!(words.contains("not sent") && words.contains("A second thought, & more"), "{words}");
    assert!(words.contains(reference(&sent)), "the first one is not named");
    assert_eq!(app.sql_i64("select count(*) from enquiries where not seeded").await, 1);
    let second = visitor.submit(&other, &[]).await;
    assert!(led_to(&second).starts_with("/forms/contact/sent/") && led_to(&second) != sent);
    assert_eq!(led_to(&visitor.submit(&other, &[]).await), led_to(&second), "a double click makes a third");
    let stored =
        app.sql("select answers->'message'->>0 from enquiries where not seeded order by received_at, id").await;
    assert_eq!(stored.len(), 2);
    assert!(stored.iter().any(|row| row[0] == "A second thought, & more"));
    let receipt = visitor.get(&led_to(&second)).await;
    assert_eq!(receipt.first(".reference").as_deref(), Some(reference(&led_to(&second))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_step_changed_with_the_back_button_after_send_is_not_lost() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let first = visitor.get("/forms/project/project").await;
    let check = walk_to_check(&visitor).await;
    let last = visitor.get("/forms/project/contact").await;
    let sent = led_to(&visitor.submit(&check, &[]).await);
    assert_eq!(led_to(&visitor.submit(&last, &PERSON).await), sent, "the same answers are shown as others");
    let other = visitor.submit(&last, &with(&PERSON, "company", "Another firm")).await;
    assert!(other.words().contains("not sent") && other.words().contains("Another firm"), "{}", other.words());
    assert!(other.words().contains("A shop from 2009"), "the answers of the other steps are lost");
    let second = visitor.submit(&other, &[]).await;
    assert!(led_to(&second) != sent);
    drop(first);
    assert_eq!(app.sql_i64("select count(*) from enquiries where not seeded").await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_changed_answer_that_hangs_on_an_earlier_step_is_not_lost_after_send() {
    let app = TestApp::start().await;
    let choice = json!({ "name": "ring", "kind": "choice", "label": "Ring?", "required": true,
        "choices": [{ "value": "yes", "label": "Yes" }, { "value": "no", "label": "No" }] });
    let when = json!({ "name": "when", "kind": "short-text", "label": "When?", "show_when": { "field": "ring", "is": ["yes"] } });
    add_form(
        &app,
        "hanging",
        form_of(json!([
            { "name": "one", "label": "One", "title": "One?", "fields": [choice] },
            { "name": "two", "label": "Two", "title": "Two?", "fields": [when, email_field()] },
        ])),
    )
    .await;
    let visitor = app.client();
    let first = visitor.get("/forms/hanging/one").await;
    let next = visitor.submit(&first, &[("ring", "yes")]).await.location().unwrap();
    let second = visitor.get(&next).await;
    visitor.submit(&second, &[("when", "Monday"), ("email", "a@example.com")]).await;
    let check = visitor.get("/forms/hanging/check").await;
    let sent = led_to(&visitor.submit(&check, &[]).await);
    let other = visitor.submit(&second, &[("when", "Tuesday at nine"), ("email", "a@example.com")]).await;
    assert!(other.location().is_none(), "a changed answer was thrown away without a word: {sent}");
    assert!(other.words().contains("Tuesday at nine"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_enquiry_can_be_sent_after_the_first() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let mut seen = std::collections::BTreeSet::new();
    for message in ["One", "Two", "Two"] {
        let page = visitor.get("/forms/contact/message").await;
        assert_eq!(page.input("message").as_deref(), Some(""), "the answers of the last one stand there");
        seen.insert(led_to(&visitor.submit(&page, &with(&CONTACT, "message", message)).await));
    }
    assert_eq!(seen.len(), 3);
}
