//! Guessing passwords: counted per account and per network, for known and unknown people alike.

use chrono::TimeDelta;
use futures_util::future::join_all;
use shingle::accounts::Role;

use super::{FRESH, count, sign_in};
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_eleventh_try_on_an_account_is_not_even_looked_at() {
    let app = TestApp::start().await;
    let (staff, password) = app.staff(Role::Owner).await;
    let mut pages = Vec::new();
    for email in [staff.email.as_str(), "nobody@bellpull.example"] {
        for _ in 0..10 {
            assert_eq!(sign_in(&app.client(), email, FRESH).await.status(), 422);
        }
        let answer = sign_in(&app.client(), email, &password).await;
        assert_eq!(answer.status(), 429, "{email}");
        assert_eq!(answer.header("retry-after"), Some("900"));
        assert!(answer.text.contains("15 minutes"));
        assert!(answer.text.contains(email), "the address is not kept");
        pages.push(answer.text.replace(email, "EMAIL"));
    }
    assert_eq!(pages[0], pages[1], "the throttle tells who works here");
    app.clock.advance(TimeDelta::minutes(16));
    assert_eq!(sign_in(&app.client(), &staff.email, &password).await.status(), 303, "it never ends");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tries_at_once_are_counted_like_tries_in_a_row() {
    let app = TestApp::start().await;
    let (staff, _) = app.staff(Role::Owner).await;
    let tries = (0..30).map(|_| {
        let (client, email) = (app.client(), staff.email.clone());
        async move { sign_in(&client, &email, FRESH).await.status() }
    });
    let answers = join_all(tries).await;
    assert_eq!(answers.iter().filter(|status| **status == 422).count(), 10, "{answers:?}");
    assert_eq!(answers.iter().filter(|status| **status == 429).count(), 20, "{answers:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_network_has_fifty_tries_whomever_it_tries() {
    let app = TestApp::start().await;
    for number in 0..50 {
        let email = format!("nobody{number}@bellpull.example");
        assert_eq!(sign_in(&app.client(), &email, FRESH).await.status(), 422);
    }
    assert_eq!(sign_in(&app.client(), "somebody@bellpull.example", FRESH).await.status(), 429);
    // A forwarding header from a stranger does not make a new network.
    let form = [("email", "somebody@bellpull.example"), ("password", FRESH)];
    let forged = app
        .client()
        .request(reqwest::Method::POST, "/account/sign-in")
        .same_origin()
        .form(&form)
        .header("x-forwarded-for", "203.0.113.9")
        .send()
        .await;
    assert_eq!(forged.status(), 429);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_in_well_does_not_count_as_a_failure() {
    let app = TestApp::start().await;
    let (staff, password) = app.staff(Role::Owner).await;
    for _ in 0..12 {
        assert_eq!(sign_in(&app.client(), &staff.email, &password).await.status(), 303);
    }
    assert_eq!(count(&app, "sign_in_attempts where not success").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn neither_addresses_nor_email_addresses_are_kept() {
    let app = TestApp::start().await;
    sign_in(&app.client(), "somebody@bellpull.example", FRESH).await;
    let rows = app.sql_text("select string_agg(t::text, ',') from sign_in_attempts t").await;
    assert!(!rows.contains("somebody") && !rows.contains("127.0.0.1"), "{rows}");
    let tags = app.sql_text("select length(account_hash) || ' ' || length(address_tag) from sign_in_attempts").await;
    assert_eq!(tags, "32 32");
}
