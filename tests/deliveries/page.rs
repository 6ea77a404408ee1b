//! `/admin/deliveries`: everything that does not go, why, and the way out.

use chrono::TimeDelta;
use shingle::accounts::Role;

use super::{enquiry, states, with_sink};
use crate::support::TestApp;
use crate::support::smtp::{Reply, Stage};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_does_not_go_stands_there_with_its_reason_and_all_of_it_can_be_tried_at_once() {
    let (app, sink) = with_sink().await;
    let desk = app.client_as(Role::Manager).await;
    assert!(desk.get("/admin/deliveries").await.words().contains("Nothing is stuck"));
    sink.script(|stage| match stage {
        Stage::Rcpt(_) => Reply::Say(550, "5.1.1 No such mailbox"),
        _ => Reply::Good,
    });
    let number = enquiry(&app).await;
    app.run_jobs().await;
    let screen = desk.get("/admin/deliveries").await;
    let mut titles = screen.all(".message h2");
    titles.sort();
    assert_eq!(titles, ["Notice to hello@bellpull.example", "Receipt to maud@example.com"]);
    assert!(screen.all(".message-reason").iter().all(|reason| reason.contains("Send it to another address")));
    assert!(screen.all(".message-words")[0].contains("5.1.1 No such mailbox"), "{}", screen.words());
    let record = format!("/admin/enquiries/{number}");
    assert_eq!(screen.attribute(".message-about a", "href"), Some(record.clone()));
    assert!(!screen.has(".banner-bad a"), "the line leads to the page that it stands on");
    sink.behave();
    let tried = desk.submit(&screen, &[]).await;
    assert_eq!(tried.location().as_deref(), Some("/admin/deliveries?tried=2"));
    assert!(desk.get("/admin/deliveries?tried=2").await.words().contains("2 messages are being tried now"));
    assert!(desk.get("/admin/deliveries?view=waiting").await.words().contains("maud@example.com"));
    app.run_jobs().await;
    assert_eq!(states(&app).await, ["handed-over", "handed-over"]);
    assert!(desk.get("/admin/deliveries").await.words().contains("Nothing is stuck"));
    assert!(desk.get("/admin/deliveries?view=gone").await.words().contains("maud@example.com"));
    assert!(desk.get(&record).await.words().contains("Message to maud@example.com tried again"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_message_is_tried_or_sent_elsewhere_from_the_list_and_a_mistake_comes_back_to_it() {
    let (app, sink) = with_sink().await;
    let desk = app.client_as(Role::Manager).await;
    sink.script(|stage| match stage {
        Stage::Rcpt(to) if to != "ines@bellpull.example" => Reply::Say(550, "5.1.1 No such mailbox"),
        _ => Reply::Good,
    });
    enquiry(&app).await;
    app.run_jobs().await;
    let id = app.sql_text("select id from deliveries where kind = 'notice' and not seeded").await;
    let path = format!("/admin/deliveries/{id}/recipient");
    let wrong = desk.post(&path, &[("back", "deliveries"), ("email", "ines at \"<b>")]).await;
    assert_eq!((wrong.status(), wrong.first("h1").as_deref()), (422, Some("Deliveries")));
    assert!(wrong.input("email").is_some());
    assert!(wrong.inputs("email").contains(&"ines at \"<b>".to_owned()), "what was typed is lost");
    assert!(wrong.has("details[open] [data-focus]"));
    let sent = desk.post(&path, &[("back", "deliveries"), ("email", "ines@bellpull.example")]).await;
    assert_eq!(sent.location().as_deref(), Some("/admin/deliveries?tried=1"));
    let again = app.sql_text("select id from deliveries where kind = 'receipt' and not seeded").await;
    let tried = desk.post(&format!("/admin/deliveries/{again}/attempt"), &[("back", "deliveries")]).await;
    assert_eq!(tried.location().as_deref(), Some("/admin/deliveries?tried=1"));
    app.run_jobs().await;
    assert!(sink.taken().iter().any(|mail| mail.to == ["ines@bellpull.example"]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_without_a_recipient_finds_one_when_it_is_tried_again() {
    let (app, sink) = with_sink().await;
    let desk = app.client_as(Role::Manager).await;
    app.execute("delete from form_recipients; update staff set disabled_at = created_at where role = 'owner'").await;
    enquiry(&app).await;
    app.run_jobs().await;
    let screen = desk.get("/admin/deliveries").await;
    assert!(screen.all(".message h2").contains(&"Notice to nobody".to_owned()), "{}", screen.words());
    let id = app.sql_text("select id from deliveries where state = 'no-recipient'").await;
    let still = desk.post(&format!("/admin/deliveries/{id}/attempt"), &[]).await;
    assert!(still.status() == 409 && still.words().contains("still nobody"), "{}", still.words());
    app.execute("insert into form_recipients (id, form_id, email) select gen_random_uuid(), id, mail from forms, unnest(array['a@bellpull.example', 'b@bellpull.example']) mail where slug = 'contact'").await;
    assert_eq!(desk.submit(&desk.get("/admin/deliveries").await, &[]).await.status(), 303);
    app.run_jobs().await;
    let to: Vec<String> = sink.taken().into_iter().flat_map(|mail| mail.to).collect();
    for address in ["a@bellpull.example", "b@bellpull.example"] {
        assert!(to.contains(&address.to_owned()), "{to:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_to_staff_stands_there_too_and_can_be_tried_again() {
    let (app, sink) = with_sink().await;
    let desk = app.client_as(Role::Manager).await;
    app.client().post("/account/password", &[("email", "owner@example.com")]).await;
    app.clock.advance(TimeDelta::minutes(16));
    let screen = desk.get("/admin/deliveries").await;
    assert_eq!(screen.all(".message h2"), ["Link to sign in to owner@example.com"]);
    assert!(screen.words().contains("nobody has tried it for 15 minutes"));
    let id = app.sql_text("select id from deliveries where not seeded").await;
    let tried = desk.post(&format!("/admin/deliveries/{id}/attempt"), &[]).await;
    assert_eq!(tried.location().as_deref(), Some("/admin/deliveries?tried=1"));
    app.run_jobs().await;
    assert_eq!(sink.taken().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn addresses_that_make_no_sense_are_not_found() {
    let app = TestApp::demo().await;
    let desk = app.client_as(Role::Manager).await;
    for path in ["/admin/deliveries?view=x", "/admin/deliveries?after=x", "/admin/deliveries?q=x"] {
        let answer = desk.get(path).await;
        assert!([400, 404].contains(&answer.status()), "{path}: {}", answer.status());
    }
    assert_eq!(desk.post("/admin/deliveries/attempts", &[]).await.status(), 400);
}
