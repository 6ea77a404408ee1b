//! What each chooses for themselves: a name, light or dark, mail, shortcuts.

use shingle::accounts::Role;

use super::owner;
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn choices_are_kept_and_hold_everywhere_at_once() {
    let app = TestApp::start().await;
    let (staff, desk) = owner(&app).await;
    let page = desk.get("/account").await;
    assert_eq!(page.attribute("html", "data-theme"), None);
    assert_eq!(page.attribute("meta[name=color-scheme]", "content").as_deref(), Some("light dark"));
    assert!(page.has("body[data-shortcuts]"));
    let form = [("name", "Ines M."), ("theme", "dark"), ("reminders", "yes")];
    let kept = desk.post("/account/profile", &form).await;
    assert_eq!(kept.location().as_deref(), Some("/account?done=profile"));
    for path in ["/account", "/admin", "/admin/staff"] {
        let page = desk.get(path).await;
        assert_eq!(page.attribute("html", "data-theme").as_deref(), Some("dark"), "{path}");
        assert_eq!(page.attribute("meta[name=color-scheme]", "content").as_deref(), Some("dark"), "{path}");
        assert!(!page.has("body[data-shortcuts]"), "{path}");
        assert!(page.words().contains("Ines M., owner"), "{path}");
    }
    let page = desk.get("/account").await;
    assert_eq!((page.input("theme").as_deref(), page.input("reminders").as_deref()), (Some("dark"), Some("yes")));
    assert_eq!((page.input("morning"), page.input("shortcuts")), (None, None));
    let stored = format!("select morning_mail::text || reminders::text from staff where id = '{}'", staff.id);
    assert_eq!(app.sql_text(&stored).await, "falsetrue");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_sees_no_enquiries_is_asked_for_no_mail_about_them() {
    let app = TestApp::start().await;
    let desk = app.client_as(Role::Editor).await;
    assert!(!desk.get("/account").await.has("input[name=morning]"));
    assert_eq!(desk.post("/account/profile", &[("name", "Una"), ("theme", "light")]).await.status(), 303);
    assert_eq!(
        app.sql_text("select morning_mail from staff").await,
        "t",
        "a choice was made that nobody was asked for"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mistake_comes_back_with_what_was_chosen() {
    let app = TestApp::start().await;
    let (_, desk) = owner(&app).await;
    let long = "x".repeat(201);
    let page = desk.post("/account/profile", &[("name", &long), ("theme", "light"), ("morning", "yes")]).await;
    assert_eq!(page.status(), 422);
    assert!(page.words().contains("200 characters or fewer"));
    assert_eq!((page.input("name"), page.input("theme").as_deref()), (Some(long.clone()), Some("light")));
    assert_eq!(page.input("shortcuts"), None);
    assert_eq!(desk.post("/account/profile", &[("name", "Ines"), ("theme", "purple")]).await.status(), 422);
    assert_eq!(app.sql_i64("select count(*) from staff where name like 'x%'").await, 0);
}
