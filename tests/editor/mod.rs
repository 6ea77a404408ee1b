//! Writing: the editor, drafts, publishing, versions, and who may.

mod acts;
mod drafts;
mod publishing;
mod round_trip;
mod who;

use shingle::accounts::Role;
use shingle::blocks::Placed;
use uuid::Uuid;

use crate::blocks::{add, page_of, text};
use crate::support::{Client, Response, TestApp};

/// A live page of the demo with these blocks, and an editor at work.
pub(crate) async fn at_work(path: &str, blocks: Vec<Placed>) -> (TestApp, Client, Uuid) {
    let app = TestApp::demo().await;
    let page = page_of(path, blocks);
    let id = page.id;
    add(&app, page).await.unwrap();
    let editor = app.client_as(Role::Editor).await;
    (app, editor, id)
}

/// Presses a button of the editor.
pub(crate) async fn press(editor: &Client, page: &Response, act: &str, typed: &[(&str, &str)]) -> Response {
    let mut pairs = typed.to_vec();
    pairs.push(("act", act));
    editor.submit(page, &pairs).await
}

/// How many revisions a page has.
pub(crate) async fn revisions(app: &TestApp, id: Uuid) -> i64 {
    app.sql_i64(&format!("select count(*) from revisions where page_id = '{id}'")).await
}

/// The words of a blank page with one text.
pub(crate) fn one_text() -> Vec<Placed> {
    vec![text("<p>What stood here first.</p>")]
}
