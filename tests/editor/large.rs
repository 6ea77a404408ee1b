//! What is large, and what outlives a session: nothing that was typed is lost.

use reqwest::Method;
use shingle::accounts::Role;
use shingle::blocks::Placed;

use super::{at_work, one_text, press, revisions};
use crate::blocks::text;

fn thousand() -> Vec<Placed> {
    (1..=1000).map(|number| text(&format!("<p>Paragraph {number} of a long day at the bench.</p>"))).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_of_a_thousand_blocks_is_changed_and_saved() {
    let (app, editor, id) = at_work("/long", thousand()).await;
    let page = editor.get(&format!("/admin/pages/{id}")).await;
    assert_eq!(page.all(".block-card").len(), 1000);
    let moved = press(&editor, &page, "up b1000", &[("b1.html", "<p>The first of all.</p>")]).await;
    assert_eq!(moved.status(), 200, "{}", moved.words().chars().take(300).collect::<String>());
    assert_eq!(moved.input("b999.html").as_deref(), Some("<p>Paragraph 1000 of a long day at the bench.</p>"));
    assert_eq!(press(&editor, &moved, "save", &[]).await.status(), 303);
    let saved = editor.get(&format!("/admin/pages/{id}")).await;
    assert_eq!(saved.input("b1.html").as_deref(), Some("<p>The first of all.</p>"));
    assert_eq!(revisions(&app, id).await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_those_who_are_signed_in_may_send_a_whole_page() {
    let (app, editor, id) = at_work("/long", one_text()).await;
    let path = format!("/admin/pages/{id}");
    let long = "x".repeat(200 * 1024);
    let pairs = [("title", long.as_str())];
    let stranger = app.client().request(Method::POST, &path).same_origin().form(&pairs).send().await;
    assert_eq!(stranger.status(), 413);
    let elsewhere =
        editor.request(Method::POST, &path).header("sec-fetch-site", "cross-site").form(&pairs).send().await;
    assert_eq!(elsewhere.status(), 413, "another site's post is read like everybody's");
    assert_eq!(editor.post(&path, &pairs).await.status(), 422);
    assert_eq!(editor.post(&format!("{path}/address"), &pairs).await.status(), 413, "only the sheet itself is large");
    let endless = "x".repeat(5 * 1024 * 1024);
    assert_eq!(editor.post(&path, &[("title", endless.as_str())]).await.status(), 413);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_written_when_the_session_had_ended_is_sent_after_signing_in() {
    let (app, editor, id) = at_work("/ended", one_text()).await;
    let page = editor.get(&format!("/admin/pages/{id}")).await;
    let faq = press(&editor, &page, "add b1 faq", &[]).await;
    let more = press(&editor, &faq, "grow b2.items", &[]).await;
    app.execute("delete from sessions").await;
    let typed = [
        ("b1.html", "<p>Written <strong>late</strong> at night.</p>"),
        ("b2.items.1.question", "Is it lost?"),
        ("b2.items.1.answer", "<p>No.</p>"),
        ("b2.items.2.question", "Nor the second?"),
        ("b2.items.2.answer", "<p>Neither.</p>"),
    ];
    let refused = press(&editor, &more, "save", &typed).await;
    assert_eq!((refused.status(), refused.first("h1").unwrap().as_str()), (403, "You are signed out"));
    assert_eq!(refused.input("b1.html").as_deref(), Some("<p>Written <strong>late</strong> at night.</p>"));
    let labels = refused.all("main .label").join(" / ");
    assert!(labels.ends_with("Block 2: items 2, question / Block 2: items 2, answer"), "{labels}");
    let (person, password) = app.staff(Role::Editor).await;
    editor.sign_in(&person.email, &password).await;
    assert_eq!(editor.submit(&refused, &[]).await.status(), 303);
    let saved = editor.get(&format!("/admin/pages/{id}")).await;
    assert_eq!(saved.input("b1.html").as_deref(), Some("<p>Written <strong>late</strong> at night.</p>"));
    assert_eq!(saved.input("b2.items.1.question").as_deref(), Some("Is it lost?"));
    assert_eq!(saved.input("b2.items.2.question").as_deref(), Some("Nor the second?"));
    assert_eq!(saved.all(".block-card").len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_page_too_outlives_its_session() {
    let (app, editor, id) = at_work("/longer", thousand()).await;
    let page = editor.get(&format!("/admin/pages/{id}")).await;
    app.execute("delete from sessions").await;
    let refused = press(&editor, &page, "save", &[("b500.html", "<p>In the middle of it.</p>")]).await;
    assert_eq!(refused.status(), 403);
    let (person, password) = app.staff(Role::Editor).await;
    editor.sign_in(&person.email, &password).await;
    assert_eq!(editor.submit(&refused, &[]).await.status(), 303);
    let saved = editor.get(&format!("/admin/pages/{id}")).await;
    assert_eq!(saved.input("b500.html").as_deref(), Some("<p>In the middle of it.</p>"));
    assert_eq!(saved.all(".block-card").len(), 1000);
}
