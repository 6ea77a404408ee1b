//! What the tests stand on: a private PostgreSQL, the program on a database of its own per test, a client, a mail server.
//!
//! ```ignore
//! #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
//! async fn a_promise() {
//!     let test = TestApp::demo().await;
//!     let visitor = test.client();
//!     let page = visitor.get("/forms/contact/message").await;
//!     let sent = visitor.submit(&page, &[("message", "Hello"), ("name", "Ann"), ("email", "ann@example.com"), ("consent", "yes")]).await;
//!     assert_eq!(sent.status(), 303);
//!     test.run_jobs().await;
//!     assert_eq!(test.mails().len(), 2);
//! }
//! ```

mod app;
mod browser;
mod build;
mod client;
mod cluster;
mod driver;
pub mod hook;
mod mail;
mod place;
mod response;
pub mod smtp;
pub mod tls;

pub use app::{DEMO_PASSWORD, Node, TestApp};
pub use browser::{Browser, Theme};
pub use build::Build;
pub use client::{Client, Request};
pub use cluster::{Database, Template};
pub use driver::Script;
pub use mail::Mail;
pub use place::Place;
pub use response::Response;

use std::time::{Duration, Instant};

/// Waits up to a minute until `look` gives something, looking every 10 ms: for what other processes do.
pub async fn eventually<T, F: Future<Output = Option<T>>>(what: &str, mut look: impl FnMut() -> F) -> T {
    let begin = Instant::now();
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(begin.elapsed() < Duration::from_secs(60), "{what} did not come about within a minute");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
