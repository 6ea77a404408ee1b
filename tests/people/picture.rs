//! The picture of somebody who works here: what is taken, what is made of it, who may send it and who sees it.

use std::io::Write;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use reqwest::Method;
use shingle::accounts::picture::portrait;
use shingle::accounts::{Role, Staff};

use super::owner;
use crate::support::{Client, Response, TestApp};

const RED: [u8; 3] = [200, 30, 30];
const BLUE: [u8; 3] = [30, 30, 200];
const KIND: &str = "multipart/form-data; boundary=between-the-parts";

/// The body of a form with one file, whatever its name says.
fn parts(file: &[u8], name: &str) -> Vec<u8> {
    let mut body = format!(
        "--between-the-parts\r\ncontent-disposition: form-data; name=\"picture\"; filename=\"{name}\"\r\n\
         content-type: image/jpeg\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--between-the-parts--\r\n");
    body
}

async fn send(client: &Client, file: &[u8], name: &str) -> Response {
    let request = client.request(Method::POST, "/account/picture").same_origin().header("content-type", KIND);
    request.body(parts(file, name)).send().await
}

/// The address of the picture beside one's own name.
async fn own_picture(client: &Client) -> Option<String> {
    client.get("/account").await.attribute(".side-person img.face", "src")
}

/// Sends a file that is taken, and opens what became of it.
async fn taken(client: &Client, file: &[u8]) -> (Vec<u8>, RgbImage) {
    let sent = send(client, file, "me.jpg").await;
    assert_eq!((sent.status(), sent.location().as_deref()), (303, Some("/account?done=picture")), "{}", sent.words());
    let shown = client.get(&own_picture(client).await.expect("a picture")).await;
    assert_eq!((shown.status(), shown.header("content-type")), (200, Some("image/jpeg")));
    let drawn = image::load_from_memory_with_format(&shown.bytes, ImageFormat::Jpeg).expect("a JPEG").into_rgb8();
    assert_eq!(drawn.dimensions(), (256, 256));
    (shown.bytes, drawn)
}

fn like(pixel: &Rgb<u8>, wanted: [u8; 3]) -> bool {
    pixel.0.iter().zip(wanted).all(|(is, wanted)| is.abs_diff(wanted) < 24)
}

/// Exif with the orientation "turn by a quarter to the right", a camera's name, and a place on Earth.
fn exif() -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [
            tag.to_le_bytes().to_vec(),
            kind.to_le_bytes().to_vec(),
            count.to_le_bytes().into(),
            value.to_le_bytes().into(),
        ]
        .concat()
    };
    let mut tiff = b"II*\0\x08\0\0\0\x03\0".to_vec();
    tiff.extend(entry(0x010f, 2, 8, 80));
    tiff.extend(entry(0x0112, 3, 1, 6));
    tiff.extend(entry(0x8825, 4, 1, 50));
    tiff.extend([0; 4]);
    assert_eq!(tiff.len(), 50);
    tiff.extend(2_u16.to_le_bytes());
    tiff.extend(entry(1, 2, 2, u32::from(b'N')));
    tiff.extend(entry(2, 5, 3, 88));
    tiff.extend([0; 4]);
    assert_eq!(tiff.len(), 80);
    tiff.extend(b"Spyglass");
    for part in [51_u32, 30, 26] {
        tiff.extend(part.to_le_bytes());
        tiff.extend(1_u32.to_le_bytes());
    }
    tiff
}

/// A photograph that lies on its side: red at the left, blue at the right, white beyond the middle square.
fn photograph() -> Vec<u8> {
    let picture = RgbImage::from_fn(1600, 1200, |x, _| match x {
        0..200 | 1400.. => Rgb([255, 255, 255]),
        200..800 => Rgb(RED),
        _ => Rgb(BLUE),
    });
    let mut file = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut file, 90);
    encoder.set_exif_metadata(exif()).expect("exif");
    encoder.set_icc_profile(b"not a profile".to_vec()).expect("a profile");
    encoder.encode_image(&picture).expect("a JPEG");
    file
}

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

