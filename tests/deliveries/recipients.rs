//! Who gets the notices of a form: its recipients, else the owners; nobody at all is seen as a failure.

use shingle::accounts::Role;

use super::{enquiry, states, with_sink};
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_recipient_gets_a_notice_of_their_own() {
    let (app, sink) = with_sink().await;
    app.execute("insert into form_recipients (id, form_id, name, email) select gen_random_uuid(), id, 'Second', 'second@bellpull.example' from forms where slug = 'contact'").await;
    enquiry(&app).await;
    app.run_jobs().await;
    let mut to: Vec<String> = sink.taken().into_iter().flat_map(|mail| mail.to).collect();
    to.sort();
    assert_eq!(to, ["hello@bellpull.example", "maud@example.com", "second@bellpull.example"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_without_a_usable_recipient_tells_the_owners() {
    for change in ["delete from form_recipients", "update form_recipients set email = 'no address at all'"] {
        let (app, sink) = with_sink().await;
        app.execute(change).await;
        enquiry(&app).await;
        app.run_jobs().await;
        assert!(sink.taken().iter().any(|mail| mail.to == ["owner@example.com"]), "{change}: no owner was told");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_to_tell_is_a_failure_that_is_seen() {
    let (app, sink) = with_sink().await;
    let desk = app.client_as(Role::Manager).await;
    app.execute("delete from form_recipients; update staff set disabled_at = created_at where role = 'owner'").await;
    let number = enquiry(&app).await;
    app.run_jobs().await;
    assert_eq!(states(&app).await, ["no-recipient", "handed-over"]);
    assert_eq!(sink.taken().len(), 1);
    let today = desk.get("/admin").await;
    assert!(
        today.words().contains("Something is stuck") && today.words().contains("Nobody was there to send it to"),
        "{}",
        today.words()
    );
    let id = app.sql_text("select id from deliveries where state = 'no-recipient'").await;
    let sent = desk.post(&format!("/admin/deliveries/{id}/recipient"), &[("email", "ines@bellpull.example")]).await;
    assert_eq!(sent.location(), Some(format!("/admin/enquiries/{number}")));
    app.run_jobs().await;
    assert!(sink.taken().iter().any(|mail| mail.to == ["ines@bellpull.example"]));
    assert!(desk.get("/admin/deliveries").await.words().contains("Nothing is stuck"));
    assert!(
        desk.get("/admin").await.all(".banner-bad")[0].contains("Nobody hears of enquiries"),
        "the next one is lost"
    );
    app.execute("update staff set disabled_at = null where role = 'owner'").await;
    assert!(desk.get("/admin").await.words().contains("Nothing is stuck"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_setting_notify_is_the_only_recipient_of_the_demo() {
    let app = TestApp::build().setting("SHINGLE_NOTIFY", "me@somewhere.example").demo().start().await;
    enquiry(&app).await;
    app.run_jobs().await;
    let to: Vec<String> = app.mails().into_iter().map(|mail| mail.to).collect();
    assert!(to.contains(&"me@somewhere.example".to_owned()) && to.len() == 2, "{to:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn seeded_enquiries_send_nothing_and_are_never_stuck() {
    let (app, sink) = with_sink().await;
    app.clock.advance(chrono::TimeDelta::days(10));
    assert_eq!(shingle::jobs::sweep(&app.app).await.unwrap(), 0);
    app.run_jobs().await;
    assert_eq!(sink.taken().len(), 0);
}
