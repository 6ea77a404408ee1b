//! *Mark answered*: once, by whom and when, and taken back again.

use chrono::TimeDelta;
use shingle::accounts::{Role, Staff};
use shingle::db::Tx;
use shingle::enquiries::{Enquiry, EnquiryState, Reference};
use shingle::error::{AppError, Result};
use uuid::Uuid;

use super::stored;
use crate::forms::{CONTACT, reference, send_contact};
use crate::support::TestApp;

async fn mark(app: &TestApp, number: &str, seen: i32, who: Uuid) -> Result<Enquiry> {
    let (at, number) = (app.clock.moment(), Reference::parse(number).unwrap());
    app.app.db.write(async move |tx: &mut Tx| Enquiry::mark_answered(tx, at, &number, seen, who).await).await
}

async fn take_back(app: &TestApp, number: &str, seen: i32, who: Uuid) -> Result<Enquiry> {
    let (at, number) = (app.clock.moment(), Reference::parse(number).unwrap());
    app.app.db.write(async move |tx: &mut Tx| Enquiry::unanswer(tx, at, &number, seen, who).await).await
}

async fn set_state(app: &TestApp, number: &str, seen: i32, to: EnquiryState, who: Uuid) -> Enquiry {
    let (at, reference) = (app.clock.moment(), Reference::parse(number).unwrap());
    let work = async move |tx: &mut Tx| Enquiry::set_state(tx, at, &reference, seen, to, who).await;
    app.app.db.write(work).await.unwrap();
    stored(app, number).await
}

/// An enquiry, and two people.
async fn begun() -> (TestApp, String, Staff, Staff) {
    let app = TestApp::demo().await;
    let receipt = send_contact(&app.client(), &CONTACT).await;
    let (one, _) = app.staff(Role::Manager).await;
    let (other, _) = app.staff(Role::Owner).await;
    (app, reference(&receipt).to_owned(), one, other)
}

async fn answered_by(app: &TestApp, number: &str) -> String {
    app.sql_text(&format!("select answered_by from enquiries where reference = '{number}'")).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_is_written_down_once_with_who_and_when() {
    let (app, number, one, other) = begun().await;
    app.clock.advance(TimeDelta::hours(3));
    let when = app.clock.now();
    let answered = mark(&app, &number, 1, one.id).await.unwrap();
    assert_eq!((answered.answered_at, answered.state(), answered.version), (Some(when), EnquiryState::Waiting, 2));
    assert_eq!(answered_by(&app, &number).await, one.id.to_string());
    app.clock.advance(TimeDelta::hours(1));
    let again = mark(&app, &number, 1, other.id).await.unwrap();
    assert_eq!((again.answered_at, again.version), (Some(when), 2), "a second answer changed the first");
    assert_eq!(answered_by(&app, &number).await, one.id.to_string());
    let events = "select t.event->>'kind' from timeline t join enquiries e on e.id = t.enquiry_id where not e.seeded order by t.at";
    assert_eq!(app.sql(events).await, [["accepted"], ["answered"]]);
    // The record says it.
    let record = app.client_as(Role::Manager).await.get(&format!("/admin/enquiries/{number}")).await;
    assert!(record.words().contains("Marked as answered"), "{}", record.words());
    assert_eq!(record.first(".due").unwrap(), "answered in 3 h");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_marks_what_they_have_not_seen_and_nothing_that_is_held_or_gone() {
    let (app, number, one, other) = begun().await;
    set_state(&app, &number, 1, EnquiryState::Working, other.id).await;
    let refused = mark(&app, &number, 1, one.id).await.unwrap_err();
    assert!(matches!(&refused, AppError::Conflict(words) if words.contains("being worked on")), "{refused}");
    assert_eq!(stored(&app, &number).await.answered_at, None);
    for wrong in ["suspected = true, deleted_at = null", "suspected = false, deleted_at = received_at"] {
        app.execute(&format!("update enquiries set {wrong} where reference = '{number}'")).await;
        assert!(matches!(mark(&app, &number, 2, one.id).await, Err(AppError::Conflict(_))), "{wrong}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_marked_by_mistake_is_taken_back_with_the_state_from_before() {
    let (app, number, one, other) = begun().await;
    set_state(&app, &number, 1, EnquiryState::Working, one.id).await;
    mark(&app, &number, 2, one.id).await.unwrap();
    app.clock.advance(TimeDelta::seconds(5));
    assert!(matches!(take_back(&app, &number, 2, other.id).await, Err(AppError::Conflict(_))));
    let open = take_back(&app, &number, 3, other.id).await.unwrap();
    assert_eq!((open.answered_at, open.state(), open.version), (None, EnquiryState::Working, 4));
    assert_eq!(answered_by(&app, &number).await, "");
    let same = take_back(&app, &number, 4, other.id).await.unwrap();
    assert_eq!(same.version, 4, "there is nothing more to take back");
    // Who moved it on since keeps their state.
    mark(&app, &number, 4, one.id).await.unwrap();
    set_state(&app, &number, 5, EnquiryState::Won, one.id).await;
    assert_eq!(take_back(&app, &number, 6, one.id).await.unwrap().state(), EnquiryState::Won);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_waits_for_them_or_is_at_the_end_has_answered() {
    for (to, answers) in [
        (EnquiryState::Working, false),
        (EnquiryState::Waiting, true),
        (EnquiryState::Won, true),
        (EnquiryState::Lost, true),
    ] {
        let (app, number, one, other) = begun().await;
        let when = app.clock.now();
        let moved = set_state(&app, &number, 1, to, one.id).await;
        assert_eq!((moved.answered_at, moved.version), (answers.then_some(when), 2), "{to:?}");
        app.clock.advance(TimeDelta::hours(1));
        let next = if to == EnquiryState::Lost { EnquiryState::Won } else { EnquiryState::Lost };
        let moved = set_state(&app, &number, 2, next, other.id).await;
        let expected = if answers { when } else { app.clock.now() };
        assert_eq!(moved.answered_at, Some(expected), "{to:?}: the first answer counts");
        let who = if answers { &one } else { &other };
        assert_eq!(answered_by(&app, &number).await, who.id.to_string(), "{to:?}");
    }
}
