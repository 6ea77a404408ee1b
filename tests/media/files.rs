//! What a file says of itself counts for nothing.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use shingle::db::Tx;
use shingle::media::decode::PictureFault;
use shingle::media::{MediaFault, MediaKind, incoming};
use shingle::site::{Reference, usage};

use super::{about, upload};
use crate::support::TestApp;

fn png(image: &DynamicImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    image.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).unwrap();
    bytes
}

fn photograph(width: u32, height: u32) -> Vec<u8> {
    let noise = |x: u32, y: u32| {
        let n = x.wrapping_mul(2_654_435_761).wrapping_add(y.wrapping_mul(40_503)) >> 8;
        Rgb([(n & 255) as u8, ((n >> 3) & 255) as u8, (x % 255) as u8])
    };
    let mut bytes = Vec::new();
    DynamicImage::from(RgbImage::from_fn(width, height, noise))
        .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Jpeg)
        .unwrap();
    bytes
}

/// A JPEG with an Exif segment: a place on the map, and an orientation (6: lying on its side).
fn with_exif(jpeg: &[u8]) -> Vec<u8> {
    let mut tiff: Vec<u8> = b"MM\0*\0\0\0\x08\0\x01".to_vec();
    tiff.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]);
    tiff.extend(b"GPSLatitude 54.4858 secret place");
    let mut segment = b"Exif\0\0".to_vec();
    segment.extend(tiff);
    let length = u16::try_from(segment.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &segment, &jpeg[2..]].concat()
}

#[test]
fn a_picture_is_made_anew_upright_and_without_what_was_hidden_in_it() {
    let file = with_exif(&photograph(600, 400));
    let taken = incoming::read(&file, "IMG_0001.JPG").unwrap();
    assert_eq!((taken.kind, taken.extension), (MediaKind::Picture, "jpg"));
    assert_eq!(taken.size, Some((400, 600)), "it lies on its side");
    assert!(!taken.bytes.windows(6).any(|w| w == b"secret") && !taken.bytes.windows(4).any(|w| w == b"Exif"));
    // The name says nothing.
    assert_eq!(incoming::read(&file, "letter.pdf").unwrap().kind, MediaKind::Picture);
    let large = incoming::read(&photograph(4000, 1000), "x").unwrap();
    assert_eq!(large.size, Some((2560, 640)));
}

#[test]
fn a_drawing_keeps_its_shapes_and_nothing_else() {
    let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 20 10" onload="alert(1)">
        <script>alert(2)</script><style>@import url(https://evil.example/x.css); rect { fill: red }</style>
        <a xlink:href="javascript:alert(3)"><rect width="20" height="10" onclick="alert(4)"/></a>
        <image href="https://evil.example/track.png" width="5" height="5"/><image href="file:///etc/passwd" width="5" height="5"/>
        <foreignObject width="9" height="9"><body xmlns="http://www.w3.org/1999/xhtml"><img src="x" onerror="alert(5)"/></body></foreignObject>
        <use href="https://evil.example/y.svg#z"/></svg>"#;
    let taken = incoming::read(svg.as_bytes(), "logo.svg").unwrap();
    assert_eq!((taken.kind, taken.extension, taken.size), (MediaKind::Drawing, "svg", Some((20, 10))));
    let text = String::from_utf8(taken.bytes.to_vec()).unwrap();
    assert!(text.contains("<path") && text.contains("#ff0000"), "the shape is gone: {text}");
    for bad in [
        "script",
        "onload",
        "onclick",
        "javascript",
        "evil",
        "passwd",
        "foreignObject",
        "onerror",
        "import",
        "<a",
        "<style",
    ] {
        assert!(!text.contains(bad), "{bad} is left: {text}");
    }
}

#[test]
fn what_is_not_taken_is_refused_with_what_to_do() {
    let bomb = {
        // A PNG that says it is 30,000 by 30,000, with nothing in it.
        let mut file = png(&DynamicImage::from(RgbImage::new(1, 1)));
        file[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
        let crc = crc32(&file[12..29]);
        file[29..33].copy_from_slice(&crc.to_be_bytes());
        file
    };
    assert_eq!(incoming::read(&bomb, "x.png").unwrap_err(), MediaFault::Picture(PictureFault::TooManyPixels));
    let whole = photograph(300, 300);
    assert_eq!(
        incoming::read(&whole[..whole.len() / 2], "x.jpg").unwrap_err(),
        MediaFault::Picture(PictureFault::Damaged)
    );
    assert_eq!(incoming::read(b"", "x.jpg").unwrap_err(), MediaFault::Nothing);
    assert_eq!(incoming::read(&vec![0; incoming::MOST_BYTES + 1], "x").unwrap_err(), MediaFault::TooLarge);
    for (bytes, name) in [
        (&b"GIF89a\x01\0\x01\0\0\0\0"[..], "x.gif"),
        (b"MZ\x90\0 a program", "x.exe"),
        (b"<html><script>alert(1)</script></html>", "x.html"),
        (b"PK\x03\x04 an archive", "x.zip"),
        (b"%PDF-1.7 not under its own name", "x.jpg"),
        (b"just words", "x.svg"),
    ] {
        assert_eq!(incoming::read(bytes, name).unwrap_err(), MediaFault::OtherKind, "{name}");
    }
    assert_eq!(incoming::read(b"<svg>not closed", "x.svg").unwrap_err(), MediaFault::Drawing);
    let deep = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\">{}{}</svg>",
        "<g>".repeat(60_000),
        "</g>".repeat(60_000)
    );
    assert!(incoming::read(deep.as_bytes(), "x.svg").is_err(), "a drawing without a bottom was read");
    let letter = incoming::read(b"%PDF-1.7 a letter", "Letter.PDF").unwrap();
    assert_eq!((letter.kind, letter.extension, letter.size), (MediaKind::Document, "pdf", None));
}

/// As PNG has it.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 })
    })
}

