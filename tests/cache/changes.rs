//! What is published is what is shown, on every node.

use chrono::Utc;
use shingle::clock::Clock;
use shingle::error::AppError;

use super::{demo, figures, from_memory, kept, key, retitle, small, warm};
use crate::forms::set_state;
use crate::support::{Client, eventually};

/// Waits until a page says something.
async fn says(client: &Client, path: &str, words: &str) {
    eventually(words, async || client.get(path).await.text.contains(words).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_published_on_one_node_is_shown_on_every_node() {
    let test = demo().await;
    let node = test.second_node().await;
    let (here, there) = (test.client(), node.client());
    warm(&test, "/services").await;
    there.get("/services").await;
    let before = node.app.cache.figures();
    there.get("/services").await;
    assert_eq!(node.app.cache.figures().misses, before.misses, "the other node has it in memory, too");
    retitle(&test, "/services", "Bells and whistles").await;
    says(&here, "/services", "Bells and whistles").await;
    says(&there, "/services", "Bells and whistles").await;
    // And it is kept again.
    warm(&test, "/services").await;
    assert!(there.get("/services").await.text.contains("Bells and whistles"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_all_pages_share_is_read_again_on_every_node() {
    let test = demo().await;
    let node = test.second_node().await;
    for path in ["/", "/services"] {
        warm(&test, path).await;
        node.client().get(path).await;
    }
    test.execute(
        "insert into settings (topic, version, value, at)
         select topic, version + 1, jsonb_set(value, '{name}', '\"Knocker and Sons\"'), at from settings
         where topic = 'business' order by version desc limit 1",
    )
    .await;
    for client in [test.client(), node.client()] {
        for path in ["/", "/services"] {
            says(&client, path, "Knocker and Sons").await;
        }
    }
    warm(&test, "/contact").await;
    set_state(&test, "contact", shingle::forms::FormState::Closed).await;
    for client in [test.client(), node.client()] {
        eventually("the form is closed", async || {
            (!client.get("/contact").await.has("form[data-enquiry]")).then_some(())
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_table_that_a_page_shows_ends_what_is_in_memory() {
    let test = demo().await;
    let shown = "select relname from pg_trigger join pg_class on pg_class.oid = tgrelid where tgname = 'site_changed'";
    let mut tables: Vec<String> = test.sql(shown).await.into_iter().map(|row| row[0].clone()).collect();
    tables.sort();
    let expected = ["article_topics", "articles", "authors", "cases", "forms", "media", "menu_items", "pages"];
    for table in expected.iter().chain(&["publications", "redirects", "services", "settings", "topics"]) {
        assert!(tables.iter().any(|found| found == table), "nobody is told when {table} changes");
    }
    for table in tables.iter().filter(|table| *table != "settings") {
        warm(&test, "/about").await;
        let before = test.app.cache.generation.number();
        test.execute(&format!("delete from {table} where false")).await;
        eventually(table, async || (test.app.cache.generation.number() != before).then_some(())).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_while_nobody_listened_is_not_missed() {
    let test = demo().await;
    let visitor = test.client();
    warm(&test, "/services").await;
    // So changed, nobody is told.
    test.execute(
        "set session_replication_role = replica;
         update revisions set title = 'Changed in silence' where id = (select live_revision from pages where path = '/services')",
    )
    .await;
    let (page, hit) = from_memory(&test, visitor.get("/services")).await;
    assert!(hit && !page.text.contains("Changed in silence"), "then this test shows nothing");
    let ended = test
        .sql_i64(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity
             where datname = current_database() and query = 'listen shingle_site'",
        )
        .await;
    assert_eq!(ended, 1, "nobody listens");
    says(&visitor, "/services", "Changed in silence").await;
    // It listens again, and what is kept is the new page.
    assert!(warm(&test, "/services").await.text.contains("Changed in silence"));
    retitle(&test, "/services", "Changed aloud").await;
    says(&visitor, "/services", "Changed aloud").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_is_taken_away_is_gone_also_from_memory() {
    let test = demo().await;
    let visitor = test.client();
    warm(&test, "/privacy").await;
    let before = figures(&test).entries;
    test.execute("update pages set live_revision = null where path = '/privacy'").await;
    eventually("it is gone", async || (visitor.get("/privacy").await.status() == 404).then_some(())).await;
    assert_eq!(figures(&test).entries, before - 1);
    test.database.take_away().await;
    eventually("the database is away", async || (visitor.get("/privacy").await.status() == 503).then_some(())).await;
}

#[tokio::test]
async fn what_was_being_rendered_while_something_changed_is_not_kept_as_new() {
    let (cache, clock, key) = (small(1 << 20), Clock::System, key("/"));
    let changed = async {
        cache.generation.changed();
        cache.generation.settle(cache.generation.number());
        kept("old")
    };
    cache.answer(&clock, &key, changed).await.expect("a page");
    assert!(cache.generation.settled().is_some());
    assert!(cache.asked("/", "", Utc::now()).is_none(), "an old page counts as new");
    cache.answer(&clock, &key, async { kept("new") }).await.expect("a page");
    assert!(cache.asked("/", "", Utc::now()).is_some());
    // A change that comes while the last one is being taken in is not taken in with it.
    cache.generation.changed();
    let begun = cache.generation.number();
    cache.generation.changed();
    assert!(!cache.generation.settle(begun));
    assert!(cache.asked("/", "", Utc::now()).is_none());
    assert!(cache.generation.settle(cache.generation.number()));
    assert!(!cache.generation.settle(cache.generation.number()), "twice");
    let lost = cache.answer(&clock, &key, async { Err(AppError::Internal("broken".to_owned())) }).await;
    assert!(matches!(lost, Err(AppError::Internal(_))), "a fault of ours is hidden by an old page");
}
