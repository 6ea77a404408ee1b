//! What the script adds for people: a send that is never answered, a line that is away, mistakes, copying, a password to be seen.

use serde_json::json;

use super::WIDE;
use super::line::Line;
use crate::support::{Browser, Script, TestApp};

const MESSAGE: &str = "Our bell is silent.\nCan somebody come & look?";
const KEPT: &str = "Your answers are kept in this browser";

/// Twenty seconds pass in two: the browser's timers run faster.
const HURRY: &str =
    "const slow = window.setTimeout; window.setTimeout = (work, wait, ...rest) => slow(work, wait / 10, ...rest);";

async fn fill(browser: &Browser) {
    browser.go("/forms/contact/message").await;
    browser.fill("message", MESSAGE).await;
    browser.fill("name", "Ann Lee").await;
    browser.fill("email", "ann@example.com").await;
    browser.choose("consent", "yes").await;
}

/// The key of the form that is open.
async fn key(browser: &Browser) -> String {
    browser.ask("return document.querySelector('form[data-keep] [name=_key]').value").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_send_that_is_never_answered_is_given_up_kept_and_sent_once() {
    let test = TestApp::build().demo().system_clock().start().await;
    let line = Line::to(&test.base).await;
    let browser = WIDE.open(&line.base).await;
    browser.tell("Page.addScriptToEvaluateOnNewDocument", json!({ "source": HURRY })).await;
    fill(&browser).await;
    line.silent(true);
    let began = std::time::Instant::now();
    browser.click("Send message").await;
    browser.sees("Sending.").await;
    assert_eq!(test.sql_i64("select count(*) from enquiries where not seeded").await, 0);
    browser.sees(KEPT).await;
    let waited = began.elapsed().as_millis();
    assert!((1900..15_000).contains(&waited), "given up after {waited} ms, where a tenth of twenty seconds was meant");
    assert_eq!(browser.value("message").await, MESSAGE, "what was typed still stands there");
    let first = key(&browser).await;
    line.silent(false);
    browser.sees("We have your enquiry").await;
    assert_eq!(
        test.sql("select key::text from enquiries where not seeded").await,
        [[first]],
        "once, with the same key"
    );
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_the_browser_is_online_again_it_sends_at_once_with_the_same_key() {
    let test = TestApp::build().demo().system_clock().start().await;
    let browser = WIDE.open(&test.base).await;
    // Without the event the next try would be an hour away.
    let never = "const slow = window.setTimeout; window.setTimeout = (work, wait, ...rest) => slow(work, wait >= 5000 ? 3600000 : wait, ...rest);";
    browser.tell("Page.addScriptToEvaluateOnNewDocument", json!({ "source": never })).await;
    fill(&browser).await;
    let first = key(&browser).await;
    browser.offline(true).await;
    browser.click("Send message").await;
    browser.sees(KEPT).await;
    let kept: String = browser.ask("return localStorage.getItem('shingle.kept')").await;
    assert!(kept.contains("ann@example.com") && kept.contains(&first), "the answers are in the browser: {kept}");
    // Somebody who presses the button again, still without a line, loses nothing either.
    browser.click("Send message").await;
    browser.sees(KEPT).await;
    assert_eq!(browser.value("message").await, MESSAGE);
    assert_eq!(test.sql_i64("select count(*) from enquiries where not seeded").await, 0);
    browser.offline(false).await;
    browser.sees("We have your enquiry").await;
    assert_eq!(
        test.sql("select key::text from enquiries where not seeded").await,
        [[first]],
        "once, with the same key"
    );
    let left: Option<String> = browser.ask("return localStorage.getItem('shingle.kept')").await;
    assert_eq!(left, None, "nothing stays in the browser");
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mistake_on_the_sending_page_is_told_at_the_top_and_nothing_typed_is_lost() {
    let test = TestApp::demo().await;
    let browser = WIDE.open(&test.base).await;
    fill(&browser).await;
    browser.fill("email", "ann at example").await;
    browser.click("Send message").await;
    browser.sees("There is a problem").await;
    let focused: bool = browser.ask("return document.activeElement.matches('.errors')").await;
    assert!(focused, "the summary has the focus");
    let links: Vec<String> =
        browser.ask("return Array.from(document.querySelectorAll('.errors a'), (a) => a.textContent)").await;
    assert_eq!(links, ["Enter an email address in the form name@example.com"]);
    assert_eq!(browser.value("message").await, MESSAGE);
    assert_eq!(browser.value("name").await, "Ann Lee");
    assert_eq!(browser.value("email").await, "ann at example", "the mistake stands there to be mended");
    assert!(browser.is_chosen("consent", "yes").await);
    let invalid: String = browser.ask("return document.querySelector('[aria-invalid]').name").await;
    assert_eq!(invalid, "email");
    let kept: Option<String> = browser.ask("return localStorage.getItem('shingle.kept')").await;
    assert_eq!(kept, None, "a mistake is not tried again");
    browser.fill("email", "ann@example.com").await;
    browser.click("Send message").await;
    browser.sees("We have your enquiry").await;
    assert_eq!(test.sql_text("select email from enquiries where not seeded").await, "ann@example.com");
    assert_eq!(test.sql_i64("select count(*) from enquiries where not seeded").await, 1);
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_link_of_an_article_is_copied_and_said_to_be() {
    let test = TestApp::demo().await;
    let browser = WIDE.open(&test.base).await;
    let may = json!({ "origin": test.base, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
    browser.tell("Browser.grantPermissions", may).await;
    browser.go("/blog/what-a-website-costs").await;
    browser.tell("Page.bringToFront", json!({})).await;
    browser.click("Copy the link").await;
    browser.sees("Copied").await;
    // The site itself may write to the clipboard, not read it: it is pasted, as a person does.
    browser.go("/contact").await;
    let field = browser.element("[name='message']").await;
    field.send_keys(thirtyfour::Key::Control + "v").await.expect("it is pasted");
    assert_eq!(browser.value("message").await, format!("{}/blog/what-a-website-costs", test.base));
    browser.back().await;
    browser.sees("Copy the link").await;
    browser.close().await;

    let plain = Browser::open(&test.base, Script::Off).await;
    plain.go("/blog/what-a-website-costs").await;
    assert!(!plain.words().await.contains("Copy the link"), "nothing is offered that would not work");
    plain.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_password_can_be_looked_at_while_it_is_typed() {
    let test = TestApp::demo().await;
    let browser = WIDE.open(&test.base).await;
    browser.go("/account/sign-in").await;
    browser.fill("email", "owner@example.com").await;
    browser.fill("password", "nine quiet bells").await;
    let state = "const input = document.querySelector('#password'), button = document.querySelector('[data-reveal]');
        return [input.type, input.value, button.textContent, button.getAttribute('aria-pressed')]";
    let look = async || browser.ask::<[String; 4]>(state).await;
    assert_eq!(look().await, ["password", "nine quiet bells", "Show Password", "false"]);
    browser.click("Show").await;
    assert_eq!(look().await, ["text", "nine quiet bells", "Hide Password", "true"]);
    browser.click("Hide").await;
    assert_eq!(look().await, ["password", "nine quiet bells", "Show Password", "false"]);
    // A mistake at the sign-in takes the focus, and the password never comes back from the server.
    browser.click("Sign in").await;
    browser.sees("do not match").await;
    let focused: bool = browser.ask("return document.activeElement.matches('[data-focus]')").await;
    assert!(focused, "the summary has the focus");
    assert_eq!(browser.value("password").await, "");
    browser.close().await;

    let plain = Browser::open(&test.base, Script::Off).await;
    plain.go("/account/sign-in").await;
    assert!(!plain.words().await.contains("Show"), "nothing is offered that would not work");
    plain.close().await;
}
