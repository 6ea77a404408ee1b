//! Every version of a form, who made it, what was changed, and the way back.

use shingle::accounts::Role;

use super::{change, definition, version};
use crate::editor::press;
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn versions_say_what_was_changed_and_lead_back() {
    let app = TestApp::demo().await;
    let desk = app.client_as(Role::Manager).await;
    app.clock.advance(chrono::TimeDelta::minutes(1));
    let sheet = desk.get("/admin/forms/project").await;
    let grown = press(&desk, &sheet, "grow s1.f3", &[]).await;
    let typed = [("s1.f3.label", "Money"), ("s3.f4.required", "yes"), ("s1.f3.c7.label", "Plenty")];
    assert_eq!(press(&desk, &grown, "save", &typed).await.status(), 303);
    let page = desk.get("/admin/forms/project/versions").await;
    let rows = page.all("#rows > li");
    assert_eq!(rows.len(), 2, "{rows:?}");
    for words in [
        "The manager",
        "In force",
        "“What have you set aside for it?” renamed to “Money”",
        "“Telephone number” is required now",
        "“Money”: “Plenty” added",
    ] {
        assert!(rows[0].contains(words), "{words:?} is not in {}", rows[0]);
    }
    assert!(rows[1].contains("As it was to begin with") && rows[1].contains("Back to this"), "{}", rows[1]);

    let back = desk.submit(&page, &[]).await;
    assert_eq!(back.status(), 303, "{}", back.words());
    assert!(desk.get(&back.location().unwrap()).await.first(".flash").unwrap().contains("back to version 1"));
    assert_eq!(version(&app, "project").await, 3, "going back is a version of its own");
    let now = definition(&app, "project").await;
    let (_, budget) = now.field("budget").unwrap();
    assert_eq!(budget.label, "What have you set aside for it?");
    let plenty = budget.choices.iter().find(|choice| choice.label == "Plenty").expect("an answer is forgotten");
    assert!(plenty.retired, "what came later is offered by the older version");
    assert!(!app.client().get("/forms/project/project").await.words().contains("Plenty"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_goes_back_only_from_what_one_has_seen() {
    let app = TestApp::demo().await;
    let desk = app.client_as(Role::Manager).await;
    change(&desk, "contact", &[("title", "Second")]).await;
    let seen = desk.get("/admin/forms/contact/versions").await;
    change(&app.client_as(Role::Owner).await, "contact", &[("title", "Third")]).await;
    let refused = desk.submit(&seen, &[]).await;
    assert_eq!(refused.status(), 409);
    assert!(refused.first(".errors").unwrap().contains("The owner saved version 3 meanwhile"), "{}", refused.words());
    assert_eq!(definition(&app, "contact").await.title, "Third");
    let unknown = desk.post("/admin/forms/contact/versions/9/restoration", &[("seen", "3")]).await;
    assert_eq!(unknown.status(), 404);
    let editor = app.client_as(Role::Editor).await;
    let page = editor.get("/admin/forms/contact/versions").await;
    assert!(
        page.words().contains("Version 3") && !page.has("#rows form"),
        "an editor changes what is asked by going back"
    );
}
