//! The top of a page: a picture of one's own in place of a drawing, and drawings that stay what they are.

use serde_json::json;
use shingle::blocks::Placed;
use uuid::Uuid;

use crate::blocks::{add, page_of};
use crate::support::TestApp;

fn heading(id: Uuid, title: &str, picture: &str, media: Option<&str>) -> Placed {
    let mut block = json!({ "id": id, "kind": "heading", "title": title, "look": "page", "picture": picture });
    if let Some(media) = media {
        block["media"] = json!(media);
    }
    serde_json::from_value(block).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_of_one_s_own_stands_in_place_of_the_drawing_and_is_not_loaded_late() {
    let app = TestApp::demo().await;
    let media = app.sql_text("select id from media where kind = 'picture' order by name limit 1").await;
    let words = app.sql_text(&format!("select alternative from media where id = '{media}'")).await;
    let first = heading(Uuid::now_v7(), "First", "door", Some(&media));
    let second = heading(Uuid::now_v7(), "Second", "none", Some(&media));
    add(&app, page_of("/own", vec![first, second])).await.unwrap();
    let page = app.client().get("/own").await;
    assert_eq!(page.attribute(".heading-photograph img", "alt"), Some(words.clone()));
    assert!(!page.has(".heading-picture > svg"), "the drawing stays away");
    assert_eq!(page.all(".heading-photograph").len(), 2);
    assert!(page.has(".heading-photograph img[fetchpriority=high]"), "what is seen first is asked for first");
    assert!(page.has(".heading-photograph img[loading=lazy]"), "what comes later is not");
    assert!(app.client().get("/own.md").await.text.contains(&format!("![{words}]")), "the twin has it too");
    // Promise 2 follows from the declaration.
    let used = app.client_as(shingle::accounts::Role::Owner).await.get(&format!("/admin/media/{media}")).await;
    assert!(used.words().contains("/own"), "what is in use says where");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_drawn_door_stays_the_same_while_its_words_are_written() {
    let app = TestApp::demo().await;
    let id = Uuid::now_v7();
    let pages = [("/one", id, "Some words"), ("/two", id, "Other words"), ("/three", Uuid::now_v7(), "Some words")];
    let mut doors = Vec::new();
    for (path, id, words) in pages {
        add(&app, page_of(path, vec![heading(id, words, "door", None)])).await.unwrap();
        let page = app.client().get(path).await.text;
        let door = page.split("heading-picture").nth(1).unwrap().split("</svg>").next().unwrap().to_owned();
        doors.push(door);
    }
    assert_eq!(doors[0], doors[1], "other words, the same door");
    assert_ne!(doors[0], doors[2], "another block, another door");
}
