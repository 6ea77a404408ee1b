//! One transaction writes enquiry, timeline, deliveries and jobs; one key, one enquiry.

use std::collections::BTreeSet;

use futures_util::future::join_all;

use crate::forms::{CONTACT, led_to, reference, send_contact, walk_to_check};
use crate::support::TestApp;

/// What acceptance writes, and how many of each there are.
async fn rows(app: &TestApp) -> Vec<(&'static str, i64)> {
    let mut rows = Vec::new();
    for table in ["enquiries", "timeline", "deliveries", "jobs", "receipt_browsers"] {
        rows.push((table, app.sql_i64(&format!("select count(*) from {table}")).await));
    }
    rows
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_accepted_enquiry_is_stored_whole_before_the_visitor_sees_it() {
    let app = TestApp::demo().await;
    let before = rows(&app).await;
    send_contact(&app.client(), &CONTACT).await;
    let after = rows(&app).await;
    let more: Vec<i64> = before.iter().zip(&after).map(|(before, after)| after.1 - before.1).collect();
    assert_eq!(more, [1, 1, 2, 2, 1], "{before:?} {after:?}");
    let whole =
        "select count(*) from enquiries e join timeline t on t.enquiry_id = e.id and t.event->>'kind' = 'accepted'
        join deliveries d on d.enquiry_id = e.id and d.state = 'waiting' join jobs j on j.key = 'deliver ' || d.id
        where not e.seeded";
    assert_eq!(app.sql_i64(whole).await, 2);
    let kinds = app.sql("select kind, recipient from deliveries where not seeded order by kind").await;
    assert_eq!(kinds, [["notice", "hello@bellpull.example"], ["receipt", "maud@example.com"]]);
    let columns =
        app.sql("select name, email, phone, excerpt, state, form_version from enquiries where not seeded").await;
    assert_eq!(
        columns[0],
        [
            "Maud Ferreira",
            "maud@example.com",
            "01632 960 112",
            "Our bell is silent. Can somebody come and look?",
            "new",
            "1"
        ]
    );
    assert_eq!(app.mails().len(), 0, "mail left from the request");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failure_at_any_table_stores_nothing_and_thanks_nobody() {
    let app = TestApp::demo().await;
    app.execute(
        "create function broken() returns trigger language plpgsql as $$ begin raise exception 'planted'; end $$",
    )
    .await;
    let visitor = app.client();
    let before = rows(&app).await;
    let page = visitor.get("/forms/contact/message").await;
    for table in ["enquiries", "timeline", "deliveries", "jobs", "receipt_browsers"] {
        app.execute(&format!("create trigger broken before insert on {table} for each row execute function broken()"))
            .await;
        let answer = visitor.submit(&page, &CONTACT).await;
        assert_eq!(answer.status(), 500, "{table}");
        assert_eq!(answer.input("message").as_deref(), Some(CONTACT[0].1), "{table}: the text is lost");
        assert_eq!(answer.input("_key"), page.input("_key"), "{table}: the key is another");
        assert_eq!(rows(&app).await, before, "{table} failed, and something was stored");
        app.execute(&format!("drop trigger broken on {table}")).await;
    }
    // A failure at the very end: the commit itself.
    app.execute(
        "create constraint trigger broken after insert on jobs deferrable initially deferred
         for each row execute function broken()",
    )
    .await;
    let answer = visitor.submit(&page, &CONTACT).await;
    assert_eq!(answer.status(), 500, "the commit failed, and the visitor was told otherwise");
    assert_eq!(rows(&app).await, before);
    app.execute("drop trigger broken on jobs").await;
    let sent = visitor.submit(&answer, &[]).await;
    assert!(led_to(&sent).starts_with("/forms/contact/sent/"));
    assert_eq!(app.sql_i64("select count(*) from enquiries where not seeded").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_sends_of_one_key_at_once_are_one_enquiry() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let page = visitor.get("/forms/contact/message").await;
    let sends = (0..50).map(|_| {
        let (tab, page) = (visitor.clone(), page.clone());
        async move { tab.submit(&page, &CONTACT).await }
    });
    let answers = join_all(sends).await;
    let receipts: BTreeSet<String> = answers.iter().map(led_to).collect();
    assert_eq!(receipts.len(), 1, "{receipts:?}");
    assert_eq!(app.sql_i64("select count(*) from enquiries where not seeded").await, 1);
    assert_eq!(app.sql_i64("select count(*) from deliveries where not seeded").await, 2);
    assert_eq!(app.sql_i64("select count(*) from jobs").await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_clicks_on_send_across_two_nodes_are_one_enquiry() {
    let app = TestApp::demo().await;
    let node = app.second_node().await;
    let visitor = app.client();
    let check = walk_to_check(&visitor).await;
    let draft = check.input("_draft").unwrap();
    let sends = (0..50).map(|number| {
        let tab = if number % 2 == 0 { visitor.clone() } else { visitor.at(&node.base) };
        let draft = draft.clone();
        async move { tab.post("/forms/project/check", &[("_draft", &draft)]).await }
    });
    let receipts: BTreeSet<String> = join_all(sends).await.iter().map(led_to).collect();
    assert_eq!(receipts.len(), 1, "{receipts:?}");
    assert!(receipts.first().unwrap().starts_with("/forms/project/sent/"));
    assert_eq!(app.sql_i64("select count(*) from enquiries where not seeded").await, 1);
    assert_eq!(app.sql_i64("select count(*) from deliveries where not seeded").await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reference_that_was_drawn_before_is_drawn_again() {
    let app = TestApp::demo().await;
    let receipts: BTreeSet<String> = join_all((0..20).map(|number| {
        let (visitor, message) = (app.client(), format!("Enquiry {number}"));
        async move { send_contact(&visitor, &crate::forms::with(&CONTACT, "message", &message)).await }
    }))
    .await
    .into_iter()
    .collect();
    assert_eq!(receipts.len(), 20);
    for receipt in &receipts {
        let known = shingle::enquiries::Reference::parse(reference(receipt)).unwrap();
        let enquiry = app.with_conn(async |conn| shingle::enquiries::Enquiry::by_reference(conn, &known).await).await;
        assert_eq!(enquiry.unwrap().reference, reference(receipt));
    }
}
