//! Promise 3: forms survive. The walk, what is typed, drafts and definitions, seen from outside.

mod again;
mod changed;
mod closed;
mod definitions;
mod desk;
mod drafts;
mod kept;
mod kinds;
mod places;
mod services;
mod walk;

use serde_json::{Value, json};
use shingle::db::Tx;
use shingle::forms::{Definition, Form, FormState};
use uuid::Uuid;

use crate::support::{Client, Response, TestApp};

/// Good answers to the one-step form `contact`.
pub const CONTACT: [(&str, &str); 5] = [
    ("message", "Our bell is silent.\nCan somebody come and look?"),
    ("name", "Maud Ferreira"),
    ("email", "maud@example.com"),
    ("phone", "01632 960 112"),
    ("consent", "yes"),
];
/// Good answers to the step `project`.
pub const PROJECT: [(&str, &str); 4] =
    [("work", "repair"), ("goals", "People find us, & see \"what\" it costs"), ("budget", "2k-5k"), ("start", "now")];
/// Good answers to the step `technology`.
pub const TECHNOLOGY: [(&str, &str); 4] =
    [("today", "A shop from 2009"), ("platforms", "shop"), ("platforms", "bespoke"), ("integrations", "The till")];
/// Good answers to the step `contact` of `project`.
pub const PERSON: [(&str, &str); 6] = [
    ("name", "Maud Ferreira"),
    ("email", "maud@example.com"),
    ("company", "Ferreira & Daughters"),
    ("phone", "01632 960 112"),
    ("reply", "phone"),
    ("consent", "yes"),
];

/// The pairs with one of them said differently.
pub fn with<'a>(pairs: &[(&'a str, &'a str)], name: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut pairs: Vec<_> = pairs.iter().copied().filter(|(other, _)| *other != name).collect();
    pairs.push((name, value));
    pairs
}

/// Where a post led, without what the address carries for browsers that take no cookies.
pub fn led_to(answer: &Response) -> String {
    assert_eq!(answer.status(), 303, "{}: {}", answer.path, answer.words());
    let to = answer.location().unwrap();
    to.split('?').next().unwrap().to_owned()
}

/// Sends the form `contact`, and answers the address of the receipt.
pub async fn send_contact(client: &Client, pairs: &[(&str, &str)]) -> String {
    let page = client.get("/forms/contact/message").await;
    let sent = client.submit(&page, pairs).await;
    let to = led_to(&sent);
    assert!(to.starts_with("/forms/contact/sent/"), "{to}");
    to
}

/// The reference at the end of a receipt's address.
pub fn reference(receipt: &str) -> &str {
    receipt.split('?').next().unwrap().rsplit('/').next().unwrap()
}

/// Walks through `project` up to the check page.
pub async fn walk_to_check(client: &Client) -> Response {
    let first = client.get("/forms/project/project").await;
    let to = client.submit(&first, &PROJECT).await.location().unwrap();
    let second = client.get(&to).await;
    let to = client.submit(&second, &TECHNOLOGY).await.location().unwrap();
    let third = client.get(&to).await;
    let done = client.submit(&third, &PERSON).await;
    assert_eq!(led_to(&done), "/forms/project/check");
    client.get(&done.location().unwrap()).await
}

/// The key of a form.
pub async fn form_id(app: &TestApp, slug: &str) -> Uuid {
    app.sql_text(&format!("select id from forms where slug = '{slug}'")).await.parse().unwrap()
}

/// Adds a form.
pub async fn add_form(app: &TestApp, slug: &'static str, definition: Value) -> Uuid {
    let (at, definition) = (app.clock.moment(), parsed(definition));
    app.app.db.write(async move |tx: &mut Tx| Form::add(tx, at, slug, &definition).await).await.unwrap()
}

/// Changes what a form asks.
pub async fn change_form(app: &TestApp, id: Uuid, definition: Value) -> i32 {
    let (at, definition) = (app.clock.moment(), parsed(definition));
    app.app.db.write(async move |tx: &mut Tx| Form::change(tx, at, id, &definition).await).await.unwrap()
}

/// Closes a form, or opens it.
pub async fn set_state(app: &TestApp, slug: &str, state: FormState) {
    let id = form_id(app, slug).await;
    app.app.db.write(async move |tx: &mut Tx| Form::set_state(tx, id, state).await).await.unwrap();
}

/// A definition out of its JSON.
pub fn parsed(definition: Value) -> Definition {
    serde_json::from_value(definition).unwrap()
}

/// A definition with these steps, of which one asks for a required `email`.
pub fn form_of(steps: Value) -> Value {
    json!({
        "version": 1, "title": "A form of the tests", "roles": { "email": "email" }, "send": "Send it",
        "reply_promise": { "working_hours": 8, "words": "Somebody answers." }, "steps": steps,
    })
}

/// The field that every form needs.
pub fn email_field() -> Value {
    json!({ "name": "email", "kind": "email", "label": "Email address", "required": true })
}
