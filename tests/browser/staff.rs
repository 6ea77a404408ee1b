//! Staff find an enquiry and take it on.

use thirtyfour::By;

use super::{PHONE_WITHOUT_SCRIPT, WIDE, Way};
use crate::support::{DEMO_PASSWORD, TestApp};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_take_an_enquiry_on_with_script() {
    staff_take_an_enquiry_on(WIDE).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_take_an_enquiry_on_without_script_on_a_phone() {
    staff_take_an_enquiry_on(PHONE_WITHOUT_SCRIPT).await;
}

async fn staff_take_an_enquiry_on(way: Way) {
    let test = TestApp::demo().await;
    let visitor = test.client();
    let page = visitor.get("/forms/contact/message").await;
    let answers =
        [("message", "My shop is shut"), ("name", "Zebedee Quill"), ("email", "zeb@example.com"), ("consent", "yes")];
    assert_eq!(visitor.submit(&page, &answers).await.status(), 303);
    test.run_jobs().await;
    let reference = test.sql_text("select reference from enquiries where not seeded").await;

    let browser = way.open(&test.base).await;
    browser.go("/admin/enquiries").await;
    browser.is_at("/account/sign-in").await;
    browser.fill("email", "owner@example.com").await;
    browser.fill("password", DEMO_PASSWORD).await;
    browser.click("Sign in").await;
    browser.is_at("/admin/enquiries").await;
    browser.sees("Zebedee Quill").await;
    browser.shot(&format!("journey-inbox-{}", way.name())).await;

    // By a piece of the reference, as it is read out over the telephone.
    let search = browser.element("form[role='search'] input[type='search']").await;
    search.send_keys(reference.to_lowercase().replace('-', " ")).await.expect("it is typed");
    let button = browser.element("form[role='search'] button").await;
    browser.click_on(&button).await;
    browser.click("Zebedee Quill").await;
    browser.is_at(&format!("/admin/enquiries/{reference}")).await;
    browser.sees("My shop is shut").await;
    browser.sees("Handed over").await;
    browser.shot(&format!("journey-record-{}", way.name())).await;

    let state = browser.element("select[name='state']").await;
    let working = state.find(By::Css("option[value='working']")).await.expect("a state");
    working.click().await.expect("it is chosen");
    browser.click("Move").await;
    browser.is_at(&format!("/admin/enquiries/{reference}")).await;
    let shown = browser.element("select[name='state']").await.value().await.expect("a state");
    assert_eq!(shown.as_deref(), Some("working"), "the new state is shown");
    assert_eq!(test.sql_text(&format!("select state from enquiries where reference = '{reference}'")).await, "working");
    assert_eq!(browser.errors(&[]).await, [""; 0]);
    browser.close().await;
}
