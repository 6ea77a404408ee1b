//! *Start my own site*: the demonstration goes, and nothing of it stays.

use shingle::demo::{self, Filled};

use super::{TYPED, link};
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demonstration_is_cleared_after_its_name_was_typed() {
    let app = TestApp::demo().await;
    let owner = app.demo_owner().await;
    assert!(app.client().get("/").await.has(".demo-note a[href='/admin/own-site']"));
    let picture =
        app.client().get("/cases/osgood-and-daughters").await.attribute(".case-cover picture img", "src").unwrap();
    let refused = owner.post("/admin/own-site", &[("name", "yes")]).await;
    assert_eq!(refused.status(), 422);
    assert!(refused.words().contains("Type Bellpull"), "{}", refused.words());
    assert_eq!(app.client().get("/services").await.status(), 200);

    let cleared = owner.post("/admin/own-site", &[("name", "bellpull")]).await;
    assert_eq!(cleared.status(), 303);
    let path = cleared.location().unwrap();
    assert_eq!(path, link(&app).await);
    for table in
        ["staff", "pages", "forms", "settings", "media", "enquiries", "deliveries", "sessions", "services", "authors"]
    {
        assert_eq!(app.sql_i64(&format!("select count(*) from {table}")).await, 0, "{table}");
    }
    assert_eq!(owner.get("/admin").await.status(), 303, "its owner is out");
    assert_eq!(app.client().get("/services").await.status(), 404);
    assert!(app.client().get("/").await.words().contains("Shingle is running"));
    app.run_jobs().await;
    assert_eq!(app.client().get(&picture).await.status(), 404, "a picture of the demonstration is served still");

    let done = owner.post(&path, &TYPED).await;
    assert_eq!(done.status(), 303, "{}", done.words());
    assert!(!owner.get("/").await.words().contains("demonstration of Shingle"));
    // A later --demo changes nothing.
    assert!(matches!(demo::fill(&app.app).await.unwrap(), Filled::NotEmpty));
    assert_eq!(owner.get("/admin/own-site").await.status(), 404);
    assert_eq!(owner.post("/admin/own-site", &[("name", "Quill & Sons")]).await.status(), 404);
    assert_eq!(app.sql_i64("select count(*) from staff").await, 1);
}
