//! *Mark answered*: once, by whom and when, and taken back again.

use chrono::TimeDelta;
use shingle::accounts::{Role, Staff};
use shingle::db::Tx;
use shingle::enquiries::{Change, Changed, Enquiry, EnquiryState};
use shingle::error::{AppError, Result};
use uuid::Uuid;

use super::stored;
use crate::forms::{CONTACT, reference, send_contact};
use crate::support::TestApp;

async fn change(app: &TestApp, number: &str, seen: i32, change: Change, who: Uuid) -> Result<Changed> {
    let id = app.sql_text(&format!("select id from enquiries where reference = '{number}'")).await.parse().unwrap();
    let at = app.clock.moment();
    app.app.db.write(async move |tx: &mut Tx| Enquiry::change(tx, at, id, seen, change, who).await).await
}

async fn mark(app: &TestApp, number: &str, seen: i32, who: Uuid) -> Enquiry {
    let changed = change(app, number, seen, Change::Answered, who).await.unwrap();
    assert!(matches!(changed, Changed::Done(_)), "{changed:?}");
    stored(app, number).await
}

async fn set_state(app: &TestApp, number: &str, seen: i32, to: EnquiryState, who: Uuid) -> Option<Uuid> {
    match change(app, number, seen, Change::State(to), who).await.unwrap() {
        Changed::Done(act) => act,
        Changed::Stale(_) => panic!("somebody was quicker"),
    }
}

async fn take_back(app: &TestApp, act: Option<Uuid>, who: Uuid) -> Result<usize> {
    let (at, act) = (app.clock.moment(), act.expect("an act"));
    let put_back = app.app.db.write(async move |tx: &mut Tx| Enquiry::undo(tx, at, act, who).await).await?;
    let count = app.sql_i64(&format!("select act->'count' from staff_acts where id = '{put_back}'")).await;
    Ok(usize::try_from(count).unwrap())
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
    let answered = mark(&app, &number, 1, one.id).await;
    assert_eq!((answered.answered_at, answered.state(), answered.version), (Some(when), EnquiryState::Waiting, 2));
    assert_eq!(answered_by(&app, &number).await, one.id.to_string());
    app.clock.advance(TimeDelta::hours(1));
    let again = mark(&app, &number, 1, other.id).await;
    assert_eq!((again.answered_at, again.version), (Some(when), 2), "a second answer changed the first");
    assert_eq!(answered_by(&app, &number).await, one.id.to_string());
    let events = "select t.event->>'kind' from timeline t join enquiries e on e.id = t.enquiry_id where not e.seeded order by t.at";
    assert_eq!(app.sql(events).await, [["accepted"], ["answered"]]);
    // The record says it.
    let record = app.client_as(Role::Manager).await.get(&format!("/admin/enquiries/{number}")).await;
    assert!(record.words().contains("Answered"), "{}", record.words());
    assert_eq!(record.first("#standing .due").unwrap(), "answered in 3 h");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_marks_what_they_have_not_seen_and_nothing_that_is_held_or_gone() {
    let (app, number, one, other) = begun().await;
    set_state(&app, &number, 1, EnquiryState::Working, other.id).await;
    let stale = change(&app, &number, 1, Change::Answered, one.id).await.unwrap();
    assert!(matches!(&stale, Changed::Stale(now) if now.state() == EnquiryState::Working), "{stale:?}");
    assert_eq!(stored(&app, &number).await.answered_at, None);
    app.execute(&format!("update enquiries set suspected = true where reference = '{number}'")).await;
    assert!(matches!(change(&app, &number, 2, Change::Answered, one.id).await, Ok(Changed::Done(None))));
    app.execute(&format!("update enquiries set deleted_at = received_at where reference = '{number}'")).await;
    assert!(matches!(change(&app, &number, 2, Change::Answered, one.id).await, Err(AppError::NotFound)));
    assert_eq!(stored(&app, &number).await.answered_at, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_marked_by_mistake_is_taken_back_with_the_state_from_before() {
    let (app, number, one, other) = begun().await;
    set_state(&app, &number, 1, EnquiryState::Working, one.id).await;
    let Changed::Done(act) = change(&app, &number, 2, Change::Answered, one.id).await.unwrap() else { panic!() };
    assert!(take_back(&app, act, other.id).await.is_err(), "nobody takes back what others did");
    assert_eq!(take_back(&app, act, one.id).await.unwrap(), 1);
    let open = stored(&app, &number).await;
    assert_eq!((open.answered_at, open.state(), open.version), (None, EnquiryState::Working, 4));
    assert_eq!(answered_by(&app, &number).await, "");
    assert!(take_back(&app, act, one.id).await.is_err(), "once is enough");
    // Whoever moved it on since keeps their state.
    let Changed::Done(act) = change(&app, &number, 4, Change::Answered, one.id).await.unwrap() else { panic!() };
    set_state(&app, &number, 5, EnquiryState::Won, other.id).await;
    assert_eq!(take_back(&app, act, one.id).await.unwrap(), 0);
    assert_eq!(stored(&app, &number).await.state(), EnquiryState::Won);
    // And after a day it stays.
    let act = set_state(&app, &number, 6, EnquiryState::Lost, one.id).await;
    app.clock.advance(TimeDelta::hours(25));
    assert!(take_back(&app, act, one.id).await.is_err());
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
        set_state(&app, &number, 1, to, one.id).await;
        let moved = stored(&app, &number).await;
        assert_eq!((moved.answered_at, moved.version), (answers.then_some(when), 2), "{to:?}");
        app.clock.advance(TimeDelta::hours(1));
        let next = if to == EnquiryState::Lost { EnquiryState::Won } else { EnquiryState::Lost };
        set_state(&app, &number, 2, next, other.id).await;
        let moved = stored(&app, &number).await;
        let expected = if answers { when } else { app.clock.now() };
        assert_eq!(moved.answered_at, Some(expected), "{to:?}: the first answer counts");
        let who = if answers { &one } else { &other };
        assert_eq!(answered_by(&app, &number).await, who.id.to_string(), "{to:?}");
    }
}
