//! Nothing typed is ever lost: each step, each failure. The page that comes back holds every pair and posts to the same place.

use std::time::Duration;

use reqwest::Method;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::{CONTACT, PERSON, PROJECT, TECHNOLOGY, led_to};
use crate::support::{Client, Response, TestApp};

const KEY: &str = "0123456789abcdef0123456789abcdef";
const ODD: &str = "  </textarea><script>x</script> \"q\" 'a' &amp; 漢字\nsecond line ";

/// Every step of the demo's forms, with what is typed into it.
fn steps() -> Vec<(&'static str, Vec<(&'static str, &'static str)>)> {
    let whole = |pairs: &[(&'static str, &'static str)], odd: &'static str| {
        let mut pairs = super::with(pairs, odd, ODD);
        pairs.push(("_key", KEY));
        pairs.push(("_seen", "12"));
        pairs.push(("_source", "{\"page\":\"/services\"}"));
        pairs.push(("left-empty", ""));
        pairs
    };
    vec![
        ("/forms/project/project", whole(&PROJECT, "goals")),
        ("/forms/project/technology", whole(&TECHNOLOGY, "today")),
        ("/forms/project/contact", whole(&PERSON, "company")),
        ("/forms/contact/message", whole(&CONTACT, "message")),
        (
            "/forms/audit-request/request",
            whole(&[("website", "www.example.com"), ("email", "a@example.com"), ("consent", "yes")], "worry"),
        ),
    ]
}

/// The page holds every pair in controls of one form, which posts to the same place.
fn holds_everything(page: &Response, path: &str, pairs: &[(&str, &str)]) {
    let what = format!("{path} with {}", page.status());
    assert_eq!(page.attribute("form[data-enquiry]", "action").as_deref(), Some(path), "{what}: {}", page.words());
    assert_eq!(page.attribute("form[data-enquiry]", "method").as_deref(), Some("post"), "{what}");
    let mut names: Vec<&str> = pairs.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let typed: Vec<&str> = pairs.iter().filter(|(other, _)| *other == name).map(|(_, value)| *value).collect();
        assert_eq!(page.inputs(name), typed, "{what}: {name}");
    }
    assert!(page.has("form[data-enquiry] button[type=submit]"), "{what}: nothing sends it again");
    let id = page.header("x-request-id").expect("a request id");
    assert!(page.words().contains(id), "{what}: the page does not name its request id");
    let scripts = page.attribute("script:not([src])", "type");
    assert!(scripts.is_none(), "{what}: a script stands in the page");
}

