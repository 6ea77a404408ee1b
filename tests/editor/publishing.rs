//! Publishing: now, at a time, and until one; previews; moving and deleting.

use super::{at_work, one_text, press};
use crate::support::TestApp;

async fn changed(app: &TestApp, editor: &crate::support::Client, id: uuid::Uuid) -> String {
    let page = editor.get(&format!("/admin/pages/{id}")).await;
    assert_eq!(press(editor, &page, "save", &[("b1.html", "<p>The new words.</p>")]).await.status(), 303);
    app.sql_text(&format!("select draft_revision from pages where id = '{id}'")).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn visitors_read_a_draft_only_once_it_is_published() {
    let (app, editor, id) = at_work("/words", one_text()).await;
    changed(&app, &editor, id).await;
    let visitor = app.client();
    assert!(visitor.get("/words").await.words().contains("What stood here first"));
    let preview = editor.get(&format!("/admin/pages/{id}/preview")).await;
    assert!(preview.has(".preview-desktop"));
    let phone = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36";
    let asked = editor.request(reqwest::Method::GET, &format!("/admin/pages/{id}/preview"));
    assert!(
        asked.header("user-agent", phone).send().await.has(".preview-phone"),
        "as wide as what it is looked at with"
    );
    let address = preview.attribute("iframe", "src").unwrap();
    let draft = visitor.get(&address).await;
    assert!(draft.words().contains("The new words"), "whoever has the link sees the draft");
    assert_eq!(
        (draft.header("cache-control"), draft.header("x-robots-tag")),
        (Some("no-store"), Some("noindex, nofollow"))
    );
    let last = if address.ends_with('0') { '1' } else { '0' };
    let forged = format!("{}{last}", &address[..address.len() - 1]);
    assert_eq!(visitor.get(&forged).await.status(), 404, "nobody makes a link up");
    let publication = editor.get(&format!("/admin/pages/{id}/publication")).await;
    let done = editor.submit(&publication, &[("when", "now")]).await;
    assert_eq!(done.status(), 303, "{:?}", done.all(".errors li"));
    assert!(visitor.get("/words").await.words().contains("The new words"));
    app.clock.advance(chrono::TimeDelta::days(8));
    assert_eq!(visitor.get(&address).await.status(), 404, "the link has expired");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_planned_happens_at_its_time_and_once() {
    let (app, editor, id) = at_work("/planned", one_text()).await;
    changed(&app, &editor, id).await;
    let page = editor.get(&format!("/admin/pages/{id}/publication")).await;
    let past = [("when", "later"), ("day", "2020-01-01"), ("time", "09:00")];
    assert_eq!(editor.submit(&page, &past).await.status(), 422);
    let day = |days: i64| (app.clock.now() + chrono::TimeDelta::days(days)).format("%Y-%m-%d").to_string();
    let (live, down) = (day(2), day(4));
    let times = [
        ("when", "later"),
        ("day", live.as_str()),
        ("time", "09:00"),
        ("down", "yes"),
        ("down_day", down.as_str()),
        ("down_time", "09:00"),
    ];
    let planned = editor.submit(&page, &times).await;
    assert_eq!(planned.status(), 303, "{:?}", planned.all(".errors li"));
    let shown = editor.get(&format!("/admin/pages/{id}/publication")).await;
    assert_eq!(shown.all(".plans li").len(), 2, "{:?}", shown.all(".plans li"));
    let visitor = app.client();
    app.run_jobs().await;
    assert!(visitor.get("/planned").await.words().contains("What stood here first"), "not before its time");
    app.clock.advance(chrono::TimeDelta::days(3));
    app.run_jobs().await;
    assert!(visitor.get("/planned").await.words().contains("The new words"));
    let published = app.sql_text(&format!("select max(published_at) from revisions where page_id = '{id}'")).await;
    let payload = serde_json::json!({ "page": id, "act": "publish" });
    shingle::site::plan::run(&app.app, &payload).await.unwrap();
    let again = app.sql_text(&format!("select max(published_at) from revisions where page_id = '{id}'")).await;
    assert_eq!(published, again, "a job that comes twice does nothing the second time");
    app.clock.advance(chrono::TimeDelta::days(2));
    app.run_jobs().await;
    assert_eq!(visitor.get("/planned").await.status(), 404, "taken down at its time");
    assert_eq!(app.sql_i64("select count(*) from schedules").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plan_outlives_the_program_that_it_was_told() {
    let (app, editor, id) = at_work("/tomorrow", one_text()).await;
    changed(&app, &editor, id).await;
    let page = editor.get(&format!("/admin/pages/{id}/publication")).await;
    let day = (app.clock.now() + chrono::TimeDelta::days(1)).format("%Y-%m-%d").to_string();
    let times = [("when", "later"), ("day", day.as_str()), ("time", "09:00")];
    assert_eq!(editor.submit(&page, &times).await.status(), 303);
    // The program that was told does nothing any more: two others find it in the database, at the same time.
    let (second, third) = (app.second_node().await, app.second_node().await);
    app.clock.advance(chrono::TimeDelta::days(2));
    let (one, other) = tokio::join!(shingle::jobs::run_due(&second.app), shingle::jobs::run_due(&third.app));
    assert!(one.unwrap() + other.unwrap() > 0, "nobody did it");
    assert!(second.client().get("/tomorrow").await.words().contains("The new words"));
    let published = format!("select count(*) from revisions where page_id = '{id}' and published_at is not null");
    assert_eq!(app.sql_i64(&published).await, 2, "the first words, and these once");
    assert_eq!(app.sql_i64("select count(*) from schedules").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plan_that_can_not_be_carried_out_is_seen() {
    let (app, editor, id) = at_work("/stuck", one_text()).await;
    let revision = changed(&app, &editor, id).await;
    let contact = app.sql_text("select id from pages where path = '/accessibility'").await;
    app.execute(&format!(
        "insert into schedules (page_id, act, revision_id, at) values ('{id}', 'publish', '{revision}', '{}')",
        app.clock.now().to_rfc3339()
    ))
    .await;
    // Its words lead somewhere that is a draft again by then.
    app.execute(&format!(
        "update revisions set blocks = replace(blocks::text, 'The new words.', '<a href=\\\"page:{contact}\\\">new</a>')::json where id = '{revision}';
         update pages set live_revision = null, draft_revision = live_revision where id = '{contact}';"
    ))
    .await;
    let payload = serde_json::json!({ "page": id, "act": "publish" });
    shingle::site::plan::run(&app.app, &payload).await.unwrap();
    let screen = editor.get(&format!("/admin/pages/{id}/publication")).await;
    assert!(screen.words().contains("could not be done"), "{}", screen.words());
    assert!(editor.get("/admin").await.words().contains("What was planned could not be done"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_in_use_is_neither_taken_down_nor_deleted() {
    let (app, editor, id) = at_work("/kept", one_text()).await;
    let prices = app.sql_text("select id from pages where path = '/prices'").await;
    let refused = editor.post(&format!("/admin/pages/{prices}/withdrawal"), &[]).await;
    assert_eq!(refused.status(), 409);
    assert!(refused.first(".errors").unwrap().contains("is used on"), "{:?}", refused.first(".errors"));
    let question = editor.get(&format!("/admin/pages/{prices}/deletion")).await;
    assert!(question.has(".errors") && !question.has(".button-danger"), "there is nothing to press");
    assert_eq!(editor.post(&format!("/admin/pages/{prices}/deletion"), &[]).await.status(), 409);
    assert_eq!(app.client().get("/prices").await.status(), 200);

    assert_eq!(editor.post(&format!("/admin/pages/{id}/withdrawal"), &[]).await.status(), 303);
    assert_eq!(app.client().get("/kept").await.status(), 404);
    let question = editor.get(&format!("/admin/pages/{id}/deletion")).await;
    assert_eq!(editor.submit(&question, &[]).await.status(), 303);
    assert_eq!(editor.get(&format!("/admin/pages/{id}")).await.status(), 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_moves_with_what_lies_below_it() {
    let (app, editor, _) = at_work("/kept", one_text()).await;
    let services = app.sql_text("select id from pages where path = '/services'").await;
    let screen = editor.get(&format!("/admin/pages/{services}/address")).await;
    assert!(!screen.all(".below li").is_empty(), "what comes along is named");
    let taken = editor.submit(&screen, &[("path", "/admin")]).await;
    assert_eq!(taken.status(), 422);
    assert_eq!(taken.input("path").as_deref(), Some("/admin"), "what was typed is kept");
    assert_eq!(editor.submit(&screen, &[("path", "/what-we-do")]).await.status(), 303);
    let visitor = app.client();
    assert_eq!(visitor.get("/what-we-do").await.status(), 200);
    assert_eq!(visitor.get("/services").await.location().as_deref(), Some("/what-we-do"));
}
