//! Those who write: an article with two pictures, the front page changed and taken back, two at one page.

use thirtyfour::Key;

use super::{PHONE_WITHOUT_SCRIPT, STILL, WIDE, Way};
use crate::support::{Browser, DEMO_PASSWORD, Script, TestApp, Theme, eventually};

const PHONE: Way = Way { script: Script::On, width: 375, theme: Theme::Light };
const WIDE_WITHOUT_SCRIPT: Way = Way { script: Script::Off, width: 1280, theme: Theme::Dark };

impl Way {
    /// Writes a text into a field of rich text: on its surface, or as the HTML itself.
    async fn write(self, browser: &Browser, field: &str, text: &str) {
        if self.script == Script::Off {
            return browser.fill(field, &format!("<p>{text}</p>")).await;
        }
        let surface = browser.element(&format!("sh-richtext:has([name='{field}']) .rich-surface")).await;
        browser.click_on(&surface).await;
        // The editor comes when somebody comes near; what is typed goes to whatever stands there then.
        browser.element(&format!("sh-richtext:has([name='{field}']) .ProseMirror")).await;
        let surface = browser.element(&format!("sh-richtext:has([name='{field}']) .ProseMirror")).await;
        surface.send_keys(Key::Control + "a").await.unwrap();
        surface.send_keys(text).await.unwrap();
    }

    /// Chooses the first picture that is described with a word, for a field.
    async fn choose_picture(self, browser: &Browser, field: &str, word: &str) {
        browser.fill(&format!("find.{field}"), word).await;
        let find = browser.element(&format!("[value='find {field}']")).await;
        browser.click_on(&find).await;
        let first = browser.element(&format!("[value^='take {field} ']")).await;
        browser.click_on(&first).await;
        browser.element(&format!("[value='take {field} -']")).await;
    }
}