async fn post(visitor: &Client, path: &str, pairs: &[(&str, &str)]) -> Response {
    visitor.post(path, pairs).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_post_from_another_site_is_refused_with_its_text() {
    let app = TestApp::demo().await;
    for (path, pairs) in steps() {
        for (header, value) in [("origin", "https://elsewhere.example"), ("sec-fetch-site", "cross-site")] {
            let page = app.client().request(Method::POST, path).header(header, value).form(&pairs).send().await;
            assert_eq!(page.status(), 403);
            holds_everything(&page, path, &pairs);
        }
    }
    assert_eq!(app.sql_i64("select count(*) from drafts").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_post_over_128_kilobytes_is_refused_with_its_text_and_a_larger_one_names_back() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let (long, longer) = ("é".repeat(22_000), "x".repeat(257 * 1024));
    for (path, pairs) in steps() {
        let mut pairs = pairs;
        let place = pairs.iter().position(|(_, value)| *value == ODD).unwrap();
        pairs[place].1 = &long;
        let page = post(&visitor, path, &pairs).await;
        assert_eq!(page.status(), 413, "{path}");
        holds_everything(&page, path, &pairs);
        pairs[place].1 = &longer;
        let page = post(&visitor, path, &pairs).await;
        assert_eq!(page.status(), 413, "{path}");
        assert!(page.words().contains("Back button"), "{path}: {}", page.words());
    }
    let just = "x".repeat(100 * 1024);
    let page = post(&visitor, "/forms/contact/message", &super::with(&CONTACT, "message", &just)).await;
    assert_eq!(page.status(), 422, "a body under the limit is refused");
    assert_eq!(page.input("message").map(|text| text.len()), Some(just.len()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_post_while_the_database_is_away_comes_back_with_its_text_and_goes_through_later() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    app.database.take_away().await;
    let mut last = None;
    for (path, pairs) in steps() {
        let page = post(&visitor, path, &pairs).await;
        assert_eq!(page.status(), 503, "{path}: {}", page.words());
        assert!(page.header("retry-after").is_some());
        holds_everything(&page, path, &pairs);
        if path.starts_with("/forms/contact") {
            last = Some(page);
        }
    }
    let check = post(&visitor, "/forms/project/check", &[("_draft", "x.y"), ("_seen", "3")]).await;
    assert_eq!(check.status(), 503);
    holds_everything(&check, "/forms/project/check", &[("_draft", "x.y"), ("_seen", "3")]);
    app.database.put_back().await;
    let kept = last.unwrap();
    let mut sent = visitor.submit(&kept, &[]).await;
    for _ in 0..15 {
        // Connections that broke are noticed one by one.
        if sent.status() == 303 {
            break;
        }
        assert_eq!(sent.status(), 503);
        sent = visitor.submit(&sent, &[]).await;
    }
    assert!(led_to(&sent).starts_with("/forms/contact/sent/"));
    assert_eq!(led_to(&visitor.submit(&kept, &[]).await), led_to(&sent), "the key changed on the way");
    assert_eq!(app.sql_text("select key from enquiries where not seeded").await, KEY);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fault_of_ours_gives_the_text_back() {
    let app = TestApp::demo().await;
    app.execute(
        "create function broken() returns trigger language plpgsql as $$ begin raise exception 'planted'; end $$;
         create trigger broken before insert or update on drafts for each row execute function broken()",
    )
    .await;
    let visitor = app.client();
    for (path, pairs) in steps() {
        let page = post(&visitor, path, &pairs).await;
        assert_eq!(page.status(), 500, "{path}");
        assert!(!page.text.contains("planted"), "an internal message is shown");
        holds_everything(&page, path, &pairs);
    }
    app.execute("drop trigger broken on drafts").await;
    let (path, pairs) = steps().remove(3);
    let page = post(&visitor, path, &pairs).await;
    assert_eq!(page.status(), 303);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_stops_on_the_way_comes_back_with_what_had_arrived() {
    let app = TestApp::demo().await;
    let host = app.base.strip_prefix("http://").unwrap().to_owned();
    let mut stream = tokio::net::TcpStream::connect(&host).await.unwrap();
    let body = format!("message=What+had+arrived&name=Maud&_key={KEY}&email=maud");
    let head = format!(
        "POST /forms/contact/message HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len() + 100
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let read = async {
        let mut buffer = [0_u8; 4096];
        while let Ok(count) = stream.read(&mut buffer).await {
            answer.extend_from_slice(&buffer[..count]);
            if count == 0 || answer.windows(7).any(|window| window == b"</html>") {
                break;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), read).await.expect("an answer within the deadline");
    let text = String::from_utf8_lossy(&answer);
    assert!(text.starts_with("HTTP/1.1 408"), "{}", text.lines().next().unwrap_or_default());
    assert!(text.contains("value=\"What had arrived\"") && text.contains(KEY), "{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_without_the_database_still_show_name_and_menu() {
    let app = TestApp::demo().await;
    let menu = app.client().get("/").await.all("header a");
    app.database.take_away().await;
    assert_eq!(app.client().get("/").await.status(), 200, "what was read before stays");
    for path in ["/about", "/services", "/forms/contact/message", "/blog"] {
        let page = app.client().get(path).await;
        assert_eq!(page.status(), 503, "{path}");
        assert!(page.words().contains("Bellpull"), "{path}");
        assert!(page.header("retry-after").is_some() && page.header("x-request-id").is_some());
    }
    let page = app.client().get("/services").await;
    assert!(!menu.is_empty());
    for item in menu {
        assert!(page.words().contains(&item), "{item:?} is missing from the menu: {}", page.words());
    }
    assert!(page.has("a[href='/services']"), "nothing leads on");
    app.database.put_back().await;
}
