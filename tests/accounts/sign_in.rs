//! Signing in: what lets nobody in.

use shingle::accounts::Role;
use shingle::db::Tx;

use super::{FRESH, count, is_in, sign_in};
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_right_password_opens_the_desk_and_a_wrong_one_does_not() {
    let app = TestApp::start().await;
    let (staff, password) = app.staff(Role::Editor).await;
    let client = app.client();
    let wrong = sign_in(&client, &staff.email, FRESH).await;
    assert_eq!(wrong.status(), 422);
    assert!(!is_in(&client).await, "a wrong password signed somebody in");
    let right = sign_in(&client, &staff.email, &password).await;
    assert_eq!(right.status(), 303);
    assert_eq!(right.location().as_deref(), Some("/admin"));
    assert!(is_in(&client).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_address_counts_however_its_letters_are_written() {
    let app = TestApp::start().await;
    let (staff, password) = app.staff(Role::Editor).await;
    let shouted = format!("  {}  ", staff.email.to_uppercase());
    assert_eq!(sign_in(&app.client(), &shouted, &password).await.status(), 303);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stranger_learns_nothing_from_the_answer() {
    let app = TestApp::start().await;
    let (known, _) = app.staff(Role::Owner).await;
    let disabled = disabled(&app).await;
    let mut answers = Vec::new();
    for email in [known.email.as_str(), "nobody@bellpull.example", disabled.0.as_str()] {
        let password = if email == disabled.0 { disabled.1.as_str() } else { FRESH };
        let answer = sign_in(&app.client(), email, password).await;
        assert_eq!(answer.status(), 422, "{email}");
        answers.push(answer.text.replace(email, "EMAIL"));
    }
    assert_eq!(answers[0], answers[1], "an unknown person gets another page than a known one");
    assert_eq!(answers[0], answers[2], "a disabled person gets another page than a known one");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unknown_person_costs_the_same_work() {
    let app = TestApp::start().await;
    let (known, _) = app.staff(Role::Owner).await;
    let (mut of_known, mut of_unknown) = (Vec::new(), Vec::new());
    for round in 0..8 {
        let unknown = format!("nobody{round}@bellpull.example");
        for (email, times) in [(known.email.as_str(), &mut of_known), (unknown.as_str(), &mut of_unknown)] {
            let started = std::time::Instant::now();
            sign_in(&app.client(), email, FRESH).await;
            times.push(started.elapsed());
        }
    }
    // A skipped hash would show as a tenth of the time; this is no measurement of finer differences.
    let (known, unknown) = (of_known.iter().min().unwrap(), of_unknown.iter().min().unwrap());
    assert!(*unknown * 2 > *known, "an unknown person is answered in {unknown:?}, a known one in {known:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_typed_comes_back_but_the_address() {
    let app = TestApp::start().await;
    let answer = sign_in(&app.client(), "ines\"<b>@bellpull.example", "a secret that was typed").await;
    assert_eq!(answer.status(), 422);
    assert!(answer.text.contains("ines&#34;&#60;b&#62;@bellpull.example"), "the address is not kept");
    assert!(!answer.text.contains("a secret that was typed"), "the password came back");
    assert!(answer.text.contains("<title>Error: Sign in"), "the title does not begin with Error");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn empty_fields_are_told_apart_and_count_as_no_try() {
    let app = TestApp::start().await;
    let answer = sign_in(&app.client(), " ", "").await;
    assert_eq!(answer.status(), 422);
    assert!(answer.text.contains("Enter your email address") && answer.text.contains("Enter your password"));
    assert_eq!(count(&app, "sign_in_attempts").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_without_a_password_cannot_come_in() {
    let app = TestApp::start().await;
    let link = shingle::accounts::staff_cli::add(&app.app, "new@bellpull.example", Role::Manager).await.unwrap();
    assert!(!link.is_empty());
    for password in ["", " ", FRESH] {
        assert_eq!(sign_in(&app.client(), "new@bellpull.example", password).await.status(), 422);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_stored_of_a_password_is_argon2id_at_owasp_cost() {
    let app = TestApp::start().await;
    app.staff(Role::Owner).await;
    let stored = app.sql_text("select min(password_hash) from staff where password_hash is not null").await;
    assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
}

/// Somebody with a good password who may not come in any more.
async fn disabled(app: &TestApp) -> (String, String) {
    let (mut staff, password) = app.staff(Role::Owner).await;
    let at = app.clock.moment();
    let email = staff.email.clone();
    app.app.db.write(async move |tx: &mut Tx| staff.disable(tx, at).await).await.unwrap();
    (email, password)
}
