//! Topics: a new one has an address made from its name; one that gets another address leaves a redirect.

use super::{at_work, faults, key, said};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_topic_that_moves_leaves_a_way_to_it() {
    let (app, editor) = at_work().await;
    let visitor = app.client();
    assert_eq!(visitor.get("/blog/topics/forms").await.status(), 200);
    let path = format!("/admin/topics/{}", key(&app, "topics", "forms").await);
    let change = async |slug: &str| {
        let sheet = editor.get(&path).await;
        said(&editor, &editor.submit(&sheet, &[("slug", slug), ("name", "Forms & letters")]).await).await
    };
    assert!(change("letters").await.contains("Topic “Forms & letters” changed"));
    assert_eq!(visitor.get("/blog/topics/letters").await.status(), 200);
    let leads = async |path: &str| {
        let answer = visitor.get(path).await;
        (answer.status(), answer.location())
    };
    assert_eq!(leads("/blog/topics/forms").await, (301, Some("/blog/topics/letters".to_owned())));
    assert_eq!(leads("/blog/topics/forms/feed.xml").await, (301, Some("/blog/topics/letters/feed.xml".to_owned())));
    // Once more, and every old address leads straight there; and back, without going round.
    change("post").await;
    assert_eq!(leads("/blog/topics/forms").await, (301, Some("/blog/topics/post".to_owned())));
    change("forms").await;
    assert_eq!(visitor.get("/blog/topics/forms").await.status(), 200);
    assert_eq!(leads("/blog/topics/letters").await, (301, Some("/blog/topics/forms".to_owned())));
    assert_eq!(leads("/blog/topics/post").await, (301, Some("/blog/topics/forms".to_owned())));
    assert_eq!(visitor.get("/blog/topics/never").await.status(), 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn topics_are_added_and_deleted_while_nothing_is_filed_under_them() {
    let (app, editor) = at_work().await;
    let sheet = editor.get("/admin/topics/creation").await;
    let typed = [("name", "Forms"), ("description", "All about \"them\".")];
    assert!(said(&editor, &editor.submit(&sheet, &typed).await).await.contains("added"));
    let path = format!("/admin/topics/{}", key(&app, "topics", "forms-2").await);
    assert_eq!(editor.get(&path).await.input("description").as_deref(), Some("All about \"them\"."));
    assert!(editor.get("/admin/topics").await.words().contains("no articles yet"));
    let asked = editor.get(&format!("{path}/deletion")).await;
    said(&editor, &editor.submit(&asked, &[]).await).await;
    assert_eq!(editor.get(&path).await.status(), 404);

    let used = format!("/admin/topics/{}/deletion", key(&app, "topics", "forms").await);
    let refused = editor.post(&used, &[]).await;
    let article = app
        .sql_text("select page_id from article_topics join topics on topics.id = topic_id where slug = 'forms' limit 1")
        .await;
    assert_eq!(refused.status(), 409);
    assert!(refused.has(&format!(".holders a[href='/admin/pages/{article}']")), "{}", refused.words());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_topics_have_no_address_together() {
    let (app, editor) = at_work().await;
    let other = app.sql_text("select slug from topics where slug <> 'forms' limit 1").await;
    let path = format!("/admin/topics/{}", key(&app, "topics", "forms").await);
    let sheet = editor.get(&path).await;
    let taken = editor.submit(&sheet, &[("slug", &other)]).await;
    assert!(faults(&taken)[0].contains(&format!("Another topic has “{other}”")) && taken.has("#slug[aria-invalid]"));
    for hostile in ["a b", "../admin", "-", "ä", "a--b", "'; drop table topics"] {
        let wrong = editor.submit(&sheet, &[("slug", hostile)]).await;
        let told = if wrong.status() == 422 { faults(&wrong).join("") } else { String::new() };
        let stored = app.sql_text("select slug from topics order by position limit 1").await;
        assert!(told.contains("small letters") || stored == "admin", "{hostile}: {told} {stored}");
    }
    let theirs = editor.get(&path).await;
    said(&editor, &editor.submit(&theirs, &[("description", "Theirs.")]).await).await;
    let stale = editor.submit(&sheet, &[("description", "Mine."), ("slug", "forms")]).await;
    assert_eq!(stale.status(), 409);
    assert!(
        stale.first(".theirs").unwrap().contains("Theirs.") && stale.input("description").as_deref() == Some("Mine.")
    );
}
