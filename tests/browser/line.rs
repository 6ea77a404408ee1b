//! The other end of a line that the program does not control: a page of somebody else, or a server that says nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Serves HTML as it is, without any policy, under `/0`, `/1` and so on. It ends with the runtime.
pub async fn serve_raw(pages: Vec<String>) -> String {
    let (listener, base) = listen().await;
    let pages = Arc::new(pages);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let pages = pages.clone();
            // A browser that goes away in the middle is no matter.
            tokio::spawn(async move { answer(stream, &pages).await.ok() });
        }
    });
    base
}

async fn listen() -> (TcpListener, String) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    (listener, base)
}

async fn answer(mut stream: TcpStream, pages: &[String]) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    let head = String::from_utf8_lossy(&head);
    let number = head.split(' ').nth(1).and_then(|path| path.strip_prefix('/')?.parse::<usize>().ok());
    let (status, body) =
        number.and_then(|number| pages.get(number)).map_or(("404 Not Found", ""), |body| ("200 OK", body));
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    stream.shutdown().await
}

/// A line to a server that goes silent when told: what is sent then is taken and never answered.
pub struct Line {
    /// The origin at this end.
    pub base: String,
    silent: Arc<AtomicBool>,
}

impl Line {
    /// A line to this origin.
    pub async fn to(origin: &str) -> Self {
        let (listener, base) = listen().await;
        let silent = Arc::new(AtomicBool::new(false));
        let (other, quiet) = (origin.trim_start_matches("http://").to_owned(), silent.clone());
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                let (other, quiet) = (other.clone(), quiet.clone());
                tokio::spawn(async move {
                    let Ok(far) = TcpStream::connect(&other).await else { return };
                    let ((near_in, near_out), (far_in, far_out)) = (near.into_split(), far.into_split());
                    tokio::spawn(carry(far_in, near_out, None));
                    carry(near_in, far_out, Some(quiet)).await;
                });
            }
        });
        Self { base, silent }
    }

    /// Swallows what is sent from now on, or carries it again.
    pub fn silent(&self, silent: bool) {
        self.silent.store(silent, Ordering::SeqCst);
    }
}

async fn carry(
    mut from: tokio::net::tcp::OwnedReadHalf,
    mut to: tokio::net::tcp::OwnedWriteHalf,
    silent: Option<Arc<AtomicBool>>,
) {
    let mut bytes = vec![0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut bytes).await {
        if silent.as_ref().is_some_and(|silent| silent.load(Ordering::SeqCst)) {
            continue;
        }
        if to.write_all(bytes.get(..count).unwrap_or_default()).await.is_err() {
            return;
        }
    }
}
