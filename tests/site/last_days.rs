//! A form that has had its last day is closed to whoever follows a menu, a call or a link: at the business's midnight, also where pages
//! come from memory.

use chrono::{DateTime, TimeZone, Utc};
use shingle::accounts::Role;
use shingle::blocks::Placed;
use uuid::Uuid;

use crate::blocks::{add, page_of, text};
use crate::support::{Response, TestApp, eventually};

/// London is on summer time at the end of March: its midnight is an hour before that of UTC.
fn at(hour: u32, minute: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2027, 3, 31, hour, minute, 0).unwrap()
}

fn block(kind: &str, form: &str) -> Placed {
    let block = serde_json::json!({ "id": Uuid::now_v7(), "kind": kind, "title": "Ring the bell", "label": "Ring",
        "text": "It is in order.", "target": { "form": form } });
    serde_json::from_value(block).unwrap()
}

/// The demo with pages in memory, and the contact form in a menu and on `/spring`; its last day is the last of March.
async fn until_the_end_of_march() -> TestApp {
    let app = TestApp::build().demo().hearing().start().await;
    app.clock.advance(at(12, 0) - app.clock.now());
    let form = app.sql_text("select id from forms where slug = 'contact'").await;
    let link = text(&format!("<p>Or <a href=\"form:{form}\">write</a>.</p>"));
    add(&app, page_of("/spring", vec![block("call-to-action", &form), block("offer", &form), link])).await.unwrap();
    let manager = app.client_as(Role::Manager).await;
    let entries = [("action-label", "Write to us"), ("action-leads", &format!("form:{form}"))];
    let saved = manager.submit(&manager.get("/admin/menus").await, &entries).await;
    assert_eq!(saved.status(), 303, "{}", saved.words());
    let sheet = manager.get("/admin/forms/contact").await;
    let saved = manager.submit(&sheet, &[("closes_on", "2027-03-31")]).await;
    assert_eq!(saved.status(), 303, "{}", saved.words());
    app
}

fn leads(page: &Response) -> usize {
    page.all("header a[href^='/forms/contact'], main a[href^='/forms/contact']").len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_its_last_day_nothing_leads_to_a_form() {
    let app = until_the_end_of_march().await;
    let visitor = app.client();
    app.clock.advance(at(22, 59) - app.clock.now());
    eventually("changes are taken in", async || app.app.cache.generation.settled()).await;
    let hits = app.app.cache.figures().hits;
    for _ in 0..2 {
        assert_eq!(leads(&visitor.get("/spring").await), 4, "the call, the offer, the link and the menu");
        assert!(visitor.get("/spring.md").await.text.contains("/forms/contact"));
        for path in ["/", "/about", "/blog", "/blog/topics/forms", "/blog/authors/kit", "/cases"] {
            assert_eq!(visitor.get(path).await.all("header a[href='/forms/contact']").len(), 1, "{path}");
        }
    }
    assert!(app.app.cache.figures().hits >= hits + 8, "nothing came from memory");

    app.clock.advance(at(23, 0) - app.clock.now());
    let page = visitor.get("/spring").await;
    assert_eq!(leads(&page), 0, "{}", page.text);
    // As where staff closed it.
    assert_eq!(page.all("main a[href='/contact']").len(), 3, "{}", page.text);
    let twin = visitor.get("/spring.md").await.text;
    assert!(!twin.contains("/forms/contact") && twin.contains("/contact)"), "{twin}");
    for path in ["/", "/about", "/blog", "/blog/topics/forms", "/blog/authors/kit", "/cases", "/search"] {
        assert!(!visitor.get(path).await.has("header a[href^='/forms/contact']"), "{path}");
    }
    let said = app.client_as(Role::Editor).await.get("/admin/menus").await.first("#action").unwrap();
    assert!(said.contains("Form closed: not shown"), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_later_last_day_brings_the_links_back() {
    let app = until_the_end_of_march().await;
    app.clock.advance(at(23, 30) - app.clock.now());
    let visitor = app.client();
    assert_eq!(leads(&visitor.get("/spring").await), 0);
    let manager = app.client_as(Role::Manager).await;
    let saved = manager.submit(&manager.get("/admin/forms/contact").await, &[("closes_on", "")]).await;
    assert_eq!(saved.status(), 303, "{}", saved.words());
    assert_eq!(leads(&visitor.get("/spring").await), 4);
}
