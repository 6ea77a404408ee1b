//! Where an enquiry came from, with script and without.

use serde_json::{Value, json};

use crate::forms::{CONTACT, PERSON, PROJECT, TECHNOLOGY, led_to, with};
use crate::support::{Client, TestApp};

async fn source(app: &TestApp) -> Value {
    let text = app.sql_text("select source from enquiries where not seeded order by received_at desc limit 1").await;
    serde_json::from_str(&text).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_script_remembered_is_kept() {
    let app = TestApp::demo().await;
    let told = json!({ "page": "/services", "cta": "Start an enquiry", "utm_source": "letter", "utm_medium": "post", "utm_campaign": "spring", "referrer": "www.search.example" });
    let visitor = app.client();
    let page = visitor.get("/forms/contact/message").await;
    let sent = visitor.submit(&page, &with(&CONTACT, "_source", &told.to_string())).await;
    assert_eq!(sent.status(), 303);
    let kept = source(&app).await;
    for (name, value) in [
        ("page", "/services"),
        ("call", "Start an enquiry"),
        ("utm_source", "letter"),
        ("utm_medium", "post"),
        ("utm_campaign", "spring"),
        ("referrer", "www.search.example"),
    ] {
        assert_eq!(kept[name], value, "{kept}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_script_the_address_of_the_form_tells_the_campaign_and_the_referer_the_page() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let from = format!("{}/services", app.base);
    let start = visitor.get("/forms/project?utm_source=letter&utm_campaign=spring&call=Start+an+enquiry").await;
    let first = visitor.request(reqwest::Method::GET, &start.location().unwrap()).header("referer", &from).send().await;
    let mut next = visitor.submit(&first, &PROJECT).await.location().unwrap();
    for pairs in [&TECHNOLOGY[..], &PERSON[..]] {
        let page = visitor.get(&next).await;
        next = visitor.submit(&page, pairs).await.location().unwrap();
    }
    let check = visitor.get(&next).await;
    visitor.submit(&check, &[]).await;
    let kept = source(&app).await;
    assert_eq!(
        (kept["utm_source"].as_str(), kept["utm_campaign"].as_str()),
        (Some("letter"), Some("spring")),
        "{kept}"
    );
    assert_eq!((kept["page"].as_str(), kept["call"].as_str()), (Some("/services"), Some("Start an enquiry")), "{kept}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_in_a_cached_page_keeps_the_page_by_its_referer() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let from = format!("{}/contact?utm_source=card", app.base);
    let request = visitor.request(reqwest::Method::POST, "/forms/contact/message").same_origin();
    let sent = request.header("referer", &from).form(&CONTACT).send().await;
    assert_eq!(sent.status(), 303);
    let kept = source(&app).await;
    assert_eq!((kept["page"].as_str(), kept["utm_source"].as_str()), (Some("/contact"), Some("card")), "{kept}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_another_site_only_the_host_is_kept() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let from = "https://www.search.example/find?q=private+words#x";
    let page = visitor.request(reqwest::Method::GET, "/forms/contact/message").header("referer", from).send().await;
    visitor.submit(&page, &CONTACT).await;
    let kept = source(&app).await;
    assert_eq!(kept["referrer"], "www.search.example", "{kept}");
    assert!(!kept.to_string().contains("private"), "{kept}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_source_that_cannot_be_read_costs_no_enquiry() {
    let app = TestApp::demo().await;
    let huge = format!("{{\"page\":\"/{}\"}}", "x".repeat(5000));
    let long = format!("{{\"utm_source\":\"{}\"}}", "é".repeat(1500));
    for told in ["", "{", "[]", "null", "{\"page\":7}", "{\"page\":\"javascript:x\"}", "{\"unknown\":{}}", &huge, &long]
    {
        let visitor: Client = app.client();
        let pairs = with(&CONTACT, "_source", told);
        let sent = visitor.post("/forms/contact/message", &with(&pairs, "message", told)).await;
        if told.is_empty() {
            assert_eq!(sent.status(), 422);
            continue;
        }
        if told.len() < 4000 {
            assert!(led_to(&sent).starts_with("/forms/contact/sent/"), "{told:.40}");
        }
    }
    let most = app.sql_i64("select max(length(value)) from enquiries, jsonb_each_text(source) where not seeded").await;
    assert!(most <= 200, "{most} characters of a source are kept");
    assert_eq!(app.sql_i64("select count(*) from enquiries where source->>'page' like 'javascript%'").await, 0);
}
