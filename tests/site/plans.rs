//! The public side stays as quick with ten thousand articles as with a hundred: no page reads a whole table.

use std::time::Duration;

use super::many_articles;
use crate::support::TestApp;

/// How often the tables that grow with the site were read from end to end, and how often by an index.
const SCANS: &str = "select relname, seq_scan, coalesce(idx_scan, 0) from pg_stat_user_tables
    where relname in ('pages', 'revisions', 'articles', 'publications', 'article_topics', 'block_references') order by 1";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_public_page_reads_a_whole_table() {
    let app = TestApp::demo().await;
    app.execute(&many_articles(10_000)).await;
    let paths = [
        "/",
        "/services",
        "/blog",
        "/blog?page=400",
        "/blog/topics/forms",
        "/blog/topics/forms?page=90",
        "/blog/authors/kit",
        "/blog/many-5000",
        "/blog/what-a-website-costs",
        "/blog/what-a-website-costs.md",
        "/cases",
        "/search?q=website",
        "/search?q=bells",
        "/search?q=plumbing+note+4321",
        "/nothing-like-this",
        "/feed.xml",
    ];
    // The connections give their figures away when they have rested for a while.
    let settled = async || {
        let mut last = Vec::new();
        loop {
            let now = app.sql(SCANS).await;
            if now == last {
                return now;
            }
            last = now;
            tokio::time::sleep(Duration::from_secs(11)).await;
        }
    };
    let visitor = app.client();
    let before = settled().await;
    for path in paths {
        let page = visitor.get(path).await;
        assert!([200, 404].contains(&page.status()), "{path}: {}", page.words());
    }
    let after = settled().await;
    let indexed = |rows: &[Vec<String>]| rows.iter().map(|row| row[2].parse::<i64>().unwrap()).sum::<i64>();
    assert!(indexed(&after) > indexed(&before) + 20, "the figures have come: {before:?} {after:?}");
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before[1], after[1], "{} was read from end to end", before[0]);
    }
}
