//! Illegal definitions are refused with the reason, before anybody runs into them.

use serde_json::{Value, json};
use shingle::db::Tx;
use shingle::error::AppError;
use shingle::forms::{Definition, DefinitionFault as Fault, Form};

use super::{form_id, form_of, parsed};
use crate::support::TestApp;

fn good() -> Value {
    let choices = json!([{ "value": "a", "label": "A" }, { "value": "b", "label": "B" }]);
    form_of(json!([
        { "name": "one", "label": "One", "title": "One?", "fields": [
            { "name": "kind", "kind": "choice", "label": "Kind", "choices": choices },
            { "name": "sure", "kind": "yes-no", "label": "Sure?" },
            { "name": "count", "kind": "number", "label": "Count", "least": 1, "most": 9 },
        ] },
        { "name": "two", "label": "Two", "title": "Two?", "skip_when": { "field": "kind", "is": ["a"] }, "fields": [
            { "name": "what", "kind": "short-text", "label": "What", "show_when": { "field": "sure", "is": ["yes"] } },
        ] },
        { "name": "three", "label": "Three", "title": "Three?", "fields": [
            { "name": "email", "kind": "email", "label": "Email", "required": true },
            { "name": "phone", "kind": "phone", "label": "Phone" },
            { "name": "consent", "kind": "consent", "label": "Consent", "statement": "You may." },
        ] },
    ]))
}

/// What is said about the good definition after a change.
fn after(change: impl FnOnce(&mut Value)) -> Option<Fault> {
    let mut definition = good();
    change(&mut definition);
    parsed(definition).check().err()
}

#[test]
fn a_legal_definition_passes() {
    assert_eq!(after(|_| ()), None);
    assert_eq!(after(|d| d["roles"] = json!({ "phone": "phone", "email": "email" })), None);
    assert_eq!(after(|d| d["steps"][0]["fields"][2]["least"] = json!(9)), None);
}

#[test]
fn every_fault_is_named() {
    let text = |t: &str| t.to_owned();
    let (one, two, three) = ("/steps/0", "/steps/1", "/steps/2");
    let set = |path: String, value: Value| move |d: &mut Value| *d.pointer_mut(&path).unwrap() = value;
    let cases: Vec<(Option<Fault>, Fault)> = vec![
        (after(|d| d["version"] = json!(2)), Fault::Version(2)),
        (after(|d| d["steps"] = json!([])), Fault::Empty(text(""))),
        (after(set(format!("{two}/fields"), json!([]))), Fault::Empty(text("two"))),
        (after(set(format!("{one}/name"), json!("One"))), Fault::Name(text("One"))),
        (after(set(format!("{one}/name"), json!("a b"))), Fault::Name(text("a b"))),
        (after(set(format!("{one}/name"), json!(""))), Fault::Name(text(""))),
        (after(set(format!("{one}/name"), json!("a".repeat(61)))), Fault::Name("a".repeat(61))),
        (after(set(format!("{one}/fields/0/name"), json!("a.b"))), Fault::Name(text("a.b"))),
        (after(set(format!("{one}/fields/0/name"), json!("1st"))), Fault::Name(text("1st"))),
        (after(set(format!("{one}/name"), json!("check"))), Fault::Reserved(text("check"))),
        (after(set(format!("{one}/name"), json!("sent"))), Fault::Reserved(text("sent"))),
        (after(set(format!("{one}/fields/0/name"), json!("_key"))), Fault::Reserved(text("_key"))),
        (after(set(format!("{two}/name"), json!("one"))), Fault::Duplicate(text("one"))),
        (after(set(format!("{two}/fields/0/name"), json!("count"))), Fault::Duplicate(text("count"))),
        (after(set(format!("{one}/fields/0/choices/1/value"), json!("a"))), Fault::Duplicate(text("a"))),
        (
            after(set(format!("{two}/skip_when/field"), json!("nothing"))),
            Fault::UnknownCondition { place: text("two"), field: text("nothing") },
        ),
        (
            after(set(format!("{two}/fields/0/show_when/field"), json!("nothing"))),
            Fault::UnknownCondition { place: text("what"), field: text("nothing") },
        ),
        (
            after(set(format!("{two}/skip_when/is"), json!(["a", "c"]))),
            Fault::UnknownValue { place: text("two"), value: text("c") },
        ),
        (
            after(set(format!("{two}/fields/0/show_when/is"), json!(["perhaps"]))),
            Fault::UnknownValue { place: text("what"), value: text("perhaps") },
        ),
        (
            after(set(format!("{two}/skip_when"), json!({ "field": "what", "is": ["x"] }))),
            Fault::Cycle { place: text("two"), field: text("what") },
        ),
        (
            after(set(format!("{two}/skip_when"), json!({ "field": "email", "is": ["x"] }))),
            Fault::Cycle { place: text("two"), field: text("email") },
        ),
        (after(set(format!("{one}/fields/0/choices"), json!([]))), Fault::Choices(text("kind"))),
        (after(set(format!("{one}/fields/1/kind"), json!("choices"))), Fault::Choices(text("sure"))),
        (after(set(format!("{one}/fields/0/kind"), json!("short-text"))), Fault::Choices(text("kind"))),
        (after(set(format!("{one}/fields/2/least"), json!(10))), Fault::Limits(text("count"))),
        (after(|d| d["steps"][1]["fields"][0]["max"] = json!(0)), Fault::Limits(text("what"))),
        (after(set(format!("{three}/fields/2/statement"), json!(""))), Fault::Statement(text("consent"))),
        (after(|d| d["roles"]["name"] = json!("nobody")), Fault::Role("name")),
        (after(|d| d["roles"]["name"] = json!("phone")), Fault::Role("name")),
        (after(|d| d["roles"]["email"] = json!("phone")), Fault::Role("email")),
        (after(|d| d["roles"]["phone"] = json!("email")), Fault::Role("phone")),
        (after(|d| d["roles"]["company"] = json!("kind")), Fault::Role("company")),
        (after(|d| d["excerpt"] = json!("nothing")), Fault::Role("excerpt")),
        (after(|d| d["roles"] = json!({})), Fault::NoReply),
        (after(|d| d["roles"] = json!({ "phone": "phone" })), Fault::NoReply),
        (after(set(format!("{three}/fields/0/required"), json!(false))), Fault::NoReply),
        (after(|d| d["steps"][2]["skip_when"] = json!({ "field": "kind", "is": ["b"] })), Fault::NoReply),
        (after(|d| d["steps"][2]["fields"][0]["show_when"] = json!({ "field": "kind", "is": ["b"] })), Fault::NoReply),
    ];
    for (number, (found, expected)) in cases.into_iter().enumerate() {
        assert_eq!(found.as_ref(), Some(&expected), "case {number}");
        assert!(expected.to_string().len() > 20, "no reason in words: {expected}");
    }
}

