//! A visitor enquires, with a mistake on the way and a change of mind, and sees what happens to the enquiry.

use thirtyfour::Key;

use super::{PHONE_WITHOUT_SCRIPT, WIDE, Way};
use crate::support::{Browser, Script, TestApp};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_steps_to_a_receipt_with_script() {
    three_steps_to_a_receipt(WIDE).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_steps_to_a_receipt_without_script_on_a_phone() {
    three_steps_to_a_receipt(PHONE_WITHOUT_SCRIPT).await;
}

async fn three_steps_to_a_receipt(way: Way) {
    let test = TestApp::build().demo().start().await;
    let browser = way.open(&test.base).await;
    browser.go("/").await;
    browser.click("Start an enquiry").await;
    browser.is_at("/forms/project/project").await;
    a_mistake_is_told_and_mended(&browser, way).await;

    browser.is_at("/forms/project/technology").await;
    browser.fill("today", "A site from 2014 & a shop nobody uses").await;
    browser.choose("platforms", "wordpress").await;
    browser.choose("platforms", "shop").await;
    browser.click("Continue").await;

    browser.is_at("/forms/project/contact").await;
    browser.fill("name", "Zoë O’Brien").await;
    browser.fill("email", "zoe@example.com").await;
    browser.choose("consent", "yes").await;
    browser.click("Continue").await;

    browser.is_at("/forms/project/check").await;
    for said in ["More people who ring us", "A site from 2014 & a shop nobody uses", "Zoë O’Brien", "zoe@example.com"]
    {
        browser.sees(said).await;
    }
    browser.shot(&format!("journey-check-{}", way.name())).await;
    an_answer_is_changed(&browser).await;
    back_shows_what_was_typed(&browser).await;

    browser.click("Send enquiry").await;
    the_receipt_tells_the_truth(&test, &browser, way).await;
    assert_eq!(test.sql_i64("select count(*) from enquiries where not seeded").await, 1);
    assert_eq!(test.sql_text("select name from enquiries where not seeded").await, "Zoë O’Brien");
    // A mistake is answered with 422, which the console of Chromium repeats.
    assert_eq!(browser.errors(&["422"]).await, [""; 0]);
    browser.close().await;
}

/// Continuing with an empty form: told in a summary that has the focus, with links to what is to be mended.
async fn a_mistake_is_told_and_mended(browser: &Browser, way: Way) {
    browser.click("Continue").await;
    browser.sees("There is a problem").await;
    if way.script == Script::On {
        let has_focus: bool = browser.ask("return document.activeElement.matches('.errors')").await;
        assert!(has_focus, "the summary of mistakes has the focus");
    }
    let title: String = browser.driver.title().await.expect("a title");
    assert!(title.starts_with("Error: "), "{title}");
    browser.shot(&format!("journey-mistake-{}", way.name())).await;
    let links = browser.driver.find_all(thirtyfour::By::Css(".errors a")).await.expect("links");
    assert_eq!(links.len(), 2, "both missing answers are told");
    links[1].click().await.expect("the link works");
    let focused: String = browser.ask("return document.querySelector(location.hash).getAttribute('name')").await;
    assert_eq!(focused, "goals");
    browser.choose("work", "new").await;
    browser.fill("goals", "More people who ring us").await;
    browser.click("Continue").await;
}

/// *Change* leads to the answer, and from there straight back to the check page.
async fn an_answer_is_changed(browser: &Browser) {
    let change = browser.element(".change a[href*='/technology']").await;
    browser.click_on(&change).await;
    browser.is_at("/forms/project/technology").await;
    assert_eq!(browser.value("today").await, "A site from 2014 & a shop nobody uses");
    assert!(browser.is_chosen("platforms", "shop").await);
    browser.fill("today", "Nothing worth keeping").await;
    browser.click("Continue").await;
    browser.is_at("/forms/project/check").await;
    browser.sees("Nothing worth keeping").await;
}

/// The browser's own button, and the page's Back: nothing that was typed is lost.
async fn back_shows_what_was_typed(browser: &Browser) {
    browser.back().await;
    browser.go("/forms/project/check").await;
    browser.click("Back").await;
    browser.is_at("/forms/project/contact").await;
    assert_eq!(browser.value("name").await, "Zoë O’Brien");
    assert!(browser.is_chosen("consent", "yes").await);
    browser.click("Continue").await;
    browser.is_at("/forms/project/check").await;
}

/// The reference, and then what became of the messages: live with script, by loading again without.
async fn the_receipt_tells_the_truth(test: &TestApp, browser: &Browser, way: Way) {
    browser.sees("We have your enquiry").await;
    let reference = browser.element(".reference").await.text().await.expect("a reference");
    let stored = test.sql_text("select reference from enquiries where not seeded").await;
    assert_eq!(reference, stored);
    browser.sees("Stored safely").await;
    browser.sees("Waiting to be handed to our mail server").await;
    browser.shot(&format!("journey-receipt-waiting-{}", way.name())).await;
    assert_eq!(test.run_jobs().await, 2, "a notice and a receipt");
    if way.script == Script::Off {
        browser.reload().await;
    }
    browser.sees("Handed to our mail server").await;
    browser.shot(&format!("journey-receipt-{}", way.name())).await;
    if way.script == Script::On {
        let kept: (usize, usize) = browser.ask("return [localStorage.length, sessionStorage.length]").await;
        assert_eq!(kept, (0, 0), "nothing of the enquiry stays in the browser after the receipt");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_short_question_is_sent_from_its_page_by_the_keyboard_alone() {
    let test = TestApp::demo().await;
    let browser = WIDE.open(&test.base).await;
    browser.go("/contact").await;
    let message = browser.element("textarea[name='message']").await;
    message.focus().await.expect("it has the focus");
    message.send_keys("Do you mend sites you did not build?").await.expect("it is typed");
    for (field, text) in [("name", "Ann Lee"), ("email", "ann@example.com")] {
        browser.press(Key::Tab).await;
        let here: String = browser.ask("return document.activeElement.name").await;
        assert_eq!(here, field, "Tab goes from field to field");
        browser.driver.active_element().await.expect("a field").send_keys(text).await.expect("it is typed");
    }
    browser.press(Key::Tab).await;
    browser.press(Key::Tab).await;
    browser.driver.active_element().await.expect("the box").send_keys(" ").await.expect("it is ticked");
    assert!(browser.is_chosen("consent", "yes").await);
    browser.driver.active_element().await.expect("the box").send_keys(Key::Enter + "").await.expect("it is sent");
    browser.sees("We have your enquiry").await;
    let source = test.sql_text("select source->>'page' from enquiries where not seeded").await;
    assert_eq!(source, "/contact", "where it came from is known");
    browser.close().await;
}
