//! While the database is away, what is published is read, and what is typed is kept.

use shingle::accounts::Role;
use shingle::site::Page;

use super::{demo, figures, key, retitle, warm, with};
use crate::support::{TestApp, eventually};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_go_on_forms_say_what_is_wrong_and_keep_the_text_and_then_all_is_new_again() {
    let test = demo().await;
    let visitor = test.client();
    let page = warm(&test, "/contact").await;
    test.database.take_away().await;
    eventually("the program has noticed", async || test.app.cache.generation.settled().is_none().then_some(())).await;
    for _ in 0..3 {
        let still = visitor.get("/contact").await;
        assert_eq!((still.status(), still.bytes == page.bytes), (200, true));
        assert!(still.header("warning").is_none() && still.header("age").is_none());
        assert_eq!(still.header("etag"), page.header("etag"));
        let known = with(&visitor, "/contact", "if-none-match", page.header("etag").expect("a tag")).await;
        assert_eq!(known.status(), 304);
    }
    let counted = figures(&test);
    assert!(counted.stale >= 6, "{counted:?}");
    assert_eq!(visitor.get("/about").await.status(), 503, "nobody had asked for it");
    let typed =
        [("message", "A gate that sticks"), ("name", "Ann Ames"), ("email", "ann@example.com"), ("consent", "yes")];
    let kept = visitor.submit(&page, &typed).await;
    assert_eq!(kept.status(), 503);
    assert!(kept.words().contains("It is our fault") && !kept.words().contains("doctor"), "{}", kept.words());
    for (name, value) in typed {
        assert_eq!(kept.input(name).as_deref(), Some(value), "{name} is lost");
    }
    test.database.put_back().await;
    eventually("it is back", async || test.app.cache.generation.settled()).await;
    retitle(&test, "/contact", "Ring us again").await;
    eventually("the new page", async || visitor.get("/contact").await.text.contains("Ring us again").then_some(()))
        .await;
    let sent = visitor.submit(&kept, &[]).await;
    assert_eq!(sent.status(), 303, "{}", sent.words());
    assert_eq!(test.sql_i64("select count(*) from enquiries where name = 'Ann Ames'").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_reads_an_old_page_helps_to_notice_that_the_database_is_away() {
    let test = demo().await;
    warm(&test, "/services").await;
    test.database.take_away().await;
    eventually("an old page is read", async || {
        test.client().get("/services").await;
        (figures(&test).stale > 0).then_some(())
    })
    .await;
    assert!(test.app.signs.outage().is_some(), "nobody will be told");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_published_page_is_there_though_nobody_has_asked_for_it() {
    let test = demo().await;
    tokio::spawn(shingle::site::keep_all_in_memory(test.app.clone()));
    let live = test.with_conn(async |conn| Page::live_paths(conn).await.expect("paths")).await;
    assert!(live.len() > 15, "{live:?}");
    let lists = ["/", "/blog", "/cases", "/feed.xml", "/sitemap.xml", "/llms.txt"].map(str::to_owned);
    let found =
        test.sql("select '/blog/topics/' || slug from topics where id in (select topic_id from article_topics)").await;
    let mut all: Vec<String> =
        live.into_iter().chain(lists).chain(found.into_iter().map(|row| row[0].clone())).collect();
    all.sort();
    all.dedup();
    let count = all.len();
    let everything = async || (figures(&test).entries >= count).then_some(());
    eventually("every page is in memory", everything).await;
    assert_eq!(figures(&test).misses, 0, "somebody has asked");
    // A change is followed by another round: also the page that nobody opens again is the new one.
    retitle(&test, "/services", "Bells and whistles").await;
    let renewed = async || {
        let kept = test.app.cache.asked("/services", "", test.clock.now())?;
        let bytes = actix_web::body::to_bytes(kept.answer(&actix_web::http::header::HeaderMap::new()).into_body())
            .await
            .ok()?;
        String::from_utf8_lossy(&bytes).contains("Bells and whistles").then_some(())
    };
    eventually("the new page", renewed).await;
    let fresh = |path: &String| test.app.cache.asked(path, "", test.clock.now()).is_some();
    eventually("all pages are new", async || all.iter().all(fresh).then_some(())).await;
    test.database.take_away().await;
    for path in &all {
        assert_eq!(test.client().get(path).await.status(), 200, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_was_taken_away_and_that_nobody_asked_for_since_does_not_come_back() {
    let test = demo().await;
    tokio::spawn(shingle::site::keep_all_in_memory(test.app.clone()));
    let fresh = |path: &str| test.app.cache.asked(path, "", test.clock.now()).is_some();
    eventually("it is in memory", async || (fresh("/privacy") && fresh("/services")).then_some(())).await;
    test.execute("update pages set live_revision = null where path = '/privacy'").await;
    eventually("it is forgotten", async || (!test.app.cache.keys().contains(&key("/privacy"))).then_some(())).await;
    test.database.take_away().await;
    eventually("it stays away", async || (test.client().get("/privacy").await.status() == 503).then_some(())).await;
    assert_eq!(test.client().get("/services").await.status(), 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_desk_is_never_shown_from_memory() {
    let test = demo().await;
    let desk = test.client_as(Role::Owner).await;
    assert_eq!(desk.get("/admin").await.status(), 200);
    test.database.take_away().await;
    eventually("it says so", async || (desk.get("/admin").await.status() == 503).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_program_that_hears_nothing_of_changes_shows_them_all_the_same() {
    let test = TestApp::demo().await;
    let visitor = test.client();
    visitor.get("/services").await;
    retitle(&test, "/services", "Bells and whistles").await;
    assert!(visitor.get("/services").await.text.contains("Bells and whistles"));
    assert_eq!(figures(&test).hits, 0);
    test.database.take_away().await;
    let page = visitor.get("/services").await;
    assert_eq!(page.status(), 200);
    assert!(page.text.contains("Bells and whistles"), "the last one that was rendered");
}
