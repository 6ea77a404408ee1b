//! One page is kept once, whatever the address says beside it.

use shingle::db::Tx;
use shingle::site::{Beside, NewArticle, NewPage, Page};
use uuid::Uuid;

use super::{demo, figures, from_memory, warm};
use crate::blocks::{content, text};
use crate::support::TestApp;

/// So many articles that the journal has a second page.
async fn fill(test: &TestApp) {
    let author: Uuid = test.sql_text("select id from authors limit 1").await.parse().expect("an author");
    let at = test.clock.moment();
    let pages: Vec<NewPage> = (0..14)
        .map(|number| {
            let article = NewArticle { author, topics: Vec::new(), published_at: None, updated_at: None };
            let path = format!("/blog/many-{number}");
            NewPage {
                id: Uuid::now_v7(),
                beside: Beside::Article(article),
                path,
                content: content(vec![text("<p>x</p>")]),
            }
        })
        .collect();
    let work = async move |tx: &mut Tx| Page::add_all(tx, at, &pages).await;
    test.app.db.write(work).await.expect("they are published");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_way_of_writing_an_address_makes_a_page_of_its_own() {
    let test = demo().await;
    fill(&test).await;
    let visitor = test.client();
    let (services, journal) = (warm(&test, "/services").await, warm(&test, "/blog").await);
    let second = warm(&test, "/blog?page=2").await;
    assert_ne!(journal.bytes, second.bytes);
    let before = figures(&test);
    let same = [
        ("/services?utm_source=x", &services),
        ("/services?page=2", &services),
        ("/services?page=2&page=3", &services),
        ("/services?", &services),
        ("/services?%", &services),
        ("/%73ervices", &services),
        ("/s%65rvice%73?a=b", &services),
        ("/blog?x=y", &journal),
        ("/blog?page=1", &journal),
        ("/blog?page=01", &journal),
        ("/blog?page=0", &journal),
        ("/blog?page=-1", &journal),
        ("/blog?page=", &journal),
        ("/blog?page=two", &journal),
        ("/blog?page=99999999999999999999", &journal),
        ("/%62log", &journal),
        ("/blog?page=2&x=y", &second),
        ("/blog?x=y&page=02", &second),
        ("/blog?page=%32", &second),
        ("/blog?%70age=2", &second),
        ("/%62log?page=2", &second),
    ];
    for (address, page) in same {
        let (answer, hit) = from_memory(&test, visitor.get(address)).await;
        assert!(answer.bytes == page.bytes, "{address} is another page");
        assert!(hit, "{address} was rendered again");
    }
    for address in ["/blog?page=2&page=2", "/blog%3Fpage=2", "/2/blog", "/blog?page=9", "//blog", "/services/"] {
        let answer = visitor.get(address).await;
        assert!([400, 404].contains(&answer.status()), "{address}: {}", answer.status());
    }
    let after = figures(&test);
    assert_eq!((after.entries, after.bytes), (before.entries, before.bytes));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_who_asks_in_a_strange_way_puts_nothing_wrong_before_the_others() {
    let test = demo().await;
    fill(&test).await;
    let visitor = test.client();
    // Nothing is in memory yet: what is asked first is what is kept.
    let strange = visitor.get("/blog?%70age=2").await;
    assert_eq!(strange.status(), 200);
    let first = visitor.get("/blog").await;
    assert_ne!(first.bytes, strange.bytes, "the second page stands where the first one should");
    assert_eq!(visitor.get("/blog?page=2").await.bytes, strange.bytes);
    let spoof =
        |name: &'static str| visitor.request(reqwest::Method::GET, "/about").header(name, "evil.example").send();
    for name in ["host", "x-forwarded-host", "forwarded", "x-original-url", "cookie"] {
        assert!(!spoof(name).await.text.contains("evil.example"), "{name}");
    }
    assert!(!warm(&test, "/about").await.text.contains("evil.example"));
}
