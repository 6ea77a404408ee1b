//! How media are served.

use shingle::media::incoming;

use super::{about, upload};
use crate::blocks::{add, page_of};
use crate::support::TestApp;

fn image_block(media: uuid::Uuid) -> shingle::blocks::Placed {
    serde_json::from_value(serde_json::json!({ "id": uuid::Uuid::now_v7(), "kind": "image", "media": media })).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_comes_with_its_widths_and_stays_for_a_year() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let page = visitor.get("/cases/osgood-and-daughters").await;
    let set = page.attribute(".case-cover picture img", "srcset").expect("a source set");
    let widths: Vec<_> = set.split(", ").map(|one| one.rsplit_once(' ').unwrap().1.to_owned()).collect();
    assert_eq!(widths, ["320w", "640w", "960w", "1280w", "1600w"]);
    for name in ["width", "height", "alt", "sizes", "src"] {
        assert!(page.attribute(".case-cover picture img", name).is_some_and(|value| !value.is_empty()), "no {name}");
    }
    let address = page.attribute(".case-cover picture img", "src").unwrap();
    let picture = visitor.request(reqwest::Method::GET, &address).open().await;
    assert_eq!(picture.status(), 200);
    let header = |name: &str| picture.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "image/jpeg");
    assert_eq!(header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(header("cross-origin-resource-policy"), "cross-origin");
    assert!(header("content-security-policy").contains("sandbox"));
    let tag = header("etag");
    let whole = picture.bytes().await.unwrap();
    let again = visitor.request(reqwest::Method::GET, &address).header("if-none-match", &tag).send().await;
    assert_eq!(again.status(), 304);
    let part = visitor.request(reqwest::Method::GET, &address).header("range", "bytes=10-19").open().await;
    assert_eq!(part.status(), 206);
    assert_eq!(part.headers()["content-range"].to_str().unwrap(), format!("bytes 10-19/{}", whole.len()));
    assert_eq!(part.bytes().await.unwrap(), whole.slice(10..20));
    let far = visitor.request(reqwest::Method::GET, &address).header("range", "bytes=99999999-").send().await;
    assert_eq!(far.status(), 416);
    // Another ending does not make it something else.
    let (stem, _) = address.rsplit_once('.').unwrap();
    for odd in [
        format!("{stem}.svg"),
        format!("{stem}.html"),
        "/media/../x.jpg".to_owned(),
        format!("/media/{}/x.jpg", "0".repeat(64)),
    ] {
        assert_eq!(visitor.get(&odd).await.status(), 404, "{odd}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_placeholder_stands_until_the_renditions_are_made() {
    let app = TestApp::demo().await;
    let taken =
        incoming::read(include_bytes!("../../src/demo/content/site/pictures/lido-notice.png"), "x.png").unwrap();
    let id = upload(&app, &taken, about("x.png")).await.unwrap();
    app.execute(&format!("delete from renditions where media_id = '{id}'")).await;
    add(&app, page_of("/waiting", vec![image_block(id)])).await.unwrap();
    let page = app.client().get("/waiting").await;
    assert!(page.has(".image-block svg.placeholder[role=img][aria-label]"), "{}", page.text);
    assert!(!page.has(".image-block img"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_document_is_downloaded_and_never_shown() {
    let app = TestApp::demo().await;
    let taken = incoming::read(b"%PDF-1.7 prices", "Prices 2027.pdf").unwrap();
    upload(&app, &taken, about("Prices 2027.pdf")).await.unwrap();
    let answer = app.client().get(&format!("/media/{}/prices-2027.pdf", taken.hash)).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.header("content-disposition"), Some("attachment"));
    assert_eq!(answer.header("content-type"), Some("application/pdf"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
}
