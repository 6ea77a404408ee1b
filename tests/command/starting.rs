//! Before the database is there: not ready, said plainly, and ended at a word.

use std::time::Duration;

use nix::sys::signal::Signal;
use shingle::server::StopSignals;

use crate::support::{Client, Database, Template, eventually};

use super::{Program, free_port, processes_in};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_database_is_away_the_node_is_alive_and_not_ready_and_ends_when_told() {
    let (port, nowhere) = (free_port(), free_port());
    let program = Program::new()
        .with("SHINGLE_LISTEN", &format!("127.0.0.1:{port}"))
        .with("DATABASE_URL", &format!("postgres://u:hunter2@127.0.0.1:{nowhere}/x"));
    let mut running = program.start(&["serve"]);
    let visitor = Client::new(&format!("http://127.0.0.1:{port}"));
    let ready =
        eventually("an answer", || async { visitor.request(reqwest::Method::GET, "/readyz").try_send().await.ok() })
            .await;
    assert_eq!((ready.status(), ready.text.as_str()), (503, "starting\n"));
    assert_eq!(visitor.get("/healthz").await.status(), 200);
    let page = visitor.get("/").await;
    assert_eq!(page.status(), 503);
    assert!(page.header("retry-after").is_some() && page.header("x-request-id").is_some());
    tokio::time::sleep(Duration::from_millis(1500)).await;
    running.signal(Signal::SIGTERM);
    let (code, took) = running.ends(Duration::from_secs(20));
    assert_eq!(code, Some(0), "{}", running.log());
    assert!(took < Duration::from_secs(15), "{took:?}");
    assert!(running.lines.is_empty(), "ready was never said: {:?}", running.lines);
    assert!(running.log().contains("the database is away"), "{}", running.log());
    assert!(!running.log().contains("hunter2"), "{}", running.log());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_comes_back_in_time_is_waited_for() {
    let database = Database::like(Template::Empty).await;
    database.take_away().await;
    let mut running = Program::on(&database).start(&["serve"]);
    tokio::time::sleep(Duration::from_secs(2)).await;
    database.put_back().await;
    assert!(running.line(Duration::from_secs(60)).starts_with("Shingle is ready: http://127.0.0.1:"));
    running.stop();
}

#[tokio::test]
async fn a_word_to_stop_is_heard_before_anybody_waits_for_it() {
    let mut signals = StopSignals::listen().unwrap();
    nix::sys::signal::raise(Signal::SIGTERM).unwrap();
    tokio::time::timeout(Duration::from_secs(5), signals.told()).await.expect("it is heard");
}

#[test]
fn a_database_that_stays_away_is_waited_for_a_minute_and_then_named() {
    let nowhere = free_port();
    let address = format!("postgres://u:hunter2@127.0.0.1:{nowhere}/x");
    let program = Program::new().with("DATABASE_URL", &address);
    let mut running = program.start(&["serve"]);
    let (code, took) = running.ends(Duration::from_secs(90));
    assert_eq!(code, Some(1), "{}", running.log());
    assert!((58..75).contains(&took.as_secs()), "{took:?}");
    assert!(running.lines.is_empty(), "ready was never said: {:?}", running.lines);
    let log = running.log();
    let last = log.lines().last().unwrap_or_default();
    assert!(last.starts_with("shingle: the database cannot be reached"), "{last}");
    for word in ["refused", &format!("127.0.0.1:{nowhere}"), "for 60 s", "DATABASE_URL"] {
        assert!(last.contains(word), "{word} is not in: {last}");
    }
    assert!(!log.contains("hunter2"), "{log}");
}

#[test]
fn a_port_that_is_taken_is_refused_with_a_reason() {
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let program = Program::new().with("SHINGLE_LISTEN", &address);
    let ended = program.run(&["serve"]).exits(1);
    assert!(ended.err.contains(&address) && ended.err.contains("running already"), "{}", ended.err);
    assert!(!program.data().exists(), "no database was made for nothing");
}

#[test]
fn told_to_stop_in_the_middle_of_a_first_start_it_leaves_no_process_behind() {
    let program = Program::new();
    for wait in [150, 700, 1600] {
        let mut running = program.start(&["serve", "--demo"]);
        std::thread::sleep(Duration::from_millis(wait));
        running.signal(Signal::SIGTERM);
        running.ends(Duration::from_secs(20));
        // What the system ends for us may take a moment.
        let begin = std::time::Instant::now();
        while !processes_in(&program.place).is_empty() && begin.elapsed() < Duration::from_secs(5) {
            std::thread::sleep(Duration::from_millis(50));
        }
        assert_eq!(processes_in(&program.place), Vec::<String>::new(), "after {wait} ms");
    }
    // Whatever it was in the middle of, the next start mends it.
    let mut running = program.serve(&["serve", "--demo"]);
    running.demo_password();
    running.stop();
}
