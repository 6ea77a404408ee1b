//! A form that changes while somebody fills it in: a draft goes on with the questions that it began with.

use serde_json::{Value, json};

use super::{add_form, change_form, email_field, form_of, led_to};
use crate::support::TestApp;

fn text(name: &str) -> Value {
    json!({ "name": name, "kind": "short-text", "label": name, "required": true })
}

fn step(name: &str, fields: Value) -> Value {
    json!({ "name": name, "label": name, "title": format!("{name}?"), "fields": fields })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draft_goes_on_with_the_version_that_it_began_with() {
    let app = TestApp::start().await;
    let id = add_form(
        &app,
        "moving",
        form_of(json!([step("one", json!([text("old")])), step("two", json!([email_field()]))])),
    )
    .await;
    let visitor = app.client();
    let first = visitor.get("/forms/moving/one").await;
    let next = visitor.submit(&first, &[("old", "an old answer")]).await.location().unwrap();
    let new = form_of(json!([step("one", json!([text("new")])), step("two", json!([text("more"), email_field()]))]));
    assert_eq!(change_form(&app, id, new).await, 2);
    let second = visitor.get(&next).await;
    assert!(!second.has("[name=more]"), "the draft is asked the new questions");
    let check = visitor.submit(&second, &[("email", "a@example.com")]).await;
    assert_eq!(led_to(&check), "/forms/moving/check");
    let check = visitor.get("/forms/moving/check").await;
    assert!(check.words().contains("an old answer"));
    assert_eq!(visitor.submit(&check, &[]).await.status(), 303);
    assert_eq!(app.sql_text("select form_version from enquiries").await, "1");
    assert_eq!(app.sql_text("select answers->'old'->>0 from enquiries").await, "an old answer");
    assert!(app.client().get("/forms/moving/one").await.has("[name=new]"), "a new visitor is asked the old questions");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_one_step_draft_is_sent_in_the_version_that_it_began_with() {
    let app = TestApp::start().await;
    let id = add_form(&app, "moving", form_of(json!([step("one", json!([text("old"), email_field()]))]))).await;
    let visitor = app.client();
    let wrong = visitor.post("/forms/moving/one", &[("old", "an old answer"), ("email", "x")]).await;
    assert_eq!(wrong.status(), 422);
    change_form(&app, id, form_of(json!([step("one", json!([text("new"), email_field()]))]))).await;
    let sent = visitor.submit(&wrong, &[("email", "a@example.com")]).await;
    assert!(led_to(&sent).starts_with("/forms/moving/sent/"));
    assert_eq!(
        app.sql_text("select answers->'old'->>0 from enquiries").await,
        "an old answer",
        "an answer was dropped"
    );
    assert_eq!(app.sql_text("select form_version from enquiries").await, "1");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_step_that_was_taken_away_meanwhile_still_takes_what_was_typed() {
    let app = TestApp::start().await;
    let old = json!([
        step("one", json!([text("a")])),
        step("middle", json!([text("b")])),
        step("two", json!([email_field()]))
    ]);
    let id = add_form(&app, "moving", form_of(old)).await;
    let visitor = app.client();
    let first = visitor.get("/forms/moving/one").await;
    let next = visitor.submit(&first, &[("a", "1")]).await.location().unwrap();
    let middle = visitor.get(&next).await;
    change_form(&app, id, form_of(json!([step("one", json!([text("a")])), step("two", json!([email_field()]))]))).await;
    let answer = visitor.submit(&middle, &[("b", "typed into a step that is gone")]).await;
    assert_eq!(answer.status(), 303, "{}", answer.words());
    assert_eq!(led_to(&answer), "/forms/moving/two");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_answered_is_never_rewritten() {
    let app = TestApp::start().await;
    let old = form_of(json!([step("one", json!([text("old"), email_field()]))]));
    let id = add_form(&app, "moving", old.clone()).await;
    let before = app.sql_text("select definition from form_versions where version = 1").await;
    change_form(&app, id, form_of(json!([step("one", json!([text("new"), email_field()]))]))).await;
    assert_eq!(app.sql_text("select definition from form_versions where version = 1").await, before);
    assert_eq!(app.sql_i64("select count(*) from form_versions").await, 2);
}
