//! Hostile strings in control fields, addresses, parameters, cookies and at the sign-in; broken bodies.

use futures_util::stream::{self, StreamExt};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Method;

use super::{AT_ONCE, is_sound, strings};
use crate::forms::{CONTACT, walk_to_check, with};
use crate::support::TestApp;

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn control_fields_take_every_string() {
    let app = TestApp::build().setting("SHINGLE_ENQUIRY_LIMIT", "0").demo().start().await;
    let all = strings();
    stream::iter(all.iter().enumerate())
        .for_each_concurrent(AT_ONCE, |(number, typed)| {
            let visitor = app.client();
            async move {
                let message = format!("Enquiry {number}");
                // Six times the longest would be more than a body may hold.
                let typed = &typed.chars().take(2000).collect::<String>();
                let mut pairs = with(&CONTACT, "message", &message);
                pairs.extend([
                    ("_draft", typed.as_str()),
                    ("_key", typed),
                    ("_seen", typed),
                    ("_source", typed),
                    ("_return", typed),
                    ("_homepage", typed),
                ]);
                let sent = visitor.post("/forms/contact/message", &pairs).await;
                is_sound(&sent, typed);
                assert_eq!(sent.status(), 303, "{typed:?} costs an enquiry");
                is_sound(&visitor.get(&sent.location().unwrap()).await, typed);
                is_sound(&visitor.post("/forms/project/check", &[("_draft", typed)]).await, typed);
                is_sound(&visitor.post("/forms/project", &[("_draft", typed)]).await, typed);
                visitor.set_cookie("shingle_visitor", &encoded(typed));
                visitor.set_cookie("shingle_session", &encoded(&typed.chars().take(1000).collect::<String>()));
                is_sound(&visitor.get("/forms/contact/message").await, typed);
                is_sound(&visitor.get("/account").await, typed);
            }
        })
        .await;
    assert_eq!(app.sql_i64("select count(*) from enquiries where not seeded").await, i64::try_from(all.len()).unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn addresses_and_parameters_take_every_string() {
    let app = TestApp::demo().await;
    let walker = app.client();
    walk_to_check(&walker).await;
    let all = strings();
    let faults = std::sync::Mutex::new(Vec::new());
    stream::iter(&all)
        .for_each_concurrent(AT_ONCE, |typed| {
            let (visitor, walker, faults) = (app.client(), walker.clone(), &faults);
            async move {
                // An address has its limits: HTTP libraries end at 64 KiB.
                let text = encoded(&typed.chars().take(600).collect::<String>());
                let queries = format!("draft={text}&return={text}&receipt={text}&call={text}&utm_source={text}&utm_campaign={text}&{text}={text}");
                for path in [
                    format!("/?{queries}"),
                    format!("/contact?{queries}"),
                    format!("/forms/project?{queries}"),
                    format!("/forms/project/project?{queries}"),
                    format!("/forms/project/check?{queries}"),
                    format!("/forms/contact/sent/SH-7K3-MQ9-TWC?{queries}"),
                    format!("/events?{queries}"),
                    format!("/account/sign-in?next={text}&{queries}"),
                    format!("/forms/{text}"),
                    format!("/forms/{text}/project"),
                    format!("/forms/project/{text}"),
                    format!("/forms/contact/sent/{text}"),
                    format!("/forms/{text}/sent/SH-7K3-MQ9-TWC"),
                    format!("/{text}"),
                    format!("/blog/{text}"),
                    format!("/a/{text}"),
                    format!("/account/link/{text}"),
                    format!("/admin/{text}"),
                ] {
                    for visitor in [&visitor, &walker] {
                        let page = visitor.get(&path).await;
                        if page.status() >= 500 {
                            faults.lock().unwrap().push(format!("{} {}", page.status(), path.chars().take(80).collect::<String>()));
                        } else {
                            is_sound(&page, typed);
                        }
                        if std::ptr::eq(visitor, &walker) || !path.starts_with("/forms/project") { break; }
                    }
                }
            }
        })
        .await;
    let faults = faults.into_inner().unwrap();
    assert!(faults.is_empty(), "{} faults, such as {:#?}", faults.len(), faults.iter().take(12).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sign_in_takes_every_string() {
    let app = TestApp::demo().await;
    let all = strings();
    stream::iter(&all)
        .for_each_concurrent(AT_ONCE, |typed| {
            let visitor = app.client();
            async move {
                // Without a password nothing is hashed and nothing counts as a try.
                let page =
                    visitor.post("/account/sign-in", &[("email", typed), ("password", ""), ("next", typed)]).await;
                is_sound(&page, typed);
                assert_eq!(page.status(), 422, "{typed:?}");
                is_sound(&visitor.post("/account/password", &[("email", typed)]).await, typed);
                is_sound(&visitor.post("/account/link/x", &[("password", typed), ("again", typed)]).await, typed);
            }
        })
        .await;
    for typed in all.iter().step_by(25) {
        app.clock.advance(chrono::TimeDelta::minutes(16));
        let next = app
            .client()
            .post(
                "/account/sign-in",
                &[("email", "owner@example.com"), ("password", crate::support::DEMO_PASSWORD), ("next", typed)],
            )
            .await;
        assert_eq!(next.status(), 303, "{typed:?}");
        is_sound(&next, typed);
        let wrong = app.client().post("/account/sign-in", &[("email", "owner@example.com"), ("password", typed)]).await;
        is_sound(&wrong, typed);
        assert!(wrong.status() == 422 || wrong.status() == 429, "{typed:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn broken_bodies_and_wrong_types_are_answered() {
    let app = TestApp::demo().await;
    let send = |kind: Option<&'static str>, body: &'static [u8]| {
        let visitor = app.client();
        async move {
            let mut request = visitor.request(Method::POST, "/forms/contact/message").same_origin();
            if let Some(kind) = kind {
                request = request.header("content-type", kind);
            }
            let page = request.body(body).send().await;
            is_sound(&page, &String::from_utf8_lossy(body));
            page
        }
    };
    let form = Some("application/x-www-form-urlencoded");
    for body in [
        &b""[..],
        b"&",
        b"=",
        b"&&&===",
        b"%",
        b"%zz=%zz",
        b"message",
        b"message=%ff%fe%00&name=%c3%28",
        b"\xff\xfe\x00\x01",
        b"message=a=b=c",
        b"message[]=x&message[0]=y",
        b"a;b;c",
    ] {
        assert_eq!(send(form, body).await.status(), 422, "{body:?}");
    }
    let page = send(form, b"message=%ff%00ok%C3%A9&name=a+b%20c&email=%zz").await;
    assert_eq!(page.input("message").as_deref(), Some("\u{fffd}\u{fffd}oké"), "broken encodings are lost");
    assert_eq!(page.input("name").as_deref(), Some("a b c"));
    assert_eq!(page.input("email").as_deref(), Some("%zz"));
    for kind in [
        "application/json",
        "multipart/form-data; boundary=x",
        "text/plain",
        "multipart/form-data",
        "application/x-www-form-urlencoded; charset=utf-16",
        "\u{e9}",
    ] {
        let page = send(Some(kind), b"{\"message\": \"x\"}").await;
        assert!((400..500).contains(&page.status()), "{kind}: {}", page.status());
    }
    let visitor = app.client();
    for method in [Method::PUT, Method::DELETE, Method::PATCH, Method::OPTIONS, Method::TRACE] {
        for path in ["/", "/forms/contact/message", "/account/sign-in", "/admin"] {
            let page = visitor.request(method.clone(), path).same_origin().send().await;
            assert!((400..500).contains(&page.status()), "{method} {path}: {}", page.status());
        }
    }
    for path in [
        "/%",
        "/%ff",
        "/%00",
        "/%zz",
        "/forms/%00",
        "/forms/contact/%00",
        "/forms/%ff/x",
        "/..%2f..%2fetc%2fpasswd",
        "/a/..%2f..%2fCargo.toml",
        "//evil.example",
        "/%5cevil.example",
        "/?%ff=%ff&draft=%ff",
        "/forms/project/project?draft=a&draft=b",
        "/forms/project/project?draft",
        "/forms/project/project?%00",
    ] {
        let page = visitor.get(path).await;
        is_sound(&page, path);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_way_back_to_the_newest_keeps_the_whole_search() {
    let app = TestApp::demo().await;
    let desk = app.demo_owner().await;
    let after = format!("0.{}", uuid::Uuid::nil().simple());
    let page = desk.get(&format!("/admin/enquiries?view=all&q=R%26D%20%23%2B1&after={after}")).await;
    let newest = page.attribute(".empty a", "href").expect("a link to the newest");
    assert_eq!(desk.get(&newest).await.attribute("#q", "value").as_deref(), Some("R&D #+1"), "{newest}");
}
