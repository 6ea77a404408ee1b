//! Compressed once, for whoever takes it.

use std::io::Read;

use flate2::read::GzDecoder;

use super::{demo, figures, from_memory, warm, with};
use crate::support::eventually;

fn unpacked(encoding: &str, bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    match encoding {
        "br" => brotli::BrotliDecompress(&mut &*bytes, &mut plain).map(drop),
        "gzip" => GzDecoder::new(bytes).read_to_end(&mut plain).map(drop),
        _ => (&mut &*bytes).read_to_end(&mut plain).map(drop),
    }
    .expect("what was promised");
    plain
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_client_gets_what_it_likes_best_and_all_of_them_the_same_words() {
    let test = demo().await;
    let plain = warm(&test, "/services").await;
    let visitor = test.client();
    let asked = [
        ("gzip, deflate, br, zstd", "br"),
        ("br", "br"),
        ("BR;Q=1", "br"),
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("gzip, br;q=0", "gzip"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("gzip;q=0.5, br;q=0.5", "br"),
        ("*", "br"),
        ("br;q=0, *;q=0.1", "gzip"),
        ("gzip;q=0", ""),
        ("identity", ""),
        ("identity, gzip;q=0.5", ""),
        ("*;q=0", ""),
        ("br;q=2", ""),
        ("br;q=nan", ""),
        ("deflate, zstd", ""),
        ("x-gzipped", ""),
        ("", ""),
        (";;,q=1,=", ""),
    ];
    let mut tags = std::collections::BTreeMap::new();
    for (accepts, encoding) in asked {
        let (answer, hit) = from_memory(&test, with(&visitor, "/services", "accept-encoding", accepts)).await;
        assert!(hit, "{accepts}");
        assert_eq!(answer.header("content-encoding").unwrap_or_default(), encoding, "{accepts}");
        assert_eq!(answer.headers("vary"), ["Accept-Encoding"], "{accepts}");
        assert!(unpacked(encoding, &answer.bytes) == plain.bytes, "{accepts}: other words");
        tags.insert(encoding, answer.header("etag").expect("a tag").to_owned());
    }
    let different: std::collections::BTreeSet<_> = tags.values().collect();
    assert_eq!(different.len(), 3, "one tag for different bytes: {tags:?}");
    let packed = with(&visitor, "/services", "accept-encoding", "br").await.bytes.len();
    assert!(packed * 3 < plain.bytes.len(), "{packed} of {}", plain.bytes.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_rendered_while_nobody_hears_of_changes_has_another_tag_for_its_other_bytes() {
    let test = crate::support::TestApp::demo().await;
    let visitor = test.client();
    let gzip = with(&visitor, "/services", "accept-encoding", "br, gzip").await;
    let plain = visitor.get("/services").await;
    assert_eq!(gzip.header("content-encoding"), Some("gzip"));
    assert!(unpacked("gzip", &gzip.bytes) == plain.bytes);
    assert_ne!(gzip.header("etag"), plain.header("etag"));
    assert_eq!(figures(&test).hits, 0, "nobody could have told that it has changed");
    let again = with(&visitor, "/services", "if-none-match", plain.header("etag").expect("a tag")).await;
    assert_eq!(again.status(), 304, "but it has not");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_static_file_is_compressed_once_and_nobody_waits_for_it() {
    let test = demo().await;
    let visitor = test.client();
    for name in ["css/public.css", "js/site.js", "img/favicon.svg"] {
        let url = test.app.assets.url(name);
        let plain = visitor.get(&url).await;
        assert_eq!(plain.header("content-encoding"), None, "{name}");
        let first = with(&visitor, &url, "accept-encoding", "gzip, br").await;
        assert!(["gzip", "br"].contains(&first.header("content-encoding").expect("something")), "{name}");
        let packed = eventually("brotli", async || {
            let answer = with(&visitor, &url, "accept-encoding", "gzip, br").await;
            (answer.header("content-encoding") == Some("br")).then_some(answer)
        })
        .await;
        assert!(unpacked("br", &packed.bytes) == plain.bytes, "{name}: other bytes");
        for (accepts, encoding) in [("gzip", Some("gzip")), ("br;q=0, gzip", Some("gzip")), ("identity", None)] {
            let answer = with(&visitor, &url, "accept-encoding", accepts).await;
            assert_eq!(answer.header("content-encoding"), encoding, "{name}: {accepts}");
            assert_eq!(answer.headers("vary"), ["Accept-Encoding"]);
            assert_eq!(answer.header("cache-control"), Some("public, max-age=31536000, immutable"));
        }
    }
    let font = test.app.assets.url("fonts/figtree.woff2");
    for _ in 0..2 {
        assert_eq!(with(&visitor, &font, "accept-encoding", "gzip, br").await.header("content-encoding"), None);
    }
}
