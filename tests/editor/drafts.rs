//! Drafts: incomplete ones are kept, stale ones lose nothing, and every version can be gone back to.

use shingle::accounts::Role;

use super::{at_work, one_text, press, revisions};
use crate::blocks::{add, page_of};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draft_may_be_incomplete_but_is_not_published() {
    let (app, editor, id) = at_work("/half", one_text()).await;
    let page = editor.get(&format!("/admin/pages/{id}")).await;
    let faq = press(&editor, &page, "add b1 faq", &[]).await;
    let half = [("b2.title", "Asked"), ("b2.items.1.question", "And then?")];
    let kept = press(&editor, &faq, "publish", &half).await;
    assert_eq!(kept.location().as_deref(), Some(format!("/admin/pages/{id}/publication").as_str()));
    let looked = editor.get(&format!("/admin/pages/{id}/publication")).await;
    assert!(looked.first(".checks-bad").unwrap().contains("nter the answer"), "{:?}", looked.all(".checks li"));
    assert!(!looked.has("input[name=revision]"), "there is nothing to press");
    let newest = app.sql_text(&format!("select draft_revision from pages where id = '{id}'")).await;
    let forced = [("when", "now"), ("revision", newest.as_str())];
    let refused = editor.post(&format!("/admin/pages/{id}/publication"), &forced).await;
    assert_eq!(refused.status(), 422);
    assert!(app.client().get("/half").await.words().contains("What stood here first"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_to_be_mended_or_may_be_overlooked_stands_in_the_outline_and_beside_its_field() {
    let (_app, editor, id) = at_work("/outline", one_text()).await;
    let page = editor.get(&format!("/admin/pages/{id}")).await;
    let faq = press(&editor, &page, "add b1 faq", &[]).await;
    let typed =
        [("b2.title", "Asked"), ("b2.items.1.question", "Why?"), ("b1.html", "<p>Look <a href=\"/\">here</a>.</p>")];
    assert_eq!(press(&editor, &faq, "save", &typed).await.status(), 303);

    let page = editor.get(&format!("/admin/pages/{id}")).await;
    assert_eq!(page.all(".outline-blocks .is-bad .outline-kind"), ["Questions and answers"]);
    assert_eq!(page.all(".outline-blocks .is-odd .outline-kind"), ["Text"], "the link says nothing");
    assert!(page.has(".outline .checks-bad a[href='#b2.items.1.answer']"), "{:?}", page.all(".outline .checks li"));
    let beside = page.first("[id='b2.items.1.answer-check']").expect("it stands beside its field");
    assert!(beside.contains("Before publishing: enter the answer"), "{beside}");
    assert!(page.has("[id='b2.items.1.answer'][aria-describedby~='b2.items.1.answer-check']"), "who listens hears it");
    assert!(page.first("[id='b1.html-check']").unwrap().contains("“here” doesn’t say"));
    assert!(page.first("#description-check").unwrap().contains("no description"));

    // Nothing is saved by moving: what was found follows the block.
    let moved = press(&editor, &page, "up b2", &[]).await;
    assert!(moved.has(".outline .checks-bad a[href='#b1.items.1.answer']"), "{:?}", moved.all(".outline .checks li"));
    assert_eq!(moved.all(".outline-blocks .outline-kind"), ["Questions and answers", "Text"]);
    let gone = press(&editor, &moved, "delete b1", &[]).await;
    assert!(!gone.has(".outline .checks-bad"), "{:?}", gone.all(".outline .checks li"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_to_a_draft_is_found_where_it_stands() {
    let (app, editor, id) = at_work("/leads", one_text()).await;
    let unseen = page_of("/unseen", one_text());
    let draft = unseen.id;
    add(&app, unseen).await.unwrap();
    assert_eq!(editor.post(&format!("/admin/pages/{draft}/withdrawal"), &[]).await.status(), 303);
    let page = editor.get(&format!("/admin/pages/{id}")).await;
    let link = format!("<p>See <a href=\"page:{draft}\">the new prices</a>.</p>");
    assert_eq!(press(&editor, &page, "save", &[("b1.html", link.as_str())]).await.status(), 303);
    let page = editor.get(&format!("/admin/pages/{id}")).await;
    assert!(page.first(".outline .checks-bad a[href='#b1']").unwrap().contains("is not published"));
    assert!(page.first("#b1 .check").unwrap().contains("publish that first"), "it stands in the block");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_write_nobody_loses_a_word() {
    let (app, first, id) = at_work("/two", one_text()).await;
    let second = app.client_as(Role::Owner).await;
    let (mine, theirs) =
        (first.get(&format!("/admin/pages/{id}")).await, second.get(&format!("/admin/pages/{id}")).await);
    assert_eq!(press(&second, &theirs, "save", &[("b1.html", "<p>Theirs stands here.</p>")]).await.status(), 303);
    let stale = press(&first, &mine, "save", &[("b1.html", "<p>Mine stands here.</p>")]).await;
    assert_eq!(stale.status(), 409);
    assert_eq!(stale.input("b1.html").as_deref(), Some("<p>Mine stands here.</p>"), "what was typed is in the page");
    let words = stale.first(".errors").unwrap();
    assert!(words.contains("saved another version") && words.contains("Theirs") && words.contains("Mine"), "{words}");
    assert_eq!(revisions(&app, id).await, 2, "nothing was written over theirs");
    assert_eq!(press(&first, &stale, "save", &[]).await.status(), 303, "once seen, mine goes on top");
    assert_eq!(revisions(&app, id).await, 3);
    let versions = first.get(&format!("/admin/pages/{id}/versions")).await;
    assert_eq!(versions.all("#rows > li").len(), 3, "theirs is still there");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_goes_back_to_an_older_version() {
    let (app, editor, id) = at_work("/back", one_text()).await;
    app.clock.advance(chrono::TimeDelta::minutes(1));
    let page = editor.get(&format!("/admin/pages/{id}")).await;
    assert_eq!(press(&editor, &page, "save", &[("b1.html", "<p>Something else.</p>")]).await.status(), 303);
    let versions = editor.get(&format!("/admin/pages/{id}/versions")).await;
    let oldest = versions.attributes("#rows .row-name a", "href").pop().unwrap();
    let compared = editor.get(&oldest).await;
    assert_eq!(compared.all(".difference-words ins").join(" "), "Something else.");
    assert!(compared.all(".difference-words del").join(" ").contains("What stood here first"));
    let back = editor.submit(&compared, &[]).await;
    assert_eq!(back.status(), 303);
    let now = editor.get(&format!("/admin/pages/{id}")).await;
    assert_eq!(now.input("b1.html").as_deref(), Some("<p>What stood here first.</p>"));
    assert_eq!(revisions(&app, id).await, 3, "going back is a version of its own");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn faults_stand_beside_their_fields_and_nothing_is_lost() {
    let (app, editor, id) = at_work("/faults", one_text()).await;
    let page = editor.get(&format!("/admin/pages/{id}")).await;
    let long = "x".repeat(400);
    let typed = [("title", ""), ("description", long.as_str()), ("b1.html", "<p>Typed all the same.</p>")];
    let refused = press(&editor, &page, "save", &typed).await;
    assert_eq!(refused.status(), 422);
    assert_eq!(refused.first("#title-error").as_deref(), Some("Error: Enter the title"));
    assert!(refused.first("#description-error").unwrap().contains("400 characters"));
    assert_eq!(refused.input("b1.html").as_deref(), Some("<p>Typed all the same.</p>"));
    assert_eq!(refused.input("description").as_deref(), Some(long.as_str()));
    assert_eq!(revisions(&app, id).await, 1);
}