#[test]
fn alternative_text_is_required_and_no_file_name() {
    for bad in ["", "  ", "IMG_0001", "img_0001.jpg", "DSC01234", "door.png", "red_door", "photo-final-2.webp"] {
        let said = shingle::media::About { alternative: bad.to_owned(), ..about("IMG_0001.jpg") };
        assert!(said.check().is_err(), "{bad:?} is accepted");
    }
    for good in ["A red door", "Door", "Osgood & Daughters’ survey form", "Two people at a desk, 1998", "www"] {
        let said = shingle::media::About { alternative: good.to_owned(), ..about("IMG_0001.jpg") };
        assert_eq!(said.check(), Ok(()), "{good:?} is refused");
    }
    assert!(about("a red door with a brass bell.jpg").check().is_err(), "the file's own name is accepted");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn renditions_are_made_by_a_job_in_set_widths() {
    let app = TestApp::demo().await;
    let taken = incoming::read(&photograph(1500, 900), "street.jpg").unwrap();
    let id = upload(&app, &taken, about("street.jpg")).await.unwrap();
    let made = app.sql(&format!("select width::text, height::text, extension from renditions where media_id = '{id}' order by extension, renditions.width")).await;
    assert_eq!(
        made,
        [
            ["320", "192", "jpg"],
            ["640", "384", "jpg"],
            ["960", "576", "jpg"],
            ["1280", "768", "jpg"],
            ["1500", "900", "jpg"],
        ],
        "WebP of a photograph is larger, and not kept"
    );
    // The same bytes again are the same media, and the job done again changes nothing.
    assert_eq!(upload(&app, &taken, about("copy.jpg")).await.unwrap(), id);
    // Flat colours are smaller as WebP; so is everything transparent kept.
    let flat = RgbaImage::from_fn(700, 500, |x, _| if x < 350 { Rgba([200, 30, 40, 255]) } else { Rgba([0, 0, 0, 0]) });
    let taken = incoming::read(&png(&DynamicImage::from(flat)), "flat.png").unwrap();
    let id = upload(&app, &taken, about("flat.png")).await.unwrap();
    let kinds = app.sql(&format!("select distinct extension from renditions where media_id = '{id}' order by 1")).await;
    assert_eq!(kinds, [["jpg"], ["webp"]]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_deleted_is_served_no_more_and_shared_bytes_stay() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let taken = incoming::read(&photograph(700, 500), "person.jpg").unwrap();
    let id = upload(&app, &taken, about("person.jpg")).await.unwrap();
    let files = app
        .sql(&format!(
            "select hash, extension from media where id = '{id}'
             union select hash, extension from renditions where media_id = '{id}'"
        ))
        .await;
    assert!(files.len() >= 3, "{files:?}");
    let address = |file: &[String]| format!("/media/{}/person.{}", file[0], file[1]);
    // Another picture has one of these renditions, too.
    let other = incoming::read(&photograph(900, 300), "other.jpg").unwrap();
    let other = upload(&app, &other, about("other.jpg")).await.unwrap();
    let shared =
        app.sql(&format!("select hash, extension from renditions where media_id = '{id}' and width = 320")).await;
    app.execute(&format!(
        "insert into renditions (media_id, width, height, extension, hash, bytes)
         values ('{other}', 321, 100, '{}', '{}', 1)",
        shared[0][1], shared[0][0]
    ))
    .await;
    for file in &files {
        assert_eq!(visitor.get(&address(file)).await.status(), 200);
    }
    let at = app.clock.moment();
    app.app.db.write(async move |tx: &mut Tx| usage::delete(tx, at, Reference::Media(id)).await).await.unwrap();
    app.run_jobs().await;
    for file in &files {
        let expected = if *file == shared[0] { 200 } else { 404 };
        assert_eq!(visitor.get(&address(file)).await.status(), expected, "{file:?}");
    }
    // The same picture again is there again.
    let again = upload(&app, &taken, about("person.jpg")).await.unwrap();
    assert_ne!(again, id);
    assert_eq!(visitor.get(&address(&files[0])).await.status(), 200);
}
