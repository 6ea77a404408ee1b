//! Social links: rows that need no script, shown below every page by the names of the places.

use super::{back_to, owner};
use crate::support::{Client, Response, TestApp};

const PATH: &str = "/admin/settings/elsewhere";

async fn post(desk: &Client, links: &[&str]) -> Response {
    let seen = desk.get(PATH).await.input("seen").unwrap();
    let mut pairs = vec![("seen", seen.as_str())];
    pairs.extend(links.iter().map(|link| ("link", *link)));
    desk.post(PATH, &pairs).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn links_are_kept_in_order_and_named_after_their_places() {
    let app = TestApp::demo().await;
    let (desk, visitor) = (owner(&app).await, app.client());
    assert!(!visitor.get("/").await.has(".footer-elsewhere"));
    let links = [
        "https://www.linkedin.com/company/bellpull",
        "",
        "  https://uk.trustpilot.com/review/bellpull.example  ",
        "https://linkedin.com.evil.example/x",
        "https://www.whitcliffe-traders.example/bellpull",
    ];
    assert_eq!(post(&desk, &links).await.status(), 303);
    let page = visitor.get("/contact").await;
    assert_eq!(
        page.all(".footer-elsewhere a"),
        ["LinkedIn", "Trustpilot", "linkedin.com.evil.example", "whitcliffe-traders.example"]
    );
    assert_eq!(page.attributes(".footer-elsewhere a", "href")[1], "https://uk.trustpilot.com/review/bellpull.example");
    assert_eq!(page.attributes(".footer-elsewhere a", "rel")[0], "me noopener");
    assert!(visitor.get("/").await.text.contains("\"sameAs\":[\"https://www.linkedin.com/company/bellpull\""));
    let screen = desk.get(PATH).await;
    assert_eq!(screen.inputs("link").iter().filter(|link| link.is_empty()).count(), 3, "no empty rows are offered");
    assert!(screen.all(".links-name").contains(&"Trustpilot".to_owned()));
    assert!(screen.first(".version").unwrap().contains("Link 1: “https://www.linkedin.com/company/bellpull” added"));
    assert_eq!(post(&desk, &[]).await.status(), 303);
    assert!(!visitor.get("/").await.has(".footer-elsewhere"));
    back_to(&desk, PATH, 2).await;
    assert_eq!(visitor.get("/").await.all(".footer-elsewhere a").len(), 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_whole_https_addresses_are_taken_and_each_mistake_stands_at_its_row() {
    let app = TestApp::demo().await;
    let desk = owner(&app).await;
    let good = "https://www.instagram.com/bellpull";
    let wrong = [
        "http://www.instagram.com/bellpull",
        "instagram.com/bellpull",
        "javascript:alert(1)//https://x.com",
        "https://user:word@x.com/",
        "https://localhost/x",
        "https://10.0.0.7/x",
        good,
    ];
    let all: Vec<&str> = std::iter::once(good).chain(wrong).collect();
    let page = post(&desk, &all).await;
    assert_eq!(page.status(), 422);
    assert_eq!(page.all(".errors li").len(), wrong.len(), "{:?}", page.all(".errors li"));
    assert_eq!(page.inputs("link")[..all.len()], all);
    for number in 1..all.len() {
        assert!(page.has(&format!("#link-{number}[aria-invalid]")), "row {number}");
    }
    assert!(page.words().contains("This link stands here twice"));
    let many: Vec<String> = (0..9).map(|number| format!("https://x.com/bellpull{number}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let page = post(&desk, &many).await;
    assert!(page.status() == 422 && page.words().contains("Eight links are enough"));
    assert_eq!(page.inputs("link").len(), 9, "what was typed is lost");
    assert_eq!(post(&desk, &many[..8]).await.status(), 303);
    assert_eq!(desk.get(PATH).await.inputs("link").len(), 8, "more rows are offered than are taken");
}
