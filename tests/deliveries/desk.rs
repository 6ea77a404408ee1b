//! What staff do about a delivery: try again, send to another address, say *not spam*.

use chrono::TimeDelta;
use shingle::accounts::Role;

use super::{enquiry, states, with_sink};
use crate::forms::{CONTACT, reference, send_contact, with};
use crate::support::TestApp;
use crate::support::smtp::{Reply, Stage};

async fn delivery(app: &TestApp, kind: &str) -> String {
    app.sql_text(&format!(
        "select id from deliveries where kind = '{kind}' and not seeded order by created_at, id limit 1"
    ))
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_three_days_a_message_is_given_up_seen_and_can_be_tried_again() {
    let (app, sink) = with_sink().await;
    let desk = app.client_as(Role::Manager).await;
    assert!(desk.get("/admin").await.words().contains("Nothing is stuck"));
    sink.script(|_| Reply::Say(421, "4.3.2 Busy"));
    let number = enquiry(&app).await;
    app.run_jobs().await;
    app.clock.advance(TimeDelta::hours(71));
    app.run_jobs().await;
    assert_eq!(states(&app).await, ["waiting", "waiting"], "given up before three days were over");
    app.clock.advance(TimeDelta::minutes(61));
    app.run_jobs().await;
    assert_eq!(states(&app).await, ["given-up", "given-up"]);
    let desk = app.client_as(Role::Manager).await;
    let today = desk.get("/admin").await;
    assert!(today.words().contains("Something is stuck") && today.text.contains(&number), "{}", today.words());
    let record = desk.get(&format!("/admin/enquiries/{number}")).await;
    assert!(record.words().contains("Given up") && record.words().contains("4.3.2 Busy"), "{}", record.words());
    sink.behave();
    let again = desk.post(&format!("/admin/deliveries/{}/attempt", delivery(&app, "notice").await), &[]).await;
    assert_eq!(again.location(), Some(format!("/admin/enquiries/{number}?view=open&done=tried")));
    app.run_jobs().await;
    assert_eq!(states(&app).await[0], "handed-over");
    let record = desk.get(&format!("/admin/enquiries/{number}")).await;
    assert!(record.words().contains("tried again"), "the timeline does not say who tried again");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_goes_to_another_address_and_the_old_one_is_cancelled() {
    let (app, sink) = with_sink().await;
    sink.script(|stage| match stage {
        Stage::Rcpt(to) if to == "hello@bellpull.example" => Reply::Say(550, "5.1.1 No such mailbox"),
        _ => Reply::Good,
    });
    let number = enquiry(&app).await;
    app.run_jobs().await;
    let desk = app.client_as(Role::Manager).await;
    let path = format!("/admin/deliveries/{}/recipient", delivery(&app, "notice").await);
    let wrong = desk.post(&path, &[("email", "ines at \"bellpull\" <b>")]).await;
    assert_eq!(wrong.status(), 422);
    assert_eq!(wrong.input("email").as_deref(), Some("ines at \"bellpull\" <b>"), "what was typed is lost");
    let good = desk.post(&path, &[("email", "ines@bellpull.example")]).await;
    assert_eq!(good.status(), 303);
    app.run_jobs().await;
    let rows = app
        .sql("select recipient, state from deliveries where kind = 'notice' and not seeded order by recipient")
        .await;
    assert_eq!(rows, [["hello@bellpull.example", "cancelled"], ["ines@bellpull.example", "handed-over"]]);
    assert!(desk.get("/admin").await.words().contains("Nothing is stuck"));
    let record = desk.get(&format!("/admin/enquiries/{number}")).await;
    assert!(
        record.words().contains("hello@bellpull.example sent to ines@bellpull.example instead"),
        "{}",
        record.words()
    );
    app.clock.advance(TimeDelta::days(1));
    assert_eq!(app.run_jobs().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn not_spam_lets_the_held_messages_go() {
    let (app, sink) = with_sink().await;
    let mut spam = CONTACT.to_vec();
    spam.extend([("_homepage", "https://spin.example"), ("_seen", "0")]);
    let receipt =
        send_contact(&app.client(), &with(&spam, "message", "Casino, free spins! https://spin.example")).await;
    let number = reference(&receipt);
    app.run_jobs().await;
    assert_eq!(states(&app).await, ["held", "held"]);
    assert_eq!(sink.taken().len(), 0);
    let desk = app.client_as(Role::Manager).await;
    assert!(desk.get("/admin").await.words().contains("Nothing is stuck"), "held mail counts as stuck");
    assert!(desk.get("/admin/enquiries?view=spam").await.text.contains(number));
    assert!(!desk.get("/admin/enquiries").await.text.contains(number), "suspected spam stands among the others");
    app.clock.advance(TimeDelta::days(5));
    let desk = app.client_as(Role::Manager).await;
    for _ in 0..2 {
        let cleared = desk.post(&format!("/admin/enquiries/{number}/clearance"), &[]).await;
        assert_eq!(cleared.status(), 303);
    }
    app.run_jobs().await;
    assert_eq!(states(&app).await, ["handed-over", "handed-over"]);
    assert!(sink.counts().values().all(|count| *count == 1));
    assert!(desk.get("/admin/enquiries").await.text.contains(number));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_has_arrived_is_not_tried_again() {
    let (app, sink) = with_sink().await;
    enquiry(&app).await;
    app.run_jobs().await;
    let desk = app.client_as(Role::Manager).await;
    let again = desk.post(&format!("/admin/deliveries/{}/attempt", delivery(&app, "notice").await), &[]).await;
    assert_eq!(again.status(), 409);
    app.run_jobs().await;
    assert_eq!(sink.taken().len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_held_message_sent_elsewhere_stays_held() {
    let (app, sink) = with_sink().await;
    let mut spam = CONTACT.to_vec();
    spam.extend([("_homepage", "https://spin.example"), ("_seen", "0")]);
    send_contact(&app.client(), &with(&spam, "message", "Casino, free spins! https://spin.example")).await;
    let desk = app.client_as(Role::Manager).await;
    let path = format!("/admin/deliveries/{}/recipient", delivery(&app, "notice").await);
    assert_eq!(desk.post(&path, &[("email", "ines@bellpull.example")]).await.status(), 303);
    app.run_jobs().await;
    assert_eq!(sink.taken().len(), 0, "held mail left by another address");
}
