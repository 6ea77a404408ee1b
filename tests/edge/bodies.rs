//! Bodies that come slowly, lie about their length, or are too large.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use reqwest::Method;

use crate::support::TestApp;

/// Sends bytes, then, if wanted, single bytes until there is an answer; the answer and when it began.
fn raw(base: &str, head: &str, drip: bool) -> (String, Duration) {
    let mut stream = TcpStream::connect(base.strip_prefix("http://").unwrap()).expect("a connection");
    stream.write_all(head.as_bytes()).expect("it is sent");
    stream.set_read_timeout(Some(Duration::from_millis(if drip { 500 } else { 20_000 }))).unwrap();
    let (begin, mut answer, mut part) = (Instant::now(), Vec::new(), [0_u8; 65536]);
    let mut came = None;
    while begin.elapsed() < Duration::from_secs(20) {
        match stream.read(&mut part) {
            Ok(0) => break,
            Ok(length) => {
                came.get_or_insert(begin.elapsed());
                answer.extend_from_slice(&part[..length]);
                // Whether the line is closed then is another question.
                stream.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
            }
            Err(error) if matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) => {
                if drip && answer.is_empty() && stream.write_all(b"x").is_err() {
                    break;
                }
                if !answer.is_empty() {
                    break;
                }
            }
            Err(_) => break,
        }
    }
    (String::from_utf8_lossy(&answer).into_owned(), came.unwrap_or_else(|| begin.elapsed()))
}

fn head(length: &str, more: &str) -> String {
    format!(
        "POST /forms/contact/message HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n{length}\r\n{more}"
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_body_that_stalls_or_drips_is_answered_within_seconds_with_what_was_typed() {
    let test = TestApp::demo().await;
    let cases = [
        ("stalls", "Content-Length: 1000\r\n", "message=A+gate+that+sticks", false),
        ("says nothing", "Content-Length: 1000\r\n", "", false),
        ("drips", "Content-Length: 1000\r\n", "message=A+gate+that+sticks", true),
        ("stalls in chunks", "Transfer-Encoding: chunked\r\n", "1a\r\nmessage=A+gate+that+sticks\r\n", false),
    ];
    let lines = cases.map(|(what, length, body, drip)| {
        let (base, head) = (test.base.clone(), head(length, body));
        (what, body, tokio::task::spawn_blocking(move || raw(&base, &head, drip)))
    });
    for (what, body, line) in lines {
        let (answer, took) = line.await.expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 408"), "{what}: {answer:.300}");
        assert!(took > Duration::from_secs(4) && took < Duration::from_secs(8), "{what}: {took:?}");
        assert!(answer.contains("x-request-id: ") && answer.contains("content-security-policy: "), "{answer:.900}");
        if !body.is_empty() {
            assert!(answer.contains("A gate that sticks"), "{what}: what was typed is gone");
        }
    }
    assert_eq!(test.client().get("/healthz").await.status(), 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_that_stalls_is_closed_after_its_answer() {
    let test = TestApp::demo().await;
    let lines = [("Content-Length: 1000\r\n", "message=A"), ("Transfer-Encoding: chunked\r\n", "9\r\nmessage=A\r\n")];
    let lines = lines.map(|(length, body)| {
        let (base, head) = (test.base.clone(), head(length, body));
        let closes = tokio::task::spawn_blocking(move || {
            let mut stream = TcpStream::connect(base.strip_prefix("http://").unwrap()).expect("a connection");
            stream.write_all(head.as_bytes()).expect("it is sent");
            stream.set_read_timeout(Some(Duration::from_secs(12))).unwrap();
            stream.read_to_end(&mut Vec::new()).is_ok()
        });
        (length, closes)
    });
    for (length, closes) in lines {
        assert!(closes.await.expect("an answer"), "{length:?}: a slow visitor keeps the line for good");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_content_length_that_lies_harms_nobody() {
    let test = TestApp::demo().await;
    let ask = |request: String| {
        let base = test.base.clone();
        tokio::task::spawn_blocking(move || raw(&base, &request, false))
    };
    // Shorter than what comes: the rest is not part of the body.
    let (answer, _) =
        ask(head("Content-Length: 9\r\n", "message=xGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 422"), "{answer:.300}");
    assert!(!answer.contains("xGET"), "{answer:.300}");
    for lie in ["Content-Length: -1\r\n", "Content-Length: many\r\n", "Content-Length: 99999999999999999999999\r\n"] {
        let (answer, took) = ask(head(lie, "message=x")).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 400"), "{lie}: {answer:.300}");
        assert!(took < Duration::from_secs(8), "{took:?}");
    }
    for lie in ["Content-Length: 9\r\nTransfer-Encoding: chunked\r\n", "Content-Length: 9\r\nContent-Length: 10\r\n"] {
        let (answer, _) = ask(head(lie, "message=x")).await.unwrap();
        assert!(!answer.starts_with("HTTP/1.1 2") && !answer.starts_with("HTTP/1.1 303"), "{lie}: {answer:.300}");
    }
    // Broken off in the middle.
    let mut stream = TcpStream::connect(test.base.strip_prefix("http://").unwrap()).unwrap();
    stream.write_all(head("Content-Length: 1000\r\n", "message=x").as_bytes()).unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer:.300}");
    assert_eq!(test.client().get("/healthz").await.status(), 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_is_too_large_is_answered_and_given_back_as_far_as_the_contract_says() {
    let test = TestApp::demo().await;
    let visitor = test.client();
    let sized = |size: usize| format!("begins-{}-ends", "x".repeat(size));
    let taken = visitor.post("/forms/contact/message", &[("message", &sized(120_000))]).await;
    assert_eq!(taken.status(), 422);
    for (size, kept) in [(132_000, true), (255_000, true), (263_000, false), (3_000_000, false)] {
        let text = sized(size);
        let answer = visitor.post("/forms/contact/message", &[("message", &text)]).await;
        assert_eq!(answer.status(), 413, "{size}");
        assert_eq!(answer.input("message").as_deref() == Some(text.as_str()), kept, "{size}");
        assert_eq!(answer.words().contains("Back button"), !kept, "{size}: {:.300}", answer.words());
    }
    // Far more than is read: the line may be cut while it is still being sent, but nothing else suffers.
    let vast = visitor.request(Method::POST, "/forms/contact/message").same_origin().body(vec![b'x'; 9_000_000]);
    if let Ok(answer) = vast.try_send().await {
        assert_eq!(answer.status(), 413);
    }
    assert_eq!(visitor.get("/healthz").await.status(), 200);
}
