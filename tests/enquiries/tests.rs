//! Test enquiries: they walk the whole way, are marked everywhere, count nowhere, and can be wiped.

use chrono::TimeDelta;
use shingle::accounts::Role;
use shingle::forms::{Form, FormState};

use crate::forms::{CONTACT, reference, send_contact, set_state, walk_to_check};
use crate::support::smtp::{Reply, Sink};
use crate::support::{Response, TestApp};

/// What an enquiry is marked as.
async fn is_test(app: &TestApp, number: &str) -> bool {
    app.sql_text(&format!("select test from enquiries where reference = '{number}'")).await == "t"
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_staff_send_while_they_are_signed_in_is_a_test_and_says_so() {
    let app = TestApp::demo().await;
    let desk = app.client_as(Role::Editor).await;
    let note = "this is sent as a test";
    let check = walk_to_check(&desk).await;
    assert!(check.words().contains(note), "{}", check.words());
    let sent = desk.submit(&check, &[]).await.location().unwrap();
    assert!(desk.get(&sent).await.words().contains("This was a test"));
    assert!(is_test(&app, reference(&sent)).await);
    assert!(desk.get("/forms/contact/message").await.words().contains(note));
    let sent = send_contact(&desk, &CONTACT).await;
    assert!(is_test(&app, reference(&sent)).await);
    app.run_jobs().await;
    assert_eq!(app.mails().len(), 4);
    assert!(app.mails().iter().all(|mail| mail.subject.starts_with("[Test] ")), "{:?}", app.mails());
    // A visitor's is none, and neither is that of somebody who may no longer come in.
    let visitor = app.client();
    assert!(!walk_to_check(&visitor).await.words().contains(note));
    let sent = send_contact(&visitor, &CONTACT).await;
    assert!(!is_test(&app, reference(&sent)).await && !visitor.get(&sent).await.words().contains("test"));
    app.execute("update staff set disabled_at = created_at where role = 'editor'").await;
    assert!(!is_test(&app, reference(&send_contact(&desk, &CONTACT).await)).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_form_of_the_demo_can_be_tested_by_its_button_and_the_page_ticks_off_each_step() {
    let sink = Sink::start().await;
    let app = TestApp::build().smtp(sink.port()).demo().start().await;
    let (staff, password) = app.staff(Role::Manager).await;
    let desk = app.client();
    desk.sign_in(&staff.email, &password).await;
    for (number, form) in ["project", "contact", "audit-request"].into_iter().enumerate() {
        let sent = desk.post(&format!("/admin/forms/{form}/tests"), &[]).await;
        assert_eq!(sent.status(), 303, "{form}: {}", sent.words());
        let path = sent.location().unwrap();
        let page = desk.get(&path).await;
        assert_eq!(done(&page), ["Stored"], "{form}");
        assert_eq!((page.all(".is-waiting").len(), page.header("refresh")), (2, Some("2")), "{form}");
        app.run_jobs().await;
        let page = desk.get(&path).await;
        let receipt = format!("Receipt to {}", staff.email);
        assert_eq!(done(&page), ["Stored", "Notice to hello@bellpull.example", receipt.as_str()], "{form}");
        assert!(page.words().contains("The whole way works") && page.header("refresh").is_none(), "{form}");
        assert_eq!(sink.taken().len(), 2 * (number + 1));
    }
    let proofs = app.with_conn(async |conn| Form::proofs(conn).await.unwrap()).await;
    assert!(proofs.iter().all(|proof| proof.last_test.is_some() && proof.last_delivery.is_some()), "{proofs:?}");
    assert!(proofs.iter().all(|proof| proof.last_enquiry.is_none_or(|at| at < app.clock.now())), "a test counts");
    set_state(&app, "contact", FormState::Closed).await;
    let closed = desk.post("/admin/forms/contact/tests", &[]).await;
    assert!(closed.status() == 409 && closed.words().contains("Open it first"), "{}", closed.words());
}

fn done(page: &Response) -> Vec<String> {
    page.all(".is-done .stop-title")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_test_that_gets_stuck_says_where_and_is_no_proof() {
    let sink = Sink::start().await;
    let app = TestApp::build().smtp(sink.port()).demo().start().await;
    let desk = app.client_as(Role::Manager).await;
    sink.script(|_| Reply::Say(550, "5.7.1 Go away"));
    let path = desk.post("/admin/forms/contact/tests", &[]).await.location().unwrap();
    app.run_jobs().await;
    let page = desk.get(&path).await;
    assert!(page.words().contains("a message does not go") && page.all(".is-failed").len() == 2, "{}", page.words());
    assert!(desk.get("/admin/deliveries").await.all(".message .tag").contains(&"Test".to_owned()));
    let proofs = app.with_conn(async |conn| Form::proofs(conn).await.unwrap()).await;
    assert!(proofs.iter().all(|proof| proof.last_test.is_none()), "{proofs:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tests_count_nowhere_and_are_wiped_whole() {
    let app = TestApp::build().setting("SHINGLE_ENQUIRY_LIMIT", "2").demo().start().await;
    let desk = app.client_as(Role::Manager).await;
    let counted = async |desk: &crate::support::Client| {
        let today = desk.get("/admin").await;
        (today.all(".numbers dd"), desk.get("/admin/enquiries?view=all").await.all(".row-name").len())
    };
    let before = counted(&desk).await;
    let rows = "select (select count(*) from enquiries) + (select count(*) from deliveries) + (select count(*) from timeline) + (select count(*) from jobs) + (select count(*) from receipt_browsers)";
    let stored = app.sql_i64(rows).await;
    for _ in 0..4 {
        send_contact(&desk, &CONTACT).await;
    }
    assert_eq!(counted(&desk).await, before);
    // They leave the limit for visitors as it was.
    app.clock.advance(TimeDelta::seconds(10));
    let visitor = app.client();
    let page = visitor.get("/forms/contact/message").await;
    let sent = visitor.submit(&page, &crate::forms::with(&CONTACT, "_homepage", "x")).await;
    assert_eq!(sent.status(), 303);
    assert_eq!(
        app.sql_i64("select count(*) from enquiries where suspicion::text like '%same network%' and not seeded").await,
        0
    );
    app.execute("delete from enquiries where not test and not seeded; delete from jobs where payload->>'delivery' not in (select id::text from deliveries)").await;
    let list = desk.get("/admin/tests").await;
    assert_eq!(list.all(".rows .row").len(), 4, "{}", list.words());
    let wiped = desk.post("/admin/tests/removal", &[]).await;
    assert_eq!(wiped.location().as_deref(), Some("/admin/tests?wiped=4"));
    assert_eq!(app.sql_text("select act->>'count' from staff_acts where act->>'kind' = 'tests-wiped'").await, "4");
    assert_eq!(app.sql_i64(rows).await, stored, "something of a test is left");
    assert_eq!(app.run_jobs().await, 0);
    assert_eq!(counted(&desk).await, before);
}
