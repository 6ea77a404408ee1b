//! A form is changed while a visitor is in the middle of it: they lose nothing, and finish the one that they began.

use super::{PHONE_WITHOUT_SCRIPT, WIDE, Way};
use crate::support::{DEMO_PASSWORD, TestApp};

async fn a_form_is_changed_in_the_middle(visitors: Way, staffs: Way) {
    let app = TestApp::demo().await;
    let visitor = visitors.open(&app.base).await;
    visitor.go("/forms/project/project").await;
    visitor.choose("work", "repair").await;
    visitor.fill("goals", "A bell that is heard").await;
    visitor.click("Continue").await;
    visitor.is_at("/forms/project/technology").await;
    let before = visitor.element("h1").await.text().await.unwrap();
    visitor.fill("today", "A site from 2014").await;

    let staff = staffs.open(&app.base).await;
    staff.sign_in("owner@example.com", DEMO_PASSWORD).await;
    staff.go("/admin/forms/project").await;
    staff.fill("s2.title", "Which doors are there?").await;
    let save = staff.element(".sheet-bar [value=save]").await;
    staff.click_on(&save).await;
    staff.sees("version 2").await;
    staff.shot(&format!("journey-form-{}", staffs.name())).await;

    visitor.click("Continue").await;
    visitor.is_at("/forms/project/contact").await;
    visitor.back().await;
    assert_eq!(visitor.element("h1").await.text().await.unwrap(), before, "the question changed under the visitor");
    visitor.click("Continue").await;
    visitor.is_at("/forms/project/contact").await;
    for (field, value) in [("name", "Kim Ode"), ("email", "kim@example.com")] {
        visitor.fill(field, value).await;
    }
    visitor.choose("consent", "yes").await;
    visitor.click("Continue").await;
    visitor.is_at("/forms/project/check").await;
    visitor.sees("A bell that is heard").await;
    visitor.sees("A site from 2014").await;
    visitor.click("Send enquiry").await;
    visitor.sees("We have your enquiry").await;
    assert_eq!(app.sql_text("select form_version from enquiries where not seeded").await, "1");
    assert_eq!(visitor.errors(&[]).await, [""; 0]);
    assert_eq!(staff.errors(&[]).await, [""; 0]);
    visitor.close().await;
    staff.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_is_changed_in_the_middle_of_it() {
    a_form_is_changed_in_the_middle(WIDE, PHONE_WITHOUT_SCRIPT).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_is_changed_in_the_middle_of_it_the_other_way_round() {
    a_form_is_changed_in_the_middle(PHONE_WITHOUT_SCRIPT, WIDE).await;
}
