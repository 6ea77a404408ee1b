//! What can be wrong, one after the other.

use chrono::TimeDelta;
use shingle::accounts::Role;
use shingle::forms::FormState;
use shingle::mail::Mailer;

use super::{enquiry, open, red, sweep, with_hook};
use crate::support::smtp::{Reply, Stage};
use crate::support::{Place, TestApp};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stuck_messages_turn_every_screen_red_and_are_told_once_and_again_when_it_is_over() {
    let (app, _sink, hook) = with_hook().await;
    let other = app.second_node().await;
    sweep(&app).await;
    assert_eq!(hook.told(), Vec::<String>::new());
    enquiry(&app).await;
    app.clock.advance(TimeDelta::minutes(14));
    sweep(&app).await;
    let desk = app.client_as(Role::Editor).await;
    assert_eq!(red(&desk).await, Vec::<String>::new());
    app.clock.advance(TimeDelta::minutes(2));
    // Seen at once, before any sweep; and one alert, however many nodes look at the same time.
    assert!(red(&desk).await[0].starts_with("2 messages are stuck."), "{:?}", red(&desk).await);
    let (one, two) = tokio::join!(shingle::jobs::sweep(&app.app), shingle::jobs::sweep(&other.app));
    assert_eq!((one.unwrap(), two.unwrap()), (2, 2));
    assert_eq!(open(&app).await, ["deliveries-stuck"]);
    app.run_jobs().await;
    assert_eq!(hook.told(), ["deliveries-stuck open"]);
    let call = hook.taken().remove(0);
    assert_eq!(call.path, "/services/hunter2?thread=7");
    assert_eq!(call.headers["content-type"], "application/json");
    let said = &call.document;
    assert_eq!((said["count"].as_i64(), said["until"].is_null()), (Some(2), true), "{said:#}");
    assert_eq!(said["summary"], "2 messages are stuck.");
    assert_eq!(said["link"], format!("{}/admin/deliveries", app.base));
    assert_eq!(said["since"], "2026-11-20T10:16:00Z");
    let text = said["text"].as_str().unwrap();
    assert!(text.starts_with("Bellpull: 2 messages are stuck.") && text.contains("/admin/deliveries"), "{text}");
    assert_eq!(said["text"], said["content"]);
    assert!(!said.to_string().contains("maud"), "something of the visitor’s leaves the house: {said:#}");
    // The same jobs have handed the messages over: it is over.
    assert_eq!(red(&desk).await, Vec::<String>::new());
    app.clock.advance(TimeDelta::minutes(1));
    for _ in 0..2 {
        sweep(&app).await;
        shingle::jobs::sweep(&other.app).await.unwrap();
        app.run_jobs().await;
    }
    assert_eq!(open(&app).await, Vec::<String>::new());
    assert_eq!(hook.told(), ["deliveries-stuck open", "deliveries-stuck over"]);
    let over = hook.taken().remove(1);
    assert_eq!(over.document["until"], "2026-11-20T10:17:00Z");
    assert!(over.document["text"].as_str().unwrap().contains("It is over."), "{:#}", over.document);
    assert_ne!(over.headers["idempotency-key"], call.headers["idempotency-key"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mail_that_fails_for_15_minutes_is_seen_and_one_success_ends_it() {
    let (app, sink, hook) = with_hook().await;
    let desk = app.client_as(Role::Manager).await;
    sink.script(|_| Reply::Say(421, "4.3.2 Busy"));
    enquiry(&app).await;
    for minute in 0..15 {
        app.run_jobs().await;
        sweep(&app).await;
        assert_eq!(red(&desk).await, Vec::<String>::new(), "after {minute} minutes");
        app.clock.advance(TimeDelta::minutes(1));
    }
    app.clock.advance(TimeDelta::minutes(1));
    app.run_jobs().await;
    sweep(&app).await;
    assert!(red(&desk).await[0].starts_with("No mail has left for 15 minutes"), "{:?}", red(&desk).await);
    assert_eq!(
        desk.get("/account").await.attribute(".banner-bad a", "href").as_deref(),
        Some("/admin/deliveries?view=waiting")
    );
    app.run_jobs().await;
    assert_eq!(hook.told(), ["mail-failing open"], "it leaves by another way than mail");
    sink.behave();
    app.clock.advance(TimeDelta::minutes(31));
    app.run_jobs().await;
    assert_eq!(red(&desk).await, Vec::<String>::new());
    sweep(&app).await;
    app.run_jobs().await;
    assert_eq!(hook.told(), ["mail-failing open", "mail-failing over"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_refused_address_is_no_outage() {
    let (app, sink, _hook) = with_hook().await;
    sink.script(|stage| match stage {
        Stage::Rcpt(to) if to == "maud@example.com" => Reply::Say(550, "5.1.1 No such mailbox"),
        _ => Reply::Good,
    });
    enquiry(&app).await;
    // Nothing else leaves meanwhile that would show that mail works.
    app.execute("delete from deliveries where kind = 'notice' and not seeded").await;
    app.run_jobs().await;
    app.clock.advance(TimeDelta::minutes(20));
    sweep(&app).await;
    assert_eq!(open(&app).await, ["deliveries-stuck"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_that_nobody_hears_of_is_seen_until_somebody_does() {
    let (app, _sink, hook) = with_hook().await;
    let desk = app.client_as(Role::Manager).await;
    app.execute("delete from form_recipients where form_id = (select id from forms where slug = 'contact')").await;
    assert_eq!(red(&desk).await, Vec::<String>::new(), "the owner hears of it");
    app.execute("update staff set disabled_at = created_at where role = 'owner'").await;
    let lines = red(&desk).await;
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].contains("the form “contact”") && lines[0].contains("Add a recipient"), "{lines:?}");
    sweep(&app).await;
    app.run_jobs().await;
    assert_eq!(hook.told(), ["no-recipient open"]);
    app.execute("insert into form_recipients (id, form_id, email) select gen_random_uuid(), id, 'desk@bellpull.example' from forms where slug = 'contact'").await;
    assert_eq!(red(&desk).await, Vec::<String>::new());
    sweep(&app).await;
    app.run_jobs().await;
    assert_eq!(hook.told(), ["no-recipient open", "no-recipient over"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn jobs_that_were_set_aside_are_seen_with_their_reason_and_run_again() {
    let (app, _sink, hook) = with_hook().await;
    let desk = app.client_as(Role::Manager).await;
    app.execute(
        "insert into jobs (id, kind, key, payload, run_at, faults, dead_at, last_error, created_at)
         values (gen_random_uuid(), 'deliver', 'a job of this test', '{\"delivery\": \"00000000-0000-7000-8000-000000000000\"}',
                 '2026-11-20 09:00Z', 8, '2026-11-20 09:30Z', 'a fault of this test', '2026-11-20 09:00Z')",
    )
    .await;
    assert!(red(&desk).await[0].starts_with("One job was set aside"), "{:?}", red(&desk).await);
    sweep(&app).await;
    assert_eq!(open(&app).await, ["jobs-set-aside"]);
    let screen = desk.get("/admin/deliveries").await;
    assert!(screen.words().contains("a fault of this test"), "{}", screen.words());
    assert_eq!(desk.submit(&screen, &[]).await.status(), 303);
    app.run_jobs().await;
    assert_eq!(red(&desk).await, Vec::<String>::new());
    sweep(&app).await;
    app.run_jobs().await;
    assert_eq!(hook.told(), ["jobs-set-aside open", "jobs-set-aside over"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_said_at_once_and_passes_when_there_is_room() {
    let (app, _sink, hook) = with_hook().await;
    let desk = app.client_as(Role::Owner).await;
    // What PostgreSQL says when its disk is full.
    app.execute(
        "create function full_disk() returns trigger language plpgsql as $$ begin
           raise exception 'could not extend file \"base/16384/16400\": No space left on device'
             using errcode = '53100', hint = 'Check free disk space.'; end $$;
         create trigger full_disk before insert on enquiries for each row execute function full_disk()",
    )
    .await;
    let visitor = app.client();
    let page = visitor.get("/forms/contact/message").await;
    let kept = visitor.submit(&page, &crate::forms::CONTACT).await;
    assert_eq!(kept.status(), 503);
    assert!(kept.text.contains("Our bell is silent."), "what was typed is lost");
    assert!(red(&desk).await[0].starts_with("The disk is full"), "{:?}", red(&desk).await);
    sweep(&app).await;
    app.run_jobs().await;
    assert_eq!(hook.told(), ["disk-full open"]);
    app.execute("drop trigger full_disk on enquiries").await;
    assert_eq!(visitor.submit(&kept, &[]).await.status(), 303);
    app.clock.advance(TimeDelta::minutes(4));
    sweep(&app).await;
    assert_eq!(red(&desk).await, Vec::<String>::new());
    app.run_jobs().await;
    assert_eq!(hook.told(), ["disk-full open", "disk-full over"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_is_nearly_full_is_said_by_the_node_that_sees_it_on_every_node() {
    let (app, _sink, _hook) = with_hook().await;
    let other = app.second_node().await;
    let desk = app.client_as(Role::Owner).await;
    sweep(&app).await;
    app.app.signs.saw_room(Some(100_000_000));
    assert!(red(&desk).await[0].starts_with("The disk is nearly full: 100 MB are left."), "{:?}", red(&desk).await);
    // As its next sweep would write it down.
    app.execute(
        "insert into alerts (id, kind, detail, began_at, seen_at) values (gen_random_uuid(), 'disk-full', '100 MB', '2026-11-20 10:00Z', '2026-11-20 10:00Z')",
    )
    .await;
    assert_eq!(red(&desk.at(&other.base)).await.len(), 1, "another node does not show it");
    app.app.signs.saw_room(None);
    shingle::jobs::sweep(&other.app).await.unwrap();
    assert_eq!(open(&app).await, ["disk-full"], "a node that does not see it ends what another sees");
    app.clock.advance(TimeDelta::minutes(3));
    sweep(&app).await;
    assert_eq!(open(&app).await, Vec::<String>::new());
    assert_eq!(red(&desk).await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unknown_proxy_is_amber_and_not_told_because_any_visitor_can_send_its_header() {
    let (app, _sink, hook) = with_hook().await;
    let desk = app.client_as(Role::Author).await;
    let sent = app.client().request(reqwest::Method::GET, "/").header("x-forwarded-for", "203.0.113.9").send().await;
    assert_eq!(sent.status(), 200);
    let screen = desk.get("/account").await;
    assert!(screen.all(".banner-warn")[0].contains("SHINGLE_TRUSTED_PROXIES"), "{}", screen.words());
    sweep(&app).await;
    app.run_jobs().await;
    assert_eq!((open(&app).await.len(), hook.told().len()), (1, 0));
    app.clock.advance(TimeDelta::minutes(61));
    let desk = app.client_as(Role::Author).await;
    sweep(&app).await;
    assert!(!desk.get("/account").await.has(".banner-warn"));
    assert_eq!(open(&app).await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mail_that_is_kept_in_a_folder_is_a_notice_and_a_closed_form_in_use_is_amber() {
    let folder = Place::get().quick("notice-mail");
    let app = TestApp::build().demo().mailer(Mailer::Folder(folder)).start().await;
    let desk = app.demo_owner().await;
    sweep(&app).await;
    let screen = desk.get("/account").await;
    assert_eq!(screen.all(".banner").len(), 1, "{}", screen.words());
    assert!(screen.all(".banner")[0].starts_with("No mail server is set") && !screen.has(".banner-bad, .banner-warn"));
    assert_eq!(open(&app).await, ["mail-kept"]);
    crate::forms::set_state(&app, "contact", FormState::Closed).await;
    let screen = desk.get("/admin").await;
    assert!(screen.all(".banner-warn")[0].contains("The form “contact” is closed"), "{}", screen.words());
    assert!(screen.words().contains("Nothing is stuck"));
    crate::forms::set_state(&app, "contact", FormState::Open).await;
    assert!(!desk.get("/admin").await.has(".banner-warn"));
}
