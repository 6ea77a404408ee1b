//! Roles and access: each change ends what was begun with the power before, and one owner is always left.

use shingle::accounts::Role;

use super::{is_in, owner, owners, path_of};
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_role_signs_out_and_shows_on_the_list() {
    let app = TestApp::start().await;
    let (_, desk) = owner(&app).await;
    let (staff, password) = app.staff(Role::Editor).await;
    let browser = app.client();
    browser.sign_in(&staff.email, &password).await;
    let changed = desk.post(&format!("{}/role", path_of(&staff)), &[("role", "manager")]).await;
    assert_eq!(changed.status(), 303);
    let page = desk.get(&changed.location().unwrap()).await;
    assert_eq!(page.first(".flash p").as_deref(), Some("The editor made manager, editor before"));
    assert!(!is_in(&browser).await, "a session from before the change goes on");
    browser.sign_in(&staff.email, &password).await;
    assert_eq!(browser.get("/admin/enquiries").await.status(), 200, "the new role has its power");
    assert!(desk.get("/admin/staff").await.words().contains("The editor Manager"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_disabled_is_out_at_once_and_comes_back_with_their_password() {
    let app = TestApp::start().await;
    let (_, desk) = owner(&app).await;
    let (staff, password) = app.staff(Role::Manager).await;
    let browser = app.client();
    browser.sign_in(&staff.email, &password).await;
    assert_eq!(desk.post(&format!("{}/exclusion", path_of(&staff)), &[]).await.status(), 303);
    assert!(!is_in(&browser).await);
    assert_eq!(
        browser.post("/account/sign-in", &[("email", &staff.email), ("password", &password)]).await.status(),
        422
    );
    assert!(desk.get(&path_of(&staff)).await.words().contains("can’t come in"));
    assert_eq!(desk.post(&format!("{}/admission", path_of(&staff)), &[]).await.status(), 303);
    assert!(!is_in(&browser).await, "a session from before came back to life");
    browser.sign_in(&staff.email, &password).await;
    assert!(is_in(&browser).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_owner_ends_every_session_of_somebody() {
    let app = TestApp::start().await;
    let (_, desk) = owner(&app).await;
    let (staff, password) = app.staff(Role::Author).await;
    let (one, other) = (app.client(), app.client());
    one.sign_in(&staff.email, &password).await;
    other.sign_in(&staff.email, &password).await;
    assert_eq!(desk.get(&path_of(&staff)).await.all("#sessions .row").len(), 2);
    assert_eq!(desk.post(&format!("{}/sessions", path_of(&staff)), &[]).await.status(), 303);
    assert!(!is_in(&one).await && !is_in(&other).await);
    assert!(is_in(&desk).await, "the owner's own session goes on");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_owner_stays_and_the_page_says_what_to_do() {
    let app = TestApp::start().await;
    let (staff, desk) = owner(&app).await;
    let path = path_of(&staff);
    for (place, form) in [("role", &[("role", "manager")][..]), ("exclusion", &[])] {
        let refused = desk.post(&format!("{path}/{place}"), form).await;
        assert_eq!(refused.status(), 409, "{place}");
        assert!(refused.words().contains("Make somebody else an owner first"), "{}", refused.words());
    }
    assert_eq!(owners(&app).await, 1);
    // With another one there, they may go.
    let (_, second) = owner(&app).await;
    assert_eq!(desk.post(&format!("{path}/exclusion"), &[]).await.status(), 303);
    assert!(!is_in(&desk).await);
    assert!(is_in(&second).await);
    // A disabled owner counts for nothing.
    let left = app.sql_text("select id from staff where disabled_at is null").await;
    assert_eq!(second.post(&format!("/admin/staff/{left}/role"), &[("role", "author")]).await.status(), 409);
    assert_eq!(owners(&app).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_owners_who_disable_each_other_at_once_leave_one() {
    let app = TestApp::start().await;
    for round in 0..12 {
        app.execute("update staff set role = 'author'").await;
        let (one, first) = owner(&app).await;
        let (two, second) = owner(&app).await;
        let (to_two, to_one) = match round % 3 {
            0 => (format!("{}/exclusion", path_of(&two)), format!("{}/exclusion", path_of(&one))),
            1 => (format!("{}/role", path_of(&two)), format!("{}/exclusion", path_of(&one))),
            // Each lets go of their own.
            _ => (format!("{}/role", path_of(&one)), format!("{}/role", path_of(&two))),
        };
        let form = [("role", "editor")];
        let (a, b) = tokio::join!(first.post(&to_two, &form), second.post(&to_one, &form));
        assert_eq!(owners(&app).await, 1, "round {round}: {} and {}", a.status(), b.status());
        let statuses = [a.status(), b.status()];
        assert!(statuses.contains(&303), "{statuses:?}");
        assert!(statuses.iter().any(|status| [403, 404, 409].contains(status)), "{statuses:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_disabled_leaves_no_open_enquiry_behind() {
    let app = TestApp::demo().await;
    let (_, desk) = owner(&app).await;
    let (staff, _) = app.staff(Role::Manager).await;
    app.execute(&format!(
        "delete from enquiries where suspected;
         update enquiries set owner_id = '{}', state = 'working' where reference in (select reference from enquiries limit 3);
         update enquiries set state = 'won' where reference = (select max(reference) from enquiries where owner_id = '{}')",
        staff.id, staff.id
    ))
    .await;
    let gone = desk.post(&format!("{}/exclusion", path_of(&staff)), &[]).await;
    let words = desk.get(&gone.location().unwrap()).await.first(".flash p").unwrap();
    assert_eq!(words, "The manager disabled; 2 open enquiries of theirs have nobody now");
    assert_eq!(app.sql_i64("select count(*) from timeline where event->>'kind' = 'owner'").await, 2, "each tells it");
    // What they brought to an end bears their name still, and nothing new is given to them.
    let number = app.sql_text(&format!("select reference from enquiries where owner_id = '{}'", staff.id)).await;
    let record = desk.get(&format!("/admin/enquiries/{number}")).await;
    assert_eq!(record.first("#owner option[selected]").as_deref(), Some("The manager"));
    let other = app.sql_text("select reference from enquiries where owner_id is null limit 1").await;
    assert!(!desk.get(&format!("/admin/enquiries/{other}")).await.all("#owner option").contains(&"The manager".into()));
}
