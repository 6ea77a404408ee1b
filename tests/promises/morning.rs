//! The morning mail: one a person and working day, of what waits, and none where nothing does.

use shingle::accounts::{Role, Staff};

use super::{recipients, set_clock, swept};
use crate::forms::{CONTACT, reference, send_contact, with};
use crate::support::{Mail, TestApp};

/// The demo with a manager, who has been there for long.
async fn with_manager() -> (TestApp, Staff) {
    let app = TestApp::build().setting("SHINGLE_ENQUIRY_LIMIT", "0").demo().start().await;
    let (manager, _) = app.staff(Role::Manager).await;
    app.execute("update staff set created_at = '2026-01-01'").await;
    app.execute("update staff set morning_mail = false where email = 'owner@example.com'").await;
    (app, manager)
}

/// The morning mails of one sweep.
async fn mornings(app: &TestApp) -> Vec<Mail> {
    let mut mails = swept(app).await;
    mails.retain(|mail| mail.text.contains("Good morning"));
    mails.iter_mut().for_each(|mail| mail.text = mail.text.replace("\r\n", "\n"));
    mails
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_the_start_of_a_working_day_each_learns_what_waits_with_the_way_to_it() {
    let (app, manager) = with_manager().await;
    // Friday at ten: late on Monday at eleven. Monday at eight: due at five. Tuesday at nine: two tasks.
    let first = send_contact(&app.client(), &with(&CONTACT, "name", "Ann Early")).await;
    set_clock(&app, "2026-11-23 08:00");
    let second = send_contact(&app.client(), &with(&CONTACT, "name", "Ben Monday")).await;
    set_clock(&app, "2026-11-23 08:59");
    assert_eq!(recipients(&mornings(&app).await), [""; 0], "before opening");
    set_clock(&app, "2026-11-23 09:00");
    let mails = mornings(&app).await;
    assert_eq!(recipients(&mails), [manager.email.as_str()]);
    assert_eq!(mails[0].subject, "Monday 23 November: 2 due today");
    assert!(mails[0].text.contains("Ann Early\nreply due 10:00, in 1 h\n"), "{}", mails[0].text);
    assert!(mails[0].text.contains("Ben Monday\nreply due 17:00\n"), "{}", mails[0].text);
    for receipt in [&first, &second] {
        let link = format!("{}/admin/enquiries/{}", app.base, reference(receipt));
        assert!(mails[0].text.contains(&link) && mails[0].html.contains(&link), "{}", mails[0].text);
    }
    assert_eq!(recipients(&mornings(&app).await), [""; 0], "twice on one morning");
    // The next morning: both are late, a new one came at night, and something is to be done.
    set_clock(&app, "2026-11-23 23:00");
    send_contact(&app.client(), &with(&CONTACT, "name", "Cara Night")).await;
    app.execute(&format!(
        "insert into tasks (id, enquiry_id, words, due_on, staff_id, created_at)
         select gen_random_uuid(), id, 'Ring ' || name, '2026-11-24', '{}', received_at from enquiries where name = 'Ann Early';
         insert into tasks (id, enquiry_id, words, due_on, created_at, done_at)
         select gen_random_uuid(), id, 'Done before', '2026-11-24', received_at, received_at from enquiries where name = 'Ann Early';
         insert into tasks (id, enquiry_id, words, due_on, created_at)
         select gen_random_uuid(), id, 'For tomorrow', '2026-11-25', received_at from enquiries where name = 'Ann Early';
         insert into tasks (id, enquiry_id, words, due_on, staff_id, created_at)
         select gen_random_uuid(), e.id, 'Of somebody else', '2026-11-24', s.id, received_at
         from enquiries e, staff s where e.name = 'Ann Early' and s.email = 'owner@example.com'",
        manager.id
    ))
    .await;
    set_clock(&app, "2026-11-24 09:01");
    let mails = mornings(&app).await;
    assert_eq!(mails[0].subject, "Tuesday 24 November: 2 late, 1 due today, 1 to do");
    assert!(mails[0].text.contains("Ring Ann Early\nAnn Early, by 24 November"), "{}", mails[0].text);
    assert!(!mails[0].text.contains("somebody else") && !mails[0].text.contains("tomorrow"), "{}", mails[0].text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_person_gets_one_a_day_however_many_nodes_there_are() {
    let (app, _) = with_manager().await;
    let other = app.second_node().await;
    app.staff(Role::Owner).await;
    app.execute("update staff set created_at = '2026-01-01'").await;
    send_contact(&app.client(), &CONTACT).await;
    set_clock(&app, "2026-11-23 09:00");
    let send = shingle::promises::send_morning_mails;
    let (one, two, three) = tokio::join!(send(&app.app), send(&other.app), send(&other.app));
    assert_eq!(one.unwrap() + two.unwrap() + three.unwrap(), 2);
    assert_eq!(app.sql_i64("select count(*) from deliveries where kind = 'morning'").await, 2);
    assert_eq!(app.sql_i64("select count(distinct subject_staff) from deliveries where kind = 'morning'").await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_nothing_waits_nothing_is_sent_on_that_day() {
    let (app, _) = with_manager().await;
    set_clock(&app, "2026-11-23 09:00");
    assert_eq!(recipients(&mornings(&app).await), [""; 0], "the demo's own enquiries wait for nobody");
    send_contact(&app.client(), &CONTACT).await;
    set_clock(&app, "2026-11-23 10:00");
    assert_eq!(recipients(&mornings(&app).await), [""; 0], "the morning was over");
    for no in ["answered_at = received_at", "suspected = true", "test = true", "deleted_at = received_at"] {
        app.execute(&format!(
            "delete from morning_mails; update enquiries set answered_at = null, suspected = false, test = false,
             deleted_at = null where not seeded; update enquiries set {no} where not seeded"
        ))
        .await;
        assert_eq!(recipients(&mornings(&app).await), [""; 0], "{no}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_who_sees_enquiries_wants_the_mail_and_may_come_in_gets_it() {
    let (app, manager) = with_manager().await;
    app.staff(Role::Editor).await;
    app.staff(Role::Author).await;
    app.execute("update staff set created_at = '2026-01-01'").await;
    send_contact(&app.client(), &CONTACT).await;
    set_clock(&app, "2026-11-23 09:00");
    assert_eq!(recipients(&mornings(&app).await), [manager.email.as_str()], "editors and the invited got one");
    for no in ["morning_mail = false", "disabled_at = created_at", "created_at = '2026-11-23 09:30+00'"] {
        app.execute(&format!(
            "delete from morning_mails; update staff set morning_mail = true, disabled_at = null, created_at = '2026-01-01'
             where id = '{id}'; update staff set {no} where id = '{id}'",
            id = manager.id
        ))
        .await;
        assert_eq!(recipients(&mornings(&app).await), [""; 0], "{no}");
    }
    // Whoever lost the power between the writing and the sending reads nothing of anybody.
    app.execute(&format!(
        "delete from morning_mails; update staff set created_at = '2026-01-01' where id = '{}'",
        manager.id
    ))
    .await;
    shingle::jobs::sweep(&app.app).await.unwrap();
    app.execute(&format!("update staff set role = 'author' where id = '{}'", manager.id)).await;
    app.forget_mails();
    app.run_jobs().await;
    let mails = app.mails();
    assert!(mails.iter().all(|mail| !mail.text.contains("Maud")), "{mails:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn weekends_holidays_and_late_starts_have_no_morning() {
    let (app, manager) = with_manager().await;
    send_contact(&app.client(), &CONTACT).await;
    for time in ["2026-11-21 09:00", "2026-11-22 10:00", "2026-11-23 13:00", "2026-11-24 17:30", "2026-12-25 09:00"] {
        set_clock(&app, time);
        assert_eq!(recipients(&mornings(&app).await), [""; 0], "{time}");
    }
    set_clock(&app, "2026-12-24 12:59");
    let mails = mornings(&app).await;
    assert_eq!(recipients(&mails), [manager.email.as_str()], "the program was away until noon");
    assert_eq!(mails[0].subject, "Thursday 24 December: 1 late");
}
