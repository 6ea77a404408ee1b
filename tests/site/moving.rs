//! A page that moves takes what lies below it along, and nobody's link breaks.

use shingle::db::Tx;
use shingle::site::Page;
use uuid::Uuid;

use super::refusal;
use crate::support::TestApp;

async fn move_to(app: &TestApp, from: &str, to: &str) -> Result<(), shingle::error::AppError> {
    let id: Uuid = app.sql_text(&format!("select id from pages where path = '{from}'")).await.parse().unwrap();
    let (at, to) = (app.clock.moment(), to.to_owned());
    app.app.db.write(async move |tx: &mut Tx| Page::move_to(tx, at, id, &to, None).await).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn links_follow_a_page_that_moves() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    move_to(&app, "/services", "/what-we-do").await.unwrap();
    app.app.refresh_business().await.unwrap();
    for (old, new) in [("/services", "/what-we-do"), ("/services/repairs", "/what-we-do/repairs")] {
        assert_eq!(visitor.get(new).await.status(), 200, "{new}");
        let answer = visitor.get(old).await;
        assert_eq!((answer.status(), answer.location().as_deref()), (301, Some(new)));
    }
    for path in ["/", "/about", "/blog/when-not-to-build-a-new-site", "/prices"] {
        let page = visitor.get(path).await;
        assert!(!page.text.contains("href=\"/services"), "{path} still links to the old address");
    }
    let front = visitor.get("/").await;
    assert!(front.has("nav a[href='/what-we-do']"), "the menu does not follow");
    // Back again: the redirect there goes, and one stands here.
    move_to(&app, "/what-we-do", "/services").await.unwrap();
    assert_eq!(visitor.get("/services/repairs").await.status(), 200);
    assert_eq!(visitor.get("/what-we-do/repairs").await.location().as_deref(), Some("/services/repairs"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_goes_nowhere_that_it_may_not() {
    let app = TestApp::demo().await;
    for (to, words) in [
        ("/services/repairs/below", "below itself"),
        ("/contact", "already"),
        ("/admin/x", "can’t be the address"),
        ("/Blog Post", "can’t be the address"),
        ("nowhere", "can’t be the address"),
        ("/blog/x", "can’t be the address"),
    ] {
        let from = if to.starts_with("/services/") { "/services/repairs" } else { "/services" };
        assert!(refusal(move_to(&app, from, to).await).contains(words), "{to}");
    }
    assert_eq!(app.client().get("/services").await.status(), 200);
}
