//! Pictures from one's own machine: into a page that is being written, and into the media.

use shingle::blocks::Placed;
use uuid::Uuid;

use super::{STILL, WIDE};
use crate::blocks::{add, page_of};
use crate::support::{Browser, DEMO_PASSWORD, TestApp, eventually};

/// Drops pictures of these colours where a selector leads.
async fn drop_files(browser: &Browser, onto: &str, colours: &[&str]) {
    let colours: Vec<String> = colours.iter().map(|colour| format!("'{colour}'")).collect();
    let script = format!(
        "const carried = new DataTransfer();
         const onto = document.querySelector(\"{onto}\");
         const all = [{}].map((colour) => new Promise((done) => {{
           const canvas = document.createElement('canvas');
           [canvas.width, canvas.height] = [80, 60];
           const pen = canvas.getContext('2d');
           pen.fillStyle = colour;
           pen.fillRect(0, 0, 80, 60);
           canvas.toBlob((blob) => done(new File([blob], `${{colour}}.png`, {{ type: 'image/png' }})));
         }}));
         Promise.all(all).then((files) => {{
           for (const file of files) carried.items.add(file);
           onto.dispatchEvent(new DragEvent('drop', {{ bubbles: true, cancelable: true, dataTransfer: carried }}));
         }});
         return true",
        colours.join(", ")
    );
    assert!(browser.ask::<bool>(&script).await);
}

async fn shows(browser: &Browser, what: &str, condition: &str) {
    eventually(what, async || browser.ask::<bool>(&format!("return {condition}")).await.then_some(())).await;
}

/// The key of the cover that is chosen.
async fn cover(browser: &Browser) -> String {
    browser.ask("return document.querySelector('[name=cover]').value").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pictures_are_brought_into_a_page_while_it_is_written() {
    let test = TestApp::demo().await;
    let block = |block: serde_json::Value| serde_json::from_value::<Placed>(block).expect("a block");
    let hung: Vec<_> = test
        .sql("select id from media where kind = 'picture' order by name limit 2")
        .await
        .iter()
        .map(|row| serde_json::json!({ "media": row[0], "caption": "" }))
        .collect();
    let gallery = block(serde_json::json!({ "id": Uuid::now_v7(), "kind": "gallery", "title": "", "pictures": hung }));
    let page = page_of("/pictures", vec![gallery]);
    let id = page.id;
    add(&test, page).await.unwrap();
    let browser = WIDE.open(&test.base).await;
    browser.sign_in("owner@example.com", DEMO_PASSWORD).await;
    browser.go(&format!("/admin/pages/{id}")).await;
    // The cover: one, with its words, and a file's name is none.
    drop_files(&browser, "#cover", &["red"]).await;
    shows(&browser, "the words are asked for", "document.activeElement.matches('#cover .upload textarea')").await;
    let words = browser.element("#cover .upload textarea").await;
    words.send_keys("red").await.unwrap();
    browser.click_on(&browser.element("#cover .upload .button").await).await;
    browser.sees("This is the name of a file").await;
    words.send_keys(" paint on a door").await.unwrap();
    browser.click_on(&browser.element("#cover .upload .button").await).await;
    shows(
        &browser,
        "it is the cover",
        "document.querySelector('#cover .chosen-words')?.textContent === 'red paint on a door'",
    )
    .await;
    let key = test.sql_text("select id from media where alternative = 'red paint on a door'").await;
    assert_eq!(cover(&browser).await, key);
    shows(&browser, "it is seen at once", "document.querySelector('#cover .chosen img')?.naturalWidth === 80").await;
    // The same once more: it keeps its words, and that is said.
    drop_files(&browser, "#cover", &["red"]).await;
    shows(&browser, "the words are asked for", "document.activeElement.matches('#cover .upload textarea')").await;
    browser.element("#cover .upload textarea").await.send_keys("Something else").await.unwrap();
    browser.click_on(&browser.element("#cover .upload .button").await).await;
    browser.sees("This picture was here already").await;
    assert_eq!(cover(&browser).await, key);
    // A list: several, each in a place of its own.
    drop_files(&browser, "#b1\\\\.pictures\\\\.1\\\\.media", &["green", "blue"]).await;
    shows(&browser, "each is asked for", "document.querySelectorAll('.upload textarea').length === 2").await;
    let fields = browser.driver.find_all(thirtyfour::By::Css(".upload textarea")).await.unwrap();
    fields[0].send_keys("A green wall").await.unwrap();
    fields[1].send_keys("A blue wall").await.unwrap();
    browser.click_on(&browser.element(".upload .button").await).await;
    shows(&browser, "both hang", "!document.querySelector('.upload') && [...document.querySelectorAll('.items .chosen-words')].map((p) => p.textContent).filter((words) => /wall$/.test(words)).length === 2").await;
    browser.click("Save draft").await;
    browser.sees("Saved as a draft").await;
    assert_eq!(cover(&browser).await, key);
    assert_eq!(browser.errors(&[STILL, "422"]).await, [""; 0]);
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_are_dropped_on_the_media_and_the_point_in_sight_is_moved_by_keys() {
    let test = TestApp::demo().await;
    let browser = WIDE.open(&test.base).await;
    browser.sign_in("owner@example.com", DEMO_PASSWORD).await;
    browser.go("/admin/media").await;
    drop_files(&browser, ".bring", &["red"]).await;
    shows(&browser, "it waits", "document.querySelectorAll('.waiting-file').length === 1").await;
    browser.element(".waiting-file textarea").await.send_keys("A wall, half painted").await.unwrap();
    drop_files(&browser, ".bring", &["green", "blue"]).await;
    shows(&browser, "all wait", "document.querySelectorAll('.waiting-file').length === 3").await;
    let typed: String = browser.ask("return document.querySelector('.waiting-file textarea').value").await;
    assert_eq!(typed, "A wall, half painted", "what is being typed stays");
    browser.click("Save").await;
    browser.sees("“A wall, half painted” described").await;
    browser.click("A wall, half painted").await;
    browser.sees("What stays in sight").await;
    browser.element(".focus-handle").await.send_keys(thirtyfour::Key::Right + thirtyfour::Key::Up).await.unwrap();
    assert_eq!((browser.value("focus_x").await, browser.value("focus_y").await), ("51".to_owned(), "49".to_owned()));
    browser.click("Save").await;
    browser.sees("what is said of it changed").await;
    assert_eq!(test.sql("select focus_x::text, focus_y::text from media where name = 'red.png'").await, [["51", "49"]]);
    assert_eq!(browser.errors(&[]).await, [""; 0]);
    browser.close().await;
}
