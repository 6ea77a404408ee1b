//! What the site is made of beside its pages: services, topics, people, menus, redirects, as an editor keeps them.

mod authors;
mod cases;
mod menus;
mod redirects;
mod services;
mod topics;

use shingle::accounts::Role;

use crate::support::{Client, Response, TestApp};

/// The demo, with pages answered from memory, and an editor at work.
async fn at_work() -> (TestApp, Client) {
    let app = TestApp::build().demo().hearing().start().await;
    let editor = app.client_as(Role::Editor).await;
    (app, editor)
}

/// The key of a row.
async fn key(app: &TestApp, table: &str, slug: &str) -> String {
    app.sql_text(&format!("select id from {table} where slug = '{slug}'")).await
}

/// What is said of the last act.
async fn said(client: &Client, answer: &Response) -> String {
    assert_eq!(answer.status(), 303, "{:?} {}", answer.all(".errors li"), answer.words());
    client.get(&answer.location().unwrap()).await.first(".flash").unwrap_or_default()
}

/// The mistakes of a form.
fn faults(answer: &Response) -> Vec<String> {
    assert_eq!(answer.status(), 422, "{}", answer.words());
    answer.all(".errors li")
}
