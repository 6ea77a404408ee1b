//! Promise 6, nobody gets in, and promise 4, opening an email link changes nothing: accounts seen from outside.

mod forgotten;
mod links;
mod next_path;
mod own_account;
mod passwords;
mod sessions;
mod sign_in;
mod staff_add;
mod throttle;

use shingle::accounts::{ActionLink, LinkPurpose, Staff};
use shingle::db::Tx;

use crate::support::{Client, Response, TestApp};

/// A password that nobody in these tests has yet.
const FRESH: &str = "four herons borrow umbrellas";

/// Posts the sign-in form.
async fn sign_in(client: &Client, email: &str, password: &str) -> Response {
    client.post("/account/sign-in", &[("email", email), ("password", password)]).await
}

/// Whether this browser is signed in.
async fn is_in(client: &Client) -> bool {
    client.get("/account").await.status() == 200
}

/// Counts rows.
async fn count(app: &TestApp, what: &str) -> i64 {
    app.sql_i64(&format!("select count(*) from {what}")).await
}

/// Makes an action link, and answers its path.
async fn link(app: &TestApp, purpose: LinkPurpose, staff: &Staff) -> String {
    let (at, keys, staff) = (app.clock.moment(), app.app.keys.clone(), staff.clone());
    let made = app.app.db.write(async move |tx: &mut Tx| ActionLink::make(tx, at, &keys, purpose, &staff).await);
    made.await.unwrap().path(&app.app.keys)
}
