//! The business: name, contact, head office, prefix; and that each screen has a part of it to itself.

use super::{back_to, owner, saved};
use crate::forms::CONTACT;
use crate::support::TestApp;

const PATH: &str = "/admin/settings/business";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_shows_on_the_site_at_once_and_on_other_nodes_after_a_sweep() {
    let app = TestApp::demo().await;
    let (desk, node) = (owner(&app).await, app.second_node().await);
    let new = [("name", "Bell & Sons"), ("phone", "01632 960 999"), ("prefix", "bs")];
    let page = saved(&desk, PATH, &new).await;
    assert_eq!(page.first(".flash p").as_deref(), Some("Business changed"));
    assert!(app.client().get("/").await.words().contains("01632 960 999"));
    assert_eq!(page.input("phone").as_deref(), Some("01632 960 999"));
    let receipt = app.client().post("/forms/contact/message", &CONTACT).await.location().unwrap();
    assert!(receipt.contains("/sent/BS-"), "{receipt}");
    assert!(
        !node.client().get("/").await.words().contains("01632 960 999"),
        "the other node was quicker than possible"
    );
    shingle::jobs::sweep(&node.app).await.unwrap();
    assert!(node.client().get("/").await.words().contains("01632 960 999"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn history_says_who_changed_what_and_one_click_goes_back_by_writing_anew() {
    let app = TestApp::demo().await;
    let desk = owner(&app).await;
    let before = desk.get(PATH).await;
    let first = before.input("name").unwrap();
    saved(&desk, PATH, &[("name", "Another name")]).await;
    app.clock.advance(chrono::TimeDelta::minutes(5));
    let page = saved(&desk, PATH, &[("strapline", "")]).await;
    let history = page.all(".version");
    assert_eq!(history.len(), 3, "{history:?}");
    assert!(history[0].contains("The owner In force Strapline:") && history[0].contains("taken away"), "{history:?}");
    assert!(history[1].contains(&format!("Name: “{first}” became “Another name”")), "{history:?}");
    assert!(history[2].contains("as it was to begin with"), "{history:?}");
    assert_eq!(page.all(".version form").len(), 2, "what is in force needs no way back");
    back_to(&desk, PATH, 1).await;
    let page = desk.get(PATH).await;
    assert_eq!(page.input("name"), Some(first));
    assert_eq!(page.input("strapline"), before.input("strapline"));
    assert_eq!(
        app.sql_i64("select max(version) from settings where topic = 'business'").await,
        4,
        "nothing is rewritten"
    );
    assert!(desk.get("/admin/staff/acts").await.words().contains("Business: back to version 1"));
    assert_eq!(desk.post(&format!("{PATH}/restoration"), &[("version", "77")]).await.status(), 404);
    // What changes nothing is no version.
    saved(&desk, PATH, &[]).await;
    assert_eq!(app.sql_i64("select max(version) from settings where topic = 'business'").await, 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_change_it_at_once_the_second_is_told_and_keeps_what_they_typed() {
    let app = TestApp::demo().await;
    let (one, two) = (owner(&app).await, owner(&app).await);
    let page = two.get(PATH).await;
    saved(&one, PATH, &[("name", "The name of one")]).await;
    let late = two.submit(&page, &[("name", "The name of two")]).await;
    assert_eq!(late.status(), 409);
    assert!(late.words().contains("Somebody else changed this meanwhile") && late.words().contains("The name of one"));
    assert_eq!(late.input("name").as_deref(), Some("The name of two"));
    assert_eq!(
        app.sql_text("select value->>'name' from settings where topic = 'business' order by version desc limit 1")
            .await,
        "The name of one"
    );
    assert_eq!(two.submit(&late, &[]).await.status(), 303, "who has seen it may go on");
    // At the very same time too.
    let (first, second) = (one.get(PATH).await, two.get(PATH).await);
    let (a, b) = tokio::join!(one.submit(&first, &[("name", "A")]), two.submit(&second, &[("name", "B")]));
    let mut statuses = [a.status(), b.status()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mistakes_come_back_with_what_was_typed_and_how_to_mend_it() {
    let app = TestApp::demo().await;
    let desk = owner(&app).await;
    let typed = [
        ("name", " "),
        ("phone", "ring me"),
        ("email", "hello at x"),
        ("office", "1\n2\n3\n4\n5\n6\n7\n8\n9"),
        ("prefix", "S1"),
    ];
    let page = desk.submit(&desk.get(PATH).await, &typed).await;
    assert_eq!(page.status(), 422);
    assert_eq!(page.all(".errors li").len(), 5, "{:?}", page.all(".errors li"));
    for (name, text) in &typed[1..] {
        assert_eq!(page.input(name).as_deref(), Some(*text));
    }
    assert_eq!(app.sql_i64("select count(*) from settings where topic = 'business'").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_screen_has_its_own_history_and_goes_back_without_the_others() {
    let app = TestApp::demo().await;
    let desk = owner(&app).await;
    saved(&desk, PATH, &[("strapline", "We answer the door")]).await;
    saved(&desk, "/admin/settings/colour", &[("hue", "220"), ("strength", "12")]).await;
    saved(&desk, "/admin/settings/region", &[("country", "IE"), ("currency", "EUR")]).await;
    let changes = async |path: &str| desk.get(path).await.all(".changes li");
    assert_eq!(changes(PATH).await.len(), 1, "{:?}", changes(PATH).await);
    assert_eq!(changes("/admin/settings/colour").await, ["Hue: “Harbour, 220°” added", "Strength: “12” added"]);
    assert_eq!(changes("/admin/settings/region").await, ["Country: “Ireland” added", "Currency: “GBP” became “EUR”"]);
    assert!(changes("/admin/settings/elsewhere").await.is_empty());
    assert!(desk.get("/admin/settings/elsewhere").await.words().contains("Nothing was changed here yet"));
    back_to(&desk, PATH, 1).await;
    let business = app.app.business();
    assert_ne!(business.strapline, "We answer the door");
    assert_eq!((business.currency.as_str(), business.brand.map(|brand| brand.hue)), ("EUR", Some(220.0)));
    // The record says what was done on which screen.
    let acts = desk.get("/admin/staff/acts").await.words();
    for words in ["Business: back to version 1", "Colour changed", "Region changed", "Currency: “GBP” became “EUR”"]
    {
        assert!(acts.contains(words), "{words}: {acts}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_save_is_stale_only_where_the_same_screen_was_changed() {
    let app = TestApp::demo().await;
    let (one, two) = (owner(&app).await, owner(&app).await);
    let (card, region) = (two.get(PATH).await, two.get("/admin/settings/region").await);
    saved(&one, "/admin/settings/region", &[("currency", "EUR")]).await;
    assert_eq!(two.submit(&card, &[("phone", "01632 960 777")]).await.status(), 303, "somebody changed another screen");
    assert_eq!(app.app.business().currency, "EUR", "what the other screen set is lost");
    let late = two.submit(&region, &[("currency", "USD")]).await;
    assert_eq!(late.status(), 409);
    assert!(late.words().contains("Somebody else changed this meanwhile"));
    assert_eq!(late.input("currency").as_deref(), Some("USD"), "what was chosen is lost");
    assert_eq!(two.submit(&late, &[]).await.status(), 303);
    assert_eq!((app.app.business().currency.as_str(), app.app.business().phone.as_str()), ("USD", "01632 960 777"));
    for seen in ["77", "-1", "", "x"] {
        assert_eq!(
            two.post("/admin/settings/search-engines", &[("seen", seen), ("search", "left-out")]).await.status(),
            409
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_head_office_stands_below_mails_to_clients_in_both_forms() {
    let app = TestApp::demo().await;
    let desk = owner(&app).await;
    let address = app.app.business().address.clone();
    app.client().post("/forms/contact/message", &CONTACT).await;
    app.run_jobs().await;
    let receipt = || app.mails().into_iter().find(|mail| mail.subject.starts_with("We have your enquiry")).unwrap();
    assert!(receipt().text.trim_end().ends_with(&address), "{}", receipt().text);
    app.forget_mails();
    let office = "Bell & Sons Ltd\r\n\r\n  4 Lamplighter Steps  \r\nCompany no. 01234567";
    let page = saved(&desk, PATH, &[("office", office)]).await;
    assert_eq!(page.input("office").as_deref(), Some("Bell & Sons Ltd\n4 Lamplighter Steps\nCompany no. 01234567"));
    app.clock.advance(chrono::TimeDelta::minutes(1));
    let again: Vec<_> =
        CONTACT.iter().map(|(name, text)| (*name, if *name == "message" { "Another one" } else { *text })).collect();
    app.client().post("/forms/contact/message", &again).await;
    app.run_jobs().await;
    let mail = receipt();
    let text = mail.text.replace("\r\n", "\n");
    assert!(text.trim_end().ends_with("\nBell & Sons Ltd\n4 Lamplighter Steps\nCompany no. 01234567"), "{text}");
    assert!(mail.html.contains("Bell &#38; Sons Ltd<br>4 Lamplighter Steps<br>Company no. 01234567"), "{}", mail.html);
    assert!(!app.client().get("/").await.words().contains("Company no."), "it is for mails");
}
