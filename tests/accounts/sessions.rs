//! Sessions: when they end, and that they end everywhere.

use chrono::TimeDelta;
use shingle::accounts::Role;
use shingle::db::Tx;

use super::{count, is_in, sign_in};
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_is_not_used_for_twelve_hours_ends() {
    let app = TestApp::start().await;
    let client = app.client_as(Role::Editor).await;
    app.clock.advance(TimeDelta::minutes(12 * 60 - 1));
    assert!(is_in(&client).await, "it ended too early");
    app.clock.advance(TimeDelta::minutes(12 * 60 - 1));
    assert!(is_in(&client).await, "using it did not keep it");
    app.clock.advance(TimeDelta::hours(12));
    assert!(!is_in(&client).await, "it outlived twelve idle hours");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_ends_after_fourteen_days_however_much_it_is_used() {
    let app = TestApp::start().await;
    let client = app.client_as(Role::Editor).await;
    for _ in 0..33 {
        app.clock.advance(TimeDelta::hours(10));
        assert!(is_in(&client).await, "it ended too early");
    }
    app.clock.advance(TimeDelta::hours(6));
    assert!(!is_in(&client).await, "it outlived fourteen days");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_in_gives_a_new_key_and_the_old_one_is_dead() {
    let app = TestApp::start().await;
    let (staff, password) = app.staff(Role::Editor).await;
    let client = app.client();
    let first = sign_in(&client, &staff.email, &password).await;
    let old = cookie(first.header("set-cookie"));
    let second = sign_in(&client, &staff.email, &password).await;
    assert_ne!(old, cookie(second.header("set-cookie")), "the key was not rotated");
    assert!(is_in(&client).await);
    assert_eq!(count(&app, "sessions").await, 1, "the old session is still there");
    assert_eq!(with_cookie(&app, &old).await, 303, "the old key still opens");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_out_ends_the_session_on_the_server() {
    let app = TestApp::start().await;
    let (staff, password) = app.staff(Role::Editor).await;
    let client = app.client();
    let key = cookie(sign_in(&client, &staff.email, &password).await.header("set-cookie"));
    let out = client.post("/account/sign-out", &[]).await;
    assert_eq!(out.status(), 303);
    assert_eq!(out.location().as_deref(), Some("/account/sign-in"));
    assert_eq!(with_cookie(&app, &key).await, 303, "a kept cookie still opens");
    assert_eq!(count(&app, "sessions").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_disabled_is_out_everywhere_at_once() {
    let app = TestApp::start().await;
    let (mut staff, password) = app.staff(Role::Owner).await;
    let (here, there) = (app.client(), app.client());
    for client in [&here, &there] {
        assert_eq!(sign_in(client, &staff.email, &password).await.status(), 303);
        assert!(is_in(client).await);
    }
    let at = app.clock.moment();
    app.app.db.write(async move |tx: &mut Tx| staff.disable(tx, at).await).await.unwrap();
    assert!(!is_in(&here).await && !is_in(&there).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_from_before_a_change_of_power_is_nobodys() {
    let app = TestApp::start().await;
    let client = app.client_as(Role::Owner).await;
    // As if a row had survived: the version alone must be enough.
    app.execute("update staff set credential_version = credential_version + 1").await;
    assert_eq!(count(&app, "sessions").await, 1);
    assert!(!is_in(&client).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_key_is_stored_as_a_hash_and_the_cookie_is_guarded() {
    let app = TestApp::start().await;
    let (staff, password) = app.staff(Role::Editor).await;
    let answer = sign_in(&app.client(), &staff.email, &password).await;
    let header = answer.header("set-cookie").unwrap().to_owned();
    for attribute in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(header.contains(attribute), "{attribute} is missing: {header}");
    }
    assert!(!header.contains("Domain"), "{header}");
    let key = header.split_once('=').unwrap().1.split(';').next().unwrap().to_owned();
    let stored = app.sql_text("select encode(key_hash, 'hex') || state::text from sessions").await;
    // A signed cookie is the signature and then the key.
    let key = key.get(key.len() - 64..).unwrap();
    assert!(key.chars().all(|c| c.is_ascii_hexdigit()), "{key}");
    assert!(!stored.contains(key), "the key itself is stored");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_without_the_cookie_does_not_touch_the_database() {
    let app = TestApp::start().await;
    app.app.db.close();
    assert_eq!(app.client().get("/account/sign-in").await.status(), 200);
    assert_eq!(app.client().get("/admin").await.status(), 303);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_the_database_away_a_signed_in_person_gets_503_and_stays_signed_in() {
    let app = TestApp::start().await;
    let client = app.client_as(Role::Editor).await;
    app.app.db.close();
    let answer = client.get("/account").await;
    assert_eq!(answer.status(), 503);
    assert!(answer.header("set-cookie").is_none(), "trouble took the cookie away");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_sweeper_erases_what_has_ended_and_nothing_else() {
    let app = TestApp::start().await;
    app.client_as(Role::Editor).await;
    app.clock.advance(TimeDelta::hours(13));
    let living = app.client_as(Role::Owner).await;
    let now = app.clock.now();
    app.app.db.write(async move |tx: &mut Tx| shingle::accounts::erase_ended(tx, now).await).await.unwrap();
    assert_eq!(count(&app, "sessions").await, 1);
    assert!(is_in(&living).await);
}

/// The pair that a browser would send back.
fn cookie(header: Option<&str>) -> String {
    header.and_then(|text| text.split(';').next()).unwrap_or_default().to_owned()
}

/// What a browser gets that still sends an old cookie.
async fn with_cookie(app: &TestApp, pair: &str) -> u16 {
    app.client().request(reqwest::Method::GET, "/account").header("cookie", pair).send().await.status()
}
