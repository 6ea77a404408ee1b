//! The media desk: what comes, who describes it, where it is used, and what may be done with it.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use reqwest::Method;
use serde_json::Value;
use shingle::accounts::Role;
use shingle::blocks::Placed;
use uuid::Uuid;

use crate::blocks::{add, page_of};
use crate::support::{Client, Response, TestApp};

const KIND: &str = "multipart/form-data; boundary=between-the-parts";

/// A flat picture; each colour is another file.
fn png(colour: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let flat = RgbImage::from_pixel(64, 40, Rgb([colour, 90, 40]));
    DynamicImage::from(flat).write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).unwrap();
    bytes
}

/// The body of a form with text and files.
fn parts(text: &[(&str, &str)], files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in text {
        body.extend(
            format!("--between-the-parts\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                .bytes(),
        );
    }
    for (name, bytes) in files {
        let head = format!(
            "--between-the-parts\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             content-type: application/octet-stream\r\n\r\n"
        );
        body.extend(head.bytes());
        body.extend_from_slice(bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--between-the-parts--\r\n");
    body
}

async fn send(client: &Client, path: &str, text: &[(&str, &str)], files: &[(&str, &[u8])]) -> Response {
    let request = client.request(Method::POST, path).same_origin().header("content-type", KIND);
    request.body(parts(text, files)).send().await
}

/// What a script is told.
async fn ask(client: &Client, text: &[(&str, &str)], file: (&str, &[u8])) -> (u16, Value) {
    let request = client.request(Method::POST, "/admin/media").same_origin().header("content-type", KIND);
    let response = request.header("accept", "application/json").body(parts(text, &[file])).send().await;
    (response.status(), serde_json::from_slice(&response.bytes).expect("JSON"))
}

/// A block with this picture.
fn picture(id: &str) -> Placed {
    let block = serde_json::json!({ "id": Uuid::now_v7(), "kind": "image", "media": id });
    serde_json::from_value(block).expect("a picture")
}

/// Brings one file with its words, and answers its key.
async fn brought(client: &Client, colour: u8, words: &str) -> String {
    let (status, told) = ask(client, &[("alternative", words)], ("door.png", &png(colour))).await;
    assert_eq!(status, 200, "{told}");
    told["media"][0]["id"].as_str().expect("its key").to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_files_come_at_once_and_each_is_described_before_pages_can_show_it() {
    let app = TestApp::demo().await;
    let editor = app.client_as(Role::Editor).await;
    let before = app.sql_i64("select count(*) from media").await;
    let (red, blue) = (png(200), png(10));
    let files: [(&str, &[u8]); 4] =
        [("red.png", &red), ("holiday.gif", b"GIF89a\x01\0"), ("blue.png", &blue), ("list.pdf", b"%PDF-1.7 a list")];
    let some = send(&editor, "/admin/media", &[], &files).await;
    assert_eq!(some.status(), 422);
    assert!(some.first(".bring .error").unwrap().contains("holiday.gif: This file is none that we take"));
    assert!(some.words().contains("3 files added to the media, not described yet"), "what is good was taken");
    assert_eq!(some.all(".waiting-file").len(), 3);
    assert_eq!(app.sql_i64("select count(*) from media").await, before, "no page can point to them yet");
    // Sent again, as by reloading, they are there once.
    assert_eq!(send(&editor, "/admin/media", &[], &files[..1]).await.status(), 303);
    let list = editor.get("/admin/media").await;
    let fields = list.attributes(".waiting-file textarea", "name");
    let keys: Vec<&str> = fields.iter().map(|name| name.strip_prefix("words.").unwrap()).collect();
    assert_eq!(fields.len(), 3);
    let typed = [(fields[0].as_str(), "blue.png"), (fields[2].as_str(), "A red wall"), ("discard", keys[1])];
    let half = editor.post("/admin/media/undescribed", &typed).await;
    assert_eq!(half.status(), 422);
    assert!(half.first(".waiting .error").unwrap().contains("the name of a file"));
    assert_eq!(half.first(".waiting textarea").as_deref().map(str::trim), Some("blue.png"), "what was typed stays");
    assert_eq!(half.all(".waiting-file").len(), 1, "the others are done");
    assert!(half.words().contains("“A red wall” described, “list.pdf” thrown away"));
    let done = editor.post("/admin/media/undescribed", &[(fields[0].as_str(), "A blue wall")]).await;
    assert_eq!(done.status(), 303);
    let list = editor.follow(&done.location().unwrap()).await;
    assert!(list.words().contains("“A blue wall” described") && !list.has(".waiting"));
    let newest =
        app.sql("select alternative, name from media where name in ('blue.png', 'red.png') order by name").await;
    assert_eq!(newest, [["A blue wall", "blue.png"], ["A red wall", "red.png"]]);
    app.run_jobs().await;
    let made = "select count(*) from renditions join media on media.id = media_id where name = 'red.png'";
    assert!(app.sql_i64(made).await > 0);
    assert_eq!(app.sql_i64("select count(*) from undescribed_media").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_script_sends_one_file_with_its_words_and_is_told_what_became_of_it() {
    let app = TestApp::demo().await;
    let editor = app.client_as(Role::Editor).await;
    for (words, expected) in
        [("", "Say what is to be seen"), ("door", "the name of a file"), ("IMG_2041", "the name of a file")]
    {
        let (status, told) = ask(&editor, &[("alternative", words)], ("door.png", &png(1))).await;
        assert_eq!((status, told["faults"][0]["field"].as_str()), (422, Some("alternative")), "{words:?}");
        assert!(told["faults"][0]["words"].as_str().unwrap().contains(expected), "{told}");
    }
    let (status, told) = ask(&editor, &[("alternative", "A door")], ("door.png", b"no picture")).await;
    assert_eq!((status, told["faults"][0]["field"].as_str()), (422, Some("file")));
    let (status, told) = ask(&editor, &[("alternative", "A door, half open")], ("door.png", &png(1))).await;
    let media = &told["media"][0];
    assert_eq!((status, media["words"].as_str(), told["known"].as_u64()), (200, Some("A door, half open"), Some(0)));
    let thumbnail = media["thumbnail"].as_str().unwrap();
    assert_eq!(editor.get(thumbnail).await.status(), 200, "it can be shown at once");
    let (status, again) = ask(&editor, &[("alternative", "Another door")], ("copy.png", &png(1))).await;
    assert_eq!((status, &again["media"][0]["id"], again["known"].as_u64()), (200, &media["id"], Some(1)));
    assert_eq!(again["media"][0]["words"], "A door, half open", "its own words stay");
    let (status, told) = ask(&editor, &[], ("other.png", &png(2))).await;
    assert_eq!((status, told["waiting"].as_u64()), (200, Some(1)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_list_is_searched_and_says_where_each_is_used() {
    let app = TestApp::demo().await;
    let editor = app.client_as(Role::Editor).await;
    let id = brought(&editor, 77, "A bell the size of a <b>house</b> & 100% brass").await;
    let whole = editor.get("/admin/media").await;
    assert!(whole.all(".tile").len() > 5);
    assert!(whole.words().contains("A bell the size of a <b>house</b> & 100% brass"), "words are words, not markup");
    assert!(whole.all(".tile-about").iter().any(|words| words.starts_with("Used in")));
    let found = editor.get("/admin/media?q=100%25+BRASS").await;
    assert_eq!(found.attributes(".tile a", "href"), [format!("/admin/media/{id}")]);
    assert_eq!(found.first(".result").as_deref(), Some("1 file"));
    assert_eq!(found.input("q").as_deref(), Some("100% BRASS"));
    assert!(editor.get("/admin/media?q=no+such+thing").await.has(".empty a[href='/admin/media']"));
    assert_eq!(editor.get("/admin/media?kind=document").await.all(".tile").len(), 0);
    let unused = editor.get("/admin/media?kind=unused").await;
    assert!(unused.attributes(".tile a", "href").contains(&format!("/admin/media/{id}")));
    assert!(unused.all(".tile-about").iter().all(|words| !words.starts_with("Used in")));
    assert!(editor.get("/admin/media?page=99").await.words().contains("Nothing further"));

    let block = picture(&id);
    add(&app, page_of("/bells", vec![block])).await.unwrap();
    let one = editor.get(&format!("/admin/media/{id}")).await;
    let page = app.sql_text("select id from pages where path = '/bells'").await;
    assert!(one.has(&format!(".uses a[href='/admin/pages/{page}']")) && one.has(".uses a[href='/bells']"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_said_of_a_file_is_changed_and_nobody_overwrites_somebody_else() {
    let app = TestApp::demo().await;
    let editor = app.client_as(Role::Editor).await;
    let id = brought(&editor, 5, "A door").await;
    add(&app, page_of("/bells", vec![picture(&id)])).await.unwrap();
    let path = format!("/admin/media/{id}");
    let page = editor.get(&path).await;
    let form = |page: &Response, words: &str, x: &str, caption: &str| {
        let seen = page.input("seen").unwrap();
        [
            ("seen", seen),
            ("alternative", words.to_owned()),
            ("caption", caption.to_owned()),
            ("focus_x", x.to_owned()),
            ("focus_y", "20".to_owned()),
        ]
    };
    let post = async |pairs: &[(&str, String)]| {
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
        editor.post(&path, &pairs).await
    };
    let wrong = post(&form(&page, "door.png", "120", "Photograph: Mavis Trent")).await;
    assert_eq!((wrong.status(), wrong.all(".errors a").len()), (422, 2), "{:?}", wrong.all(".errors a"));
    assert_eq!(
        (wrong.input("focus_x").as_deref(), wrong.input("caption").as_deref()),
        (Some("120"), Some("Photograph: Mavis Trent"))
    );
    assert_eq!(post(&form(&page, "A door with a bell", "80", "")).await.status(), 303);
    let kept = app.sql(&format!("select alternative, focus_x::text, focus_y::text from media where id = '{id}'")).await;
    assert_eq!(kept, [["A door with a bell", "80", "20"]]);
    app.run_jobs().await;
    let live = app.client().get("/bells").await;
    assert_eq!(live.attribute("main img", "alt").as_deref(), Some("A door with a bell"), "visitors are told at once");
    assert_eq!(live.attribute("main img", "class").as_deref(), Some("fx-8 fy-2"));
    // The page was opened before that.
    let late = post(&form(&page, "A gate", "10", "")).await;
    assert_eq!(late.status(), 409);
    let words = late.words();
    assert!(words.contains("Somebody else changed this meanwhile") && words.contains("A door with a bell"));
    assert_eq!(
        late.first("#alternative").as_deref().map(str::trim),
        Some("A gate"),
        "theirs and ours both stand there"
    );
    assert_eq!(post(&form(&late, "A gate", "10", "")).await.status(), 303);
    assert_eq!(app.sql_text(&format!("select alternative from media where id = '{id}'")).await, "A gate");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_file_takes_the_place_of_one_on_every_page() {
    let app = TestApp::demo().await;
    let editor = app.client_as(Role::Editor).await;
    let id = brought(&editor, 30, "A green door").await;
    app.run_jobs().await;
    for path in ["/here", "/there"] {
        add(&app, page_of(path, vec![picture(&id)])).await.unwrap();
    }
    let visitor = app.client();
    let shown = async |path: &str| visitor.get(path).await.attribute("main img", "src").expect("a picture");
    let old = shown("/here").await;
    let place = format!("/admin/media/{id}/replacement");
    for (file, expected) in [
        (("x.pdf", &b"%PDF-1.7 x"[..]), "Pages show a picture here"),
        (("x.txt", &b"words"[..]), "This file is none that we take"),
        (("same.png", &png(30)[..]), "This is the file that is here already"),
    ] {
        let refused = send(&editor, &place, &[], &[file]).await;
        assert_eq!(refused.status(), 422);
        assert!(
            refused.first("#file-error").unwrap().contains(expected),
            "{expected}: {:?}",
            refused.first("#file-error")
        );
    }
    assert_eq!(send(&editor, &place, &[], &[]).await.status(), 422);
    let done = send(&editor, &place, &[], &[("new.png", &png(220))]).await;
    assert_eq!((done.status(), done.location().unwrap().starts_with(&format!("/admin/media/{id}?"))), (303, true));
    app.run_jobs().await;
    let new = shown("/here").await;
    assert_ne!(new, old);
    assert_eq!(shown("/there").await, new, "every page shows the new one");
    assert_eq!(visitor.get(&new).await.status(), 200);
    assert_eq!(visitor.get(&old).await.status(), 404, "the old one left the store");
    let kept = app.sql(&format!("select alternative, name from media where id = '{id}'")).await;
    assert_eq!(kept, [["A green door", "new.png"]]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_in_use_is_not_deleted_and_the_places_are_told() {
    let app = TestApp::demo().await;
    let editor = app.client_as(Role::Editor).await;
    let id = brought(&editor, 60, "A brass bell").await;
    let path = format!("/admin/media/{id}/deletion");
    add(&app, page_of("/bells", vec![picture(&id)])).await.unwrap();
    let asked = editor.get(&path).await;
    let page = app.sql_text("select id from pages where path = '/bells'").await;
    assert!(asked.has(&format!(".errors a[href='/admin/pages/{page}']")) && !asked.has("form[action$='/deletion']"));
    let forced = editor.post(&path, &[]).await;
    assert_eq!(forced.status(), 409);
    assert!(forced.has(&format!(".errors a[href='/admin/pages/{page}']")));
    let free = brought(&editor, 61, "An unused bell").await;
    let gone = editor.post(&format!("/admin/media/{free}/deletion"), &[]).await;
    assert_eq!(gone.status(), 303);
    let list = editor.follow(&gone.location().unwrap()).await;
    assert!(list.words().contains("“An unused bell” deleted"));
    assert_eq!(editor.get(&format!("/admin/media/{free}")).await.status(), 404);
    assert_eq!(editor.get(&format!("/admin/media/{id}")).await.status(), 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_author_brings_and_describes_their_own_and_no_more() {
    let app = TestApp::demo().await;
    let (editor, author) = (app.client_as(Role::Editor).await, app.client_as(Role::Author).await);
    let theirs = brought(&editor, 90, "The editor’s door").await;
    let own = brought(&author, 91, "The author’s door").await;
    assert!(author.get("/admin/media").await.words().contains("The editor’s door"), "they choose from everything");
    let page = author.get(&format!("/admin/media/{theirs}")).await;
    assert!(page.status() == 200 && !page.has("#alternative") && !page.has("form[action$='/replacement']"));
    let seen = editor.get(&format!("/admin/media/{theirs}")).await.input("seen").unwrap();
    let words = [("seen", seen.as_str()), ("alternative", "Mine now"), ("focus_x", "1"), ("focus_y", "1")];
    assert_eq!(author.post(&format!("/admin/media/{theirs}"), &words).await.status(), 403);
    let seen = author.get(&format!("/admin/media/{own}")).await.input("seen").unwrap();
    let words = [("seen", seen.as_str()), ("alternative", "A door of mine"), ("focus_x", "1"), ("focus_y", "1")];
    assert_eq!(author.post(&format!("/admin/media/{own}"), &words).await.status(), 303);
    assert_eq!(author.get(&format!("/admin/media/{own}/deletion")).await.status(), 404);
    assert_eq!(author.post(&format!("/admin/media/{own}/deletion"), &[]).await.status(), 404);
    assert_eq!(
        send(&author, &format!("/admin/media/{own}/replacement"), &[], &[("x.png", &png(92))]).await.status(),
        404
    );
    // What waits for its words waits for whoever brought it, and for editors.
    assert_eq!(send(&editor, "/admin/media", &[], &[("x.png", &png(93))]).await.status(), 303);
    assert!(!author.get("/admin/media").await.has(".waiting"));
    let waiting = app.sql_text("select id from undescribed_media").await;
    let tried = author.post("/admin/media/undescribed", &[(format!("words.{waiting}").as_str(), "A wall")]).await;
    assert_eq!(tried.status(), 422);
    author.post("/admin/media/undescribed", &[("discard", waiting.as_str())]).await;
    assert_eq!(app.sql_i64("select count(*) from undescribed_media").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bytes_that_wait_for_words_stay_when_the_same_picture_is_deleted() {
    let app = TestApp::demo().await;
    let author = app.client_as(Role::Author).await;
    assert_eq!(send(&author, "/admin/media", &[], &[("x.png", &png(120))]).await.status(), 303);
    let editor = app.client_as(Role::Editor).await;
    let id = brought(&editor, 120, "The same wall").await;
    let address = editor.get(&format!("/admin/media/{id}")).await.attribute("a[download]", "href").unwrap();
    assert_eq!(editor.post(&format!("/admin/media/{id}/deletion"), &[]).await.status(), 303);
    app.run_jobs().await;
    assert_eq!(editor.get(&address).await.status(), 200);
    let waiting = app.sql_text("select id from undescribed_media").await;
    assert_eq!(author.post("/admin/media/undescribed", &[("discard", waiting.as_str())]).await.status(), 303);
    app.run_jobs().await;
    assert_eq!(editor.get(&address).await.status(), 404, "nobody has them any more");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_a_file_is_used_leads_to_what_the_reader_may_change() {
    let app = TestApp::demo().await;
    let (staff, password) = app.staff(Role::Author).await;
    let author = app.client();
    author.sign_in(&staff.email, &password).await;
    let editor = app.client_as(Role::Editor).await;
    let id = brought(&editor, 130, "A gate in the rain").await;
    add(&app, page_of("/bells", vec![picture(&id)])).await.unwrap();
    // Two articles whose drafts have it, of which one is their own.
    app.execute(&format!(
        "update authors set staff_id = '{}' where slug = 'kit';
         insert into block_references (revision_id, block_id, media_id)
           select live_revision, live_revision, '{id}' from pages join articles on page_id = pages.id
           join authors on authors.id = author_id
           where path = (select min(path) from pages join articles on page_id = pages.id where author_id = authors.id)",
        staff.id
    ))
    .await;
    let page = app.sql_text("select id from pages where path = '/bells'").await;
    let articles = async |own: &str| {
        app.sql(&format!(
            "select articles.page_id::text from articles join pages on pages.id = articles.page_id join authors on authors.id = author_id
             join block_references on revision_id = live_revision and media_id = '{id}' where slug {own} 'kit'"
        ))
        .await
        .concat()
    };
    let (own, others) = (articles("=").await, articles("<>").await);
    assert!(own.len() == 1 && !others.is_empty(), "{own:?} {others:?}");
    let links =
        async |client: &Client| client.get(&format!("/admin/media/{id}")).await.attributes(".uses li > a", "href");
    let screen = |id: &String| format!("/admin/pages/{id}");
    assert_eq!(links(&author).await, own.iter().map(screen).collect::<Vec<_>>(), "what they may not open is a link");
    let words = author.get(&format!("/admin/media/{id}")).await.first(".uses").unwrap();
    assert!(words.contains("A page of the tests"), "where else it is used is not told: {words}");
    let mut all: Vec<_> = own.iter().chain(&others).chain([&page]).map(screen).collect();
    let mut shown = links(&editor).await;
    all.sort();
    shown.sort();
    assert_eq!(shown, all);
    for link in &shown {
        assert_eq!(editor.get(link).await.status(), 200, "{link}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_logo_leads_owners_to_its_setting_and_others_nowhere() {
    let app = TestApp::demo().await;
    let (owner, editor) = (app.demo_owner().await, app.client_as(Role::Editor).await);
    let id = brought(&editor, 131, "The sign of the bell").await;
    app.execute(&format!(
        "insert into settings (topic, version, value, at) select topic, version + 1, jsonb_set(value::jsonb, '{{logo}}', to_jsonb('{id}'::text)), at
         from settings where topic = 'business' order by version desc limit 1"
    ))
    .await;
    let link = ".uses a[href='/admin/settings/logo']";
    assert!(owner.get(&format!("/admin/media/{id}")).await.has(link));
    assert!(!editor.get(&format!("/admin/media/{id}")).await.has(link), "a link that leads to nothing for them");
}
