//! Bad input: hundreds of hostile strings through every public field and parameter. No fault of ours, nothing typed lost, and
//! nothing of it becomes part of a page.

use std::collections::BTreeSet;

use futures_util::stream::{self, StreamExt};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Method;
use scraper::Html;

use crate::forms::{CONTACT, led_to, walk_to_check, with};
use crate::support::{Response, TestApp};

/// Class and string as JSON, one a line.
const STRINGS: &str = include_str!("data/hostile.tsv");
/// How many requests are on their way at once.
const AT_ONCE: usize = 6;

fn strings() -> Vec<String> {
    STRINGS
        .lines()
        .skip(1)
        .map(|line| {
            let (_, text) = line.split_once('\t').unwrap_or_else(|| panic!("two columns: {line}"));
            serde_json::from_str(text).unwrap_or_else(|error| panic!("{line}: {error}"))
        })
        .collect()
}

/// A string as a page gives it back: U+0000 is replaced at the edge, and HTML knows one kind of line end.
fn kept(text: &str) -> String {
    text.replace('\0', "\u{fffd}").replace("\r\n", "\n").replace('\r', "\n")
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// Fails where an element or attribute stands in the page that no template of ours wrote.
fn is_only_ours(page: &Response, typed: &str) {
    let html: Html = page.html();
    let what = || format!("{} {}: {typed:?}", page.status(), page.path.chars().take(120).collect::<String>());
    for element in html.tree.values().filter_map(|node| node.as_element()) {
        let name = element.name();
        assert!(!["iframe", "object", "embed", "base", "style", "applet", "frame", "video", "audio", "marquee", "math"].contains(&name), "<{name}> in {}", what());
        for (attribute, value) in element.attrs() {
            assert!(!attribute.starts_with("on") && attribute != "style" && attribute != "srcdoc", "{attribute}={value:?} in {}", what());
            let address = value.trim().to_ascii_lowercase();
            if ["href", "src", "action", "formaction"].contains(&attribute) {
                assert!(!address.starts_with("javascript:") && !address.starts_with("data:") && !address.starts_with("vbscript:"), "{attribute}={value:?} in {}", what());
                let outside = address.starts_with("//") || address.starts_with("http");
                assert!(!outside || name == "a" || name == "link" && !address.contains("evil"), "{attribute}={value:?} in {}", what());
            }
        }
        if name == "script" {
            let (src, kind) = (element.attr("src").unwrap_or_default(), element.attr("type").unwrap_or_default());
            assert!(src.starts_with("/a/") || kind == "application/ld+json", "a script in {}", what());
        }
        if name == "meta" {
            assert!(element.attr("http-equiv").is_none(), "http-equiv in {}", what());
        }
    }
}

fn is_sound(page: &Response, typed: &str) {
    assert!(page.status() < 500, "{} {}: {typed:?}", page.status(), page.path.chars().take(200).collect::<String>());
    if page.header("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
        is_only_ours(page, typed);
    }
    for (name, value) in [("location", page.location()), ("set-cookie", page.header("set-cookie").map(str::to_owned))] {
        let Some(value) = value else { continue };
        assert!(!value.contains(['\r', '\n']), "{name}: {value:?} of {typed:?}");
        if name == "location" {
            assert!(value.starts_with('/') && !value.starts_with("//") && !value.starts_with("/\\"), "it leads to {value:?} with {typed:?}");
        }
    }
}

#[test]
fn there_are_enough_of_them_and_each_is_another() {
    let all = strings();
    let distinct: BTreeSet<&String> = all.iter().collect();
    assert!(distinct.len() >= 500, "{} distinct strings", distinct.len());
    assert_eq!(distinct.len(), all.len(), "some stand twice");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_string_comes_back_from_every_field_of_a_one_step_form() {
    let app = TestApp::demo().await;
    let all = strings();
    let count = all.len();
    stream::iter(0..count)
        .for_each_concurrent(AT_ONCE, |number| {
            let (visitor, all) = (app.client(), &all);
            async move {
                let pick = |step: usize| all[(number + step * 97) % count].as_str();
                let pairs = [("message", pick(0)), ("name", pick(1)), ("email", pick(2)), ("phone", pick(3)), ("consent", pick(4))];
                let page = visitor.post("/forms/contact/message", &pairs).await;
                is_sound(&page, pick(0));
                assert_eq!(page.status(), 422, "{:?}", pick(0));
                for (name, typed) in &pairs[..4] {
                    assert_eq!(page.input(name), Some(kept(typed)), "{name}: {typed:?}");
                }
            }
        })
        .await;
    assert_eq!(app.sql_i64("select count(*) from enquiries where not seeded").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_string_comes_back_from_every_step_of_a_walk() {
    let app = TestApp::demo().await;
    let all = strings();
    let count = all.len();
    stream::iter(0..count)
        .for_each_concurrent(AT_ONCE, |number| {
            let (visitor, all) = (app.client(), &all);
            async move {
                let pick = |step: usize| all[(number + step * 97) % count].as_str();
                let first = [("work", pick(1)), ("goals", pick(0)), ("budget", pick(2)), ("start", pick(3))];
                let page = visitor.post("/forms/project/project", &first).await;
                is_sound(&page, pick(0));
                assert_eq!(page.input("goals"), Some(kept(pick(0))), "{:?}", pick(0));
                let second = [("today", pick(0)), ("platforms", pick(1)), ("platforms", pick(2)), ("integrations", pick(3))];
                let page = visitor.post("/forms/project/technology", &second).await;
                is_sound(&page, pick(0));
                assert_eq!(page.input("today"), Some(kept(pick(0))));
                assert_eq!(page.input("integrations"), Some(kept(pick(3))));
                let third = [("name", pick(0)), ("email", pick(1)), ("company", pick(2)), ("phone", pick(3)), ("reply", pick(4)), ("consent", pick(5))];
                let page = visitor.post("/forms/project/contact", &third).await;
                is_sound(&page, pick(0));
                for (name, typed) in &third[..4] {
                    assert_eq!(page.input(name), Some(kept(typed)), "{name}: {typed:?}");
                }
                let fourth = [("website", pick(0)), ("worry", pick(1)), ("email", pick(2)), ("consent", "no")];
                let page = visitor.post("/forms/audit-request/request", &fourth).await;
                is_sound(&page, pick(0));
                for (name, typed) in &fourth[..3] {
                    assert_eq!(page.input(name), Some(kept(typed)), "{name}: {typed:?}");
                }
                let page = visitor.get("/forms/project/project").await;
                is_sound(&page, pick(0));
                assert_eq!(page.input("goals"), Some(kept(pick(0))), "after coming back");
            }
        })
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_accepted_is_shown_as_words_at_the_desk_and_leaves_as_mail() {
    let app = TestApp::build().setting("SHINGLE_ENQUIRY_LIMIT", "0").demo().start().await;
    let desk = app.demo_owner().await;
    let all = strings();
    stream::iter(&all)
        .for_each_concurrent(AT_ONCE, |typed| {
            let (visitor, desk) = (app.client(), desk.clone());
            async move {
                let short: String = typed.chars().take(60).collect();
                let pairs = with(&with(&CONTACT, "message", typed), "name", &short);
                let sent = visitor.post("/forms/contact/message", &pairs).await;
                is_sound(&sent, typed);
                if sent.status() == 422 {
                    // Too long, or nothing but what cannot be seen: asked again, and kept.
                    assert_eq!(sent.input("message"), Some(kept(typed)));
                    return;
                }
                let receipt = led_to(&sent);
                let page = visitor.get(&receipt).await;
                is_sound(&page, typed);
                let number = crate::forms::reference(&receipt);
                let record = desk.get(&format!("/admin/enquiries/{number}")).await;
                assert_eq!(record.status(), 200, "{typed:?}");
                is_only_ours(&record, typed);
                let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
                assert!(squeezed(&record.words()).contains(&squeezed(&kept(typed))), "the desk does not see {typed:?}");
            }
        })
        .await;
    let accepted = app.sql_i64("select count(*) from enquiries where not seeded").await;
    assert!(accepted > 400, "only {accepted} were accepted");
    for view in ["new", "open", "all", "spam"] {
        is_sound(&desk.get(&format!("/admin/enquiries?view={view}")).await, view);
    }
    app.execute("update deliveries set state = 'waiting', due_at = created_at where state = 'held' and not seeded").await;
    app.execute("insert into jobs (id, kind, key, payload, run_at, created_at) select gen_random_uuid(), 'deliver', 'deliver ' || id, jsonb_build_object('delivery', id), created_at, created_at from deliveries where state = 'waiting' on conflict do nothing").await;
    app.run_jobs().await;
    let bad = app.sql("select d.state, d.kind, e.name from deliveries d join enquiries e on e.id = d.enquiry_id where not d.seeded and d.state <> 'handed-over' limit 5").await;
    assert_eq!(bad, Vec::<Vec<String>>::new(), "mail was not written");
    let mails = app.mails();
    assert_eq!(i64::try_from(mails.len()).unwrap(), accepted * 2);
    for mail in mails {
        let raw = String::from_utf8_lossy(&mail.raw).into_owned();
        let head = raw.split("\r\n\r\n").next().unwrap().to_ascii_lowercase();
        assert!(!head.contains("\r\nbcc:") && !head.contains("\r\nx-"), "{head}");
        assert_eq!(mail.from, "hello@bellpull.example");
        let html = Html::parse_document(&mail.html);
        for element in html.tree.values().filter_map(|node| node.as_element()) {
            assert!(!["script", "iframe", "svg", "form", "object"].contains(&element.name()), "<{}> in a mail: {}", element.name(), mail.subject);
            assert!(element.attrs().all(|(name, _)| !name.starts_with("on")), "{}", mail.subject);
        }
    }
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
                let mut pairs = with(&CONTACT, "message", &message);
                pairs.extend([("_draft", typed.as_str()), ("_key", typed), ("_seen", typed), ("_source", typed), ("_return", typed), ("_homepage", typed)]);
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
                let page = visitor.post("/account/sign-in", &[("email", typed), ("password", ""), ("next", typed)]).await;
                is_sound(&page, typed);
                assert_eq!(page.status(), 422, "{typed:?}");
                is_sound(&visitor.post("/account/password", &[("email", typed)]).await, typed);
                is_sound(&visitor.post("/account/link/x", &[("password", typed), ("again", typed)]).await, typed);
            }
        })
        .await;
    for typed in all.iter().step_by(25) {
        app.clock.advance(chrono::TimeDelta::minutes(16));
        let next = app.client().post("/account/sign-in", &[("email", "owner@example.com"), ("password", crate::support::DEMO_PASSWORD), ("next", typed)]).await;
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
    for body in [&b""[..], b"&", b"=", b"&&&===", b"%", b"%zz=%zz", b"message", b"message=%ff%fe%00&name=%c3%28", b"\xff\xfe\x00\x01", b"message=a=b=c", b"message[]=x&message[0]=y", b"a;b;c"] {
        assert_eq!(send(form, body).await.status(), 422, "{body:?}");
    }
    let page = send(form, b"message=%ff%00ok%C3%A9&name=a+b%20c&email=%zz").await;
    assert_eq!(page.input("message").as_deref(), Some("\u{fffd}\u{fffd}oké"), "broken encodings are lost");
    assert_eq!(page.input("name").as_deref(), Some("a b c"));
    assert_eq!(page.input("email").as_deref(), Some("%zz"));
    for kind in ["application/json", "multipart/form-data; boundary=x", "text/plain", "multipart/form-data", "application/x-www-form-urlencoded; charset=utf-16", "\u{e9}"] {
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
    for path in ["/%", "/%ff", "/%00", "/%zz", "/forms/%00", "/forms/contact/%00", "/forms/%ff/x", "/..%2f..%2fetc%2fpasswd", "/a/..%2f..%2fCargo.toml", "//evil.example", "/%5cevil.example", "/?%ff=%ff&draft=%ff", "/forms/project/project?draft=a&draft=b", "/forms/project/project?draft", "/forms/project/project?%00"] {
        let page = visitor.get(path).await;
        is_sound(&page, path);
    }
}
