//! A site that is not open yet.

use super::set_up;
use crate::settings;
use crate::support::TestApp;

const PLACES: [&str; 9] = [
    "/",
    "/contact",
    "/forms/contact",
    "/forms/contact/message",
    "/search?q=a",
    "/feed.xml",
    "/sitemap.xml",
    "/llms.txt",
    "/contact.md",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn until_it_is_opened_only_staff_see_the_site() {
    let app = TestApp::start().await;
    let owner = set_up(&app, "practice").await;
    let visitor = app.client();
    for path in PLACES {
        let page = visitor.get(path).await;
        assert_eq!(page.status(), 200, "{path}");
        assert!(
            page.words().contains("Opening soon") && page.words().contains("desk@quill.example"),
            "{path}: {}",
            page.words()
        );
        assert!(page.has("meta[name=robots][content=noindex]"), "{path}");
    }
    // What staff have looked at is not given to visitors from memory.
    for path in ["/", "/contact"] {
        let page = owner.follow(path).await;
        assert!(page.words().contains("Only staff see this site yet"), "{path}: {}", page.words());
    }
    assert!(visitor.get("/").await.words().contains("Opening soon"));
    let nothing = visitor
        .post(
            "/forms/contact/message",
            &[("message", "Hello"), ("name", "Kim"), ("email", "kim@example.com"), ("consent", "yes")],
        )
        .await;
    assert!(nothing.words().contains("Opening soon"));
    assert_eq!(app.sql_i64("select count(*) from enquiries").await, 0);
    assert!(visitor.get("/robots.txt").await.text.contains("Disallow: /\n"));
    assert_eq!(visitor.get("/account/sign-in").await.status(), 200);

    assert_eq!(owner.post("/admin/opening", &[]).await.status(), 303);
    let open = visitor.get("/").await;
    assert!(open.words().contains("Quill & Sons") && !open.words().contains("Opening soon"), "{}", open.words());
    assert!(!open.has(".demo-note"));
    assert!(!visitor.get("/robots.txt").await.text.contains("Disallow: /\n"));
    assert_eq!(visitor.follow("/forms/contact").await.status(), 200);
    // It is a change of the settings like others: it can be seen who made it.
    assert!(owner.get("/admin/staff/acts").await.words().contains("Ada Quill"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_still_to_be_done_stands_on_the_dashboard_until_it_is_done() {
    let app = TestApp::start().await;
    let owner = set_up(&app, "tutor").await;
    let undone = async || {
        let page = owner.get("/admin").await;
        page.all(".started li:not(.is-done) .started-name").len()
    };
    assert_eq!(undone().await, 6);
    app.run_jobs().await;
    // The mailer of tests takes everything, as a mail server would.
    assert_eq!(undone().await, 5, "the test message has left");
    owner.post("/admin/privacy-reading", &[]).await;
    assert_eq!(undone().await, 4);
    owner.post("/admin/opening", &[]).await;
    assert_eq!(undone().await, 3);
    assert_eq!(owner.post("/admin/forms/contact/tests", &[]).await.status(), 303);
    app.run_jobs().await;
    assert_eq!(undone().await, 2);
    settings::has_no_logo(&owner).await;
    assert_eq!(undone().await, 1);
    let settings = owner.get("/admin/settings/business").await;
    let seen = settings.attribute("input[name=seen]", "value").unwrap();
    let business = [
        ("seen", seen.as_str()),
        ("name", "Quill & Sons"),
        ("phone", "01632 960 222"),
        ("email", "desk@quill.example"),
        ("prefix", "QS"),
    ];
    assert_eq!(owner.post("/admin/settings/business", &business).await.status(), 303);
    let page = owner.get("/admin").await;
    assert!(!page.has(".started"), "{}", page.words());
    assert!(app.app.business().open, "saving the business closed the site");
}
