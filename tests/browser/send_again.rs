//! Promise 3, forms survive: what was typed outlives a database or a network that is away, and is sent once.

use super::{PHONE_WITHOUT_SCRIPT, WIDE};
use crate::support::{Browser, TestApp};

const MESSAGE: &str = "Line one, with “quotes” & <angles>\nand a second line";

async fn fill(browser: &Browser) {
    browser.go("/forms/contact/message").await;
    browser.fill("message", MESSAGE).await;
    browser.fill("name", "Ann Lee").await;
    browser.fill("email", "ann@example.com").await;
    browser.choose("consent", "yes").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_database_is_down_the_answers_are_kept_and_then_sent_once() {
    let test = TestApp::build().demo().system_clock().start().await;
    let browser = WIDE.open(&test.base).await;
    fill(&browser).await;
    test.database.take_away().await;
    browser.click("Send message").await;
    browser.sees("Your answers are kept in this browser").await;
    assert_eq!(browser.value("message").await, MESSAGE);
    let key: String = browser.ask("return document.querySelector('form[data-keep] [name=_key]').value").await;
    browser.shot("journey-kept").await;

    // Even when the page is closed meanwhile.
    test.database.put_back().await;
    browser.go("about:blank").await;
    browser.go("/forms/contact/message").await;
    browser.sees("We have your enquiry").await;
    assert_eq!(test.sql_i64("select count(*) from enquiries where not seeded").await, 1);
    assert_eq!(test.sql_text("select key from enquiries where not seeded").await, key, "it was sent with the same key");
    let stored = test.sql_text("select answers::text from enquiries where not seeded").await;
    assert!(stored.contains("<angles>") && stored.contains("and a second line"), "{stored}");
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn offline_the_answers_are_kept_and_sent_when_the_line_is_back() {
    let test = TestApp::build().demo().system_clock().start().await;
    let browser = WIDE.open(&test.base).await;
    fill(&browser).await;
    browser.offline(true).await;
    browser.click("Send message").await;
    browser.sees("Your answers are kept in this browser").await;
    browser.offline(false).await;
    browser.sees("We have your enquiry").await;
    assert_eq!(test.sql_i64("select count(*) from enquiries where not seeded").await, 1);
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_script_the_answer_to_a_failed_send_is_a_page_that_sends_again() {
    let test = TestApp::demo().await;
    let browser = PHONE_WITHOUT_SCRIPT.open(&test.base).await;
    fill(&browser).await;
    test.database.take_away().await;
    browser.click("Send message").await;
    browser.sees("and a second line").await;
    browser.shot("journey-503").await;
    test.database.put_back().await;
    let again =
        browser.element("form[method='post'] button[type='submit'], form[method='post'] button:not([type])").await;
    browser.click_on(&again).await;
    browser.sees("We have your enquiry").await;
    assert_eq!(test.sql_i64("select count(*) from enquiries where not seeded").await, 1);
    let stored = test.sql_text("select answers::text from enquiries where not seeded").await;
    assert!(stored.contains("<angles>") && stored.contains("and a second line"), "{stored}");
    browser.close().await;
}
