//! What becomes of one attempt, by what the mail server says.

use chrono::TimeDelta;

use super::{enquiry, last, states, with_sink};
use crate::support::smtp::{Reply, Stage};

/// What the mail server says, its code, and at which stage.
type Refusal = (&'static str, u16, fn(&Stage) -> bool);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_is_handed_over_with_the_servers_words() {
    let (app, sink) = with_sink().await;
    enquiry(&app).await;
    app.run_jobs().await;
    assert_eq!(states(&app).await, ["handed-over", "handed-over"]);
    assert_eq!(last(&app, "outcome").await, "handed-over");
    assert!(last(&app, "words").await.contains("250 2.0.0 Ok: taken"), "{}", last(&app, "words").await);
    let taken = sink.taken();
    assert_eq!(taken.len(), 2);
    assert!(taken.iter().all(|mail| mail.from == "hello@bellpull.example" && mail.to.len() == 1));
    let stored =
        app.sql_text("select string_agg(message_id, ' ' order by message_id) from deliveries where not seeded").await;
    for mail in taken {
        assert!(stored.contains(&mail.message_id), "{} is not the stored {stored}", mail.message_id);
    }
    assert_eq!(app.sql_i64("select count(*) from jobs").await, 0);
    assert_eq!(app.run_jobs().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_passing_refusal_at_any_point_is_tried_again_under_one_message_id() {
    let matches: [Refusal; 6] = [
        ("greeting", 421, |stage| matches!(stage, Stage::Greeting)),
        ("ehlo", 421, |stage| matches!(stage, Stage::Ehlo)),
        ("sender", 451, |stage| matches!(stage, Stage::Mail(_))),
        ("recipient", 450, |stage| matches!(stage, Stage::Rcpt(_))),
        ("data", 452, |stage| matches!(stage, Stage::Data)),
        ("end", 451, |stage| matches!(stage, Stage::End)),
    ];
    for (point, code, at) in matches {
        let (app, sink) = with_sink().await;
        sink.script(
            move |stage| if at(stage) { Reply::Say(code, "4.7.1 Come back later please") } else { Reply::Good },
        );
        enquiry(&app).await;
        app.run_jobs().await;
        assert_eq!(states(&app).await, ["waiting", "waiting"], "{point}");
        assert_eq!(last(&app, "outcome").await, "try-again", "{point}");
        assert!(last(&app, "words").await.contains("Come back later"), "{point}: {}", last(&app, "words").await);
        let wait = app.sql_text("select min(extract(epoch from due_at - created_at)) || ' ' || max(extract(epoch from due_at - created_at)) from deliveries where not seeded").await;
        let waits: Vec<f64> = wait.split(' ').map(|seconds| seconds.parse().unwrap()).collect();
        assert!(waits.iter().all(|seconds| (9.0..=11.0).contains(seconds)), "{point}: {wait}");
        assert_eq!(app.run_jobs().await, 0, "{point}: it does not wait");
        let id = app.sql_text("select message_id from deliveries where kind = 'notice' and not seeded").await;
        sink.behave();
        app.clock.advance(TimeDelta::seconds(12));
        app.run_jobs().await;
        assert_eq!(states(&app).await, ["handed-over", "handed-over"], "{point}");
        assert_eq!(app.sql_i64("select min(attempts) from deliveries where not seeded").await, 2, "{point}");
        assert_eq!(sink.counts().get(id.trim_matches(['<', '>'])), Some(&1), "{point}: the Message-ID is another");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_wait_grows_and_one_open_receipt_says_so() {
    let (app, sink) = with_sink().await;
    sink.script(|_| Reply::Say(421, "4.3.2 Busy"));
    let visitor = app.client();
    let receipt = crate::forms::send_contact(&visitor, &crate::forms::CONTACT).await;
    let mut waits = Vec::new();
    for _ in 0..9 {
        app.run_jobs().await;
        let due = "select extract(epoch from d.due_at - a.started_at)::int from deliveries d join delivery_attempts a
            on a.delivery_id = d.id and a.number = d.attempts where d.kind = 'notice' and not d.seeded";
        let wait = app.sql_i64(due).await;
        waits.push(wait);
        app.clock.advance(TimeDelta::seconds(wait + wait / 4 + 2));
    }
    for (wait, about) in waits.iter().zip([10, 30, 60, 120, 240, 480, 900, 1800, 1800]) {
        assert!((about * 89 / 100..=about * 111 / 100 + 1).contains(wait), "{waits:?}");
    }
    let page = visitor.get(&receipt).await;
    assert!(page.words().contains("The mail server asked us to wait"), "{}", page.words());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_final_refusal_is_seen_at_once_and_not_repeated() {
    let matches: [Refusal; 4] = [
        ("sender", 553, |stage| matches!(stage, Stage::Mail(_))),
        ("recipient", 550, |stage| matches!(stage, Stage::Rcpt(_))),
        ("data", 554, |stage| matches!(stage, Stage::Data)),
        ("end", 552, |stage| matches!(stage, Stage::End)),
    ];
    for (point, code, at) in matches {
        let (app, sink) = with_sink().await;
        sink.script(move |stage| if at(stage) { Reply::Say(code, "5.1.1 Never heard of them") } else { Reply::Good });
        enquiry(&app).await;
        app.run_jobs().await;
        assert_eq!(states(&app).await, ["refused", "refused"], "{point}");
        assert!(last(&app, "words").await.contains("Never heard of them"), "{point}: {}", last(&app, "words").await);
        app.clock.advance(TimeDelta::days(1));
        assert_eq!(app.run_jobs().await, 0, "{point}: it is tried again");
        assert_eq!(app.sql_i64("select max(attempts) from deliveries where not seeded").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_refused_recipient_keeps_nobody_else_from_their_mail() {
    let (app, sink) = with_sink().await;
    sink.script(|stage| match stage {
        Stage::Rcpt(to) if to == "maud@example.com" => Reply::Say(550, "5.1.1 No such mailbox"),
        _ => Reply::Good,
    });
    enquiry(&app).await;
    app.run_jobs().await;
    assert_eq!(states(&app).await, ["handed-over", "refused"]);
    assert_eq!(sink.taken().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_is_closed_at_any_point_loses_nothing() {
    let matches: [fn(&Stage) -> bool; 6] = [
        |stage| matches!(stage, Stage::Greeting),
        |stage| matches!(stage, Stage::Ehlo),
        |stage| matches!(stage, Stage::Mail(_)),
        |stage| matches!(stage, Stage::Rcpt(_)),
        |stage| matches!(stage, Stage::Data),
        |stage| matches!(stage, Stage::End),
    ];
    for (point, at) in matches.into_iter().enumerate() {
        let (app, sink) = with_sink().await;
        sink.script(move |stage| if at(stage) { Reply::Close } else { Reply::Good });
        enquiry(&app).await;
        app.run_jobs().await;
        assert_eq!(states(&app).await, ["waiting", "waiting"], "{point}");
        sink.behave();
        app.clock.advance(TimeDelta::seconds(12));
        app.run_jobs().await;
        assert_eq!(states(&app).await, ["handed-over", "handed-over"], "{point}");
        assert!(sink.counts().values().all(|count| *count == 1), "{point}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_that_was_taken_without_a_word_is_repeated_under_the_same_message_id() {
    let (app, sink) = with_sink().await;
    sink.script(|stage| if *stage == Stage::End { Reply::TakeAndClose } else { Reply::Good });
    enquiry(&app).await;
    app.run_jobs().await;
    assert_eq!(states(&app).await, ["waiting", "waiting"]);
    sink.behave();
    app.clock.advance(TimeDelta::seconds(12));
    app.run_jobs().await;
    assert_eq!(states(&app).await, ["handed-over", "handed-over"]);
    assert_eq!(sink.counts().values().copied().collect::<Vec<_>>(), [2, 2], "two Message-IDs for one message");
    let bytes: std::collections::BTreeSet<Vec<u8>> = sink.taken().into_iter().map(|mail| mail.bytes).collect();
    assert_eq!(bytes.len(), 2, "the repeated message is not the same, byte for byte");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_success_after_a_failure_makes_all_waiting_mail_due() {
    let (app, sink) = with_sink().await;
    sink.script(|_| Reply::Say(421, "4.3.2 Busy"));
    for _ in 0..3 {
        enquiry(&app).await;
    }
    for wait in [0, 12, 40, 80, 150] {
        app.clock.advance(TimeDelta::seconds(wait));
        app.run_jobs().await;
    }
    assert!(states(&app).await.iter().all(|state| state == "waiting"));
    assert_eq!(app.run_jobs().await, 0);
    sink.behave();
    app.clock.advance(TimeDelta::seconds(5));
    assert_eq!(app.run_jobs().await, 0, "something was due already: the test proves nothing");
    enquiry(&app).await;
    app.run_jobs().await;
    assert!(states(&app).await.iter().all(|state| state == "handed-over"), "{:?}", states(&app).await);
    assert!(sink.counts().values().all(|count| *count == 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_attempt_that_a_crash_cut_off_is_marked_and_made_again() {
    let (app, sink) = with_sink().await;
    enquiry(&app).await;
    app.execute(
        "update deliveries set state = 'sending', attempts = 1 where kind = 'notice' and not seeded;
         insert into delivery_attempts (delivery_id, number, started_at)
         select id, 1, created_at from deliveries where kind = 'notice' and not seeded;
         update jobs set leased_until = run_at + interval '30 seconds', attempts = 1",
    )
    .await;
    assert_eq!(app.run_jobs().await, 0, "a lease is not kept");
    app.clock.advance(TimeDelta::seconds(31));
    app.run_jobs().await;
    assert_eq!(states(&app).await, ["handed-over", "handed-over"]);
    let first = app.sql("select a.outcome from delivery_attempts a join deliveries d on d.id = a.delivery_id where not d.seeded and d.kind = 'notice' order by number").await;
    assert_eq!(first, [["interrupted"], ["handed-over"]]);
    assert_eq!(sink.taken().len(), 2);
}
