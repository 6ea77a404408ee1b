//! The switch for search engines: what it does outside, and that nobody inside can forget it.

use shingle::accounts::Role;

use super::{back_to, owner, saved};
use crate::support::TestApp;

const PATH: &str = "/admin/settings/search-engines";
const LOUD: &str = "Search engines are asked to stay away from this site.";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn switched_off_every_answer_asks_to_be_left_out_and_every_screen_says_so() {
    // An own site that is open, without a demonstration's own reasons.
    let app = TestApp::start().await;
    crate::starter::set_up(&app, "agency").await;
    let (desk, visitor) = (owner(&app).await, app.client());
    desk.post("/admin/opening", &[]).await;
    let open = visitor.get("/").await;
    assert!(open.header("x-robots-tag").is_none() && !open.has("meta[name=robots]"));
    assert!(!desk.get("/admin").await.words().contains(LOUD));
    saved(&desk, PATH, &[("search", "left-out")]).await;
    for path in ["/", "/contact", "/blog", "/feed.xml", "/nothing-here"] {
        let page = visitor.get(path).await;
        assert_eq!(page.header("x-robots-tag"), Some("noindex, nofollow"), "{path}");
    }
    // From memory too.
    assert_eq!(visitor.get("/").await.header("x-robots-tag"), Some("noindex, nofollow"));
    assert!(visitor.get("/").await.has("meta[name=robots][content='noindex, nofollow']"));
    let rules = visitor.get("/robots.txt").await.text;
    assert!(!rules.contains("Sitemap:"), "{rules}");
    assert!(!rules.contains("Disallow: /\n"), "who may not read a page never finds that it is to be left out: {rules}");
    for path in ["/admin", "/admin/forms", "/admin/settings", "/account"] {
        let page = desk.get(path).await;
        assert!(page.first(".banner-loud").is_some_and(|words| words.contains(LOUD)), "{path}");
        assert!(page.has(&format!(".banner-loud a[href='{PATH}']")), "{path}");
    }
    // Whoever can't switch it is told as well, without a link that would lead nowhere.
    let editor = app.client_as(Role::Editor).await.get("/admin").await;
    assert!(editor.words().contains(LOUD) && !editor.has(".banner-loud a"));
    assert!(desk.get("/admin/settings").await.words().contains("Are asked to stay away"));
    back_to(&desk, PATH, 1).await;
    assert!(visitor.get("/").await.header("x-robots-tag").is_none());
    assert!(visitor.get("/robots.txt").await.text.contains("Sitemap:"));
    assert!(!desk.get("/admin").await.words().contains(LOUD));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_chosen_is_refused_and_the_demo_says_that_it_stays_out() {
    let app = TestApp::demo().await;
    let desk = owner(&app).await;
    let page = desk.get(PATH).await;
    assert!(page.words().contains("This is a demonstration") && page.input("search").as_deref() == Some("listed"));
    let refused = desk.submit(&page, &[("search", "perhaps")]).await;
    assert_eq!(refused.status(), 422);
    assert!(refused.has(".errors a[href='#search']"));
    assert!(app.app.business().listed);
    // It is no alarm: nobody is woken for it.
    saved(&desk, PATH, &[("search", "left-out")]).await;
    shingle::jobs::sweep(&app.app).await.unwrap();
    assert_eq!(app.sql_i64("select count(*) from alerts where kind = 'unlisted'").await, 0);
}