/// A PNG with so many white pixels a side, in one bit each: a few kilobytes for a page of them.
fn vast_png(side: u32) -> Vec<u8> {
    let chunk = |kind: &[u8; 4], data: &[u8]| {
        let mut crc = Crc::new();
        crc.update(kind);
        crc.update(data);
        let length = u32::try_from(data.len()).unwrap().to_be_bytes();
        [&length, &kind[..], data, &crc.sum().to_be_bytes()].concat()
    };
    let header = [&side.to_be_bytes()[..], &side.to_be_bytes(), &[1, 0, 0, 0, 0]].concat();
    let mut pixels = ZlibEncoder::new(Vec::new(), Compression::fast());
    let row = vec![0; 1 + usize::try_from(side.div_ceil(8)).unwrap()];
    for _ in 0..side {
        pixels.write_all(&row).unwrap();
    }
    let pixels = pixels.finish().unwrap();
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &header), chunk(b"IDAT", &pixels), chunk(b"IEND", &[])].concat()
}

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut file, format).expect("a file");
    file.into_inner()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_photograph_comes_back_upright_and_square_without_what_its_file_told() {
    let app = TestApp::start().await;
    let (_, desk) = owner(&app).await;
    assert_eq!(own_picture(&desk).await, None);
    let sent = photograph();
    assert!(holds(&sent, b"Spyglass") && holds(&sent, b"Exif") && holds(&sent, b"not a profile"));
    let (bytes, drawn) = taken(&desk, &sent).await;
    // A quarter to the right: what was at the left is at the top now, and the white margins were cut off.
    for (x, y, colour) in
        [(4, 4, RED), (128, 60, RED), (251, 100, RED), (4, 251, BLUE), (128, 196, BLUE), (251, 251, BLUE)]
    {
        assert!(like(drawn.get_pixel(x, y), colour), "{x} {y}: {:?}", drawn.get_pixel(x, y));
    }
    for told in [&b"Spyglass"[..], b"Exif", b"not a profile", b"ICC_PROFILE", b"http://ns.adobe"] {
        assert!(!holds(&bytes, told), "{:?} is handed on", String::from_utf8_lossy(told));
    }
    let decoder = image::codecs::jpeg::JpegDecoder::new(std::io::Cursor::new(&bytes));
    let mut decoder = decoder.expect("a JPEG");
    assert_eq!((decoder.exif_metadata().unwrap(), decoder.icc_profile().unwrap()), (None, None));
    assert!(bytes.len() < 40_000, "{} bytes", bytes.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn transparent_parts_of_a_png_become_white_and_webp_is_taken_too() {
    let app = TestApp::start().await;
    let (_, desk) = owner(&app).await;
    // What nobody sees of it is black, and must not run into the edge.
    let half = RgbaImage::from_fn(900, 900, |x, _| if x < 450 { Rgba([30, 30, 200, 255]) } else { Rgba([0, 0, 0, 0]) });
    let (_, drawn) = taken(&desk, &encoded(&half.into(), ImageFormat::Png)).await;
    for (x, colour) in [(60, BLUE), (200, [255; 3])] {
        assert!(like(drawn.get_pixel(x, 128), colour), "{x}: {:?}", drawn.get_pixel(x, 128));
    }
    let darkest = drawn.pixels().map(|pixel| pixel.0[2]).min().expect("pixels");
    assert!(darkest > 150, "a dark edge: {darkest}");
    let first = own_picture(&desk).await;
    let red: DynamicImage = RgbImage::from_pixel(40, 90, Rgb(RED)).into();
    let (_, drawn) = taken(&desk, &encoded(&red, ImageFormat::WebP)).await;
    assert!(drawn.pixels().all(|pixel| like(pixel, RED)), "a small one is made larger");
    assert_ne!(own_picture(&desk).await, first, "a new picture has a new address, so that it is seen at once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_fit_picture_is_refused_with_words_and_changes_nothing() {
    let app = TestApp::start().await;
    let (staff, desk) = owner(&app).await;
    let whole = photograph();
    taken(&desk, &whole).await;
    let kept = own_picture(&desk).await;
    let state = format!("select name || theme || md5(picture) from staff where id = '{}'", staff.id);
    let before = app.sql_text(&state).await;
    let bomb = vast_png(20_000);
    assert!(bomb.len() < 1_000_000, "{} bytes", bomb.len());
    let mut large = whole.clone();
    large.resize(7 * 1024 * 1024, 0);
    let refused: [(&str, Vec<u8>, &str); 9] = [
        ("text", b"Dear all, this is me.".repeat(400), "Choose a JPEG, PNG or WebP"),
        (
            "a drawing",
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>".to_vec(),
            "Choose a JPEG",
        ),
        ("a GIF", b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(), "Choose a JPEG, PNG or WebP"),
        ("half a JPEG", whole[..whole.len() / 2].to_vec(), "damaged"),
        ("a JPEG without its last bytes", whole[..whole.len() - 2].to_vec(), "damaged"),
        ("half a PNG", vast_png(500)[..80].to_vec(), "damaged"),
        ("a vast PNG", bomb, "too many pixels"),
        ("7 MB", large, "larger than 6 MB"),
        ("nothing", Vec::new(), "Choose a picture first"),
    ];
    for (what, file, words) in refused {
        let answer = send(&desk, &file, "portrait.jpg").await;
        assert_eq!(answer.status(), 422, "{what}");
        let fault = answer.first("#picture-error").unwrap_or_default();
        assert!(fault.contains(words), "{what}: {fault}");
        assert!(answer.has("a[href='#picture']") && answer.words().contains("Your choices"), "{what}");
        assert_eq!(answer.input("name").as_deref(), Some(staff.name.as_str()), "{what}: the other fields");
        assert_eq!(app.sql_text(&state).await, before, "{what}");
    }
    let plain = desk.post("/account/picture", &[("picture", "me.jpg")]).await;
    assert_eq!(plain.status(), 422, "a form without a file");
    assert_eq!((own_picture(&desk).await, app.sql_text(&state).await), (kept, before));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_is_seen_by_those_who_are_signed_in_and_changed_by_nobody_else() {
    let app = TestApp::start().await;
    let (staff, desk) = owner(&app).await;
    let (bytes, _) = taken(&desk, &photograph()).await;
    let address = own_picture(&desk).await.expect("a picture");
    let bare = format!("/account/pictures/{}", staff.id);
    let colleague = app.client_as(Role::Author).await;
    let seen = colleague.get(&address).await;
    assert_eq!((seen.status(), &seen.bytes), (200, &bytes));
    assert_eq!(seen.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(seen.header("cache-control"), Some("private, max-age=604800, immutable"));
    for other in [bare.clone(), format!("{bare}?tag=0123456789abcdef")] {
        assert_eq!(colleague.get(&other).await.header("cache-control"), Some("no-store"), "{other}");
    }
    for path in [&address, &bare] {
        let stranger = app.client().get(path).await;
        assert_eq!(stranger.status(), 303, "strangers see no pictures");
        assert!(stranger.location().expect("the door").starts_with("/account/sign-in"));
    }
    // What a colleague sends and takes away is their own.
    let red: DynamicImage = RgbImage::from_pixel(300, 300, Rgb(RED)).into();
    let (theirs, _) = taken(&colleague, &encoded(&red, ImageFormat::Png)).await;
    assert_ne!(theirs, bytes);
    assert_eq!(desk.get(&address).await.bytes, bytes);
    let gone = colleague.post("/account/picture/removal", &[]).await;
    assert_eq!(gone.location().as_deref(), Some("/account?done=no-picture"));
    assert_eq!(own_picture(&colleague).await, None);
    assert_eq!(desk.get(&address).await.bytes, bytes);
    let foreign = desk.request(Method::POST, "/account/picture").header("sec-fetch-site", "cross-site");
    let foreign = foreign.header("content-type", KIND).body(parts(&photograph(), "me.jpg")).send().await;
    assert_eq!(foreign.status(), 403, "another site's form");
    assert_eq!(send(&app.client(), &photograph(), "me.jpg").await.status(), 403, "a stranger's form");
    assert_eq!(app.sql_i64("select count(*) from staff where picture is not null").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_stands_beside_the_name_and_initials_do_without_one() {
    let app = TestApp::demo().await;
    let desk = app.demo_owner().await;
    let id = app.sql_text("select id from staff where email = 'owner@example.com'").await;
    app.execute(&format!("update enquiries set owner_id = '{id}', state = 'working' where reference = (select min(reference) from enquiries where not suspected and not test)")).await;
    let reference = app.sql_text(&format!("select reference from enquiries where owner_id = '{id}' limit 1")).await;
    let record = format!("/admin/enquiries/{reference}?view=all");
    let places = [
        ("/account".to_owned(), ".portrait"),
        ("/admin/staff".to_owned(), ".row.has-face"),
        (format!("/admin/staff/{id}"), ".page-head"),
        ("/admin/enquiries?view=mine".to_owned(), ".row-owner"),
        (record, ".standing"),
        ("/admin".to_owned(), ".side-person"),
    ];
    for (path, place) in &places {
        let page = desk.get(path).await;
        assert!(page.has(&format!("{place} span.face[aria-hidden=true]")), "{path}: no initials");
        assert!(!page.has("img.face"), "{path}: a picture of nobody");
    }
    taken(&desk, &photograph()).await;
    for (path, place) in &places {
        let page = desk.get(path).await;
        assert!(page.has(&format!("{place} img.face[alt=''][width][height]")), "{path}: no picture");
    }
    assert_eq!(desk.post("/account/picture/removal", &[]).await.status(), 303);
    assert_eq!(desk.get(&format!("/account/pictures/{id}")).await.status(), 404, "what was taken away is gone");
    assert!(desk.get("/account").await.has(".portrait span.face"));
    assert_eq!(desk.get("/account/pictures/01930000-0000-7000-8000-000000000000").await.status(), 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_was_shut_out_is_still_recognised_on_the_list() {
    let app = TestApp::start().await;
    let (_, desk) = owner(&app).await;
    let (gone, password): (Staff, String) = app.staff(Role::Manager).await;
    let theirs = app.client();
    theirs.sign_in(&gone.email, &password).await;
    taken(&theirs, &photograph()).await;
    assert_eq!(desk.post(&format!("/admin/staff/{}/exclusion", gone.id), &[]).await.status(), 303);
    let address = desk.get("/admin/staff").await.attribute("#rows img.face", "src").expect("their picture");
    assert_eq!(desk.get(&address).await.status(), 200);
    assert_eq!(theirs.get(&address).await.status(), 303);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_a_signed_in_browsers_picture_may_be_large() {
    let app = TestApp::start().await;
    let (_, desk) = owner(&app).await;
    let noise = |x: u32, y: u32| (x.wrapping_mul(2_654_435_761).wrapping_add(y.wrapping_mul(40_503)) >> 7) as u8;
    let rough = RgbImage::from_fn(900, 900, |x, y| Rgb([noise(x, y), noise(y, x), noise(x ^ y, x)]));
    let large = encoded(&rough.into(), ImageFormat::Png);
    assert!((200_000..6_000_000).contains(&large.len()), "{} bytes", large.len());
    taken(&desk, &large).await;
    let body = || parts(&large, "me.png");
    for path in
        ["/account", "/account/profile", "/account/picture/removal", "/account/picture/", "/admin/settings/business"]
    {
        let request = desk.request(Method::POST, path).same_origin().header("content-type", KIND);
        assert_eq!(request.body(body()).send().await.status(), 413, "{path}");
    }
    let request = |client: &Client| client.request(Method::POST, "/account/picture").same_origin();
    let form = "application/x-www-form-urlencoded";
    assert_eq!(request(&desk).header("content-type", form).body(body()).send().await.status(), 413, "not as a file");
    assert_eq!(
        request(&app.client()).header("content-type", KIND).body(body()).send().await.status(),
        413,
        "a stranger"
    );
    let forger = app.client();
    forger
        .set_cookie("shingle_session", "aW52ZW50ZWQgc2lnbmF0dXJlIG9mIHRoaXMgY29va2ll=0123456789abcdef0123456789abcdef");
    assert_eq!(
        request(&forger).header("content-type", KIND).body(body()).send().await.status(),
        413,
        "a forged cookie"
    );
    let put = desk.request(Method::PUT, "/account/picture").same_origin().header("content-type", KIND);
    assert_eq!(put.body(body()).send().await.status(), 413, "another method");
    let foreign = desk.request(Method::POST, "/account/picture").header("sec-fetch-site", "cross-site");
    assert_eq!(foreign.header("content-type", KIND).body(body()).send().await.status(), 413, "another site");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_pictures_are_read_at_a_time_and_who_waits_too_long_is_told() {
    let app = TestApp::start().await;
    let (_, desk) = owner(&app).await;
    let others = app.app.uploads.acquire_many(2).await.expect("both turns");
    let told = send(&desk, &photograph(), "me.jpg").await;
    assert_eq!((told.status(), told.header("retry-after")), (503, Some("5")));
    assert!(told.words().contains("send it again in a few seconds"), "{}", told.words());
    assert_eq!(told.first("h1").as_deref(), Some("One moment, please"));
    assert_eq!(desk.post("/account/picture/removal", &[]).await.status(), 303, "everything else goes on");
    drop(others);
    taken(&desk, &photograph()).await;
    // Answered or refused, each gives its turn back.
    assert_eq!(send(&desk, b"no picture", "me.jpg").await.status(), 422);
    assert_eq!((app.app.uploads.available_permits(), app.app.drawing.available_permits()), (2, 1));
}

#[test]
fn no_damaged_file_brings_a_decoder_down() {
    let picture: DynamicImage = RgbaImage::from_fn(96, 64, |x, y| Rgba([x as u8, y as u8, 90, 200])).into();
    let jpeg = encoded(&picture.to_rgb8().into(), ImageFormat::Jpeg);
    let mut numbers = 88_172_645_463_325_252_u64;
    let mut next = move |below: usize| {
        numbers ^= numbers << 13;
        numbers ^= numbers >> 7;
        numbers ^= numbers << 17;
        usize::try_from(numbers % u64::try_from(below).unwrap()).unwrap()
    };
    for whole in [jpeg, encoded(&picture, ImageFormat::Png), encoded(&picture, ImageFormat::WebP)] {
        for round in 0..300 {
            let mut file = whole.clone();
            for _ in 0..=round % 6 {
                let place = next(file.len());
                file[place] = u8::try_from(next(256)).unwrap();
            }
            if let Ok(drawn) = portrait(&file) {
                assert_eq!(image::guess_format(&drawn).ok(), Some(ImageFormat::Jpeg));
            }
        }
    }
}
