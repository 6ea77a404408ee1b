//! Settings: what owners change without the command line, each with its history and a way back.

mod alerts;
mod business;
mod colour;
mod elsewhere;
mod forms;
mod hostile;
mod hours;
mod logo;
mod mail;
mod region;
mod search_engines;

pub use logo::has_no_logo;

use shingle::accounts::Role;

use crate::support::{Client, Response, TestApp};

/// Saves a settings page as it stands, with these fields changed, and opens where it leads.
async fn saved(desk: &Client, path: &str, pairs: &[(&str, &str)]) -> Response {
    let page = desk.get(path).await;
    let answer = desk.submit(&page, pairs).await;
    assert_eq!(answer.status(), 303, "{path}: {:?}", answer.all(".errors li"));
    desk.get(&answer.location().unwrap()).await
}

/// *Back to this*, for a version.
async fn back_to(desk: &Client, path: &str, number: i64) {
    let answer = desk.post(&format!("{path}/restoration"), &[("version", &number.to_string())]).await;
    assert_eq!(answer.status(), 303, "{}", answer.words());
}

/// An owner of the demo.
async fn owner(app: &TestApp) -> Client {
    app.client_as(Role::Owner).await
}
