//! Days at the desk: by telephone, by keyboard, by two at once, on the first day, and while mail is down.

use thirtyfour::{By, Key};

use super::{PHONE_WITHOUT_SCRIPT, WIDE, Way};
use crate::desk::enquiry;
use crate::support::smtp::{Reply, Sink, Stage};
use crate::support::{Browser, DEMO_PASSWORD, Script, TestApp, Theme, eventually};

const PHONE: Way = Way { script: Script::On, width: 375, theme: Theme::Dark };

/// A desk without the demo's enquiries, and its owner's browser.
pub(super) async fn at_the_desk(way: Way) -> (TestApp, Browser) {
    let test = TestApp::demo().await;
    test.execute("delete from enquiries").await;
    let browser = way.open(&test.base).await;
    browser.sign_in("owner@example.com", DEMO_PASSWORD).await;
    (test, browser)
}

/// Types without aiming at anything, as somebody does.
pub(super) async fn keys(browser: &Browser, typed: &str) {
    for key in typed.chars().map(String::from) {
        for kind in ["keyDown", "keyUp"] {
            let mut event = serde_json::json!({ "type": kind, "key": key });
            if kind == "keyDown" {
                event["text"] = key.clone().into();
            }
            browser.tell("Input.dispatchKeyEvent", event).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_phone_an_enquiry_is_answered_with_script() {
    answered_on_a_phone(PHONE).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_phone_an_enquiry_is_answered_without_script() {
    answered_on_a_phone(PHONE_WITHOUT_SCRIPT).await;
}

async fn answered_on_a_phone(way: Way) {
    let (test, browser) = at_the_desk(way).await;
    let reference = enquiry(&test, "Maud Ferreira").await;
    browser.go("/admin").await;
    browser.click("Maud Ferreira").await;
    let reply = browser.element(".phone-bar .button-primary").await;
    let href = reply.attr("href").await.unwrap().unwrap();
    assert!(href.starts_with("mailto:maud@example.com?subject=Your%20enquiry%20"), "{href}");
    assert!(href.contains("Dear%20Maud"), "{href}");
    assert!(browser.element(".phone-bar a[href^='tel:']").await.is_displayed().await.unwrap(), "Call is in reach");
    browser.click("Mark answered").await;
    browser.sees("Enquiry marked as answered").await;
    browser.sees("answered in").await;
    assert_eq!(test.sql_text("select state from enquiries").await, "waiting");
    browser.click("Undo").await;
    browser.sees("Enquiry put back as before").await;
    assert_eq!(test.sql_text("select state from enquiries").await, "new");
    browser.is_at(&format!("/admin/enquiries/{reference}")).await;
    browser.shot(&format!("journey-answered-{}", way.name())).await;
    assert_eq!(browser.errors(&[]).await, [""; 0]);
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_of_twenty_enquiries_is_worked_through_by_keyboard_alone() {
    let (test, browser) = at_the_desk(WIDE).await;
    for number in 1..=20 {
        enquiry(&test, &format!("Person {number:02}")).await;
    }
    browser.go("/admin").await;
    keys(&browser, "ge").await;
    browser.is_at("/admin/enquiries").await;
    // The newest three are chosen and taken up at once.
    keys(&browser, "jxjxjx").await;
    browser.sees("3 chosen").await;
    keys(&browser, "a").await;
    browser.sees("3 enquiries taken up by you").await;
    assert_eq!(test.sql_i64("select count(*) from enquiries where owner_id is not null").await, 3);
    keys(&browser, "z").await;
    browser.sees("3 enquiries put back as before").await;
    // The newest is opened, answered, noted; then the next.
    for number in ["20", "19"] {
        browser.go("/admin/enquiries?view=new").await;
        keys(&browser, "j").await;
        let link = browser.element("#rows .row-name a:focus").await;
        link.send_keys(Key::Enter).await.expect("it opens");
        // The list shows the name as well: what only the record has tells that it is open.
        browser.element("#note").await;
        browser.sees(&format!("Person {number}")).await;
        keys(&browser, "n").await;
        let note = browser.element("textarea:focus").await;
        note.send_keys(format!("Rang {number}")).await.unwrap();
        note.send_keys(Key::Escape).await.unwrap();
        keys(&browser, "e").await;
        browser.sees("Enquiry marked as answered").await;
    }
    assert_eq!(test.sql_i64("select count(*) from enquiries where state = 'waiting'").await, 2);
    // The rest is won, all at once, from the list.
    browser.go("/admin/enquiries?view=new").await;
    keys(&browser, "jx").await;
    browser.sees("1 chosen").await;
    keys(&browser, "?").await;
    browser.sees("By keyboard").await;
    browser.shot("journey-keys-1280").await;
    browser.press(Key::Escape).await;
    keys(&browser, "/").await;
    let search = browser.element("input[type=search]:focus").await;
    search.send_keys("person 07").await.unwrap();
    search.send_keys(Key::Enter).await.unwrap();
    browser.sees("1 enquiry").await;
    keys(&browser, "j").await;
    keys(&browser, "e").await;
    browser.sees("Enquiry marked as answered").await;
    let answered =
        test.sql_text("select string_agg(name, ', ' order by name) from enquiries where answered_at is not null").await;
    assert_eq!(answered, "Person 07, Person 19, Person 20");
    assert_eq!(browser.errors(&[]).await, [""; 0]);
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_turned_shortcuts_off_types_in_peace() {
    let (test, browser) = at_the_desk(WIDE).await;
    enquiry(&test, "Maud Ferreira").await;
    test.execute("update staff set shortcuts = false").await;
    browser.go("/admin/enquiries").await;
    keys(&browser, "jge?").await;
    assert!(!browser.words().await.contains("By keyboard"));
    browser.is_at("/admin/enquiries").await;
    assert_eq!(browser.ask::<String>("return document.activeElement.tagName").await, "BODY");
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_people_on_one_enquiry_see_what_the_other_did() {
    let (test, browser) = at_the_desk(WIDE).await;
    let reference = enquiry(&test, "Maud Ferreira").await;
    browser.go(&format!("/admin/enquiries/{reference}")).await;
    browser.sees("Take it up").await;
    let other = test.client_as(shingle::accounts::Role::Manager).await;
    let seen = test.sql_text("select version from enquiries").await;
    test.clock.advance(chrono::TimeDelta::seconds(7));
    let note = browser.element("#note").await;
    note.send_keys("Half a thought").await.unwrap();
    let path = format!("/admin/enquiries/{reference}/state");
    assert_eq!(other.post(&path, &[("version", &seen), ("state", "won")]).await.status(), 303);
    // Without a reload: the state, the timeline, the list beside it. What is being typed stays.
    // Asked of the page in one go: an element found before may have been replaced by what came.
    let shows = async |part: &str, words: &str| {
        eventually("it is told without a reload", async || {
            let script = format!("return document.querySelector('{part}')?.textContent.includes('{words}') ?? false");
            browser.ask::<bool>(&script).await.then_some(())
        })
        .await;
    };
    shows("#standing", "Won").await;
    assert_eq!(browser.value("note").await, "Half a thought");
    shows("#timeline", "Moved from new to won").await;
    // A new one comes into the list by itself.
    browser.go("/admin/enquiries?view=new").await;
    enquiry(&test, "Zebedee Quill").await;
    browser.sees("Zebedee Quill").await;
    assert_eq!(browser.errors(&[]).await, [""; 0]);
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_note_that_is_not_added_yet_outlives_other_acts_and_asks_before_it_is_left() {
    let (test, browser) = at_the_desk(WIDE).await;
    let reference = enquiry(&test, "Maud Ferreira").await;
    let here = format!("/admin/enquiries/{reference}");
    let asks = async || {
        let script = "return !dispatchEvent(new Event('beforeunload', { cancelable: true }))";
        browser.ask::<bool>(script).await
    };
    browser.go(&here).await;
    assert!(!asks().await, "nothing is typed yet");
    browser.element("#note").await.send_keys("Half a thought").await.unwrap();
    browser.element("#task").await.send_keys("Ring her").await.unwrap();
    assert!(asks().await, "whoever leaves is asked");
    browser.click("Mark answered").await;
    browser.sees("Enquiry marked as answered").await;
    assert_eq!(browser.value("note").await, "Half a thought");
    assert_eq!(browser.value("task").await, "Ring her");
    browser.sees("still here, not yet added").await;
    browser.shot("journey-typed-1280").await;
    browser.click("Add the note").await;
    browser.sees("Note added").await;
    assert_eq!(browser.value("note").await, "", "it was added");
    assert_eq!(browser.value("task").await, "Ring her", "this was not");
    browser.element(".task-new button").await.click().await.unwrap();
    browser.sees("Added to what is to be done").await;
    assert!(!asks().await);
    browser.go(&here).await;
    assert_eq!((browser.value("note").await, browser.value("task").await), (String::new(), String::new()));
    // Whoever signs out leaves nothing to the next one.
    browser.ask::<bool>("sessionStorage.setItem('shingle.typed:/elsewhere', '{}'); return true").await;
    let kept = "return Object.keys(sessionStorage).filter((name) => name.startsWith('shingle.typed')).length";
    assert_eq!(browser.ask::<i64>(kept).await, 1);
    browser
        .ask::<bool>("document.querySelector(\"form[action='/account/sign-out']\").requestSubmit(); return true")
        .await;
    browser.is_at("/account/sign-in").await;
    assert_eq!(browser.ask::<i64>(kept).await, 0);
    assert_eq!(browser.errors(&[]).await, [""; 0]);
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_was_slower_compares_both_versions_and_chooses() {
    for way in [PHONE_WITHOUT_SCRIPT, PHONE] {
        let (test, browser) = at_the_desk(way).await;
        let reference = enquiry(&test, "Maud Ferreira").await;
        browser.go(&format!("/admin/enquiries/{reference}")).await;
        if way.script == Script::On {
            // As if the line were down: nothing is told.
            browser.ask::<bool>("document.querySelectorAll('[data-live]').forEach((part) => part.removeAttribute('data-live')); return true").await;
        }
        let other = test.client_as(shingle::accounts::Role::Manager).await;
        let path = format!("/admin/enquiries/{reference}/state");
        assert_eq!(other.post(&path, &[("version", "1"), ("state", "won")]).await.status(), 303);
        let state = browser.element("select[name='state']").await;
        state.find(By::Css("option[value='lost']")).await.unwrap().click().await.unwrap();
        browser.click("Move").await;
        browser.sees("Somebody was quicker").await;
        browser.sees("What you wanted").await;
        browser.shot(&format!("journey-conflict-{}", way.name())).await;
        browser.click("Do it all the same").await;
        browser.sees("Enquiry moved to Lost").await;
        assert_eq!(test.sql_text("select state from enquiries").await, "lost");
        browser.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_the_first_day_with_nothing_there_a_test_shows_the_whole_way() {
    for way in [WIDE, PHONE_WITHOUT_SCRIPT] {
        let (test, browser) = at_the_desk(way).await;
        browser.go("/admin").await;
        browser.sees("No enquiries yet").await;
        browser.shot(&format!("journey-first-day-{}", way.name())).await;
        browser.click("Send a test enquiry").await;
        let button = browser.element(".tests-button button").await;
        browser.click_on(&button).await;
        let here = eventually("the test has its own page", async || {
            Some(browser.path().await).filter(|path| path.starts_with("/admin/tests/"))
        })
        .await;
        test.run_jobs().await;
        browser.go(&here).await;
        browser.sees("The whole way works").await;
        browser.go("/admin").await;
        browser.sees("What needs you").await;
        assert_eq!(browser.errors(&[]).await, [""; 0]);
        browser.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_outage_is_noticed_mended_and_cleared() {
    for way in [WIDE, PHONE_WITHOUT_SCRIPT] {
        let sink = Sink::start().await;
        let test = TestApp::build().smtp(sink.port()).setting("SHINGLE_ENQUIRY_LIMIT", "0").demo().start().await;
        sink.script(|stage| match stage {
            Stage::Rcpt(_) => Reply::Say(550, "5.7.1 Relaying is not allowed for you"),
            _ => Reply::Good,
        });
        let (one, two) = (enquiry(&test, "Maud Ferreira").await, enquiry(&test, "Zebedee Quill").await);
        test.run_jobs().await;
        // Noticed on whatever screen one is, without looking for it.
        let browser = way.open(&test.base).await;
        browser.sign_in("owner@example.com", DEMO_PASSWORD).await;
        browser.go("/account").await;
        browser.sees("4 messages are stuck").await;
        browser.shot(&format!("journey-outage-noticed-{}", way.name())).await;
        let link = browser.element(".banner-bad a").await;
        browser.click_on(&link).await;
        browser.is_at("/admin/deliveries").await;
        // What the mail server said, in its words, and whose messages they are.
        browser.sees("Relaying is not allowed for you").await;
        browser.sees("Zebedee Quill").await;
        browser.shot(&format!("journey-outage-reasons-{}", way.name())).await;
        // Mended at the mail server, tried again here.
        sink.behave();
        browser.click("Try all again").await;
        browser.sees("4 messages are being tried now").await;
        test.run_jobs().await;
        browser.go("/admin/deliveries").await;
        browser.sees("Nothing is stuck").await;
        assert!(!browser.words().await.contains("messages are stuck"), "the red line is gone");
        browser.shot(&format!("journey-outage-over-{}", way.name())).await;
        for reference in [one, two] {
            browser.go(&format!("/admin/enquiries/{reference}")).await;
            browser.sees("Handed over").await;
        }
        assert_eq!(sink.taken().len(), 4, "each message left once");
        assert_eq!(browser.errors(&[]).await, [""; 0]);
        browser.close().await;
    }
}