#[test]
fn unknown_parts_of_a_definition_are_refused() {
    for (path, name) in [("", "colour"), ("/steps/0", "colour"), ("/steps/0/fields/0", "colour")] {
        let mut definition = good();
        definition.pointer_mut(path).unwrap()[name] = json!("red");
        assert!(serde_json::from_value::<Definition>(definition).is_err(), "{path}/{name} is taken");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_illegal_definition_is_not_stored() {
    let app = TestApp::demo().await;
    let mut broken = good();
    broken["roles"] = json!({});
    let (at, definition) = (app.clock.moment(), parsed(broken));
    let (again, id) = (definition.clone(), form_id(&app, "contact").await);
    let added = app.app.db.write(async move |tx: &mut Tx| Form::add(tx, at, "broken", &definition).await).await;
    assert!(matches!(&added, Err(AppError::Conflict(words)) if words.contains("no way to reply")), "{added:?}");
    let changed = app.app.db.write(async move |tx: &mut Tx| Form::change(tx, at, id, &again).await).await;
    assert!(matches!(changed, Err(AppError::Conflict(_))), "{changed:?}");
    assert_eq!(app.sql_i64("select count(*) from form_versions").await, 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_forms_of_the_demo_are_legal_and_ask_what_the_contract_says() {
    let app = TestApp::demo().await;
    for (slug, steps) in
        [("project", "project technology contact"), ("contact", "message"), ("audit-request", "request")]
    {
        let form = app.with_conn(async |conn| Form::by_slug(conn, slug).await.unwrap()).await;
        assert_eq!(form.definition.check(), Ok(()), "{slug}");
        let names: Vec<&str> = form.definition.steps.iter().map(|step| step.name.as_str()).collect();
        assert_eq!(names.join(" "), steps);
        let required: Vec<&str> = form
            .definition
            .steps
            .iter()
            .flat_map(|step| &step.fields)
            .filter(|field| field.required)
            .map(|field| field.name.as_str())
            .collect();
        for name in required {
            assert!(
                ["work", "goals", "message", "website", "name", "email", "consent"].contains(&name),
                "{slug}: {name}"
            );
        }
    }
}
