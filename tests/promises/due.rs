//! When a reply is due: set with the acceptance, said to the visitor, and shown to staff in words.

use chrono::TimeDelta;
use shingle::accounts::Role;
use shingle::db::Tx;
use shingle::enquiries::Enquiry;
use shingle::promises::{Due, Level, OpeningHours, TOPIC};
use shingle::settings;

use super::{due_at, moment, stored};
use crate::forms::{CONTACT, reference, send_contact};
use crate::support::TestApp;

/// An enquiry, a little different.
fn changed(enquiry: &Enquiry, change: impl FnOnce(&mut Enquiry)) -> Enquiry {
    let mut enquiry = enquiry.clone();
    change(&mut enquiry);
    enquiry
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_accepted_enquiry_is_due_in_the_business_s_own_hours_and_everybody_is_told() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    // Friday at ten, eight working hours, open from nine to five: Monday at ten.
    let receipt = send_contact(&visitor, &CONTACT).await;
    assert_eq!(due_at(&app, reference(&receipt)).await, "2026-11-23 10:00");
    let page = visitor.get(&receipt).await;
    assert_eq!(page.first(".due-by").unwrap(), "Somebody replies by Monday 23 November, 10:00, London time.");
    assert!(page.words().contains("replies within one working day"), "the form's own words are gone");
    app.run_jobs().await;
    let mails = app.mails();
    let to = |address: &str| mails.iter().find(|mail| mail.to == address).unwrap();
    let (copy, notice) = (to("maud@example.com"), to("hello@bellpull.example"));
    for text in [&copy.text, &copy.html] {
        assert!(text.contains("Somebody replies by Monday 23 November, 10:00, London time."), "{text}");
        assert!(text.contains("replies within one working day"), "{text}");
    }
    for text in [&notice.text, &notice.html] {
        assert!(text.contains("Reply due: Monday 23 November, 10:00"), "{text}");
    }
    let manager = app.client_as(Role::Manager).await;
    let inbox = manager.get("/admin/enquiries").await;
    assert!(inbox.all(".due").contains(&"reply due Monday 10:00".to_owned()), "{:?}", inbox.all(".due"));
    let record = manager.get(&format!("/admin/enquiries/{}", reference(&receipt))).await;
    assert_eq!(record.first(".due").unwrap(), "reply due Monday 10:00");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_held_as_spam_is_promised_nothing_until_somebody_says_that_it_is_none() {
    let app = TestApp::demo().await;
    let (honest, visitor) = (app.client(), app.client());
    let told = send_contact(&honest, &CONTACT).await;
    let told = honest.get(&told).await.first(".due-by");
    let mut spam = crate::forms::with(&CONTACT, "message", "Look");
    spam.extend([("_homepage", "https://spin.example"), ("_seen", "0")]);
    let receipt = send_contact(&visitor, &spam).await;
    let number = reference(&receipt);
    assert_eq!(app.sql_text(&format!("select suspected from enquiries where reference = '{number}'")).await, "t");
    assert_eq!(due_at(&app, number).await, "");
    assert_eq!(visitor.get(&receipt).await.first(".due-by"), told, "the receipt tells what is held");
    app.clock.advance(TimeDelta::days(3));
    let manager = app.client_as(Role::Manager).await;
    let cleared = manager.post(&format!("/admin/enquiries/{number}/clearance"), &[]).await;
    assert_eq!(cleared.status(), 303);
    assert_eq!(due_at(&app, number).await, "2026-11-24 10:00", "from the moment in which it was cleared");
    app.run_jobs().await;
    let copy =
        app.mails().into_iter().find(|mail| mail.to == "maud@example.com" && mail.subject.contains(number)).unwrap();
    assert!(copy.text.contains("Somebody replies by Tuesday 24 November, 10:00"), "{}", copy.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hours_are_followed_on_every_node_and_without_any_nothing_is_promised() {
    let app = TestApp::demo().await;
    let other = app.second_node().await;
    let at = app.clock.moment();
    let hours = OpeningHours::none();
    app.app.db.write(async move |tx: &mut Tx| settings::append(tx, at.now, TOPIC, &hours, None).await).await.unwrap();
    shingle::jobs::sweep(&other.app).await.unwrap();
    assert_eq!(other.app.business().opening, OpeningHours::none());
    let visitor = other.client();
    let receipt = send_contact(&visitor, &CONTACT).await;
    assert_eq!(due_at(&app, reference(&receipt)).await, "");
    let page = visitor.get(&receipt).await;
    assert_eq!(page.first(".due-by"), None);
    assert!(page.words().contains("replies within one working day"));
    app.run_jobs().await;
    assert!(
        app.mails().iter().all(|mail| !mail.text.contains("Somebody replies by") && !mail.text.contains("Reply due"))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_left_of_a_promise_is_said_in_words_and_never_by_colour_alone() {
    let app = TestApp::demo().await;
    let receipt = send_contact(&app.client(), &CONTACT).await;
    let enquiry = stored(&app, reference(&receipt)).await;
    let business = app.app.business();
    let mut seen = Vec::new();
    for (now, level, words) in [
        ("2026-11-20 10:00", Level::Calm, "reply due Monday 10:00"),
        // Two working hours are left: one of today, one of Monday.
        ("2026-11-20 16:00", Level::Calm, "reply due Monday 10:00"),
        ("2026-11-20 16:01", Level::Amber, "reply due Monday 10:00, soon"),
        ("2026-11-22 12:00", Level::Amber, "reply due tomorrow 10:00, soon"),
        ("2026-11-23 09:20", Level::Amber, "reply due 10:00, in 40 min"),
        ("2026-11-23 10:01", Level::Red, "reply 1 min late"),
        ("2026-11-23 12:00", Level::Red, "reply 2 h late"),
        ("2026-11-26 12:00", Level::Red, "reply 3 days late"),
    ] {
        let due = Due::of(&enquiry, moment(now), &business);
        assert_eq!((due.level, due.words.as_str()), (level, words), "at {now}");
        let class = due.class();
        seen.push((due.words, class));
    }
    for (words, class) in &seen {
        assert!(seen.iter().all(|(other, colour)| colour == class || other != words), "{words} has two colours");
    }
    let now = moment("2026-12-01 12:00");
    for (answered, words) in
        [("2026-11-20 13:00", "answered in 3 h"), ("2026-11-23 12:00", "answered late, after 3 days")]
    {
        let enquiry = changed(&enquiry, |e| e.answered_at = Some(moment(answered)));
        let due = Due::of(&enquiry, now, &business);
        assert_eq!((due.level, due.words.as_str(), due.class()), (Level::Answered, words, "due"));
    }
    for none in [
        changed(&enquiry, |e| e.due_at = None),
        changed(&enquiry, |e| e.suspected = true),
        changed(&enquiry, |e| e.deleted_at = Some(now)),
    ] {
        assert_eq!(Due::of(&none, now, &business), Due { level: Level::None, words: String::new() });
    }
    // A quarter of a long promise, half of a short one.
    let of = |due: &str, now: &str| {
        Due::of(&changed(&enquiry, |e| e.due_at = Some(moment(due))), moment(now), &business).level
    };
    // Forty working hours, of which ten are a quarter: until Friday at ten.
    assert_eq!(of("2026-11-27 10:00", "2026-11-25 16:00"), Level::Calm);
    assert_eq!(of("2026-11-27 10:00", "2026-11-26 09:01"), Level::Amber);
    assert_eq!(of("2026-11-20 11:00", "2026-11-20 10:30"), Level::Calm);
    assert_eq!(of("2026-11-20 11:00", "2026-11-20 10:31"), Level::Amber);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demo_s_own_enquiries_show_every_stage_and_write_to_nobody() {
    let app = TestApp::demo().await;
    let inbox = app.demo_owner().await.get("/admin/enquiries?view=all").await;
    let words = inbox.all(".due");
    let some =
        |begin: &str, part: &str| words.iter().filter(|words| words.starts_with(begin) && words.contains(part)).count();
    assert_eq!((some("reply ", " late"), some("reply due", ", in ")), (1, 1), "{words:?}");
    assert!(some("answered in", "") >= 5 && some("reply due", "") >= 3, "{words:?}");
    assert_eq!((inbox.all(".due-late").len(), inbox.all(".due-soon").len()), (1, 1));
    for _ in 0..12 {
        shingle::jobs::sweep(&app.app).await.unwrap();
        app.clock.advance(TimeDelta::hours(9));
    }
    assert_eq!(app.sql_i64("select count(*) from deliveries where not seeded").await, 0);
    assert_eq!(app.sql_i64("select count(*) from enquiries where reminded_at is not null").await, 0);
}
