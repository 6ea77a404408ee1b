//! Promise 1, accepted means safe: the real program and the real database (on disk, durable) are killed at random while
//! visitors send, and afterwards everything that was promised is compared with what is stored.
//!
//! The visitors keep a journal of what they asked and what they were told, unknown outcomes included. A tenth part of them
//! gives up after an unknown outcome; a fifth sends again what was accepted. Nothing that was accepted may be missing, no key
//! may have made two enquiries, no enquiry may be without its deliveries, and all of these must leave in the end.
//!
//! It was seen red on a build that commits between the enquiry and its deliveries: 151 of 3,041 were left without.

mod journal;
mod killed;
mod ledger;
mod visitors;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rand::Rng;

use self::journal::Journal;
use self::killed::Killed;
use self::ledger::Ledger;
use crate::support::smtp::Sink;

/// At least so many kills of the program, of the database, and enquiries accepted.
const SERVER_KILLS: usize = 25;
const DATABASE_KILLS: usize = 10;
const ACCEPTED: usize = 3_000;
/// So many visitors send without a pause; at least [`IN_FLIGHT`] of them wait for an answer at every kill.
const VISITORS: usize = 16;
const IN_FLIGHT: usize = 8;
/// How many jobs the program runs at once: so many messages may be handed over twice by one kill.
const JOBS_AT_ONCE: usize = 4;

/// What visitors and killer share.
struct Scene {
    /// The origin of the program that runs now.
    base: std::sync::RwLock<String>,
    in_flight: AtomicUsize,
    over: AtomicBool,
    journal: Journal,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn accepted_means_safe_whatever_is_killed() {
    let began = Instant::now();
    let sink = Sink::start().await;
    sink.only_count();
    let mut killed = Killed::start(sink.port()).await;
    let scene = Arc::new(Scene {
        base: std::sync::RwLock::new(killed.base().to_owned()),
        in_flight: AtomicUsize::new(0),
        over: AtomicBool::new(false),
        journal: Journal::begin(&killed.place().join("journal.txt")),
    });
    let visitors: Vec<_> =
        (0..VISITORS).map(|number| tokio::spawn(visitors::send_for_ever(scene.clone(), number))).collect();

    let (mut server_kills, mut database_kills) = (0, 0);
    while server_kills < SERVER_KILLS || database_kills < DATABASE_KILLS || scene.journal.accepted() < ACCEPTED {
        let (more, pause) = {
            let mut random = rand::rng();
            (random.random_range(20..160), random.random_range(0..100))
        };
        wait_for(&scene, scene.journal.accepted() + more).await;
        tokio::time::sleep(Duration::from_millis(pause)).await;
        if server_kills >= SERVER_KILLS && database_kills >= DATABASE_KILLS {
            continue;
        }
        while scene.in_flight.load(Ordering::Relaxed) < IN_FLIGHT {
            tokio::time::sleep(Duration::from_micros(200)).await;
        }
        // One kill of the database to two and a half of the program.
        if database_kills * SERVER_KILLS < server_kills * DATABASE_KILLS {
            killed.kill_database(database_kills);
            database_kills += 1;
        } else {
            killed.kill_server();
            server_kills += 1;
            killed.start_again().await;
            killed.base().clone_into(&mut scene.base.write().expect("the origin"));
        }
    }
    scene.over.store(true, Ordering::Relaxed);
    for visitor in visitors {
        visitor.await.expect("a visitor leaves");
    }
    let killing = began.elapsed();
    let ledger = Ledger::read_when_everything_left(&killed).await;
    let findings = ledger.compare(&scene.journal, &sink);
    let figures = format!(
        "crash test: {server_kills} kills of the program, {database_kills} of the database, {} s with {VISITORS} visitors; \
         {findings}; all messages left {} s later",
        killing.as_secs(),
        began.elapsed().saturating_sub(killing).as_secs(),
    );
    // Past the runner's capture: these figures are wanted from every run.
    std::io::Write::write_all(&mut std::io::stderr(), format!("{figures}\n").as_bytes()).expect("it is said");
    killed.stop().await;

    assert_eq!(findings.lost, 0, "accepted and not stored: {figures}");
    assert_eq!(findings.doubled, 0, "one key, two enquiries: {figures}");
    assert_eq!(findings.told_otherwise, 0, "a repeat was told another reference: {figures}");
    assert_eq!(findings.without_deliveries, 0, "without notice or receipt: {figures}");
    assert_eq!(findings.without_timeline, 0, "without timeline: {figures}");
    assert_eq!(findings.not_left, 0, "messages that did not leave: {figures}");
    assert_eq!(findings.foreign, 0, "enquiries that nobody sent: {figures}");
    assert_eq!(findings.never_seen, 0, "handed over, as is said, but the mail server never saw it: {figures}");
    let kills = server_kills + database_kills;
    assert!(findings.repeated <= kills * JOBS_AT_ONCE, "messages repeated: {figures}");
}

/// Waits until so many are accepted: after a kill, until the program serves again.
async fn wait_for(scene: &Scene, accepted: usize) {
    let begin = Instant::now();
    while scene.journal.accepted() < accepted {
        assert!(
            begin.elapsed() < Duration::from_secs(90),
            "nothing is accepted any more: {}",
            scene.journal.last_words()
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
