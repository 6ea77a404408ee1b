//! Redirects, and addresses that lead nowhere.

use shingle::db::Tx;
use shingle::site::redirects::{Goal, Redirect};

use super::refusal;
use crate::support::TestApp;

async fn add(app: &TestApp, from: &str, to: &str, is_prefix: bool) -> Result<uuid::Uuid, shingle::error::AppError> {
    let redirect = Redirect { from: from.to_owned(), is_prefix, goal: Goal::Address(to.to_owned()) };
    let at = app.clock.moment();
    app.app.db.write(async move |tx: &mut Tx| redirect.add(tx, at, None).await).await
}

async fn leads(app: &TestApp, path: &str) -> Option<String> {
    let answer = app.client().get(path).await;
    (answer.status() == 301).then(|| answer.location().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn old_addresses_lead_to_new_ones_and_are_counted() {
    let app = TestApp::demo().await;
    add(&app, "/old", "/contact", false).await.unwrap();
    add(&app, "/archive", "/blog", true).await.unwrap();
    add(&app, "/archive/special", "https://elsewhere.example/x", false).await.unwrap();
    assert_eq!(leads(&app, "/old").await.as_deref(), Some("/contact"));
    assert_eq!(leads(&app, "/old/below").await, None, "it is no prefix");
    assert_eq!(leads(&app, "/archive").await.as_deref(), Some("/blog"));
    assert_eq!(leads(&app, "/archive/a/b").await.as_deref(), Some("/blog/a/b"));
    assert_eq!(leads(&app, "/archived").await, None, "a prefix ends at a slash");
    assert_eq!(
        leads(&app, "/archive/special").await.as_deref(),
        Some("https://elsewhere.example/x"),
        "the longest counts"
    );
    assert_eq!(app.sql_i64("select hits from redirects where from_path = '/archive'").await, 2);
    // A page is nobody's old address.
    assert_eq!(app.client().get("/contact").await.status(), 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn loops_are_refused() {
    let app = TestApp::demo().await;
    add(&app, "/one", "/two", false).await.unwrap();
    add(&app, "/two", "/three", false).await.unwrap();
    assert!(refusal(add(&app, "/three", "/one", false).await).contains("back to /three"));
    assert!(refusal(add(&app, "/self", "/self", false).await).contains("back to /self"));
    assert!(refusal(add(&app, "/wide", "/wide/er", true).await).contains("back to /wide"));
    assert!(refusal(add(&app, "/one", "/contact", false).await).contains("redirected already"));
    assert!(refusal(add(&app, "/contact", "/about", false).await).contains("A page lives at"));
    add(&app, "/three", "/contact", false).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_missing_is_written_down_and_the_page_helps() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let ask = async |path: &str| {
        visitor
            .request(reqwest::Method::GET, path)
            .header("referer", "https://links.example/page?secret=1")
            .send()
            .await
    };
    let page = ask("/servces/repairs").await;
    assert_eq!(page.status(), 404);
    assert!(page.has("form[action='/search'] input[name=q]"), "no search is offered");
    assert!(page.has("main a[href='/services/repairs']"), "the likely page is not offered: {}", page.words());
    ask("/servces/repairs").await;
    let rows = app.sql("select path, hits::text, referrer from missing_paths").await;
    assert_eq!(rows, [["/servces/repairs", "2", "links.example"]]);
    ask(&format!("/{}", "x".repeat(400))).await;
    assert_eq!(app.sql_i64("select count(*) from missing_paths").await, 1, "a path without end was written down");
    app.execute("insert into missing_paths (path, first_at, last_at) select '/x' || n, now() - interval '1 year', now() - interval '1 year' from generate_series(1, 1500) n").await;
    ask("/another").await;
    assert_eq!(app.sql_i64("select count(*) from missing_paths").await, 1000, "the record has no end");
    assert_eq!(
        app.sql_i64("select count(*) from missing_paths where path in ('/another', '/servces/repairs')").await,
        2,
        "the newest went"
    );
}
