//! What pages tell search engines: each type with what schema.org and the engines require of it.

use serde_json::Value;

use crate::support::{Response, TestApp};

/// All JSON-LD of a page.
fn data(page: &Response) -> Vec<Value> {
    let html = page.html();
    let scripts = scraper::Selector::parse("script[type='application/ld+json']").unwrap();
    html.select(&scripts).map(|script| serde_json::from_str(&script.inner_html()).expect("JSON")).collect()
}

fn of_type(all: &[Value], kind: &str) -> Value {
    let found: Vec<_> = all.iter().filter(|one| one["@type"] == kind).collect();
    assert_eq!(found.len(), 1, "{} {kind} in {all:?}", found.len());
    assert_eq!(found[0]["@context"], "https://schema.org");
    found[0].clone()
}

fn has(data: &Value, names: &[&str]) {
    for name in names {
        let value = &data[*name];
        assert!(
            !value.is_null() && value != "" && value != &serde_json::json!([]),
            "{} has no {name}: {data}",
            data["@type"]
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_of_page_says_what_it_is() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let front = data(&visitor.get("/").await);
    has(&of_type(&front, "Organization"), &["name", "url", "logo", "telephone"]);
    let site = of_type(&front, "WebSite");
    has(&site, &["name", "url", "potentialAction"]);
    let template = site["potentialAction"]["target"]["urlTemplate"].as_str().unwrap();
    assert!(template.ends_with("/search?q={search_term_string}"), "{template}");

    let article = data(&visitor.get("/blog/what-a-website-costs").await);
    let one = of_type(&article, "Article");
    has(&one, &["headline", "image", "datePublished", "dateModified", "author", "publisher", "description"]);
    assert!(one["headline"].as_str().unwrap().chars().count() <= 110);
    has(&one["author"], &["name", "url"]);
    let crumbs = of_type(&article, "BreadcrumbList");
    let items = crumbs["itemListElement"].as_array().unwrap();
    assert_eq!(items.len(), 3);
    for (index, item) in items.iter().enumerate() {
        assert_eq!(item["position"], index + 1);
        has(item, &["name", "item"]);
    }
    let faq = of_type(&article, "FAQPage");
    for question in faq["mainEntity"].as_array().unwrap() {
        has(question, &["name", "acceptedAnswer"]);
        has(&question["acceptedAnswer"], &["text"]);
    }

    let service = of_type(&data(&visitor.get("/services/care").await), "Service");
    has(&service, &["name", "description", "provider", "offers"]);
    assert_eq!(service["offers"]["priceSpecification"]["minPrice"], "95.00");
    let person = of_type(&data(&visitor.get("/blog/authors/kit").await), "Person");
    has(&person, &["name", "url", "jobTitle", "description"]);
    of_type(&data(&visitor.get("/cases/whitcliffe-lido").await), "BreadcrumbList");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_picture_of_a_link_is_made_once_and_kept() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    for path in [
        "/",
        "/blog/what-a-website-costs",
        "/cases/osgood-and-daughters",
        "/services/repairs",
        "/blog/topics/access",
        "/blog/authors/kit",
    ] {
        let address = visitor.get(path).await.attribute("meta[property='og:image']", "content").unwrap();
        let address =
            address.strip_prefix(&app.base).unwrap_or_else(|| panic!("{address} is not a whole address")).to_owned();
        let picture = visitor.request(reqwest::Method::GET, &address).open().await;
        assert_eq!(picture.status(), 200, "{path}");
        assert!(picture.headers()["cache-control"].to_str().unwrap().contains("immutable"));
        let bytes = picture.bytes().await.unwrap();
        let read = image_size(&bytes);
        assert_eq!(read, (1200, 630), "{path}");
        // Kept: it is there without its page.
        app.execute("alter table revisions rename to revisions_away").await;
        assert_eq!(visitor.get(&address).await.status(), 200);
        app.execute("alter table revisions_away rename to revisions").await;
    }
    // It says what is said now: where something else stands on it, it has another address.
    let before = visitor.get("/").await.attribute("meta[property='og:image']", "content").unwrap();
    app.execute("update settings set value = jsonb_set(value, '{name}', '\"Doorbell\"') where topic = 'business'")
        .await;
    app.app.refresh_business().await.unwrap();
    app.app.cache.generation.changed();
    let after = visitor.get("/").await.attribute("meta[property='og:image']", "content").unwrap();
    assert_ne!(before, after);
    let unknown = format!("/media/share/{}/x.png", uuid::Uuid::now_v7());
    assert_eq!(visitor.get(&unknown).await.status(), 404);
}

/// Width and height of a PNG, from its header.
fn image_size(png: &[u8]) -> (u32, u32) {
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}
