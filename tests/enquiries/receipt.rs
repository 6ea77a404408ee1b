//! The receipt: in full for its own browser, the same for every stranger, and nothing that tells a held enquiry.

use chrono::TimeDelta;
use shingle::clock::Clock;
use shingle::enquiries::Reference;

use crate::forms::{CONTACT, reference, send_contact, with};
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receipt_opens_in_full_in_its_own_browser_for_30_days() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let receipt = send_contact(&visitor, &CONTACT).await;
    let page = visitor.get(&receipt).await;
    assert_eq!(page.first(".reference").as_deref(), Some(reference(&receipt)));
    assert!(page.words().contains("Stored safely") && page.words().contains("Waiting to be handed to our mail server"));
    assert!(!page.text.contains("Our bell is silent"), "answers stand in the receipt");
    app.run_jobs().await;
    let page = visitor.get(&receipt).await;
    assert!(page.words().contains("Handed to our mail server"), "{}", page.words());
    assert!(!page.words().contains("Waiting"), "{}", page.words());
    app.clock.advance(TimeDelta::days(29));
    assert!(visitor.get(&receipt).await.has(".reference"));
    app.clock.advance(TimeDelta::days(2));
    assert!(!visitor.get(&receipt).await.has(".reference"), "it opens for ever");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stranger_gets_the_same_bytes_for_every_well_formed_reference() {
    let app = TestApp::demo().await;
    let receipt = send_contact(&app.client(), &CONTACT).await;
    let seeded = app.sql_text("select reference from enquiries where seeded limit 1").await;
    let never = Reference::draw(Clock::System.moment(), "SH").to_string();
    let foreign = Reference::draw(Clock::System.moment(), "QX").to_string();
    let other_form = format!("/forms/contact/sent/{}", reference(&receipt).to_lowercase());
    let stranger = app.client();
    send_contact(&stranger, &with(&CONTACT, "message", "Somebody else")).await;
    for visitor in [app.client(), stranger] {
        let mut answers = Vec::new();
        for path in [
            receipt.clone(),
            other_form.clone(),
            format!("/forms/contact/sent/{seeded}"),
            format!("/forms/contact/sent/{never}"),
            format!("/forms/contact/sent/{foreign}"),
        ] {
            let answer = visitor.get(&path).await;
            assert_eq!(answer.status(), 200, "{path}");
            assert!(!answer.text.contains("SH-"), "{path} repeats a reference");
            answers.push((path, answer.text));
        }
        for (path, text) in &answers {
            assert_eq!(*text, answers[0].1, "{path} is told apart");
        }
    }
    for typed in ["SH-7K3-MQ9-TWD", "SH", "nothing", "SH-7K3-MQ9-TW*"] {
        assert_eq!(app.client().get(&format!("/forms/contact/sent/{typed}")).await.status(), 404, "{typed}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_on_its_receipt_tells_that_an_enquiry_is_held() {
    let app = TestApp::demo().await;
    let (honest, held) = (app.client(), app.client());
    let good = send_contact(&honest, &CONTACT).await;
    let mut spam = CONTACT.to_vec();
    spam.extend([("_homepage", "https://spin.example"), ("_seen", "0")]);
    let bad =
        send_contact(&held, &with(&spam, "message", "Best online casino, free spins! https://spin.example")).await;
    assert_eq!(
        app.sql_text("select string_agg(suspected::text, ',' order by suspected) from enquiries where not seeded")
            .await,
        "false,true"
    );
    let states = app.sql("select distinct d.state from deliveries d join enquiries e on e.id = d.enquiry_id where e.suspected and not e.seeded").await;
    assert_eq!(states, [["held"]]);
    assert_eq!(app.sql_i64("select count(*) from jobs").await, 2, "a held enquiry has jobs");
    let (one, other) = (honest.get(&good).await, held.get(&bad).await);
    assert_eq!((one.status(), other.status()), (200, 200));
    let plain = |text: &str, receipt: &str| text.replace(reference(receipt), "REFERENCE");
    assert_eq!(plain(&one.text, &good), plain(&other.text, &bad), "the receipt of a held enquiry is another");
    app.run_jobs().await;
    assert_eq!(app.mails().len(), 2, "mail of a held enquiry left");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn live_updates_are_for_who_may_open_the_receipt() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let receipt = send_contact(&visitor, &CONTACT).await;
    let events = visitor.get(&receipt).await.attribute("[data-events]", "data-events").unwrap();
    assert_eq!(app.client().get(&events).await.status(), 404, "a stranger watches");
    let never = Reference::draw(Clock::System.moment(), "SH");
    assert_eq!(visitor.get(&format!("/events?receipt={never}")).await.status(), 404);
    assert_eq!(visitor.get("/events?receipt=nothing").await.status(), 404);
}
