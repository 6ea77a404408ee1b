//! A new form: an address from its title, what nobody can do without, and closed until somebody opens it.

use shingle::accounts::Role;

use super::definition;
use crate::forms::led_to;
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_is_made_filled_in_opened_and_answered() {
    let app = TestApp::demo().await;
    let desk = app.client_as(Role::Manager).await;
    let page = desk.get("/admin/forms/creation").await;
    for (title, fault) in [("  ", "Enter the title"), (&*"x".repeat(121), "121 characters")] {
        let refused = desk.submit(&page, &[("title", title)]).await;
        assert_eq!(refused.status(), 422);
        assert!(refused.first("#title-error").unwrap().contains(fault));
    }
    let made = desk.submit(&page, &[("title", "Ask for a visit")]).await;
    assert_eq!(led_to(&made), "/admin/forms/ask-for-a-visit");
    let sheet = desk.get(&made.location().unwrap()).await;
    assert!(sheet.first(".flash").unwrap().contains("closed until you open it"), "{}", sheet.words());
    assert_eq!(definition(&app, "ask-for-a-visit").await.check(), Ok(()));
    let visitor = app.client();
    assert!(visitor.get("/forms/ask-for-a-visit/message").await.words().contains("closed for now"));
    desk.post("/admin/forms/ask-for-a-visit/state", &[("state", "open")]).await;
    let form = visitor.get("/forms/ask-for-a-visit/message").await;
    let answers = [("name", "Maud"), ("email", "maud@example.com"), ("message", "Come by")];
    assert!(led_to(&visitor.submit(&form, &answers).await).starts_with("/forms/ask-for-a-visit/sent/"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_is_never_taken_twice() {
    let app = TestApp::demo().await;
    let desk = app.client_as(Role::Manager).await;
    for (title, address) in [
        ("Project", "project-2"),
        ("Project!", "project-3"),
        ("Creation", "creation-2"),
        ("2027", "n-2027"),
        ("→", "new"),
    ] {
        let made = desk.post("/admin/forms/creation", &[("title", title)]).await;
        assert_eq!(led_to(&made), format!("/admin/forms/{address}"), "{title}");
    }
}
