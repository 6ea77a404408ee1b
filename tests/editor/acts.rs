//! The buttons of the editor, without script: each answers with the same page and the change, and saves nothing.

use super::{at_work, one_text, press, revisions};
use crate::blocks::{publish, text};
use shingle::blocks::KINDS;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn blocks_are_added_moved_doubled_and_deleted_without_being_saved() {
    let (app, editor, id) = at_work("/acts", vec![text("<p>First</p>"), text("<p>Second</p>")]).await;
    let page = editor.get(&format!("/admin/pages/{id}")).await;
    let names = |page: &crate::support::Response| page.all(".card-name");
    assert_eq!(names(&page), ["1. Text", "2. Text"]);

    let picking = press(&editor, &page, "pick b1", &[("b1.html", "<p>First, and typed</p>")]).await;
    assert_eq!(picking.status(), 200);
    assert!(picking.has("#picker button[value='add b1 faq']"), "the kinds stand where one is to be added");
    let added = press(&editor, &picking, "add b1 faq", &[]).await;
    assert_eq!(names(&added), ["1. Text", "2. Questions and answers", "3. Text"]);
    assert_eq!(added.input("b1.html").as_deref(), Some("<p>First, and typed</p>"), "what was typed is kept");

    let asked = [("b2.title", "Asked"), ("b2.items.1.question", "Who?"), ("b2.items.1.answer", "<p>Us.</p>")];
    let grown = press(&editor, &added, "grow b2.items", &asked).await;
    assert_eq!(grown.input("b2.items.1.question").as_deref(), Some("Who?"));
    assert_eq!(grown.input("b2.items.2.question").as_deref(), Some(""));
    let swapped = press(&editor, &grown, "earlier b2.items.2", &[("b2.items.2.question", "When?")]).await;
    assert_eq!(swapped.input("b2.items.1.question").as_deref(), Some("When?"));
    let dropped = press(&editor, &swapped, "drop b2.items.1", &[]).await;
    assert_eq!(dropped.input("b2.items.1.question").as_deref(), Some("Who?"));
    assert_eq!(dropped.input("b2.items.2.question"), None);

    let up = press(&editor, &dropped, "up b2", &[]).await;
    assert_eq!(names(&up), ["1. Questions and answers", "2. Text", "3. Text"]);
    let doubled = press(&editor, &up, "duplicate b2", &[]).await;
    assert_eq!(doubled.input("b3.html").as_deref(), Some("<p>First, and typed</p>"));
    let keys = doubled.inputs("block");
    let mut single = keys.clone();
    single.sort();
    single.dedup_by(|a, b| a.rsplit(' ').next() == b.rsplit(' ').next());
    assert_eq!(single.len(), keys.len(), "a double has a key of its own");
    let gone = press(&editor, &doubled, "delete b4", &[]).await;
    assert_eq!(names(&gone), ["1. Questions and answers", "2. Text", "3. Text"]);
    assert_eq!(revisions(&app, id).await, 1, "nothing of it was saved");

    assert_eq!(press(&editor, &gone, "save", &[]).await.status(), 303);
    assert_eq!(revisions(&app, id).await, 2);
    let live = app.client().get("/acts").await;
    assert!(live.words().contains("Second"), "visitors read what was published");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kind_of_block_is_found_by_what_it_shows_and_what_was_added_last_comes_first() {
    let (app, editor, id) = at_work("/kinds", Vec::new()).await;
    let blank = editor.get(&format!("/admin/pages/{id}")).await;
    let page = press(&editor, &blank, "add - rich-text", &[]).await;
    app.clock.advance(chrono::TimeDelta::minutes(1));
    let added = press(&editor, &page, "add b1 faq", &[]).await;
    let picking = press(&editor, &added, "pick b1", &[]).await;
    let groups = picking.all("#picker h3");
    assert_eq!(groups, ["Lately added here", "Text", "Pictures and video", "Your business", "What to do next"]);
    let lately = picking.all("#picker .picker-lately .picker-name");
    assert_eq!(lately, ["Questions and answers", "Text"], "the newest first");
    assert_eq!(picking.all("#picker .picker-name").len(), 2 + KINDS.len());

    let found = press(&editor, &picking, "pick b1", &[("find.picker", "Picture SEVERAL")]).await;
    assert_eq!(found.all("#picker .picker-name"), ["Gallery"], "each word is to be found");
    assert!(found.has("#picker button[value='add b1 gallery']"), "it stands where it was asked for");
    let none = press(&editor, &picking, "pick b1", &[("find.picker", "zeppelin")]).await;
    assert!(none.first(".picker-none").unwrap().contains("zeppelin"));
    assert_eq!(none.all("#picker .picker-name").len(), 2 + KINDS.len(), "whoever finds nothing sees all");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tables_grow_and_shrink() {
    let (_app, editor, id) = at_work("/table", Vec::new()).await;
    let page = editor.get(&format!("/admin/pages/{id}")).await;
    let table = press(&editor, &page, "add - table", &[]).await;
    assert_eq!(table.inputs("b1.rows.1").len(), 2);
    let wide = press(&editor, &table, "widen b1.rows", &[]).await;
    let long = press(&editor, &wide, "grow b1.rows", &[]).await;
    assert_eq!((long.inputs("b1.rows.1").len(), long.inputs("b1.rows").len()), (3, 3));
    let short = press(&editor, &long, "drop b1.rows.2", &[]).await;
    let narrow = press(&editor, &short, "narrow b1.rows", &[]).await;
    assert_eq!((narrow.inputs("b1.rows.1").len(), narrow.inputs("b1.rows").len()), (2, 2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pictures_and_links_are_found_and_taken() {
    let (app, editor, id) = at_work("/found", one_text()).await;
    let page = editor.get(&format!("/admin/pages/{id}")).await;
    let image = press(&editor, &page, "add b1 image", &[]).await;
    let refused = press(&editor, &image, "save", &[]).await;
    assert_eq!(refused.status(), 422);
    assert!(refused.first(".errors li").unwrap().contains("hoose the picture"), "{:?}", refused.all(".errors li"));
    let wanted = app.sql_text("select alternative from media where kind = 'picture' order by name limit 1").await;
    let found = press(&editor, &refused, "find b2.media", &[("find.b2.media", &wanted)]).await;
    let take = found.attribute(".found-pictures button", "value").expect("a picture is found");
    let taken = press(&editor, &found, &take, &[]).await;
    assert!(taken.first(".chosen-words").unwrap().contains(&wanted));

    let called = press(&editor, &taken, "add b2 call-to-action", &[]).await;
    let sought = press(&editor, &called, "find b3.target", &[("find.b3.target", "price")]).await;
    let take = sought.attribute(".found-leads button", "value").expect("a page is found");
    assert!(take.starts_with("take b3.target page:"), "{take}");
    let taken = press(&editor, &sought, &take, &[("b3.label", "Prices"), ("b3.text", "What it costs")]).await;
    let saved = press(&editor, &taken, "save", &[]).await;
    assert_eq!(saved.status(), 303, "{:?}", saved.all(".errors li"));
    assert!(app.sql_i64("select count(*) from block_references where media_id is not null").await > 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_own_address_in_a_text_becomes_a_link_that_follows() {
    let (app, editor, id) = at_work("/links", one_text()).await;
    let page = editor.get(&format!("/admin/pages/{id}")).await;
    let typed = [("b1.html", "<p>See the <a href=\"/prices\">prices</a> and <a href=\"/nowhere\">that</a>.</p>")];
    assert_eq!(press(&editor, &page, "save", &typed).await.status(), 303);
    let prices = app.sql_text("select id from pages where path = '/prices'").await;
    let stored = app
        .sql_text(&format!("select blocks::text from revisions where page_id = '{id}' order by at desc limit 1"))
        .await;
    assert!(stored.contains(&format!("page:{prices}")), "{stored}");
    assert!(stored.contains("/nowhere"), "what is not ours stays as it is");
    let revision = app.sql_text(&format!("select draft_revision from pages where id = '{id}'")).await;
    publish(&app, id, revision.parse().unwrap()).await.unwrap();
    assert!(app.client().get("/links").await.has("main a[href='/prices']"));
}
