//! The desk's side of forms: what is asked is changed, and nobody who answers loses anything by it.

mod creation;
mod hostile;
mod journey;
mod last_day;
mod preview;
mod saving;
mod sheet;
mod versions;
mod words;

use shingle::forms::{Definition, Form};

use crate::support::{Client, Response, TestApp};

/// What a form asks now.
async fn definition(app: &TestApp, slug: &str) -> Definition {
    app.with_conn(async |conn| Form::by_slug(conn, slug).await.unwrap()).await.definition
}

/// The newest version of a form.
async fn version(app: &TestApp, slug: &str) -> i64 {
    app.sql_i64(&format!("select version from forms where slug = '{slug}'")).await
}

/// Changes a form by its sheet.
async fn change(desk: &Client, slug: &str, typed: &[(&str, &str)]) -> Response {
    let sheet = desk.get(&format!("/admin/forms/{slug}")).await;
    crate::editor::press(desk, &sheet, "save", typed).await
}
