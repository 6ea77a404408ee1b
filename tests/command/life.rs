//! A server's life: what is in flight is finished, nothing is left behind, and its database may die meanwhile.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::support::Client;

use super::{Program, Running, processes_in};

const BODY: &str = "message=A+gate+that+sticks&name=Ann+Ames&email=ann%40example.com&consent=yes";

/// Sends a form but for its last bytes.
fn begin_a_post(running: &Running) -> (TcpStream, &'static str) {
    let mut stream = TcpStream::connect(running.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let (first, rest) = BODY.split_at(30);
    let head = format!(
        "POST /forms/contact/message HTTP/1.1\r\nHost: {}\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{first}",
        running.address(),
        BODY.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    (stream, rest)
}

async fn enquires(visitor: &Client) -> Option<u16> {
    let pairs = [("message", "Hello"), ("name", "Ann"), ("email", "ann@example.com"), ("consent", "yes")];
    let sent = visitor.request(reqwest::Method::POST, "/forms/contact/message").same_origin().form(&pairs);
    sent.try_send().await.ok().map(|answer| answer.status())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dead_database_is_started_again_and_a_stop_finishes_what_is_in_flight() {
    let program = Program::new();
    let mut running = program.serve(&["serve", "--demo"]);
    running.demo_password();
    let visitor = running.client();
    assert_eq!(enquires(&visitor).await, Some(303));

    for round in 0..2 {
        let file = std::fs::read_to_string(program.data().join("pg/postmaster.pid")).expect("the database runs");
        let pid: i32 = file.lines().next().unwrap().trim().parse().unwrap();
        kill(Pid::from_raw(pid), Signal::SIGKILL).unwrap();
        let killed = Instant::now();
        let mut refusals = Vec::new();
        loop {
            let ready = visitor.get("/readyz").await;
            assert_eq!(ready.status(), 200, "round {round}: {}", ready.text);
            assert!(ready.text == "ready\n" || ready.text.starts_with("degraded"), "{}", ready.text);
            match enquires(&visitor).await {
                Some(303) => break,
                Some(status) => refusals.push(status),
                None => panic!("no answer at all"),
            }
            assert!(killed.elapsed() < Duration::from_secs(20), "{refusals:?} {}", running.log());
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert!(refusals.iter().all(|status| *status == 503), "{refusals:?}");
    }

    // A visitor who only keeps the line open holds nobody up; one who is sending gets the answer.
    let _idle = visitor.get("/healthz").await;
    let (mut stream, rest) = begin_a_post(&running);
    tokio::time::sleep(Duration::from_millis(300)).await;
    running.signal(Signal::SIGTERM);
    tokio::time::sleep(Duration::from_millis(500)).await;
    stream.write_all(rest.as_bytes()).expect("the line is still open");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("a whole answer");
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    let (code, took) = running.ends(Duration::from_secs(30));
    assert_eq!(code, Some(0), "{}", running.log());
    assert!(took < Duration::from_secs(15), "{took:?}");
    assert_eq!(processes_in(&program.place), Vec::<String>::new());
    assert!(!program.data().join("pg/postmaster.pid").exists(), "the database stopped well");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_never_ends_does_not_hold_up_the_stop() {
    let database = crate::support::Database::like(crate::support::Template::Demo).await;
    let running = Program::on(&database).serve(&["serve"]);
    let (_stream, _) = begin_a_post(&running);
    let _events = TcpStream::connect(running.address()).unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    running.stop();
}
