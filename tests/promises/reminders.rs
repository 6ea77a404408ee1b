//! Reminders: once, before a promise breaks, to those who look after it, and for nothing that is nobody's duty.

use shingle::accounts::Role;
use shingle::db::Tx;
use shingle::enquiries::{Change, Enquiry, Reference};

use super::{recipients, set_clock, swept};
use crate::forms::{CONTACT, reference, send_contact, with};
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn owner_and_recipients_are_reminded_once_before_a_promise_breaks() {
    let app = TestApp::demo().await;
    let other = app.second_node().await;
    let receipt = send_contact(&app.client(), &CONTACT).await;
    let (owner, _) = app.staff(Role::Manager).await;
    app.execute(&format!("update enquiries set owner_id = '{}' where not seeded", owner.id)).await;
    let version = app.sql_i64("select version from enquiries where not seeded").await;
    set_clock(&app, "2026-11-20 16:00");
    assert_eq!(recipients(&swept(&app).await), [""; 0], "two working hours are left");
    set_clock(&app, "2026-11-20 16:01");
    let (one, two) = tokio::join!(shingle::promises::remind(&app.app), shingle::promises::remind(&other.app));
    assert_eq!(one.unwrap() + two.unwrap(), 1, "both nodes reminded, or none");
    app.forget_mails();
    app.run_jobs().await;
    let mails = app.mails();
    assert_eq!(recipients(&mails), ["hello@bellpull.example", owner.email.as_str()]);
    for mail in &mails {
        assert_eq!(mail.subject, format!("Reply due Monday 10:00: Maud Ferreira ({})", reference(&receipt)));
        assert_eq!(mail.reply_to.as_deref(), Some("maud@example.com"));
        for part in [&mail.text, &mail.html] {
            assert!(part.contains("The reply to Maud Ferreira is promised by Monday 23 November, 10:00."), "{part}");
            assert!(part.contains(&format!("{}/admin/enquiries/{}", app.base, reference(&receipt))), "{part}");
            assert!(part.contains("With The manager."), "{part}");
        }
    }
    assert_eq!(app.sql_i64("select version from enquiries where not seeded").await, version, "an open record is stale");
    for time in ["2026-11-20 16:02", "2026-11-23 09:59", "2026-11-23 10:01", "2026-11-23 15:00"] {
        set_clock(&app, time);
        let again = swept(&app).await;
        assert!(again.iter().all(|mail| !mail.subject.starts_with("Reply ")), "{time}: {again:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_reminded_of_what_is_answered_held_tried_deleted_or_the_demo_s() {
    for not_due in [
        "answered_at = received_at",
        "suspected = true",
        "test = true",
        "deleted_at = received_at",
        "seeded = true",
        "due_at = null",
        "reminded_at = received_at",
    ] {
        let app = TestApp::demo().await;
        send_contact(&app.client(), &CONTACT).await;
        app.execute(&format!("update enquiries set {not_due} where not seeded")).await;
        set_clock(&app, "2026-11-20 16:30");
        assert_eq!(recipients(&swept(&app).await), [""; 0], "{not_due}");
        assert_eq!(app.sql_i64("select count(*) from deliveries where kind = 'reminder'").await, 0, "{not_due}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reminder_that_has_not_left_when_somebody_answers_never_leaves() {
    let app = TestApp::demo().await;
    let receipt = send_contact(&app.client(), &CONTACT).await;
    let (staff, _) = app.staff(Role::Manager).await;
    app.run_jobs().await;
    app.forget_mails();
    set_clock(&app, "2026-11-20 16:30");
    shingle::jobs::sweep(&app.app).await.unwrap();
    let (at, number) = (app.clock.moment(), Reference::parse(reference(&receipt)).unwrap());
    let work = async move |tx: &mut Tx| {
        let enquiry = Enquiry::by_reference(tx.conn(), &number).await?;
        Enquiry::change(tx, at, enquiry.id, enquiry.version, Change::Answered, staff.id).await
    };
    app.app.db.write(work).await.unwrap();
    assert_eq!(app.run_jobs().await, 0);
    assert!(app.mails().is_empty());
    assert_eq!(app.sql_text("select state from deliveries where kind = 'reminder'").await, "cancelled");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_turned_reminders_off_gets_none_and_each_address_gets_one() {
    let app = TestApp::demo().await;
    send_contact(&app.client(), &CONTACT).await;
    let (owner, _) = app.staff(Role::Manager).await;
    let (silent, _) = app.staff(Role::Manager).await;
    // The owner is a recipient too, written in another way; so is somebody who wants no reminders.
    app.execute(&format!(
        "update enquiries set owner_id = '{}' where not seeded;
         update staff set reminders = false where id = '{}';
         delete from form_recipients;
         insert into form_recipients (id, form_id, name, email) select gen_random_uuid(), id, '', upper('{}') from forms;
         insert into form_recipients (id, form_id, name, email) select gen_random_uuid(), id, '', '{}' from forms",
        owner.id, silent.id, owner.email, silent.email
    ))
    .await;
    set_clock(&app, "2026-11-20 16:30");
    assert_eq!(recipients(&swept(&app).await), [owner.email.as_str()]);
    // Whoever may not come in any more is not written to.
    app.execute(&format!(
        "update enquiries set reminded_at = null where not seeded; delete from form_recipients;
         update staff set disabled_at = created_at where id = '{}'",
        owner.id
    ))
    .await;
    assert_eq!(recipients(&swept(&app).await), ["owner@example.com"], "the owners hear what nobody else would");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_promise_that_broke_while_the_program_was_away_is_said_to_be_late() {
    let app = TestApp::demo().await;
    send_contact(&app.client(), &CONTACT).await;
    set_clock(&app, "2026-11-23 14:00");
    let mails = swept(&app).await;
    assert_eq!(recipients(&mails), ["hello@bellpull.example"]);
    assert!(mails[0].subject.starts_with("Reply late: Maud Ferreira"), "{}", mails[0].subject);
    assert!(mails[0].text.contains("was promised by Monday 23 November, 10:00"), "{}", mails[0].text);
    let app = TestApp::demo().await;
    send_contact(&app.client(), &CONTACT).await;
    set_clock(&app, "2026-11-25 14:00");
    assert_eq!(recipients(&swept(&app).await), [""; 0], "days later it is no reminder");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_a_visitor_wrote_becomes_markup_or_a_line_of_its_own_in_staff_mail() {
    let app = TestApp::build().setting("SHINGLE_ENQUIRY_LIMIT", "0").demo().start().await;
    let hostile = "<img src=x onerror=alert(1)>\nNothing waits\u{202e}";
    for name in [hostile, "</td></table><script>alert(1)</script>", "{{ 7 * 7 }}"] {
        let pairs = with(&with(&CONTACT, "name", name), "message", "<b>bold</b>\n\n<a href=https://evil.example>x</a>");
        send_contact(&app.client(), &pairs).await;
    }
    app.execute("update staff set created_at = '2026-01-01'").await;
    set_clock(&app, "2026-11-23 09:00");
    let mails = swept(&app).await;
    let wanted = |begin: &str| mails.iter().filter(|mail| mail.subject.starts_with(begin)).count();
    assert_eq!((wanted("Reply due 10:00"), wanted("Monday 23 November")), (3, 1), "{mails:?}");
    for mail in &mails {
        assert!(!mail.subject.contains(['\n', '\r', '\u{202e}']), "{}", mail.subject);
        assert!(
            !mail.html.contains("<script") && !mail.html.contains("<img") && !mail.html.contains("<b>"),
            "{}",
            mail.html
        );
        assert!(!mail.html.contains("href=\"https://evil") && !mail.html.contains("<a href=https"), "{}", mail.html);
        assert!(!mail.text.lines().any(|line| line.trim_start().starts_with("Nothing waits")), "{}", mail.text);
        assert!(!mail.html.contains("49"), "a name is no template");
    }
}
