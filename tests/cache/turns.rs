//! Of those who ask for the same page at the same time, one has it rendered.

use std::sync::Arc;
use std::time::{Duration, Instant};

use shingle::clock::Clock;
use shingle::error::AppError;
use tokio::sync::oneshot;
use tokio_postgres::NoTls;

use super::{demo, figures, kept, key, small};
use crate::support::eventually;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crowd_that_asks_for_a_new_page_costs_one_rendering() {
    let test = demo().await;
    let before = figures(&test);
    // The table is held, so that the rendering that has begun does not come to its end.
    let (client, connection) = tokio_postgres::connect(&test.database.url, NoTls).await.expect("a connection");
    let driver = tokio::spawn(connection);
    client.batch_execute("begin; lock table revisions in access exclusive mode").await.expect("it is held");
    let crowd: Vec<_> = (0..12)
        .map(|_| {
            let visitor = test.client();
            tokio::spawn(async move { visitor.get("/services").await })
        })
        .collect();
    let waiting =
        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    eventually("somebody waits", async || (test.sql_i64(waiting).await > 0).then_some(())).await;
    // Time for the others to do it too, where they do.
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(test.sql_i64(waiting).await, 1, "they all ask the database");
    client.batch_execute("commit").await.expect("it is let go");
    let mut tags = std::collections::BTreeSet::new();
    for visitor in crowd {
        let page = visitor.await.expect("an answer");
        assert_eq!(page.status(), 200);
        tags.insert(page.header("etag").expect("a tag").to_owned());
    }
    let after = figures(&test);
    assert_eq!((after.misses - before.misses, after.hits - before.hits, tags.len()), (1, 11, 1));
    drop(client);
    let _ = driver.await;
}

#[tokio::test]
async fn nobody_waits_for_a_visitor_who_went_away() {
    let cache = small(1 << 20);
    let (clock, key) = (Clock::System, key("/"));
    let (began, has_begun) = oneshot::channel();
    let first = cache.answer(&clock, &key, async {
        let _ = began.send(());
        std::future::pending().await
    });
    let second = async {
        has_begun.await.expect("the first one renders");
        let begin = Instant::now();
        let second = cache.answer(&clock, &key, async { kept("second") });
        (second.await.map(|answer| answer.status().as_u16()), begin.elapsed())
    };
    let gone = async {
        tokio::select! {
            _ = first => panic!("it never ends"),
            () = tokio::time::sleep(Duration::from_millis(100)) => {}
        }
    };
    let ((answer, waited), ()) = tokio::join!(second, gone);
    assert_eq!(answer.expect("a page"), 200);
    assert!(waited < Duration::from_millis(900), "it waited {waited:?}");
}

#[tokio::test]
async fn nobody_waits_longer_than_a_second_and_nobody_queues_behind_what_is_not_kept() {
    let cache = Arc::new(small(1 << 20));
    let (clock, key) = (Clock::System, key("/"));
    let slow = async { std::future::pending().await };
    let (begin, first) = (Instant::now(), cache.answer(&clock, &key, slow));
    let others = async {
        tokio::task::yield_now().await;
        let other = || cache.answer(&clock, &key, async { kept("other") });
        let (a, b, c) = tokio::join!(other(), other(), other());
        [a, b, c].into_iter().all(|answer| answer.is_ok())
    };
    tokio::select! {
        _ = first => panic!("it never ends"),
        all = others => assert!(all),
    }
    assert!(begin.elapsed() < Duration::from_millis(1800), "{:?}", begin.elapsed());

    let cache = small(1 << 20);
    let missing = || {
        cache.answer(&clock, &key, async {
            tokio::time::sleep(Duration::from_millis(100)).await;
            Err(AppError::NotFound)
        })
    };
    let begin = Instant::now();
    let answers = futures_util::future::join_all((0..20).map(|_| missing())).await;
    assert!(answers.iter().all(|answer| matches!(answer, Err(AppError::NotFound))));
    assert!(begin.elapsed() < Duration::from_millis(1000), "one after the other: {:?}", begin.elapsed());
    assert_eq!(cache.figures().entries, 0);
}
