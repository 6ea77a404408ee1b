//! What a visitor reads.

use super::{Gate, PUBLIC};
use crate::support::{Browser, Script, TestApp};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_public_page_passes_the_gate() {
    let test = TestApp::demo().await;
    let mut gate = Gate::new(Browser::open(&test.base, Script::On).await, PUBLIC);
    let pages =
        test.sql("select path from pages where path is not null and live_revision is not null order by path").await;
    assert!(pages.len() >= 9, "the demo has its pages: {pages:?}");
    for row in pages {
        gate.page(&row[0], &[]).await;
    }
    for list in ["/blog/topics/forms", "/blog/authors/kit", "/search?q=form", "/search?q=zither"] {
        gate.page(list, &[]).await;
    }
    gate.page("/there-is-no-such-page", &["404"]).await;
    gate.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_that_says_that_the_database_is_away_passes_the_gate() {
    let test = TestApp::demo().await;
    let mut gate = Gate::new(Browser::open(&test.base, Script::On).await, PUBLIC);
    test.database.take_away().await;
    gate.page("/services", &["503"]).await;
    gate.close().await;
}
