//! Memory has a bound, and figures tell.

use chrono::Utc;
use shingle::clock::Clock;
use shingle::web::cache::{Figures, Renewed};

use super::{kept, key, noise, small};

#[tokio::test]
async fn memory_stays_within_its_bound_and_what_was_asked_for_last_stays() {
    const ROOM: usize = 200_000;
    let (cache, clock) = (small(ROOM), Clock::System);
    let path = |number: usize| format!("/page-{number}");
    for number in 0..100 {
        let body = noise(3_000 + number);
        cache.answer(&clock, &key(&path(number)), async { kept(body) }).await.expect("a page");
        // Somebody asks for the first one all the time.
        assert!(cache.asked("/page-0", "", Utc::now()).is_some(), "after {number} pages");
        let figures = cache.figures();
        assert!(figures.bytes <= ROOM, "{figures:?}");
        assert!(figures.bytes >= figures.entries * 3_000, "{figures:?}: not everything is counted");
    }
    let figures = cache.figures();
    assert!((10..60).contains(&figures.entries), "{figures:?}");
    assert!(cache.asked(&path(99), "", Utc::now()).is_some() && cache.asked(&path(1), "", Utc::now()).is_none());
    // What is larger than everything pushes nobody out.
    cache.answer(&clock, &key("/huge"), async { kept(noise(ROOM)) }).await.expect("a page");
    assert_eq!(cache.figures().entries, figures.entries);
    // Nor does what nobody asked for.
    let renewed = cache.renew(Utc::now(), &key("/unasked"), async { kept(noise(100_000)) }).await.expect("a page");
    assert_eq!((renewed, cache.figures().entries), (Renewed::NoRoom, figures.entries));
    // The same page again takes no more room.
    for _ in 0..3 {
        cache.generation.changed();
        cache.generation.settle(cache.generation.number());
        let body = noise(3_000);
        cache.answer(&clock, &key("/page-0"), async { kept(body) }).await.expect("a page");
        assert!(cache.figures().bytes <= figures.bytes && cache.figures().entries == figures.entries);
    }
    for key in cache.keys() {
        cache.forget(&key);
    }
    assert_eq!((cache.figures().entries, cache.figures().bytes), (0, 0), "something is counted twice");
}

#[test]
fn an_operator_sees_how_the_cache_does() {
    let recorder = metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder();
    metrics::with_local_recorder(&recorder, || {
        shingle::web::metrics::page_cache(Figures { hits: 7, misses: 3, stale: 2, entries: 5, bytes: 1234 });
        for (method, status) in [("GET", 200), ("GET", 304), ("HEAD", 200)] {
            shingle::web::metrics::from_memory(&method.parse().unwrap(), status.try_into().unwrap());
        }
    });
    let told = recorder.handle().render();
    for line in [
        "shingle_page_cache_answers_total{outcome=\"hit\"} 7",
        "shingle_page_cache_answers_total{outcome=\"miss\"} 3",
        "shingle_page_cache_answers_total{outcome=\"stale\"} 2",
        "shingle_page_cache_pages 5",
        "shingle_page_cache_bytes 1234",
        "shingle_http_requests_total{method=\"GET\",route=\"memory\",status=\"200\"} 1",
        "shingle_http_requests_total{method=\"GET\",route=\"memory\",status=\"304\"} 1",
        "shingle_http_requests_total{method=\"HEAD\",route=\"memory\",status=\"200\"} 1",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
}
