//! The menus: nothing of them is saved before it is saved, and then everybody sees it.

use super::{at_work, faults, said};
use crate::support::{Client, Response, TestApp};

/// Presses a button of the form.
async fn press(editor: &Client, page: &Response, act: &str) -> Response {
    editor.submit(page, &[("act", act)]).await
}

async fn shown(app: &TestApp) -> Vec<String> {
    app.client().get("/about").await.all("header nav a")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn entries_are_moved_added_and_taken_away_and_nobody_sees_it_before_it_is_saved() {
    let (app, editor) = at_work().await;
    let (page, before) = (editor.get("/admin/menus").await, shown(&app).await);
    let labels = page.inputs("main-label");
    assert!(labels.len() >= 3, "{labels:?}");
    let moved = press(&editor, &page, "up main 2").await;
    assert_eq!(moved.status(), 200);
    assert_eq!(moved.inputs("main-label")[..2], [labels[1].clone(), labels[0].clone()]);
    let dropped = press(&editor, &moved, "drop main 3").await;
    assert_eq!(dropped.inputs("main-label").len(), labels.len() - 1);
    let added = press(&editor, &dropped, "add footer").await;
    assert_eq!(added.inputs("footer-label").last().map(String::as_str), Some(""));
    assert!(added.has("[autofocus]"), "the new entry is where one goes on");
    for nonsense in ["up main 1", "down main 99", "drop main 0", "drop main 99", "up nowhere 1", "add action"] {
        assert_eq!(
            press(&editor, &added, nonsense).await.inputs("main-label"),
            added.inputs("main-label"),
            "{nonsense}"
        );
    }
    assert_eq!(shown(&app).await, before, "visitors see what was not saved");

    let saved = editor.submit(&added, &[("note", "Company number <4>")]).await;
    assert!(said(&editor, &saved).await.contains("Menus changed"));
    let now = app.client().get("/about").await;
    let first = now.all("header nav a").iter().position(|label| *label == labels[1]);
    assert!(
        first < now.all("header nav a").iter().position(|label| *label == labels[0]),
        "{:?}",
        now.all("header nav a")
    );
    assert!(!now.all("header nav a").contains(&labels[2]) && now.words().contains("Company number <4>"));
    let owner = app.demo_owner().await;
    assert!(owner.get("/admin/staff/acts").await.words().contains("Main menu: "));
    assert!(owner.get("/admin/staff/acts").await.words().contains("Last line of the footer"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_visitors_cannot_see_is_said() {
    let (app, editor) = at_work().await;
    let form = app.sql_text("select id from forms where slug = 'contact'").await;
    let page = editor.get("/admin/menus").await;
    let entries = [("action-label", "Write to us"), ("action-leads", &format!("form:{form}"))];
    said(&editor, &editor.submit(&page, &entries).await).await;
    assert!(app.client().get("/about").await.has("header a[href='/forms/contact']"));
    app.execute("update forms set state = 'closed' where slug = 'contact'").await;
    let page = editor.get("/admin/menus").await;
    assert!(page.first("#action").unwrap().contains("Form closed: not shown"), "{:?}", page.first("#action"));
    // Emptied, there is no button.
    said(&editor, &editor.submit(&page, &[("action-label", ""), ("action-leads", "")]).await).await;
    assert_eq!(app.sql_i64("select count(*) from menu_items where place = 'action'").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_entry_has_words_and_leads_to_what_there_is() {
    let (app, editor) = at_work().await;
    let page = editor.get("/admin/menus").await;
    let before = app.sql("select label from menu_items order by place, position").await;
    for hostile in
        ["", "/evil", "https://evil.example", "list:/admin", "page:01930000-0000-7000-8000-000000000000", "page:x"]
    {
        let wrong = editor.submit(&page, &[("main-label", "Elsewhere"), ("main-leads", hostile)]).await;
        assert!(faults(&wrong)[0].contains("Choose where “Elsewhere” leads"), "{hostile}");
        assert!(wrong.has("#main-leads-1[aria-invalid]") && wrong.input("main-label").as_deref() == Some("Elsewhere"));
    }
    let wrong = editor.submit(&page, &[("main-label", ""), ("main-leads", "list:/blog")]).await;
    assert!(faults(&wrong)[0].contains("words") && wrong.has("#main-label-1[aria-invalid]"));
    assert_eq!(app.sql("select label from menu_items order by place, position").await, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stale_save_keeps_both() {
    let (app, editor) = at_work().await;
    let (mine, theirs) = (editor.get("/admin/menus").await, editor.get("/admin/menus").await);
    said(&editor, &editor.submit(&theirs, &[("note", "Theirs.")]).await).await;
    let stale = editor.submit(&mine, &[("main-label", "Journal"), ("main-leads", "list:/blog")]).await;
    assert_eq!(stale.status(), 409);
    assert_eq!(stale.inputs("main-label"), ["Journal"]);
    assert!(stale.first(".theirs").unwrap().contains("Theirs."), "{}", stale.words());
    assert!(app.sql_i64("select count(*) from menu_items where place = 'main'").await > 1, "theirs is gone");
    said(&editor, &editor.submit(&stale, &[("note", "Both.")]).await).await;
    assert_eq!(app.sql("select label from menu_items where place = 'main'").await, [["Journal"]]);
    assert_eq!(editor.post("/admin/menus", &[]).await.status(), 409, "an empty post empties the menus");
}
