//! The walk through a form without script, step by step.

use shingle::enquiries::Reference;

use super::{CONTACT, PERSON, PROJECT, TECHNOLOGY, led_to, reference, send_contact, walk_to_check, with};
use crate::support::{Response, TestApp};

/// Every line of the error summary links to an element of the page.
fn summary_leads_somewhere(page: &Response) {
    let html = page.html();
    let links = scraper::Selector::parse(".errors a").unwrap();
    let links: Vec<_> = html.select(&links).map(|link| link.value().attr("href").unwrap_or_default()).collect();
    assert!(!links.is_empty(), "no error summary: {}", page.words());
    for link in links {
        let id = link.strip_prefix('#').unwrap_or_else(|| panic!("{link} leaves the page"));
        assert!(page.has(&format!("[id='{id}']")), "{link} leads nowhere");
        assert!(page.has(&format!("[id='{id}-error']")), "the field of {link} does not say what is wrong");
    }
    let title = page.first("title").unwrap();
    assert!(title.starts_with("Error: "), "the title is {title:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_is_walked_through_with_mistakes_back_and_change_to_its_receipt() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let start = visitor.get("/forms/project").await;
    assert_eq!(led_to(&start), "/forms/project/project");

    let first = visitor.get("/forms/project/project").await;
    let wrong = visitor.submit(&first, &[("goals", "It <b>rings</b> & \"rings\"")]).await;
    assert_eq!(wrong.status(), 422);
    summary_leads_somewhere(&wrong);
    assert_eq!(wrong.input("goals").as_deref(), Some("It <b>rings</b> & \"rings\""));
    let next = visitor.submit(&wrong, &PROJECT).await;
    assert_eq!(led_to(&next), "/forms/project/technology");

    let second = visitor.get(&next.location().unwrap()).await;
    let back = visitor.get("/forms/project/project").await;
    assert!(second.has("a[href^='/forms/project/project']"), "there is no way back");
    assert_eq!(back.input("goals").as_deref(), Some(PROJECT[1].1), "Back loses answers");
    assert_eq!(back.input("work").as_deref(), Some("repair"));
    let next = visitor.submit(&second, &TECHNOLOGY).await;
    assert_eq!(led_to(&next), "/forms/project/contact");

    let third = visitor.get(&next.location().unwrap()).await;
    let wrong = visitor.submit(&third, &with(&PERSON, "email", "maud at example")).await;
    assert_eq!(wrong.status(), 422);
    summary_leads_somewhere(&wrong);
    for (name, value) in with(&PERSON, "email", "maud at example") {
        assert_eq!(wrong.input(name).as_deref(), Some(value), "{name} is not kept");
    }
    let next = visitor.submit(&wrong, &[("email", "maud@example.com")]).await;
    assert_eq!(led_to(&next), "/forms/project/check");

    let check = visitor.get(&next.location().unwrap()).await;
    let words = check.words();
    for said in ["A shop from 2009", "Ferreira & Daughters", "maud@example.com", PROJECT[1].1] {
        assert!(words.contains(said), "{said:?} is not on the check page: {words}");
    }
    let change = check.attribute("a[href*='/forms/project/project'][href*='return']", "href").unwrap();
    let again = visitor.get(&change).await;
    assert_eq!(again.status(), 200);
    let changed = visitor.submit(&again, &[("goals", "Something else by spring")]).await;
    assert_eq!(led_to(&changed), "/forms/project/check", "Change does not come back");
    let check = visitor.get("/forms/project/check").await;
    assert!(check.words().contains("Something else by spring"));

    let sent = visitor.submit(&check, &[]).await;
    let receipt = led_to(&sent);
    let number = reference(&receipt);
    assert_eq!(Reference::parse(number).unwrap().as_str(), number, "{number} is not well-formed");
    let page = visitor.get(&sent.location().unwrap()).await;
    assert_eq!(page.first(".reference").as_deref(), Some(number));
    assert!(page.words().contains("within one working day"), "the receipt does not say what happens next");
    let stored = app.sql_text(&format!("select answers from enquiries where reference = '{number}'")).await;
    let stored: serde_json::Value = serde_json::from_str(&stored).unwrap();
    assert_eq!(stored["goals"][0], "Something else by spring");
    assert_eq!(stored["platforms"], serde_json::json!(["shop", "bespoke"]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_step_that_does_not_apply_is_skipped() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let first = visitor.get("/forms/project/project").await;
    assert!(first.words().contains("Step 1 of 3"));
    let next = visitor.submit(&first, &with(&PROJECT, "work", "explain")).await;
    assert_eq!(led_to(&next), "/forms/project/contact");
    let page = visitor.get(&next.location().unwrap()).await;
    assert!(page.words().contains("Step 2 of 2"), "{}", page.words());
    assert_eq!(led_to(&visitor.get("/forms/project/technology").await), "/forms/project/contact");
    let check = visitor.submit(&page, &PERSON).await;
    let check = visitor.get(&check.location().unwrap()).await;
    assert!(!check.words().contains("What have you got today?"), "a skipped question is on the check page");
    let receipt = led_to(&visitor.submit(&check, &[]).await);
    assert!(receipt.starts_with("/forms/project/sent/"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_opens_a_skipped_step_leads_to_it_before_send() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let first = visitor.get("/forms/project/project").await;
    let next = visitor.submit(&first, &with(&PROJECT, "work", "explain")).await.location().unwrap();
    let page = visitor.get(&next).await;
    visitor.submit(&page, &PERSON).await;
    let change = visitor.get("/forms/project/project?return=check").await;
    let answer = visitor.submit(&change, &[("work", "new")]).await;
    assert_eq!(led_to(&answer), "/forms/project/technology", "the step that opened is not asked");
    let send = visitor.post("/forms/project/check", &[]).await;
    assert_eq!(led_to(&send), "/forms/project/technology", "Send passed over a gap");
    assert_eq!(app.sql_i64("select count(*) from enquiries where not seeded").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_step_that_is_too_early_leads_to_the_first_gap() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    for path in ["/forms/project/technology", "/forms/project/contact", "/forms/project/check"] {
        assert_eq!(led_to(&visitor.get(path).await), "/forms/project/project", "{path}");
    }
    let first = visitor.get("/forms/project/project").await;
    visitor.submit(&first, &PROJECT).await;
    for path in ["/forms/project/contact", "/forms/project/check"] {
        assert_eq!(led_to(&visitor.get(path).await), "/forms/project/technology", "{path}");
    }
    assert_eq!(visitor.get("/forms/project/nothing").await.status(), 404);
    assert_eq!(visitor.get("/forms/nothing").await.status(), 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_step_forms_are_sent_from_their_own_page() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let receipt = send_contact(&visitor, &CONTACT).await;
    assert!(visitor.get(&receipt).await.words().contains(reference(&receipt)));
    let page = visitor.get("/forms/audit-request/request").await;
    let wrong = visitor.submit(&page, &[("website", "not a website"), ("worry", "It is slow")]).await;
    assert_eq!(wrong.status(), 422);
    summary_leads_somewhere(&wrong);
    assert_eq!(wrong.input("website").as_deref(), Some("not a website"));
    assert_eq!(wrong.input("worry").as_deref(), Some("It is slow"));
    let mended = [("website", "www.ferreira.example"), ("email", "maud@example.com"), ("consent", "yes")];
    let sent = visitor.submit(&wrong, &mended).await;
    assert!(led_to(&sent).starts_with("/forms/audit-request/sent/SH-"));
    let stored = app.sql_text("select answers->'website'->>0 from enquiries where answers ? 'website' and not seeded");
    assert_eq!(stored.await, "https://www.ferreira.example/");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn send_without_anything_answered_leads_to_the_first_step() {
    let app = TestApp::demo().await;
    assert_eq!(led_to(&app.client().post("/forms/project/check", &[]).await), "/forms/project/project");
    let visitor = app.client();
    let check = walk_to_check(&visitor).await;
    let sent = visitor.submit(&check, &[]).await;
    let repeat = visitor.submit(&check, &[]).await;
    assert_eq!(led_to(&sent), led_to(&repeat), "a second Send is a second enquiry");
}
