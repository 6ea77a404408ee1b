//! Every kind of field gives back what was typed, byte for byte, when the page comes back with a mistake.

use serde_json::json;

use super::{add_form, form_of};
use crate::support::TestApp;

/// What people and programs type, and what a page could mangle.
const TYPED: [&str; 16] = [
    "plain words",
    "  spaces before and after  ",
    "\ttab\tand\ttab\t",
    "\nbegins with a new line",
    "ends with a new line\n",
    "one\n\n\nthree below",
    "<script>alert(1)</script>",
    "</textarea><b>out</b>",
    "\"><img src=x onerror=alert(1)>",
    "' onfocus='x",
    "&amp; &lt; &#39; &nbsp; & &copy;",
    "ünïcödé 漢字 שלום مرحبا",
    "👩‍👩‍👧‍👦 e\u{301} \u{200f}\u{202e}x",
    "a+b=c&d%20e%",
    "{{ 7 * 7 }} ${x} #{y}",
    "",
];

fn definition() -> serde_json::Value {
    let choices =
        json!([{ "value": "a", "label": "A" }, { "value": "b", "label": "B" }, { "value": "c", "label": "C" }]);
    let field = |name: &str, kind: &str| json!({ "name": name, "kind": kind, "label": name });
    let mut fields: Vec<serde_json::Value> =
        ["short-text", "long-text", "phone", "web-address", "number", "yes-no", "date"]
            .into_iter()
            .map(|kind| field(kind, kind))
            .collect();
    fields.push(json!({ "name": "email", "kind": "email", "label": "Email", "required": true }));
    fields.push(json!({ "name": "choice", "kind": "choice", "label": "One", "choices": choices }));
    fields.push(json!({ "name": "choices", "kind": "choices", "label": "Some", "choices": choices }));
    fields.push(json!({ "name": "consent", "kind": "consent", "label": "Consent", "statement": "You may." }));
    fields.push(json!({ "name": "must", "kind": "short-text", "label": "Must", "required": true }));
    form_of(json!([{ "name": "all", "label": "All", "title": "All?", "fields": fields }]))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_of_field_gives_back_what_was_typed() {
    let app = TestApp::start().await;
    add_form(&app, "kinds", definition()).await;
    let texts =
        ["short-text", "long-text", "phone", "web-address", "number", "email", "date.day", "date.month", "date.year"];
    for typed in TYPED {
        let visitor = app.client();
        let mut pairs: Vec<(&str, &str)> = texts.iter().map(|name| (*name, typed)).collect();
        pairs.extend([("yes-no", "no"), ("choice", "b"), ("choices", "a"), ("choices", "c"), ("consent", "yes")]);
        let page = visitor.post("/forms/kinds/all", &pairs).await;
        assert_eq!(page.status(), 422);
        for name in texts {
            assert_eq!(page.input(name).as_deref(), Some(typed), "{name}");
        }
        assert_eq!(page.input("yes-no").as_deref(), Some("no"));
        assert_eq!(page.input("choice").as_deref(), Some("b"));
        assert_eq!(page.inputs("choices"), ["a", "c"]);
        assert_eq!(page.input("consent").as_deref(), Some("yes"));
        let later = visitor.get("/forms/kinds/all").await;
        for name in texts {
            assert_eq!(later.input(name).as_deref(), Some(typed), "{name} after coming back");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_end_of_a_browser_is_one_character() {
    let app = TestApp::start().await;
    let long = json!({ "name": "text", "kind": "long-text", "label": "Text", "max": 5 });
    add_form(
        &app,
        "lines",
        form_of(json!([{ "name": "one", "label": "One", "title": "One?", "fields": [long, super::email_field()] }])),
    )
    .await;
    let send = |text: &'static str| {
        let visitor = app.client();
        async move { visitor.post("/forms/lines/one", &[("text", text), ("email", "a@example.com")]).await }
    };
    assert_eq!(send("ab\r\ncd").await.status(), 303);
    let wrong = send("abc\r\ncd").await;
    assert_eq!(wrong.status(), 422);
    assert!(wrong.words().contains("it is 6 now"), "{}", wrong.words());
    assert_eq!(wrong.input("text").as_deref(), Some("abc\ncd"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hidden_source_goes_through_a_mistake_into_the_enquiry() {
    let app = TestApp::start().await;
    let hidden = json!({ "name": "from", "kind": "hidden-source", "label": "From" });
    add_form(
        &app,
        "hidden",
        form_of(json!([{ "name": "one", "label": "One", "title": "One?", "fields": [hidden, super::email_field()] }])),
    )
    .await;
    let visitor = app.client();
    let wrong = visitor.post("/forms/hidden/one", &[("from", "the <poster>"), ("email", "nothing")]).await;
    assert_eq!(wrong.status(), 422);
    let sent = visitor.submit(&wrong, &[("email", "a@example.com")]).await;
    assert_eq!(sent.status(), 303);
    assert_eq!(app.sql_text("select answers->'from'->>0 from enquiries").await, "the <poster>");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_refuses_what_it_cannot_be_and_says_how_to_mend_it() {
    let app = TestApp::start().await;
    add_form(&app, "kinds", definition()).await;
    let good = [("email", "a@example.com"), ("must", "x")];
    for (name, wrong, words) in [
        ("email", "a@b", "Enter an email address in the form name@example.com"),
        ("email", "", "Enter your email"),
        ("phone", "ring me", "Enter a telephone number"),
        ("phone", "12345", "Enter a telephone number"),
        ("web-address", "no spaces here.example", "Enter the address of the website"),
        ("web-address", "javascript:alert(1)", "Enter the address of the website"),
        ("number", "12.5", "must be a whole number"),
        ("choice", "d", "Select one of the answers"),
        ("choices", "d", "Select only from the answers"),
        ("yes-no", "perhaps", "Select yes or no"),
        ("must", " \t ", "Enter your must"),
    ] {
        let page = app.client().post("/forms/kinds/all", &super::with(&good, name, wrong)).await;
        assert_eq!(page.status(), 422, "{name}: {wrong}");
        let summary = page.all(".errors li");
        assert!(summary.len() == 1 && summary[0].contains(words), "{name}: {wrong}: {summary:?}");
        let field = page.first(&format!("[id='{name}-error']")).unwrap_or_default();
        assert!(field.contains(words), "{name}: the field says {field:?}");
    }
    for day in [("30", "2", "2027"), ("1", "13", "2027"), ("x", "1", "2027"), ("1", "", "2027"), ("1", "1", "27")] {
        let date = [("date.day", day.0), ("date.month", day.1), ("date.year", day.2)];
        let page = app.client().post("/forms/kinds/all", &[&good[..], &date[..]].concat()).await;
        assert_eq!(page.status(), 422, "{day:?}");
        assert!(page.first(".errors li").unwrap().contains("must be a real day"), "{day:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_repeated_single_field_the_last_counts_and_unknown_fields_are_ignored() {
    let app = TestApp::demo().await;
    let mut pairs = vec![("name", "First"), ("unknown", "x"), ("_unknown", "y"), ("name.first", "z")];
    pairs.extend(super::CONTACT);
    pairs.push(("name", "The last one"));
    let sent = app.client().post("/forms/contact/message", &pairs).await;
    assert_eq!(sent.status(), 303);
    assert_eq!(app.sql_text("select name from enquiries where not seeded").await, "The last one");
    assert_eq!(app.sql_text("select answers ? 'unknown' from enquiries where not seeded").await, "f");
}
