//! A closed form: nobody runs into a wall, and nobody loses what they typed.

use shingle::forms::FormState;

use super::{CONTACT, PERSON, PROJECT, TECHNOLOGY, led_to, set_state};
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_closed_form_says_so_and_names_another_way() {
    let app = TestApp::demo().await;
    set_state(&app, "project", FormState::Closed).await;
    let page = app.client().follow("/forms/project").await;
    assert_eq!(page.status(), 200);
    assert!(page.words().contains("closed for now") && page.words().contains("The telephone still works"));
    assert!(page.has("main a[href='/contact'], a[href='/contact']"));
    assert!(!page.has("form[data-enquiry]"));
    let post = app.client().post("/forms/project/project", &PROJECT).await;
    assert!(post.words().contains("closed for now"));
    assert_eq!(app.sql_i64("select count(*) from drafts").await, 0);
    set_state(&app, "project", FormState::Open).await;
    assert!(app.client().follow("/forms/project").await.has("form[data-enquiry]"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_typed_into_a_cached_page_of_a_form_that_closed_comes_back() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let page = visitor.get("/forms/contact/message").await;
    set_state(&app, "contact", FormState::Closed).await;
    let answer = visitor.submit(&page, &CONTACT).await;
    for said in ["Our bell is silent.", "Maud Ferreira", "maud@example.com"] {
        assert!(answer.text.contains(said), "{said:?} is lost: {}", answer.words());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_began_before_it_closed_may_finish() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let first = visitor.get("/forms/project/project").await;
    let next = visitor.submit(&first, &PROJECT).await.location().unwrap();
    let second = visitor.get(&next).await;
    set_state(&app, "project", FormState::Closed).await;
    let next = visitor.submit(&second, &TECHNOLOGY).await;
    assert_eq!(led_to(&next), "/forms/project/contact");
    let third = visitor.get(&next.location().unwrap()).await;
    assert!(third.has("form[data-enquiry]"), "a draft can't go on: {}", third.words());
    let check = visitor.submit(&third, &PERSON).await;
    let check = visitor.get(&check.location().unwrap()).await;
    assert!(led_to(&visitor.submit(&check, &[]).await).starts_with("/forms/project/sent/"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_with_a_closed_form_shows_the_contact_link() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let open = app
        .sql(
            "select distinct p.path from pages p join block_references b on b.revision_id = p.live_revision
        join forms f on f.id = b.form_id where f.slug = 'project'",
        )
        .await;
    assert!(!open.is_empty());
    set_state(&app, "project", FormState::Closed).await;
    for row in open {
        let page = visitor.get(&row[0]).await;
        assert_eq!(page.status(), 200, "{}", row[0]);
        assert!(!page.has("form[action='/forms/project/project']"), "{} shows a closed form", row[0]);
        assert!(page.has("main a[href='/contact']"), "{} shows no way to make contact", row[0]);
        assert!(!page.has("main a[href^='/forms/project']"), "{} leads to a closed form", row[0]);
    }
}
