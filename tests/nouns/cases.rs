//! Cases: in the order that staff give them, for visitors and at the desk.

use futures_util::future::join_all;

use super::{at_work, said};
use crate::support::{Client, Response, TestApp};

/// The cases of a list, by their addresses.
fn listed(page: &Response) -> Vec<String> {
    let mut paths: Vec<String> = page.attributes("main a[href^='/cases/']", "href");
    paths.dedup();
    paths
}

async fn key(app: &TestApp, path: &str) -> String {
    app.sql_text(&format!("select id from pages where path = '{path}'")).await
}

async fn shift(app: &TestApp, editor: &Client, path: &str, to: &str) -> Response {
    let id = key(app, path).await;
    editor.post(&format!("/admin/pages/{id}/position"), &[("to", to)]).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn visitors_see_cases_in_the_order_that_staff_give_them() {
    let (app, editor) = at_work().await;
    let visitor = app.client();
    let before = listed(&visitor.get("/cases").await);
    assert!(before.len() >= 4, "{before:?}");
    assert_eq!(listed(&editor.get("/admin/pages").await), before, "the desk lists them otherwise");
    let oldest = before.last().unwrap().clone();
    for place in (1..before.len()).rev() {
        let moved = shift(&app, &editor, &oldest, "up").await;
        assert!(moved.location().unwrap().ends_with(&format!("#row-{}", key(&app, &oldest).await)));
        assert!(said(&editor, &moved).await.contains(&format!("moved to place {place}")));
    }
    let mut wanted = before.clone();
    wanted.rotate_right(1);
    assert_eq!(listed(&visitor.get("/cases").await), wanted, "pages in memory show the old order");
    let desk = editor.get("/admin/pages").await;
    assert_eq!(listed(&desk), wanted);
    assert_eq!(desk.attributes(".ordered .row:first-child .row-order button", "value"), ["down"]);
    assert_eq!(desk.attributes(".ordered .row:last-child .row-order button", "value"), ["up"]);
    // What leads from one to the next goes by the same order.
    assert!(visitor.get(&oldest).await.has(&format!("main a[href='{}']", before[0])));
    shift(&app, &editor, &oldest, "up").await;
    shift(&app, &editor, wanted.last().unwrap(), "down").await;
    assert_eq!(listed(&visitor.get("/cases").await), wanted, "what stands at an end stays there");
    let acts = app.demo_owner().await.get("/admin/staff/acts").await.words();
    assert!(acts.contains("moved to place 1"), "{acts}");
    assert_eq!(shift(&app, &editor, &oldest, "aside").await.status(), 400);
    assert_eq!(shift(&app, &editor, "/services", "up").await.status(), 404, "a page is no case");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_moves_at_once_leave_each_case_a_place_of_its_own() {
    let (app, editor) = at_work().await;
    let keys = app.sql("select page_id::text from cases order by page_id").await;
    let moves = keys.iter().flatten().flat_map(|id| ["up", "down", "up"].map(|to| (id, to)));
    let moved = join_all(
        moves.map(async |(id, to)| editor.post(&format!("/admin/pages/{id}/position"), &[("to", to)]).await.status()),
    );
    assert!(moved.await.iter().all(|status| *status == 303));
    let places = app.sql("select position::text from cases order by position").await;
    let wanted: Vec<_> = (1..=keys.len()).map(|place| vec![place.to_string()]).collect();
    assert_eq!(places, wanted);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_case_comes_last_once_they_have_an_order() {
    let (app, editor) = at_work().await;
    let first = listed(&editor.get("/admin/pages").await)[0].clone();
    said(&editor, &shift(&app, &editor, &first, "down").await).await;
    let sheet = editor.get("/admin/creation?kind=case").await;
    let made = editor.submit(&sheet, &[("title", "A bell for the ferry")]).await;
    assert_eq!(made.status(), 303);
    assert_eq!(
        editor.get(&made.location().unwrap()).await.input("client").as_deref(),
        Some(""),
        "nobody said for whom"
    );
    let desk = editor.get("/admin/pages").await;
    let last = desk.all(".ordered .row-name").last().cloned().unwrap();
    assert!(last.contains("A bell for the ferry"), "{last}");
    let newest =
        "select (position > all (select position from cases as others where others.page_id <> cases.page_id))::text
        from cases join revisions using (page_id) where title = 'A bell for the ferry'";
    assert_eq!(app.sql_text(newest).await, "true");
}
