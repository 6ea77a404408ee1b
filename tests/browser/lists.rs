//! The list in a real browser: where somebody is in it, what is in reach on a telephone, and what a colleague's acts leave alone.

use thirtyfour::{By, Key};

use super::desk::{at_the_desk, keys};
use super::{PHONE_WITHOUT_SCRIPT, WIDE, Way};
use crate::desk::enquiry;
use crate::support::{Browser, Script, Theme, eventually};

const PHONE: Way = Way { script: Script::On, width: 375, theme: Theme::Light };

/// The words of what has the focus.
async fn in_hand(browser: &Browser) -> String {
    browser
        .ask("return document.activeElement.tagName === 'BODY' ? '' : document.activeElement.textContent.trim()")
        .await
}

/// Waits until this has the focus.
async fn holds(browser: &Browser, words: &str) {
    eventually(&format!("{words} has the focus"), async || (in_hand(browser).await == words).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_act_by_keyboard_goes_on_from_the_row_in_hand() {
    let (test, browser) = at_the_desk(WIDE).await;
    for number in 1..=6 {
        enquiry(&test, &format!("Person {number}")).await;
    }
    browser.go("/admin/enquiries?view=new").await;
    // The row stays: the same is in hand after the page came back.
    keys(&browser, "jja").await;
    browser.sees("Enquiry taken up by you").await;
    holds(&browser, "Person 5").await;
    // It leaves the list: on to the one that took its place.
    keys(&browser, "e").await;
    browser.sees("Enquiry marked as answered").await;
    holds(&browser, "Person 4").await;
    keys(&browser, "j").await;
    holds(&browser, "Person 3").await;
    // Undo goes on from there as well.
    keys(&browser, "z").await;
    browser.sees("Enquiry put back as before").await;
    holds(&browser, "Person 3").await;
    // On the record its row leaves the list beside it; the walk goes on all the same.
    browser.element("#rows a:focus").await.send_keys(Key::Enter).await.unwrap();
    browser.element("#note").await;
    keys(&browser, "e").await;
    browser.sees("Enquiry marked as answered").await;
    keys(&browser, "j").await;
    holds(&browser, "Person 2").await;
    // Back at the list it goes on as well.
    keys(&browser, "u").await;
    browser.element("[data-batch]").await;
    keys(&browser, "j").await;
    holds(&browser, "Person 2").await;
    // An act that changes nothing says why.
    browser.go("/admin/enquiries?view=waiting").await;
    keys(&browser, "je").await;
    browser.sees("Nothing to change: it was answered already").await;
    holds(&browser, "Person 3").await;
    // Whoever comes anew begins at the top.
    browser.go("/admin").await;
    browser.go("/admin/enquiries?view=new").await;
    assert_eq!(in_hand(&browser).await, "");
    keys(&browser, "j").await;
    holds(&browser, "Person 6").await;
    assert_eq!(browser.errors(&[]).await, [""; 0]);
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_phone_acts_on_many_are_in_reach_and_the_open_tab_in_sight() {
    let (test, browser) = at_the_desk(PHONE).await;
    test.fill(60).await;
    browser.go("/admin/enquiries?view=all").await;
    let tab = "const tab = document.querySelector('.tabs [aria-current]').getBoundingClientRect();
               return tab.left >= 0 && tab.right <= innerWidth";
    assert!(browser.ask::<bool>(tab).await, "the open tab is in sight");
    let tick = browser.driver.find(By::Css(".tick")).await.unwrap();
    browser.click_on(&tick).await;
    browser.sees("1 chosen").await;
    let reach = |css: &str| {
        format!(
            "const at = document.querySelector('{css}').getBoundingClientRect();
             return at.height > 0 && at.top >= 0 && at.bottom <= innerHeight && at.right <= innerWidth"
        )
    };
    for css in [".batch-acts [value=answered]", ".batch-acts [value=mine]", ".batch-more summary"] {
        assert!(browser.ask::<bool>(&reach(css)).await, "{css} is in reach");
    }
    let high: f64 = browser.ask("return document.querySelector('.batch-bar').offsetHeight").await;
    assert!(high < 812.0 / 4.0, "{high} pixels of 812: the list stays in sight");
    browser.shot("journey-many-375").await;
    browser.click("More").await;
    assert!(browser.ask::<bool>(&reach(".batch-rest [value=spam]")).await, "the rest comes when it is asked for");
    browser.shot("journey-many-more-375").await;
    browser.click("Take up").await;
    browser.sees("Enquiry taken up by you").await;
    assert_eq!(browser.errors(&[]).await, [""; 0]);
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_script_every_act_on_many_stands_open_below_the_list() {
    let (test, browser) = at_the_desk(PHONE_WITHOUT_SCRIPT).await;
    enquiry(&test, "Maud Ferreira").await;
    browser.go("/admin/enquiries").await;
    let tick = browser.driver.find(By::Css(".tick")).await.unwrap();
    browser.click_on(&tick).await;
    let spam = browser.element(".batch-rest [value=spam]").await;
    browser.click_on(&spam).await;
    browser.sees("Enquiry marked as spam").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_colleagues_act_leaves_a_choice_and_the_focus_alone_and_is_said() {
    let (test, browser) = at_the_desk(WIDE).await;
    let reference = enquiry(&test, "Maud Ferreira").await;
    browser.go(&format!("/admin/enquiries/{reference}")).await;
    // The line is up before anything happens.
    eventually("the desk listens", async || {
        let open = "return performance.getEntriesByType('resource').length && document.readyState === 'complete'";
        browser.ask::<bool>(open).await.then_some(())
    })
    .await;
    let won = browser.element("#state option[value=won]").await;
    won.click().await.unwrap();
    browser.ask::<bool>("document.querySelector('#answer button').focus(); return true").await;
    let other = test.client_as(shingle::accounts::Role::Manager).await;
    test.clock.advance(chrono::TimeDelta::seconds(7));
    let path = format!("/admin/enquiries/{reference}/assignment");
    assert_eq!(other.post(&path, &[("version", "1"), ("owner", "me")]).await.status(), 303);
    browser.sees("Just now: Taken up,").await;
    browser.sees("What you have chosen or typed stays.").await;
    assert_eq!(browser.value("state").await, "won", "the choice stays");
    let version: String = browser.ask("return document.querySelector('#answer [name=version]').value").await;
    assert_eq!(version, "2", "what is not in anybody's hand is fresh");
    assert_eq!(in_hand(&browser).await, "Mark answered", "the focus stays");
    assert_eq!(browser.errors(&[]).await, [""; 0]);
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_row_in_hand_shows_one_ring() {
    let (test, browser) = at_the_desk(WIDE).await;
    enquiry(&test, "Maud Ferreira").await;
    browser.go("/admin/enquiries").await;
    keys(&browser, "j").await;
    let rings: (String, String) = browser
        .ask(
            "const link = document.activeElement;
             return [link, link.closest('.row')].map((it) => getComputedStyle(it).outlineStyle)",
        )
        .await;
    assert_eq!((rings.0.as_str(), rings.1.as_str()), ("none", "solid"));
    browser.close().await;
}