async fn an_article_is_written_and_published(way: Way) {
    let app = TestApp::demo().await;
    let browser = way.open(&app.base).await;
    browser.sign_in("owner@example.com", DEMO_PASSWORD).await;
    browser.go("/admin/articles").await;
    browser.click("Write an article").await;
    browser.fill("title", "What a bell is for").await;
    browser.click("Begin").await;
    browser.sees("About this article").await;
    way.write(&browser, "b1.html", "A bell is there to be heard.").await;
    // With script the kinds are shown when they are asked for.
    if way.script == Script::On {
        browser.click_on(&browser.element("[value='pick b1']").await).await;
    }
    let image = browser.element(".picker [value='add b1 image']").await;
    browser.click_on(&image).await;
    browser.element("#b2").await;
    way.choose_picture(&browser, "b2.media", "door").await;
    browser.fill("b2.caption", "The door of the workshop").await;
    way.choose_picture(&browser, "cover", "door").await;
    browser.fill("description", "Why a shop has a bell, and who hears it.").await;
    browser.click("Publish").await;
    browser.sees("It will stand at /blog/what-a-bell-is-for").await;
    browser.shot(&format!("journey-publish-{}", way.name())).await;
    let publish = browser.element("main form .button-primary").await;
    browser.click_on(&publish).await;
    browser.sees("Live").await;
    assert_eq!(browser.errors(&[STILL]).await, Vec::<String>::new());
    browser.go("/blog/what-a-bell-is-for").await;
    browser.sees("A bell is there to be heard.").await;
    browser.sees("The door of the workshop").await;
    let pictures: u32 = browser.ask("return document.querySelectorAll('main figure img').length").await;
    assert!(pictures >= 2, "the cover and the picture: {pictures}");
    browser.close().await;
    assert!(app.client().get("/feed.xml").await.words().contains("What a bell is for"), "it is in the feed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_article_is_written_and_published_on_a_telephone() {
    an_article_is_written_and_published(PHONE).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_article_is_written_and_published_without_script() {
    an_article_is_written_and_published(WIDE_WITHOUT_SCRIPT).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_outline_leads_to_a_folded_block_and_a_word_finds_a_kind() {
    let app = TestApp::demo().await;
    let browser = WIDE.open(&app.base).await;
    browser.sign_in("owner@example.com", DEMO_PASSWORD).await;
    let long = app
        .sql_text(
            "select id from pages where kind = 'article' and (select count(*) from json_array_elements(\
             (select blocks from revisions where revisions.id = live_revision))) > 12 order by path limit 1",
        )
        .await;
    browser.go(&format!("/admin/pages/{long}")).await;
    browser.click_on(&browser.element("#outline > summary").await).await;
    browser.click_on(&browser.element(".outline-blocks li:nth-child(9) a").await).await;
    browser.element("#b9 > details[open]").await;
    // Whoever goes on by keys is there.
    browser.element("#b9 summary:focus").await;
    assert!(!browser.ask::<bool>("return document.getElementById('outline').open").await, "it is out of the way");

    browser.click_on(&browser.element("[value='pick b9']").await).await;
    let search = browser.element("[id='find.picker']").await;
    search.send_keys("questions").await.unwrap();
    let shown: Vec<String> = browser
        .ask("return [...document.querySelectorAll('.picker-kind')].filter((k) => k.checkVisibility()).map((k) => k.value)")
        .await;
    assert_eq!(shown, ["add b9 faq", "add b9 form"]);
    search.send_keys(Key::Enter + "").await.unwrap();
    browser.element("#b10 [name='b10.items.1.question']").await;
    browser.click_on(&browser.element("#outline > summary").await).await;
    eventually("the outline knows the new block", async || {
        let tenth: String =
            browser.ask("return document.querySelector('.outline-blocks li:nth-child(10)').innerText").await;
        tenth.contains("Questions and answers").then_some(())
    })
    .await;
    assert_eq!(browser.errors(&[STILL]).await, Vec::<String>::new());
    browser.close().await;
}

async fn the_front_page_is_changed_compared_and_taken_back(way: Way) {
    let app = TestApp::demo().await;
    let browser = way.open(&app.base).await;
    browser.sign_in("owner@example.com", DEMO_PASSWORD).await;
    let home = app.sql_text("select id from pages where path = '/'").await;
    let was =
        app.sql_text("select title from revisions join pages on live_revision = revisions.id where path = '/'").await;
    browser.go(&format!("/admin/pages/{home}")).await;
    app.clock.advance(chrono::TimeDelta::minutes(5));
    browser.fill("title", "Bells that ring, and are heard").await;
    browser.click("Save draft").await;
    browser.sees("Newer draft").await;
    browser.click("Publish").await;
    browser.sees("visitors read an older version").await;
    let publish = browser.element("main form .button-primary").await;
    browser.click_on(&publish).await;
    browser.sees("Published").await;
    browser.go(&format!("/admin/pages/{home}/versions")).await;
    let oldest = browser.element("#rows li:last-child .row-name a").await;
    browser.click_on(&oldest).await;
    browser.sees("Bells that ring").await;
    let came = browser.element(".difference-words ins").await.text().await.unwrap();
    assert!(came.starts_with("Bells"), "what came is shown: {came:?}");
    browser.shot(&format!("journey-compare-{}", way.name())).await;
    browser.click("Back to this version").await;
    browser.sees("Newer draft").await;
    assert_eq!(browser.value("title").await, was);
    assert_eq!(browser.errors(&[STILL]).await, Vec::<String>::new());
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_front_page_is_changed_compared_and_taken_back_on_a_wide_screen() {
    the_front_page_is_changed_compared_and_taken_back(WIDE).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_front_page_is_changed_compared_and_taken_back_on_a_telephone_without_script() {
    the_front_page_is_changed_compared_and_taken_back(PHONE_WITHOUT_SCRIPT).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_editors_at_one_page_both_keep_their_words() {
    let app = TestApp::demo().await;
    let (first, second) = (WIDE.open(&app.base).await, PHONE.open(&app.base).await);
    let about = app.sql_text("select id from pages where path = '/about'").await;
    for browser in [&first, &second] {
        browser.sign_in("owner@example.com", DEMO_PASSWORD).await;
        browser.go(&format!("/admin/pages/{about}")).await;
    }
    first.fill("title", "About all of us").await;
    first.click("Save draft").await;
    first.sees("Newer draft").await;
    second.fill("title", "Who we are").await;
    second.click("Save draft").await;
    second.sees("saved another version").await;
    second.click("What is otherwise in yours").await;
    second.sees("About all of us").await;
    assert_eq!(second.value("title").await, "Who we are");
    second.click("Save draft").await;
    second.sees("Newer draft").await;
    first.go(&format!("/admin/pages/{about}/versions")).await;
    first.sees("About all of us").await;
    assert_eq!(first.errors(&[STILL]).await, Vec::<String>::new());
    assert_eq!(second.errors(&[STILL, "409"]).await, Vec::<String>::new());
    first.close().await;
    second.close().await;
}
