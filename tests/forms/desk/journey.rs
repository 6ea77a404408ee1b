//! Promise 3: a form is changed while a visitor is in the middle of it. They lose nothing, and finish what they began.

use shingle::accounts::Role;

use super::{definition, version};
use crate::editor::press;
use crate::forms::{PERSON, PROJECT, TECHNOLOGY, led_to, reference};
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_visitor_in_the_middle_finishes_the_form_that_they_began() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let first = visitor.get("/forms/project/project").await;
    let next = visitor.submit(&first, &PROJECT).await.location().unwrap();
    let second = visitor.get(&next).await;

    let desk = app.client_as(Role::Manager).await;
    let sheet = desk.get("/admin/forms/project").await;
    let renamed = press(&desk, &sheet, "retire s1.f3.c2", &[("s1.f1.c2.label", "A repair, quickly")]).await;
    let asked = press(&desk, &renamed, "add s3 short-text", &[]).await;
    let typed = [("s3.f7.label", "VAT number"), ("s3.f7.required", "yes"), ("s2.f1.label", "What is there?")];
    assert_eq!(press(&desk, &asked, "save", &typed).await.status(), 303);
    assert_eq!(version(&app, "project").await, 2);
    assert!(definition(&app, "project").await.field("vat-number").is_some());

    let again = visitor.get(&next).await;
    assert!(again.words().contains("What have you got today?"), "the question changed under the visitor");
    assert!(
        again.words().contains("Something mended") && again.words().contains("£2,000 to £5,000"),
        "{}",
        again.words()
    );
    let third = visitor.submit(&second, &TECHNOLOGY).await;
    let third = visitor.get(&third.location().unwrap()).await;
    assert!(!third.has("[name=vat-number]"));
    let check = visitor.submit(&third, &PERSON).await;
    assert_eq!(led_to(&check), "/forms/project/check");
    let check = visitor.get("/forms/project/check").await;
    for said in ["Something mended", "£2,000 to £5,000", "A shop from 2009", "Ferreira & Daughters"] {
        assert!(check.words().contains(said), "{said:?} is lost");
    }
    let sent = visitor.submit(&check, &[]).await;
    let receipt = led_to(&sent);
    assert!(receipt.starts_with("/forms/project/sent/"), "{receipt}");
    assert_eq!(app.sql_text("select form_version from enquiries where not seeded").await, "1");
    let record = desk.get(&format!("/admin/enquiries/{}", reference(&receipt))).await;
    assert!(record.words().contains("Something mended"), "the enquiry reads otherwise than it was answered");
    assert!(!record.words().contains("A repair, quickly"));

    // Whoever comes now gets the new one, and what is retired is taken no more.
    let late = app.client();
    let page = late.get("/forms/project/project").await;
    assert!(page.words().contains("A repair, quickly") && !page.words().contains("£2,000 to £5,000"));
    let refused = late.submit(&page, &PROJECT).await;
    assert_eq!(refused.status(), 422, "a retired answer is taken");
    assert!(refused.first("#budget-error").is_some(), "{:?}", refused.all(".errors li"));
}
