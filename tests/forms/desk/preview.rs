//! The preview walks a whole form with its real pages, and sends and keeps nothing.

use shingle::accounts::Role;
use shingle::forms::FormState;

use crate::forms::{PERSON, PROJECT, TECHNOLOGY, set_state, with};
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_whole_form_is_walked_without_sending_anything() {
    let app = TestApp::demo().await;
    set_state(&app, "project", FormState::Closed).await;
    let counts =
        "select (select count(*) from drafts) * 1000 + (select count(*) from enquiries) + (select count(*) from jobs)";
    let before = app.sql_i64(counts).await;
    let desk = app.client_as(Role::Editor).await;
    let first = desk.follow("/admin/forms/project/preview").await;
    assert!(first.words().contains("This is a preview") && first.words().contains("Step 1 of 3"), "{}", first.words());
    assert!(!first.has("form[data-enquiry]"), "script would keep it as if it were an enquiry");
    assert!(first.has(".preview-note a[href='/admin/forms/project']"));

    let wrong = desk.submit(&first, &[("goals", "More")]).await;
    assert_eq!(wrong.status(), 422);
    assert!(wrong.first(".errors").unwrap().contains("Choose what you need a hand with"));
    assert_eq!(wrong.input("goals").as_deref(), Some("More"));

    let long = "a word ".repeat(600);
    let second = desk.submit(&wrong, &with(&PROJECT, "goals", &long)).await;
    let second = desk.get(&second.location().unwrap()).await;
    assert!(
        second.words().contains("Step 2 of 3") && second.words().contains("Something mended"),
        "{}",
        second.words()
    );
    let back = second.attribute("a.back", "href").unwrap();
    assert!(desk.get(&back).await.has("[name=work][value=repair][checked]"), "Back has lost the answers");
    let third = desk.get(&desk.submit(&second, &TECHNOLOGY).await.location().unwrap()).await;
    let check = desk.get(&desk.submit(&third, &PERSON).await.location().unwrap()).await;
    assert!(check.words().contains("Is this right?") && check.words().contains("Ferreira & Daughters"));
    let change = check.attributes(".summary .change a", "href").into_iter().next().unwrap();
    assert!(change.starts_with("/admin/forms/project/preview/project?"), "{change}");
    let receipt = desk.get(&desk.submit(&check, &[]).await.location().unwrap()).await;
    assert!(receipt.words().contains("We have your enquiry") && receipt.words().contains("This is a preview"));
    assert!(receipt.words().contains("Expect a few questions"), "the closing note is missing");
    assert_eq!(app.sql_i64(counts).await, before, "the preview left something behind");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_skips_as_visitors_skip_and_a_step_that_is_too_early_leads_to_the_gap() {
    let app = TestApp::demo().await;
    let desk = app.client_as(Role::Manager).await;
    let first = desk.follow("/admin/forms/project/preview").await;
    let skipped = desk.submit(&first, &with(&PROJECT, "work", "explain")).await;
    assert!(skipped.location().unwrap().starts_with("/admin/forms/project/preview/contact?"));
    for early in ["contact", "check", "sent"] {
        let led = desk.get(&format!("/admin/forms/project/preview/{early}")).await;
        assert_eq!(led.location().as_deref(), Some("/admin/forms/project/preview/project"), "{early}");
    }
    assert_eq!(desk.get("/admin/forms/project/preview/nowhere").await.status(), 404);
    assert_eq!(desk.get("/admin/forms/nowhere/preview").await.status(), 404);
}
