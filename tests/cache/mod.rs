//! Promise 7, *a spike is boring*: published pages come from memory, are never older than what was published, and stay when the
//! database goes.

mod away;
mod changes;
mod encodings;
mod keys;
mod pages;
mod room;
mod time;
mod turns;

use std::borrow::Cow;

use actix_web::HttpResponse;
use reqwest::Method;
use shingle::db::Tx;
use shingle::error::Result;
use shingle::site::Page;
use shingle::web::cache::{self, Figures, Key, PageCache};
use uuid::Uuid;

use crate::support::{Client, Response, TestApp};

/// The demo, with pages from memory.
async fn demo() -> TestApp {
    TestApp::build().demo().hearing().start().await
}

fn figures(test: &TestApp) -> Figures {
    test.app.cache.figures()
}

/// What an answer from the cache is: a page from memory, or one that was rendered.
async fn from_memory(test: &TestApp, answer: impl Future<Output = Response>) -> (Response, bool) {
    let before = figures(test);
    let answer = answer.await;
    let after = figures(test);
    assert!(after.hits > before.hits || after.misses > before.misses, "{}: neither", answer.path);
    (answer, after.misses == before.misses)
}

/// Opens a path with a header more.
async fn with(client: &Client, path: &str, name: &str, value: &str) -> Response {
    client.request(Method::GET, path).header(name, value).send().await
}

/// Opens a path until it is in memory, as new as what is published.
async fn warm(test: &TestApp, path: &str) -> Response {
    let visitor = test.client();
    crate::support::eventually("the page is in memory", async || {
        let (answer, hit) = from_memory(test, visitor.get(path)).await;
        hit.then_some(answer)
    })
    .await
}

/// Publishes the page at a path under another title, as staff do.
async fn retitle(test: &TestApp, path: &str, title: &str) {
    let page: Uuid =
        test.sql_text(&format!("select id from pages where path = '{path}'")).await.parse().expect("a page");
    let path = path.to_owned();
    let mut content = test.with_conn(async |conn| Page::at_path(conn, &path).await.expect("a page").live.content).await;
    content.title = title.to_owned();
    let at = test.clock.moment();
    let work = async move |tx: &mut Tx| {
        let revision = Page::save(tx, at, page, &content, None).await?;
        Page::publish(tx, at, page, revision).await
    };
    test.app.db.write(work).await.expect("it is published");
}

/// A cache without a program, whose changes are heard.
fn small(room: usize) -> PageCache {
    let cache = PageCache::new(room);
    cache.generation.settle(cache.generation.number());
    cache
}

/// An answer that may be kept.
fn kept(body: impl Into<Cow<'static, str>>) -> Result<HttpResponse> {
    let mut response = HttpResponse::Ok().content_type("text/html; charset=utf-8").body(body.into().into_owned());
    cache::allow(&mut response, None);
    Ok(response)
}

fn key(path: &str) -> Key {
    Key::new(path, 1)
}

/// A text that does not get much smaller.
fn noise(length: usize) -> String {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(b'!' + u8::try_from(state % 90).expect("a byte"))
    };
    (0..length).map(|_| next()).collect()
}
