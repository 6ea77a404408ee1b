//! The way through a form: each step empty, filled in and with mistakes, the check page and the receipt.

use super::{Gate, PUBLIC};
use crate::support::{Browser, Script, TestApp};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_state_of_an_enquiry_passes_the_gate() {
    let test = TestApp::demo().await;
    let mut gate = Gate::new(Browser::open(&test.base, Script::On).await, PUBLIC);
    for form in test
        .sql("select slug, definition->'steps'->0->>'name' from forms join form_versions v on v.form_id = forms.id")
        .await
    {
        gate.page(&format!("/forms/{}/{}", form[0], form[1]), &[]).await;
        gate.browser.click(button(&form[0])).await;
        gate.browser.sees("There is a problem").await;
        gate.state(&format!("{} with mistakes", form[0]), &["422"]).await;
    }
    gate.browser.go("/forms/project/project").await;
    gate.browser.choose("work", "repair").await;
    gate.browser
        .fill(
            "goals",
            &"A much longer sentence than anybody needs, withoneverylongwordinitthatcannotbebroken. ".repeat(6),
        )
        .await;
    gate.browser.click("Continue").await;
    gate.browser.is_at("/forms/project/technology").await;
    gate.page("/forms/project/technology", &[]).await;
    gate.browser.click("Continue").await;
    gate.browser.is_at("/forms/project/contact").await;
    gate.page("/forms/project/contact", &[]).await;
    gate.browser.click("Continue").await;
    gate.browser.sees("There is a problem").await;
    gate.state("project contact with mistakes", &["422"]).await;
    gate.browser.fill("name", "Zoë O’Brien").await;
    gate.browser.fill("email", "zoe@example.com").await;
    gate.browser.choose("consent", "yes").await;
    gate.browser.click("Continue").await;
    gate.browser.is_at("/forms/project/check").await;
    gate.page("/forms/project/check", &[]).await;
    gate.browser.click("Send enquiry").await;
    gate.browser.sees("We have your enquiry").await;
    gate.state("receipt, waiting", &[]).await;
    test.run_jobs().await;
    gate.browser.reload().await;
    gate.browser.sees("Handed to our mail server").await;
    gate.state("receipt, handed over", &[]).await;
    let reference = test.sql_text("select reference from enquiries where seeded limit 1").await;
    gate.page(&format!("/forms/contact/sent/{reference}"), &[]).await;
    test.execute("update forms set state = 'closed' where slug = 'contact'").await;
    gate.page("/forms/contact/message", &[]).await;
    gate.close().await;
}

/// The button of a form's first step.
fn button(form: &str) -> &'static str {
    match form {
        "contact" => "Send message",
        "audit-request" => "Ask for my two pages",
        _ => "Continue",
    }
}
