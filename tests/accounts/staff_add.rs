//! `shingle staff add`: the first people come in by a link.

use shingle::accounts::{Role, staff_cli};

use super::{FRESH, count, is_in, sign_in};
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_printed_link_sets_the_password_and_opens_the_desk() {
    let app = TestApp::start().await;
    let link = staff_cli::add(&app.app, "ines.marlow@bellpull.example", Role::Manager).await.unwrap();
    let path = link.strip_prefix(&app.app.origin()).expect("the link begins with our own origin").to_owned();
    let client = app.client();
    let page = client.get(&path).await;
    assert_eq!(page.status(), 200);
    assert!(page.text.contains("value=\"Ines Marlow\""), "the name is not proposed");
    let form = [("name", "Ines  M.\r\nMarlow"), ("password", FRESH)];
    assert_eq!(client.post(&path, &form).await.location().as_deref(), Some("/admin"));
    assert!(is_in(&client).await);
    assert_eq!(
        app.sql_text("select name || ', ' || role from staff where email like 'ines%'").await,
        "Ines M. Marlow, manager"
    );
    assert_eq!(sign_in(&app.client(), "ines.marlow@bellpull.example", FRESH).await.status(), 303);
    assert_eq!(count(&app, "deliveries where kind = 'action-link'").await, 0, "mail was queued although none leaves");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_is_staff_already_is_refused_and_changes_nothing() {
    let app = TestApp::start().await;
    staff_cli::add(&app.app, "ines@bellpull.example", Role::Manager).await.unwrap();
    let again = staff_cli::add(&app.app, "INES@bellpull.example", Role::Owner).await.unwrap_err();
    assert!(again.to_string().contains("is staff already"), "{again}");
    assert_eq!(app.sql_text("select role from staff where email ilike 'ines%'").await, "manager");
    assert_eq!(count(&app, "action_links").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_address_is_refused() {
    let app = TestApp::start().await;
    let before = count(&app, "staff").await;
    for email in ["", "ines", "ines@", "a b@bellpull.example", "ines@bellpull.example\nBcc: x@evil.example"] {
        assert!(staff_cli::add(&app.app, email, Role::Owner).await.is_err(), "{email:?}");
    }
    assert_eq!(count(&app, "staff").await, before);
}
