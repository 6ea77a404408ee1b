//! Action links: opening one changes nothing, and it works once.

use chrono::TimeDelta;
use futures_util::future::join_all;
use shingle::accounts::{LinkPurpose, Role};

use super::{FRESH, count, is_in, link, sign_in};
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn opening_a_link_changes_nothing() {
    let app = TestApp::start().await;
    let (staff, password) = app.staff(Role::Editor).await;
    let path = link(&app, LinkPurpose::ResetPassword, &staff).await;
    let everything = "md5(string_agg(t::text, ',' order by t::text))";
    let state = async || {
        let links = app.sql_text(&format!("select {everything} from action_links t")).await;
        let people = app.sql_text(&format!("select {everything} from staff t")).await;
        (links, people, count(&app, "sessions").await, count(&app, "deliveries").await)
    };
    let before = state().await;
    let client = app.client();
    for _ in 0..2 {
        let page = client.get(&path).await;
        assert_eq!(page.status(), 200);
        assert!(page.text.contains(&staff.email), "the page does not name the address");
        assert_eq!(client.request(reqwest::Method::HEAD, &path).send().await.status(), 200);
    }
    assert_eq!(before, state().await, "opening the link changed something");
    assert_eq!(sign_in(&app.client(), &staff.email, &password).await.status(), 303, "the old password is gone");
    assert_eq!(client.post(&path, &[("password", FRESH)]).await.status(), 303, "the link no longer works");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn its_button_sets_the_password_signs_in_here_and_out_elsewhere_and_says_so_by_mail() {
    let app = TestApp::start().await;
    let (staff, password) = app.staff(Role::Editor).await;
    let (elsewhere, here) = (app.client(), app.client());
    sign_in(&elsewhere, &staff.email, &password).await;
    let path = link(&app, LinkPurpose::ResetPassword, &staff).await;
    let answer = here.post(&path, &[("password", FRESH)]).await;
    assert_eq!(answer.status(), 303);
    assert_eq!(answer.location().as_deref(), Some("/admin"));
    assert!(is_in(&here).await, "the link did not sign in");
    assert!(!is_in(&elsewhere).await, "another browser is still in");
    assert_eq!(sign_in(&app.client(), &staff.email, &password).await.status(), 422, "the old password still works");
    assert_eq!(sign_in(&app.client(), &staff.email, FRESH).await.status(), 303);
    assert_eq!(count(&app, "deliveries where kind = 'password-changed'").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_twenty_at_once_one_succeeds() {
    let app = TestApp::start().await;
    let (staff, _) = app.staff(Role::Editor).await;
    let path = link(&app, LinkPurpose::ResetPassword, &staff).await;
    let tries = (0..20).map(|number| {
        let (client, path) = (app.client(), path.clone());
        async move { client.post(&path, &[("password", &format!("{FRESH} {number}"))]).await.status() }
    });
    let answers = join_all(tries).await;
    assert_eq!(answers.iter().filter(|status| **status == 303).count(), 1, "{answers:?}");
    assert_eq!(answers.iter().filter(|status| **status == 410).count(), 19, "{answers:?}");
    assert_eq!(count(&app, "sessions").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mistake_does_not_use_the_link_up() {
    let app = TestApp::start().await;
    let (staff, _) = app.staff(Role::Editor).await;
    let path = link(&app, LinkPurpose::ResetPassword, &staff).await;
    let answer = app.client().post(&path, &[("password", "too short")]).await;
    assert_eq!(answer.status(), 422);
    assert!(answer.text.contains("12 characters or more") && !answer.text.contains("too short"));
    assert_eq!(app.client().post(&path, &[("password", FRESH)]).await.status(), 303);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_newest_link_kills_the_older_ones() {
    let app = TestApp::start().await;
    let (staff, _) = app.staff(Role::Editor).await;
    let older = link(&app, LinkPurpose::ResetPassword, &staff).await;
    let other = link(&app, LinkPurpose::SetPassword, &staff).await;
    let newest = link(&app, LinkPurpose::ResetPassword, &staff).await;
    let answer = app.client().get(&older).await;
    assert_eq!(answer.status(), 410);
    assert!(answer.text.contains("A newer link was sent"), "it does not say why");
    assert_eq!(app.client().post(&older, &[("password", FRESH)]).await.status(), 410);
    assert_eq!(app.client().get(&other).await.status(), 200, "a link for something else died with it");
    assert_eq!(app.client().post(&newest, &[("password", FRESH)]).await.status(), 303);
    assert_eq!(app.client().get(&other).await.status(), 410, "a link from before the new password still works");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_dies_when_its_time_is_over() {
    let app = TestApp::start().await;
    let (staff, _) = app.staff(Role::Editor).await;
    for (purpose, minutes) in [(LinkPurpose::ResetPassword, 30), (LinkPurpose::SetPassword, 72 * 60)] {
        let path = link(&app, purpose, &staff).await;
        app.clock.advance(TimeDelta::minutes(minutes - 1));
        assert_eq!(app.client().get(&path).await.status(), 200, "{purpose:?} died early");
        app.clock.advance(TimeDelta::minutes(1));
        let dead = app.client().get(&path).await;
        assert_eq!(dead.status(), 410, "{purpose:?} outlived its time");
        assert!(dead.text.contains("Its time is over") && dead.text.contains("Send a new link"));
        assert_eq!(app.client().post(&path, &[("password", FRESH)]).await.status(), 410);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_used_link_says_so_and_offers_a_new_one() {
    let app = TestApp::start().await;
    let (staff, _) = app.staff(Role::Editor).await;
    let path = link(&app, LinkPurpose::ResetPassword, &staff).await;
    app.client().post(&path, &[("password", FRESH)]).await;
    let again = app.client().post(&path, &[("password", "five geese rent a bicycle")]).await;
    assert_eq!(again.status(), 410);
    assert!(again.text.contains("It works once") && again.text.contains("Send a new link"));
    assert_eq!(sign_in(&app.client(), &staff.email, FRESH).await.status(), 303, "the second post set a password");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_link_of_ours_is_not_found() {
    let app = TestApp::start().await;
    let (staff, _) = app.staff(Role::Editor).await;
    let good = link(&app, LinkPurpose::ResetPassword, &staff).await;
    let id = good.trim_start_matches("/account/link/").split('-').next().unwrap().to_owned();
    let turned: String = good
        .chars()
        .rev()
        .enumerate()
        .map(|(at, c)| if at == 0 { if c == '0' { '1' } else { '0' } } else { c })
        .collect();
    let turned: String = turned.chars().rev().collect();
    let zeros = "0".repeat(64);
    for path in [
        turned,
        format!("/account/link/{id}"),
        format!("/account/link/{id}-"),
        format!("/account/link/{id}-{zeros}"),
        "/account/link/-".to_owned(),
        "/account/link/%00".to_owned(),
    ] {
        assert_eq!(app.client().get(&path).await.status(), 404, "{path}");
        assert_eq!(app.client().post(&path, &[("password", FRESH)]).await.status(), 404, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_database_holds_no_token() {
    let app = TestApp::start().await;
    let (staff, _) = app.staff(Role::Editor).await;
    let path = link(&app, LinkPurpose::ResetPassword, &staff).await;
    let token = path.rsplit('-').next().unwrap().to_owned();
    assert_eq!(token.len(), 64, "256 bits");
    let stored = app.sql_text("select string_agg(t::text, ',') from action_links t").await;
    assert!(!stored.contains(&token));
}
