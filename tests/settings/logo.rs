//! The logo: cleaned, kept as media, shown at the top of every page with its size known, and not to be lost.

use reqwest::Method;
use shingle::db::Tx;
use shingle::error::AppError;
use shingle::site::{Reference, usage};

use super::{back_to, owner};
use crate::support::{Client, Response, TestApp};

const PATH: &str = "/admin/settings/logo";
const KIND: &str = "multipart/form-data; boundary=between-the-parts";
const WIDE: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 40" onload="alert(1)"><script>alert(2)</script><a href="javascript:alert(3)"><path d="M0 0h400v40H0z" fill="#7e3c64"/></a></svg>"##;
const ROUND: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 90"><circle cx="45" cy="45" r="45" fill="#fff"/></svg>"##;

/// A part of what is sent: field, file name where it is a file, bytes.
type Part<'a> = (&'a str, Option<&'a str>, &'a [u8]);

async fn send_as(desk: &Client, seen: &str, parts: &[Part<'_>]) -> Response {
    let mut body = Vec::new();
    for (name, file, bytes) in parts.iter().copied().chain([("seen", None, seen.as_bytes())]) {
        let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
        let head = format!("--between-the-parts\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--between-the-parts--\r\n");
    desk.request(Method::POST, PATH).same_origin().header("content-type", KIND).body(body).send().await
}

async fn send(desk: &Client, parts: &[Part<'_>]) -> Response {
    let seen = desk.get(PATH).await.attribute("input[name=seen]", "value").unwrap();
    send_as(desk, &seen, parts).await
}

/// Says that the business has no logo: its name stands there alone.
pub async fn has_no_logo(desk: &Client) {
    assert_eq!(send(desk, &[("without", None, b"name")]).await.status(), 303);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_logo_stands_at_the_top_of_every_page_by_day_and_by_night() {
    let app = TestApp::demo().await;
    let (desk, visitor) = (owner(&app).await, app.client());
    assert!(visitor.get("/").await.has(".site-header .name .mark"));
    let sent =
        send(&desk, &[("light", Some("a logo.svg"), WIDE.as_bytes()), ("dark", Some("x.svg"), ROUND.as_bytes())]).await;
    assert_eq!(sent.status(), 303, "{:?}", sent.all(".errors li"));
    let flash = desk.get(&sent.location().unwrap()).await;
    assert_eq!(flash.first(".flash p").as_deref(), Some("Logo changed"));
    assert!(flash.first(".version").unwrap().contains("Logo for light grounds: set"), "{:?}", flash.first(".version"));
    for path in ["/", "/contact", "/nothing-here"] {
        let page = visitor.get(path).await;
        let image = |name: &str| page.attribute(".site-header .name img", name).unwrap_or_default();
        // As wide as there is room, and its height with it: nothing moves when it comes.
        assert_eq!(
            (image("width"), image("height"), image("alt")),
            ("200".into(), "20".into(), "Bellpull".into()),
            "{path}"
        );
        let dark = |name: &str| page.attribute(".site-header .name source", name).unwrap_or_default();
        assert_eq!((dark("media").as_str(), dark("width").as_str()), ("(prefers-color-scheme: dark)", "44"));
        assert!(!page.has(".site-header .name .mark"));
        let bytes = visitor.get(&image("src")).await;
        assert_eq!((bytes.status(), bytes.header("content-type")), (200, Some("image/svg+xml")));
        for word in ["script", "onload", "alert", "href"] {
            assert!(!bytes.text.contains(word), "{word}: {}", bytes.text);
        }
        assert_eq!(visitor.get(&dark("srcset")).await.status(), 200);
    }
    let logo = visitor.get("/").await.attribute(".site-header .name img", "src").unwrap();
    assert!(
        visitor.get("/").await.text.contains(&format!("\"logo\":\"{}{logo}\"", app.base)),
        "search engines get another"
    );
    assert_eq!(app.sql_text("select alternative from media where name = 'logo.svg'").await, "The logo of Bellpull");
    // The one for dark grounds goes alone; the other one takes both away.
    let seen = desk.get(PATH).await.attribute("input[name=seen]", "value").unwrap();
    let away = async |which: &str, seen: &str| {
        desk.post(&format!("{PATH}/removal"), &[("which", which), ("seen", seen)]).await
    };
    assert_eq!(away("dark", &seen).await.status(), 303);
    let page = visitor.get("/").await;
    assert!(!page.has(".name source") && page.has(".name picture.logo-plate img"));
    assert_eq!(away("both", &seen).await.status(), 409, "somebody else was quicker");
    assert!(visitor.get("/").await.has(".name img"));
    let seen = desk.get(PATH).await.attribute("input[name=seen]", "value").unwrap();
    assert_eq!(away("both", &seen).await.status(), 303);
    assert!(visitor.get("/").await.has(".name .mark"));
    back_to(&desk, PATH, 2).await;
    assert!(visitor.get("/").await.has(".name source"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_is_made_as_small_as_it_is_shown() {
    let app = TestApp::demo().await;
    let (desk, visitor) = (owner(&app).await, app.client());
    let mut png = Vec::new();
    let large = image::RgbaImage::from_pixel(2400, 1200, image::Rgba([30, 90, 60, 200]));
    large.write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png).unwrap();
    assert_eq!(send(&desk, &[("light", Some("large.png"), &png)]).await.status(), 303);
    let page = visitor.get("/").await;
    let address = page.attribute(".site-header .name img", "src").unwrap();
    let kept = image::load_from_memory(&visitor.get(&address).await.bytes).unwrap();
    assert_eq!((kept.width(), kept.height()), (264, 132), "three pixels to the pixel");
    assert!(kept.color().has_alpha());
    assert_eq!(page.attribute(".name img", "width").as_deref(), Some("88"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_picture_is_refused_and_changes_nothing() {
    let app = TestApp::demo().await;
    let desk = owner(&app).await;
    let (html, pdf) = (b"<html><script>alert(1)</script>".as_slice(), b"%PDF-1.7 and so on".as_slice());
    let cases: [(&[Part<'_>], &str, &str); 6] = [
        (&[], "light", "Choose a file first"),
        (&[("light", Some("logo.svg"), html)], "light", "no picture that we can read"),
        (&[("light", Some("logo.pdf"), pdf)], "light", "no picture that we can read"),
        (
            &[("light", Some("logo.svg"), b"<svg xmlns=\"http://www.w3.org/2000/svg\"><path</svg>")],
            "light",
            "can’t be read as a drawing",
        ),
        (&[("dark", Some("logo.svg"), ROUND.as_bytes())], "light", "Choose the logo for light grounds too"),
        (
            &[("light", Some("a.svg"), WIDE.as_bytes()), ("dark", Some("b.svg"), html)],
            "dark",
            "no picture that we can read",
        ),
    ];
    for (parts, id, words) in cases {
        let page = send(&desk, parts).await;
        assert_eq!(page.status(), 422, "{words}");
        assert!(
            page.first(&format!("#{id}-error")).is_some_and(|error| error.contains(words)),
            "{words}: {}",
            page.words()
        );
    }
    let large = vec![b'x'; 13 * 1024 * 1024];
    let page = send(&desk, &[("light", Some("large.svg"), &large)]).await;
    assert!(page.status() == 422 && page.words().contains("larger than 12 MB"), "{}", page.status());
    let stale = send_as(&desk, "77", &[("light", Some("logo.svg"), WIDE.as_bytes())]).await;
    assert!(stale.status() == 409 && stale.words().contains("choose the file again"), "{}", stale.words());
    assert_eq!(app.app.business().logo, None);
    assert_eq!(app.sql_i64("select count(*) from media where name like 'logo%'").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_logo_is_not_deleted_while_it_is_shown_and_one_that_is_gone_does_not_come_back() {
    let app = TestApp::demo().await;
    let desk = owner(&app).await;
    send(&desk, &[("light", Some("logo.svg"), WIDE.as_bytes())]).await;
    let first = app.app.business().logo.unwrap();
    let delete = async |id| {
        let at = app.clock.moment();
        app.app.db.write(async move |tx: &mut Tx| usage::delete(tx, at, Reference::Media(id)).await).await
    };
    let Err(AppError::Conflict(words)) = delete(first).await else { panic!("the logo is deleted") };
    assert!(words.contains("the logo (/admin/settings/logo)"), "{words}");
    send(&desk, &[("light", Some("logo.svg"), ROUND.as_bytes())]).await;
    assert!(delete(first).await.is_ok(), "it is not shown any more");
    let gone = desk.post(&format!("{PATH}/restoration"), &[("version", "2")]).await;
    assert_eq!(gone.status(), 409);
    assert!(gone.words().contains("was deleted since"), "{}", gone.words());
    assert!(app.client().get("/").await.has(".name img"), "the header is empty");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_logo_the_name_can_stand_alone() {
    let app = TestApp::demo().await;
    let desk = owner(&app).await;
    has_no_logo(&desk).await;
    let page = app.client().get("/").await;
    assert!(!page.has(".site-header .mark") && page.first(".site-header .name").as_deref() == Some("Bellpull"));
    assert!(desk.get("/admin/settings").await.words().contains("None: the name stands alone"));
}
