//! What is saved through a form made from declared fields is what was there: for every kind of block, whatever is in it.

use serde_json::Value;
use shingle::blocks::{Block, Placed};

use super::{at_work, press, revisions};
use crate::blocks::{placed, save, things};
use crate::site::property::{Chance, document};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_nobody_changed_is_not_saved_again() {
    let (app, editor, id) = at_work("/round-trip", Vec::new()).await;
    let things = things(&app).await;
    let samples: Vec<Placed> = Block::samples(&things).into_iter().map(|(_, block)| placed(block)).collect();
    save(&app, id, samples).await.unwrap();
    let before = revisions(&app, id).await;
    let page = editor.get(&format!("/admin/pages/{id}")).await;
    assert_eq!(page.all("[data-card]").len(), shingle::blocks::KINDS.len());
    let saved = press(&editor, &page, "save", &[]).await;
    assert_eq!(saved.status(), 303, "{:?}", saved.all(".errors li"));
    assert_eq!(revisions(&app, id).await, before, "nothing was changed, and yet something was saved");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn documents_made_by_chance_come_back_equal() {
    let (app, editor, id) = at_work("/round-trip", Vec::new()).await;
    let things = things(&app).await;
    let mut chance = Chance(0x5eed_0bad_cafe_0002);
    let mut kept = 0;
    for _ in 0..12 {
        let mut blocks = document(&mut chance, &things);
        blocks.retain(|placed| !placed.block.faults().iter().any(|fault| !fault.missing));
        kept += blocks.len();
        save(&app, id, blocks).await.unwrap();
        let before = newest(&app, id).await;
        let page = editor.get(&format!("/admin/pages/{id}")).await;
        // Another title, so that it is saved whatever the blocks are.
        let title = format!("By chance, {kept}");
        let saved = press(&editor, &page, "save", &[("title", &title)]).await;
        assert_eq!(saved.status(), 303, "{:?}", saved.all(".errors li"));
        let after = newest(&app, id).await;
        let (before, after) = (before.as_array().unwrap().clone(), after.as_array().unwrap().clone());
        assert_eq!(before.len(), after.len());
        for (before, after) in before.into_iter().zip(after) {
            assert_eq!(before, after);
        }
    }
    assert!(kept > 200, "only {kept} blocks went through the form");
}

async fn newest(app: &crate::support::TestApp, id: uuid::Uuid) -> Value {
    let text = format!(
        "select blocks::text from revisions join pages on draft_revision = revisions.id where pages.id = '{id}'"
    );
    serde_json::from_str(&app.sql_text(&text).await).unwrap()
}
