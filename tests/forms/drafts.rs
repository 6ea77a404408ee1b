//! Drafts: with and without cookies, in two tabs, over a restart, thrown away, and erased.

use chrono::TimeDelta;

use super::{CONTACT, PERSON, PROJECT, TECHNOLOGY, led_to, reference, walk_to_check, with};
use crate::support::{Client, Response, TestApp};

/// Opens a page in a browser that takes no cookies.
async fn get(visitor: &Client, path: &str) -> Response {
    visitor.forget_cookies();
    visitor.get(path).await
}

/// Sends a page's form from a browser that takes no cookies; answers where it led.
async fn submit(visitor: &Client, page: &Response, pairs: &[(&str, &str)]) -> String {
    visitor.forget_cookies();
    let answer = visitor.submit(page, pairs).await;
    visitor.forget_cookies();
    assert_eq!(answer.status(), 303, "{}", answer.words());
    answer.location().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_without_cookies_walks_to_its_receipt() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let first = get(&visitor, "/forms/project/project").await;
    let second = get(&visitor, &submit(&visitor, &first, &PROJECT).await).await;
    assert!(second.path.starts_with("/forms/project/technology?draft="), "{}", second.path);
    let back = second.attribute("a[href^='/forms/project/project?draft=']", "href").expect("a way back");
    assert_eq!(get(&visitor, &back).await.input("goals").as_deref(), Some(PROJECT[1].1));
    let third = get(&visitor, &submit(&visitor, &second, &TECHNOLOGY).await).await;
    let check = get(&visitor, &submit(&visitor, &third, &PERSON).await).await;
    assert!(check.words().contains("maud@example.com"), "{}", check.words());
    let change = check.attribute("a[href*='/forms/project/project'][href*='return=check']", "href").unwrap();
    let page = get(&visitor, &change).await;
    let check = get(&visitor, &submit(&visitor, &page, &[("goals", "Changed without cookies")]).await).await;
    assert!(check.path.starts_with("/forms/project/check?draft="), "{}", check.path);
    let receipt = submit(&visitor, &check, &[]).await;
    let page = get(&visitor, &receipt).await;
    assert_eq!(page.first(".reference").as_deref(), Some(reference(&receipt)), "the receipt does not open");
    assert_eq!(app.sql_i64("select count(*) from enquiries where not seeded").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_changed_beside_the_form_comes_back_without_cookies_too() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let first = get(&visitor, "/forms/project/project").await;
    let second = get(&visitor, &submit(&visitor, &first, &PROJECT).await).await;
    let change = second.attribute(".answers a", "href").expect("a Change link beside the form");
    let page = get(&visitor, &change).await;
    assert_eq!(page.input("goals").as_deref(), Some(PROJECT[1].1), "{change}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cookie_lost_on_the_way_loses_nothing() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let first = visitor.get("/forms/project/project").await;
    let next = visitor.submit(&first, &PROJECT).await;
    let second = visitor.get(&next.location().unwrap()).await;
    visitor.forget_cookies();
    let next = visitor.submit(&second, &TECHNOLOGY).await;
    let third = visitor.get(&next.location().unwrap()).await;
    assert_eq!(led_to(&next), "/forms/project/contact", "the answers before were lost with the cookie");
    let done = visitor.submit(&third, &PERSON).await;
    assert_eq!(done.location().as_deref(), Some("/forms/project/check"), "the new cookie does not carry the draft");
    let check = visitor.get("/forms/project/check").await;
    assert!(check.words().contains("A shop from 2009"));
    assert_eq!(app.sql_i64("select count(*) from drafts").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_begins_from_a_cached_page_without_draft_key_or_cookie() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let next = visitor.post("/forms/project/project", &PROJECT).await;
    assert_eq!(led_to(&next), "/forms/project/technology");
    visitor.forget_cookies();
    let sent = visitor.post("/forms/contact/message", &CONTACT).await;
    visitor.forget_cookies();
    let again = visitor.post("/forms/contact/message", &CONTACT).await;
    assert_eq!(led_to(&sent), led_to(&again), "the same answers within the hour are two enquiries");
    assert_eq!(app.sql_i64("select count(*) from enquiries where not seeded").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_with_a_form_holds_nothing_personal() {
    let app = TestApp::demo().await;
    let stranger = app.client();
    let visitor = app.client();
    walk_to_check(&visitor).await;
    let mut found = 0;
    for path in ["/", "/contact", "/services", "/about"] {
        let (one, other) = (stranger.get(path).await, visitor.get(path).await);
        assert_eq!(one.status(), 200, "{path}");
        assert_eq!(one.text, other.text, "{path} is another for somebody with a draft");
        if one.has("form[data-enquiry]") {
            found += 1;
            for control in ["_draft", "_key"] {
                assert_eq!(one.input(control).unwrap_or_default(), "", "{control} stands in {path}");
            }
            assert!(one.header("set-cookie").is_none(), "{path} sets a cookie");
        }
    }
    assert!(found > 0, "no page shows a form");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_form_in_a_page_leads_into_the_walk() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let mut pages = Vec::new();
    for path in ["/", "/contact", "/services"] {
        let page = visitor.get(path).await;
        pages.extend(page.attribute("form[data-enquiry]", "action").map(|action| (page, action)));
    }
    for (page, action) in pages {
        let pairs: &[(&str, &str)] = if action.contains("/contact/") { &CONTACT } else { &PROJECT };
        let answer = app.client().submit(&page, pairs).await;
        assert_eq!(answer.status(), 303, "{}: {}", page.path, answer.words());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_tabs_fill_one_draft_and_send_one_enquiry() {
    let app = TestApp::demo().await;
    let tab = app.client();
    let other = tab.clone();
    let (one, two) = (tab.get("/forms/project/project").await, other.get("/forms/project/project").await);
    tab.submit(&one, &PROJECT).await;
    let next = other.submit(&two, &with(&PROJECT, "goals", "Said in the second tab")).await;
    assert_eq!(led_to(&next), "/forms/project/technology");
    assert_eq!(app.sql_i64("select count(*) from drafts").await, 1);
    let page = tab.get("/forms/project/technology").await;
    tab.submit(&page, &TECHNOLOGY).await;
    let page = other.get("/forms/project/contact").await;
    other.submit(&page, &PERSON).await;
    let (one, two) = (tab.get("/forms/project/check").await, other.get("/forms/project/check").await);
    assert!(one.words().contains("Said in the second tab"), "the last post did not win");
    let (sent, repeat) = (tab.submit(&one, &[]).await, other.submit(&two, &[]).await);
    assert_eq!(led_to(&sent), led_to(&repeat));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_between_steps_loses_nothing() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let first = visitor.get("/forms/project/project").await;
    let next = visitor.submit(&first, &PROJECT).await.location().unwrap();
    let node = app.second_node().await;
    let visitor = visitor.at(&node.base);
    let second = visitor.get(&next).await;
    assert!(second.words().contains("what” it costs") || second.words().contains("\"what\" it costs"));
    let next = visitor.submit(&second, &TECHNOLOGY).await.location().unwrap();
    let third = visitor.get(&next).await;
    visitor.submit(&third, &PERSON).await;
    let check = visitor.get("/forms/project/check").await;
    assert!(led_to(&visitor.submit(&check, &[]).await).starts_with("/forms/project/sent/"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_that_are_thrown_away_are_gone() {
    let app = TestApp::demo().await;
    for cookies in [true, false] {
        let visitor = app.client();
        let first = visitor.get("/forms/project/project").await;
        let next = visitor.submit(&first, &PROJECT).await.location().unwrap();
        let page = visitor.get(&next).await;
        assert!(page.words().contains("Throw my answers away") && page.words().contains("24 hours"));
        let draft = page.input("_draft").unwrap();
        if !cookies {
            visitor.forget_cookies();
        }
        let away = visitor.post("/forms/project", &[("_draft", &draft)]).await;
        assert_eq!(led_to(&away), "/forms/project");
        assert_eq!(app.sql_i64("select count(*) from drafts").await, 0, "cookies: {cookies}");
        assert_eq!(visitor.follow("/forms/project").await.input("goals").as_deref(), Some(""));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn throwing_away_erases_nobody_elses_answers() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let first = visitor.get("/forms/project/project").await;
    visitor.submit(&first, &PROJECT).await;
    let id = app.sql_text("select replace(id::text, '-', '') from drafts").await;
    for token in [String::new(), id.clone(), format!("{id}."), format!("{id}.{}", "0".repeat(64))] {
        app.client().post("/forms/project", &[("_draft", &token)]).await;
        assert_eq!(app.sql_i64("select count(*) from drafts").await, 1, "{token} erased a draft");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draft_lives_for_24_hours_after_its_last_touch() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let first = visitor.get("/forms/project/project").await;
    visitor.submit(&first, &PROJECT).await;
    app.clock.advance(TimeDelta::hours(23));
    shingle::jobs::sweep(&app.app).await.unwrap();
    let second = visitor.get("/forms/project/technology").await;
    assert_eq!(second.status(), 200, "the draft ended early");
    visitor.submit(&second, &TECHNOLOGY).await;
    app.clock.advance(TimeDelta::hours(23));
    shingle::jobs::sweep(&app.app).await.unwrap();
    assert_eq!(visitor.get("/forms/project/contact").await.status(), 200, "a touch did not prolong it");
    app.clock.advance(TimeDelta::minutes(61));
    assert_eq!(led_to(&visitor.get("/forms/project/contact").await), "/forms/project/project", "it is still shown");
    shingle::jobs::sweep(&app.app).await.unwrap();
    assert_eq!(app.sql_i64("select count(*) from drafts").await, 0, "it is still stored");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_erased_draft_does_not_lose_the_step_that_is_typed_then() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let first = visitor.get("/forms/project/project").await;
    visitor.submit(&first, &PROJECT).await;
    let second = visitor.get("/forms/project/technology").await;
    app.clock.advance(TimeDelta::hours(25));
    shingle::jobs::sweep(&app.app).await.unwrap();
    let answer = visitor.submit(&second, &TECHNOLOGY).await;
    let first = visitor.follow(&answer.location().unwrap()).await;
    assert!(first.path.starts_with("/forms/project/project"), "the gap is not named: {}", first.path);
    let next = visitor.submit(&first, &PROJECT).await;
    let page = visitor.get(&next.location().unwrap()).await;
    let kept = page.words().contains("A shop from 2009") || page.input("today").as_deref() == Some("A shop from 2009");
    assert!(kept, "what was typed after a day was lost: {}", page.words());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_else_sees_a_draft() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let check = walk_to_check(&visitor).await;
    let token = check.input("_draft").unwrap();
    let (id, tag) = token.split_once('.').unwrap();
    let flipped = format!("{id}.{}{}", if tag.starts_with('0') { '1' } else { '0' }, &tag[1..]);
    let other_form = format!("/forms/contact/message?draft={token}");
    assert!(!app.client().get(&other_form).await.text.contains("maud@example.com"));
    for query in [String::new(), format!("?draft={id}"), format!("?draft={id}."), format!("?draft={flipped}")] {
        let stranger = app.client();
        let page = stranger.get(&format!("/forms/project/check{query}")).await;
        assert_eq!(led_to(&page), "/forms/project/project", "{query}");
        let page = stranger.get(&format!("/forms/project/project{query}")).await;
        assert!(!page.text.contains("it costs"), "{query} shows somebody else's answers");
        let sent = stranger.post("/forms/project/check", &[("_draft", query.trim_start_matches("?draft="))]).await;
        assert_eq!(led_to(&sent), "/forms/project/project", "{query} sent somebody else's answers");
    }
}
