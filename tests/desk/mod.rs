//! The desk: nothing waits unseen. Lists, acts, and what two people see of each other.

mod acts;
mod batch;
mod deletion;
mod export;
mod lists;
mod live;
mod plans;
mod refused;
mod today;

use chrono::TimeDelta;
use shingle::accounts::Role;

use crate::forms::{CONTACT, reference, send_contact, with};
use crate::support::{Client, TestApp};

/// An enquiry of `name`; answers its reference.
pub async fn enquiry(test: &TestApp, name: &str) -> String {
    let answers = with(&CONTACT, "name", name);
    // No two come in the same moment: lists are by time.
    test.clock.advance(TimeDelta::seconds(1));
    reference(&send_contact(&test.client(), &answers).await).to_owned()
}

/// A desk without the demo's enquiries, and somebody at it.
pub async fn desk() -> (TestApp, Client) {
    let test = TestApp::demo().await;
    test.execute("delete from enquiries").await;
    let client = test.client_as(Role::Manager).await;
    (test, client)
}
