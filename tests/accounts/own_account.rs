//! One's own account: sessions and the password.

use shingle::accounts::Role;

use super::{FRESH, count, is_in, sign_in};
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_sees_ones_sessions_and_ends_the_others() {
    let app = TestApp::start().await;
    let (staff, password) = app.staff(Role::Author).await;
    let (here, there, elsewhere) = (app.client(), app.client(), app.client());
    for client in [&here, &there, &elsewhere] {
        sign_in(client, &staff.email, &password).await;
    }
    let page = here.get("/account").await;
    assert_eq!(page.text.matches("action=\"/account/sessions/").count(), 3, "three sessions are listed");
    assert_eq!(page.text.matches("This browser").count(), 1);
    let other = app
        .sql_text(&format!("select id from sessions where staff_id = '{}' order by id desc limit 1", staff.id))
        .await;
    let ended = if page.text.contains(&other) { other } else { panic!("a session is not listed") };
    assert_eq!(here.post(&format!("/account/sessions/{ended}"), &[]).await.status(), 303);
    assert_eq!(count(&app, "sessions").await, 2);
    let left = if is_in(&here).await { &here } else { &there };
    assert_eq!(left.post("/account/sessions", &[]).await.location().as_deref(), Some("/account?done=others"));
    assert_eq!(count(&app, "sessions").await, 1);
    assert!(is_in(left).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_ends_somebody_elses_session() {
    let app = TestApp::start().await;
    let (owner, author) = (app.client_as(Role::Owner).await, app.client_as(Role::Author).await);
    let of_owner =
        app.sql_text("select s.id from sessions s join staff p on p.id = s.staff_id where p.role = 'owner'").await;
    assert_eq!(author.post(&format!("/account/sessions/{of_owner}"), &[]).await.status(), 404);
    assert_eq!(author.post("/account/sessions/not-an-id", &[]).await.status(), 404);
    author.post("/account/sessions", &[]).await;
    assert!(is_in(&owner).await, "an author signed an owner out");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ending_this_session_signs_out_here() {
    let app = TestApp::start().await;
    let client = app.client_as(Role::Author).await;
    let id = app.sql_text("select id from sessions").await;
    assert_eq!(
        client.post(&format!("/account/sessions/{id}"), &[]).await.location().as_deref(),
        Some("/account/sign-in")
    );
    assert!(!is_in(&client).await);
    assert_eq!(count(&app, "sessions").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn changing_the_password_needs_the_old_one_and_signs_out_everywhere_else() {
    let app = TestApp::start().await;
    let (staff, password) = app.staff(Role::Author).await;
    let (here, there) = (app.client(), app.client());
    let first = sign_in(&here, &staff.email, &password).await.header("set-cookie").map(str::to_owned);
    sign_in(&there, &staff.email, &password).await;
    let wrong = here.post("/account", &[("current", "not the present one"), ("password", FRESH)]).await;
    assert_eq!(wrong.status(), 422);
    assert!(wrong.text.contains("Current password is not") && !wrong.text.contains(FRESH));
    let weak = here.post("/account", &[("current", &password), ("password", "password1234")]).await;
    assert_eq!(weak.status(), 422);
    assert!(is_in(&there).await, "a mistake signed somebody out");
    let good = here.post("/account", &[("current", &password), ("password", FRESH)]).await;
    assert_eq!(good.location().as_deref(), Some("/account?done=password"));
    assert_ne!(first, good.header("set-cookie").map(str::to_owned), "the key was not rotated");
    assert!(is_in(&here).await && !is_in(&there).await);
    assert_eq!(sign_in(&app.client(), &staff.email, &password).await.status(), 422);
    assert_eq!(count(&app, "deliveries where kind = 'password-changed'").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_found_open_browser_does_not_give_endless_tries_at_the_password() {
    let app = TestApp::start().await;
    let (staff, password) = app.staff(Role::Author).await;
    let client = app.client();
    sign_in(&client, &staff.email, &password).await;
    for _ in 0..10 {
        let form = [("current", "not the present one"), ("password", FRESH)];
        assert_eq!(client.post("/account", &form).await.status(), 422);
    }
    assert_eq!(client.post("/account", &[("current", &password), ("password", FRESH)]).await.status(), 429);
}
