//! Where a form is used: deleting it there is refused with the places.

use shingle::db::Tx;
use shingle::error::AppError;
use shingle::forms::Form;

use super::{CONTACT, add_form, email_field, form_id, form_of, send_contact};
use crate::support::TestApp;

async fn delete(app: &TestApp, id: uuid::Uuid) -> Result<(), AppError> {
    let at = app.clock.moment();
    app.app.db.write(async move |tx: &mut Tx| Form::delete(tx, at, id).await).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn deleting_a_form_in_use_is_refused_with_the_places() {
    let app = TestApp::demo().await;
    let id = form_id(&app, "project").await;
    let refused = delete(&app, id).await;
    let Err(AppError::Conflict(words)) = refused else { panic!("{refused:?}") };
    let places = app.with_conn(async |conn| Form::places(conn, id).await.unwrap()).await;
    assert!(!places.is_empty());
    for place in places {
        assert!(words.contains(&place.to_string()), "{place} is not named: {words}");
    }
    // Not even a statement that passes by the program can do it.
    let around = app.app.db.write(async move |tx: &mut Tx| {
        use diesel::prelude::*;
        use diesel_async::RunQueryDsl;
        diesel::delete(shingle::schema::forms::table.find(id)).execute(tx.conn()).await?;
        Ok(())
    });
    assert!(around.await.is_err(), "the database lets go of a form in use");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_that_was_answered_is_not_deleted_but_a_lonely_one_is() {
    let app = TestApp::demo().await;
    let lonely = add_form(
        &app,
        "lonely",
        form_of(serde_json::json!([
            { "name": "one", "label": "One", "title": "One?", "fields": [email_field()] }
        ])),
    )
    .await;
    let visitor = app.client();
    visitor.post("/forms/lonely/one", &[("email", "x")]).await;
    delete(&app, lonely).await.expect("a form that nobody uses goes, drafts and all");
    assert_eq!(visitor.get("/forms/lonely/one").await.status(), 404);
    send_contact(&app.client(), &CONTACT).await;
    app.execute("delete from block_references").await;
    app.execute("delete from menu_items where form_id is not null").await;
    let refused = delete(&app, form_id(&app, "contact").await).await;
    assert!(
        matches!(&refused, Err(AppError::Conflict(words)) if words.contains("enquiries came through")),
        "{refused:?}"
    );
}
