//! The forgotten password: the same answer for everybody.

use chrono::TimeDelta;
use shingle::accounts::Role;

use super::{FRESH, count};
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_and_nobody_get_the_same_page() {
    let app = TestApp::start().await;
    let (staff, _) = app.staff(Role::Editor).await;
    let mut answers = Vec::new();
    for email in [staff.email.as_str(), "nobody@bellpull.example"] {
        let answer = app.client().post("/account/password", &[("email", email)]).await;
        assert_eq!(answer.status(), 200);
        answers.push(answer.text.replace(email, "EMAIL"));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(count(&app, "deliveries where kind = 'action-link'").await, 1);
    assert_eq!(count(&app, "action_links").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fourth_request_in_an_hour_sends_nothing_and_says_nothing() {
    let app = TestApp::start().await;
    let (staff, _) = app.staff(Role::Editor).await;
    let ask = async || app.client().post("/account/password", &[("email", &staff.email)]).await;
    let first = ask().await.text.clone();
    for _ in 0..3 {
        let answer = ask().await;
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.text, first);
    }
    assert_eq!(count(&app, "action_links").await, 3);
    app.clock.advance(TimeDelta::minutes(61));
    ask().await;
    assert_eq!(count(&app, "action_links").await, 4, "an hour later it works again");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_mailed_link_sets_a_new_password() {
    let app = TestApp::start().await;
    let (staff, _) = app.staff(Role::Editor).await;
    app.client().post("/account/password", &[("email", &staff.email)]).await;
    app.run_jobs().await;
    let mails = app.mails();
    let mail = mails.iter().find(|mail| mail.to == staff.email).expect("no mail came");
    let path = mail.link("/account/link/").replace(&app.base, "");
    assert_eq!(app.client().post(&path, &[("password", FRESH)]).await.status(), 303);
    app.run_jobs().await;
    assert!(app.mails().iter().any(|mail| mail.text.contains("was changed")), "nobody was told of the new password");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_address_is_told_so() {
    let app = TestApp::start().await;
    for (typed, words) in [("", "Enter your email address"), ("ines at bellpull", "name@example.com")] {
        let answer = app.client().post("/account/password", &[("email", typed)]).await;
        assert_eq!(answer.status(), 422, "{typed:?}");
        assert!(answer.text.contains(words), "{typed:?}");
    }
    assert_eq!(count(&app, "sign_in_attempts").await, 0);
}
