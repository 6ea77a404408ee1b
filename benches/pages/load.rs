//! A client that does nothing but ask again: raw HTTP/1.1 over connections that stay open.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// In which form the page is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Identity,
    Gzip,
}

/// So many connections, each asking again as soon as it has its answer.
pub struct Load<'a> {
    pub port: u16,
    pub path: &'a str,
    pub encoding: Encoding,
    pub connections: usize,
}

fn request(path: &str, encoding: Encoding) -> Vec<u8> {
    let accept = if encoding == Encoding::Gzip { "Accept-Encoding: gzip\r\n" } else { "" };
    format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{accept}\r\n").into_bytes()
}

/// Where the body begins, and how long it is.
fn head(bytes: &[u8]) -> Option<(usize, usize)> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(&bytes[..end]).ok()?;
    assert!(text.starts_with("HTTP/1.1 200"), "{text}");
    let length =
        text.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ").map(str::to_owned))?;
    Some((end, length.trim().parse().ok()?))
}

/// One answer, read to its end; the rest of the buffer stays.
async fn answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> usize {
    buffer.clear();
    loop {
        let read = stream.read_buf(buffer).await.expect("an answer");
        assert!(read > 0, "the line was closed");
        if let Some((begin, length)) = head(buffer) {
            while buffer.len() < begin + length {
                assert!(stream.read_buf(buffer).await.expect("a body") > 0, "the line was closed");
            }
            return begin;
        }
    }
}

/// The body of a page.
pub async fn fetch(port: u16, path: &str, encoding: Encoding) -> Vec<u8> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.expect("a connection");
    stream.write_all(&request(path, encoding)).await.expect("a request");
    let mut buffer = Vec::new();
    let begin = answer(&mut stream, &mut buffer).await;
    buffer.split_off(begin)
}

impl Load<'_> {
    /// Asks for this long: how many answers there were, and how long it took.
    pub async fn run(&self, long: Duration) -> (u64, Duration) {
        let count = Arc::new(AtomicU64::new(0));
        let mut streams = Vec::new();
        for _ in 0..self.connections {
            let stream = TcpStream::connect(("127.0.0.1", self.port)).await.expect("a connection");
            stream.set_nodelay(true).expect("a setting");
            streams.push(stream);
        }
        let (begin, request) = (Instant::now(), request(self.path, self.encoding));
        let tasks: Vec<_> = streams
            .into_iter()
            .map(|mut stream| {
                let (count, request) = (Arc::clone(&count), request.clone());
                tokio::spawn(async move {
                    let mut buffer = Vec::with_capacity(64 * 1024);
                    while begin.elapsed() < long {
                        stream.write_all(&request).await.expect("a request");
                        answer(&mut stream, &mut buffer).await;
                        count.fetch_add(1, Ordering::Relaxed);
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.expect("it ends well");
        }
        (count.load(Ordering::Relaxed), begin.elapsed())
    }
}
