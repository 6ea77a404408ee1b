//! Two nodes deliver each message once, and what is poisoned harms no other.

use futures_util::future::join_all;

use super::{enquiry, states, with_sink};
use crate::forms::{CONTACT, form_id, led_to, send_contact, with};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_nodes_deliver_each_message_once() {
    let (app, sink) = with_sink().await;
    let node = app.second_node().await;
    let sends = (0..40).map(|number| {
        let (visitor, message) = (app.client(), format!("Enquiry {number}"));
        async move { send_contact(&visitor, &with(&CONTACT, "message", &message)).await }
    });
    join_all(sends).await;
    assert_eq!(app.sql_i64("select count(*) from jobs").await, 80);
    let run = |app: std::sync::Arc<shingle::app::App>| async move { shingle::jobs::run_due(&app).await.unwrap() };
    let counts = tokio::join!(run(app.app.clone()), run(node.app.clone()), run(app.app.clone()), run(node.app.clone()));
    assert_eq!(counts.0 + counts.1 + counts.2 + counts.3, 80, "{counts:?}");
    let taken = sink.counts();
    assert_eq!(taken.len(), 80);
    assert!(taken.values().all(|count| *count == 1), "{taken:?}");
    assert!(states(&app).await.iter().all(|state| state == "handed-over"));
    assert_eq!(app.sql_i64("select max(attempts) from deliveries where not seeded").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_that_cannot_be_written_harms_no_other() {
    let (app, sink) = with_sink().await;
    enquiry(&app).await;
    let audit = app.client();
    let page = audit.get("/forms/audit-request/request").await;
    let good = [("website", "www.example.com"), ("email", "ann@example.com"), ("consent", "yes")];
    led_to(&audit.submit(&page, &good).await);
    let contact = form_id(&app, "contact").await;
    app.execute(&format!("update form_versions set definition = '{{\"version\": 1}}' where form_id = '{contact}'"))
        .await;
    app.run_jobs().await;
    let rows = app.sql("select f.slug, d.state from deliveries d join enquiries e on e.id = d.enquiry_id join forms f on f.id = e.form_id where not d.seeded order by 1").await;
    assert_eq!(
        rows,
        [
            ["audit-request", "handed-over"],
            ["audit-request", "handed-over"],
            ["contact", "given-up"],
            ["contact", "given-up"]
        ]
    );
    assert_eq!(sink.taken().len(), 2);
    let words = super::last(&app, "words").await;
    assert!(
        app.sql_i64("select count(*) from delivery_attempts where words like 'the message could not be written%'")
            .await
            == 2,
        "{words}"
    );
    assert_eq!(shingle::jobs::sweep(&app.app).await.unwrap(), 2, "the sweeper does not see them");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_at_which_the_program_panics_harms_no_other_and_the_panic_s_words_are_told_nowhere() {
    let sink = crate::support::smtp::Sink::start().await;
    let app = crate::support::TestApp::build().smtp(sink.port()).demo().start().await;
    enquiry(&app).await;
    // The header of a mail has four digits for the year; the library that writes it panics over a fifth.
    app.execute("update deliveries set created_at = '12026-11-20' where kind = 'notice' and not seeded").await;
    for _ in 0..3 {
        enquiry(&app).await;
    }
    app.run_jobs().await;
    let mut found = states(&app).await;
    found.sort();
    assert_eq!(found.iter().filter(|state| *state == "handed-over").count(), 7, "{found:?}");
    assert_eq!(found[0], "given-up", "{found:?}");
    assert_eq!(sink.taken().len(), 7);
    let words = app.sql_text("select words from delivery_attempts where outcome = 'refused'").await;
    assert!(words.contains("it panicked; the log says where"), "{words}");
    assert!(!words.contains("9999"), "the words of a panic can quote a visitor: {words}");
    assert_eq!(app.sql_i64("select count(*) from jobs").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_poisoned_job_harms_no_other_and_is_set_aside_in_the_end() {
    let (app, sink) = with_sink().await;
    app.execute(
        "insert into jobs (id, kind, key, payload, run_at, created_at) values
         (gen_random_uuid(), 'nonsense', 'one', '{}', '2026-01-01', '2026-01-01'),
         (gen_random_uuid(), 'deliver', 'two', '{\"delivery\": 7}', '2026-01-01', '2026-01-01'),
         (gen_random_uuid(), 'deliver', 'three', '[]', '2026-01-01', '2026-01-01'),
         (gen_random_uuid(), 'deliver', 'four', '{\"delivery\": \"00000000-0000-0000-0000-000000000000\"}', '2026-01-01', '2026-01-01')",
    )
    .await;
    enquiry(&app).await;
    app.run_jobs().await;
    assert_eq!(sink.taken().len(), 2, "poisoned jobs kept honest ones from running");
    for _ in 0..10 {
        app.clock.advance(chrono::TimeDelta::minutes(16));
        app.run_jobs().await;
    }
    assert_eq!(app.sql_i64("select count(*) from jobs").await, 3);
    assert_eq!(app.sql_i64("select count(*) from jobs where dead_at is not null and last_error <> ''").await, 3);
    let today = app.demo_owner().await.get("/admin").await;
    assert!(today.words().contains("3 jobs were set aside"), "{}", today.words());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_runner_delivers_by_itself_as_soon_as_the_enquiry_is_stored() {
    let sink = crate::support::smtp::Sink::start().await;
    let app = crate::support::TestApp::build().smtp(sink.port()).system_clock().runner().demo().start().await;
    enquiry(&app).await;
    let began = std::time::Instant::now();
    crate::support::eventually("two mails", async || (sink.taken().len() == 2).then_some(())).await;
    // Polling alone would take up to two seconds; this only tells a lost wake-up from a quick one.
    assert!(began.elapsed() < std::time::Duration::from_secs(10), "{:?}", began.elapsed());
}
