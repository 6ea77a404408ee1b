//! Bad input: hundreds of hostile strings through every public field and parameter. No fault of ours, nothing typed lost, and
//! nothing of it becomes part of a page.

mod nouns;
mod parameters;

use std::collections::BTreeSet;

use futures_util::stream::{self, StreamExt};
use scraper::Html;

use crate::forms::{CONTACT, led_to, with};
use crate::support::{Response, TestApp};

/// Class and string as JSON, one a line.
const STRINGS: &str = include_str!("data/hostile.tsv");
/// How many requests are on their way at once.
pub const AT_ONCE: usize = 6;

/// Every string, without its class.
pub fn strings() -> Vec<String> {
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
pub fn kept(text: &str) -> String {
    text.replace('\0', "\u{fffd}").replace("\r\n", "\n").replace('\r', "\n")
}

/// Fails where an element or attribute stands in the page that no template of ours wrote.
fn is_only_ours(page: &Response, typed: &str) {
    let html: Html = page.html();
    let what = || format!("{} {}: {typed:?}", page.status(), page.path.chars().take(120).collect::<String>());
    for element in html.tree.values().filter_map(|node| node.as_element()) {
        let name = element.name();
        assert!(
            !["iframe", "object", "embed", "base", "style", "applet", "frame", "video", "audio", "marquee", "math"]
                .contains(&name),
            "<{name}> in {}",
            what()
        );
        for (attribute, value) in element.attrs() {
            assert!(
                !attribute.starts_with("on") && attribute != "style" && attribute != "srcdoc",
                "{attribute}={value:?} in {}",
                what()
            );
            let address = value.trim().to_ascii_lowercase();
            if ["href", "src", "action", "formaction"].contains(&attribute) {
                assert!(
                    !address.starts_with("javascript:")
                        && !address.starts_with("data:")
                        && !address.starts_with("vbscript:"),
                    "{attribute}={value:?} in {}",
                    what()
                );
                let outside = (address.starts_with("//") || address.starts_with("http"))
                    && !address.starts_with("http://127.0.0.1:");
                assert!(!outside || name == "a", "{attribute}={value:?} in {}", what());
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

pub fn is_sound(page: &Response, typed: &str) {
    assert!(page.status() < 500, "{} {}: {typed:?}", page.status(), page.path.chars().take(200).collect::<String>());
    if page.header("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
        is_only_ours(page, typed);
    }
    for (name, value) in [("location", page.location()), ("set-cookie", page.header("set-cookie").map(str::to_owned))] {
        let Some(value) = value else { continue };
        assert!(!value.contains(['\r', '\n']), "{name}: {value:?} of {typed:?}");
        if name == "location" {
            assert!(
                value.starts_with('/') && !value.starts_with("//") && !value.starts_with("/\\"),
                "it leads to {value:?} with {typed:?}"
            );
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
                let pairs = [
                    ("message", pick(0)),
                    ("name", pick(1)),
                    ("email", pick(2)),
                    ("phone", pick(3)),
                    ("consent", pick(4)),
                ];
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
                let second =
                    [("today", pick(0)), ("platforms", pick(1)), ("platforms", pick(2)), ("integrations", pick(3))];
                let page = visitor.post("/forms/project/technology", &second).await;
                is_sound(&page, pick(0));
                assert_eq!(page.input("today"), Some(kept(pick(0))));
                assert_eq!(page.input("integrations"), Some(kept(pick(3))));
                let third = [
                    ("name", pick(0)),
                    ("email", pick(1)),
                    ("company", pick(2)),
                    ("phone", pick(3)),
                    ("reply", pick(4)),
                    ("consent", pick(5)),
                ];
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
    app.execute("update deliveries set state = 'waiting', due_at = created_at where state = 'held' and not seeded")
        .await;
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
            assert!(
                !["script", "iframe", "svg", "form", "object"].contains(&element.name()),
                "<{}> in a mail: {}",
                element.name(),
                mail.subject
            );
            assert!(element.attrs().all(|(name, _)| !name.starts_with("on")), "{}", mail.subject);
        }
    }
}
