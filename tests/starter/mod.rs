//! From an empty database to an own site.

mod clearing;
mod opening;
mod trades;

use shingle::starter::SetUpLink;

use crate::support::{Client, Response, TestApp};

/// What somebody types who sets up a site.
pub const TYPED: [(&str, &str); 11] = [
    ("name", "Quill & Sons"),
    ("trade", "trades"),
    ("owner", "Ada Quill"),
    ("email", "ada@quill.example"),
    ("password", "three lanterns by the gate"),
    ("recipient", "desk@quill.example"),
    ("country", "IE"),
    ("currency", ""),
    ("zone", "Europe/Dublin"),
    ("hue", "220"),
    ("test", "yes"),
];

/// The path of the set-up link, as the terminal names it.
pub async fn link(app: &TestApp) -> String {
    app.with_conn(async |conn| SetUpLink::of(conn).await.unwrap())
        .await
        .expect("the database is empty")
        .path(&app.app.keys)
}

/// The same answers with one of them changed.
pub fn typed<'a>(name: &str, value: &'a str) -> Vec<(&'static str, &'a str)> {
    TYPED.into_iter().map(|(field, text)| (field, if field == name { value } else { text })).collect()
}

/// Sets up a site of a trade, and answers its owner's browser.
pub async fn set_up(app: &TestApp, trade: &str) -> Client {
    let owner = app.client();
    let done = owner.post(&link(app).await, &typed("trade", trade)).await;
    assert_eq!((done.status(), done.location()), (303, Some("/admin".to_owned())), "{}", done.words());
    owner
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_link_in_the_terminal_opens_the_set_up_page_and_only_once() {
    let app = TestApp::start().await;
    let path = link(&app).await;
    let visitor = app.client();
    assert!(visitor.get("/").await.words().contains("Shingle is running"));
    // A stranger who guesses finds nothing, with the right key and another token neither.
    let (key, token) = path.rsplit_once('/').unwrap().1.split_once('-').unwrap();
    let swapped: String = token.chars().rev().collect();
    for guess in [
        "/account/link/set-up".to_owned(),
        format!("/account/link/{key}-{swapped}"),
        format!("/account/link/{}-{token}", "0".repeat(32)),
    ] {
        assert_eq!(visitor.get(&guess).await.status(), 404, "{guess}");
        assert_eq!(visitor.post(&guess, &TYPED).await.status(), 404, "{guess}");
    }
    assert_eq!(app.sql_i64("select count(*) from staff").await, 0);
    // Opening it changes nothing, however often.
    for _ in 0..2 {
        let page = visitor.get(&path).await;
        assert_eq!(page.status(), 200);
        assert!(page.has("input[name=name]") && page.has("select[name=country]"));
    }
    let owner = set_up(&app, "agency").await;
    assert!(owner.get("/admin").await.words().contains("Getting started"));
    let again = visitor.get(&path).await;
    assert_eq!(again.status(), 410);
    assert_eq!(visitor.post(&path, &TYPED).await.status(), 410);
    assert_eq!(app.sql_i64("select count(*) from staff").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mistakes_are_told_together_and_what_was_typed_stands_there_still() {
    let app = TestApp::start().await;
    let path = link(&app).await;
    let wrong = [
        ("name", ""),
        ("owner", "Ada"),
        ("email", "ada"),
        ("password", "short"),
        ("country", "XX"),
        ("zone", "Mars"),
        ("recipient", "desk"),
    ];
    let page = app.client().post(&path, &wrong).await;
    assert_eq!(page.status(), 422);
    let told = page.all(".errors a");
    assert_eq!(told.len(), 7, "{told:?}");
    assert!(told[0].contains("name of the business") && told[1].contains("what the business does"), "{told:?}");
    assert_eq!(page.attribute("input[name=owner]", "value").as_deref(), Some("Ada"));
    assert_eq!(page.attribute("input[name=email]", "value").as_deref(), Some("ada"));
    assert!(!page.text.contains("short"), "a password was given back");
    assert_eq!(app.sql_i64("select count(*) from staff").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_time_zone_the_country_s_is_taken_where_it_has_one() {
    let app = TestApp::start().await;
    let path = link(&app).await;
    let typed = |country: &'static str| {
        let others = TYPED.into_iter().filter(|(name, _)| *name != "zone" && *name != "country");
        others.chain([("zone", ""), ("country", country)]).collect::<Vec<_>>()
    };
    let page = app.client().post(&path, &typed("US")).await;
    assert_eq!(page.status(), 422);
    assert_eq!(page.all(".errors a"), ["United States has more than one time zone: choose yours from the list"]);
    assert_eq!(app.client().post(&path, &typed("GB")).await.status(), 303);
    assert_eq!(app.app.business().zone.name(), "Europe/London");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_server_may_be_named_at_once() {
    let app = TestApp::start().await;
    let path = link(&app).await;
    let with = |password: &'static str| {
        let mail = [("server", "smtps://mail.quill.example:465"), ("user", "desk"), ("mail_password", password)];
        TYPED.into_iter().chain(mail).collect::<Vec<_>>()
    };
    let page = app.client().post(&path, &with("")).await;
    assert_eq!((page.status(), page.all(".errors a")), (422, vec!["Enter the password of this user".to_owned()]));
    assert!(page.has(".errors a[href='#mail_password']"));
    assert_eq!(page.input("server").as_deref(), Some("smtps://mail.quill.example:465"), "what was typed is kept");
    assert_eq!(app.client().post(&path, &with("brass and oil")).await.status(), 303);
    let stored = app.sql_text("select value::text from settings where topic = 'mail'").await;
    assert!(stored.contains("mail.quill.example") && !stored.contains("brass and oil"), "its password is sealed");
    assert!(app.app.mailer().folder().is_none(), "mail goes to the server from now on");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_who_set_up_at_once_make_one_site() {
    let app = TestApp::start().await;
    let path = link(&app).await;
    let (first, second) = (app.client(), app.client());
    let (one, other) = tokio::join!(first.post(&path, &TYPED), second.post(&path, &TYPED));
    let mut statuses = [one.status(), other.status()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 410]);
    assert_eq!(app.sql_i64("select count(*) from staff").await, 1);
    assert_eq!(app.sql_i64("select count(*) from pages where path = '/'").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_answers_are_in_force_at_once() {
    let app = TestApp::start().await;
    let owner = set_up(&app, "trades").await;
    let page = owner.get("/").await;
    assert!(page.words().contains("Quill & Sons"), "{}", page.words());
    assert!(page.has("link[rel=stylesheet][href^='/a/brand/']"), "its own colour");
    let business = app.app.business();
    assert_eq!(
        (business.currency.as_str(), business.country.as_str(), business.zone.name()),
        ("EUR", "IE", "Europe/Dublin")
    );
    assert_eq!(business.email, "desk@quill.example");
    assert_eq!(business.prefix, "QS");
    let told = app.sql("select distinct email from form_recipients").await;
    assert_eq!(told, [["desk@quill.example"]]);
    // The test message was asked for.
    app.run_jobs().await;
    assert!(app.mails().iter().any(|mail| mail.to.contains("ada@quill.example")), "{:?}", app.mails().len());
    // The owner signs in with what they chose.
    let elsewhere = app.client();
    elsewhere.sign_in("ada@quill.example", "three lanterns by the gate").await;
    assert_eq!(elsewhere.get("/admin/settings").await.status(), 200);
}
