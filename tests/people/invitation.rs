//! Inviting: a link by mail, shown where mail is kept in a folder, and no second person with one address.

use chrono::TimeDelta;
use shingle::mail::Mailer;

use super::{is_in, owner};
use crate::support::{Place, TestApp};

const UNA: [(&str, &str); 3] = [("name", "Una Bell"), ("email", "una@example.com"), ("role", "editor")];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invitation_is_mailed_and_its_link_lets_the_person_in_with_their_role() {
    let app = TestApp::start().await;
    let (_, desk) = owner(&app).await;
    let sent = desk.post("/admin/staff/invitation", &UNA).await;
    assert_eq!(sent.status(), 303, "{}", sent.words());
    let page = desk.get(&sent.location().unwrap()).await;
    assert!(page.words().contains("Invited") && !page.text.contains("/account/link/"), "the link is shown to others");
    app.run_jobs().await;
    let mail = app.mails().pop().expect("a mail");
    assert_eq!(mail.to, "una@example.com");
    let link = mail.text.split_whitespace().find(|word| word.contains("/account/link/")).expect("a link").to_owned();
    let browser = app.client();
    assert!(browser.get(&link).await.words().contains("Set your password"));
    let set = browser.post(&link, &[("name", "Una B."), ("password", "four herons borrow umbrellas")]).await;
    assert_eq!(set.status(), 303);
    assert!(is_in(&browser).await);
    assert_eq!(browser.get("/admin/staff").await.status(), 404, "an editor sees no staff");
    assert!(desk.get("/admin/staff").await.words().contains("Una B. Editor"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_mail_is_kept_the_link_is_shown_and_a_new_one_kills_it() {
    let folder = Place::get().quick("invitations");
    let app = TestApp::build().mailer(Mailer::Folder(folder)).start().await;
    let (_, desk) = owner(&app).await;
    let path = desk.post("/admin/staff/invitation", &UNA).await.location().unwrap();
    let first = desk.get(&path).await.first(".shown-link code").expect("the link is shown");
    assert_eq!(app.client().get(&first).await.status(), 200);
    app.clock.advance(TimeDelta::minutes(1));
    let person = path.split('?').next().unwrap();
    assert_eq!(desk.post(&format!("{person}/invitation"), &[]).await.status(), 303);
    let second = desk.get(person).await.first(".shown-link code").expect("the new link is shown");
    assert_ne!(first, second);
    assert_eq!(app.client().get(&first).await.status(), 410, "the link before still works");
    app.clock.advance(TimeDelta::days(4));
    let (_, desk) = owner(&app).await;
    let late = desk.get(person).await;
    assert!(late.words().contains("The link does nothing any more") && !late.has(".shown-link"));
    // Who has come needs no further link.
    desk.post(&format!("{person}/invitation"), &[]).await;
    let link = desk.get(person).await.first(".shown-link code").unwrap();
    app.client().post(&link, &[("password", "four herons borrow umbrellas")]).await;
    assert!(!desk.get(person).await.has(".shown-link"));
    assert_eq!(desk.post(&format!("{person}/invitation"), &[]).await.status(), 409);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mistakes_come_back_with_what_was_typed() {
    let app = TestApp::start().await;
    let (staff, desk) = owner(&app).await;
    let page =
        desk.post("/admin/staff/invitation", &[("name", ""), ("email", "una at example"), ("role", "king")]).await;
    assert_eq!(page.status(), 422);
    assert_eq!(page.all(".errors li").len(), 3, "{}", page.words());
    assert_eq!(page.input("email").as_deref(), Some("una at example"));
    let twice = [("name", "Una Bell"), ("email", &*staff.email.to_uppercase()), ("role", "editor")];
    let page = desk.post("/admin/staff/invitation", &twice).await;
    assert_eq!(page.status(), 422);
    assert!(page.words().contains("works here already"));
    assert_eq!(page.input("name").as_deref(), Some("Una Bell"));
    assert_eq!(app.sql_i64("select count(*) from staff").await, 1);
}
