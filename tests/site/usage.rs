//! Promise 2: what is in use can't be deleted, and whoever tries learns where.

use shingle::accounts::Role;
use shingle::db::Tx;
use shingle::error::AppError;
use shingle::site::{Reference, usage};
use uuid::Uuid;

use super::refusal;
use crate::blocks::{add, page_of, placed, publish, save, text, things};
use crate::support::{Client, Response, TestApp};

async fn key(app: &TestApp, sql: &str) -> Uuid {
    app.sql_text(sql).await.parse().unwrap()
}

async fn delete(app: &TestApp, of: Reference) -> Result<(), AppError> {
    let at = app.clock.moment();
    app.app.db.write(async move |tx: &mut Tx| usage::delete(tx, at, of).await).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_in_use_stays_and_its_places_are_named() {
    let app = TestApp::demo().await;
    let media = key(&app, "select id from media where name like 'osgood-survey%'").await;
    let service = key(&app, "select id from services where slug = 'repairs'").await;
    let author = key(&app, "select id from authors where slug = 'kit'").await;
    let page = key(&app, "select id from pages where path = '/services/repairs'").await;
    let part = key(
        &app,
        "select page_id from block_references where page_id in (select id from pages where kind = 'part') limit 1",
    )
    .await;
    for (of, place) in [
        (Reference::Media(media), "/cases/osgood-and-daughters"),
        (Reference::Service(service), "/cases/"),
        (Reference::Author(author), "/about"),
        (Reference::Author(author), "/blog/why-contact-forms-die-quietly"),
        (Reference::Page(page), "the service Repairs"),
        (Reference::Page(part), "("),
    ] {
        let words = refusal(delete(&app, of).await);
        assert!(words.contains("is used on") && words.contains(place), "{of:?}: {words}");
    }
    let topic = key(&app, "select id from topics where slug = 'forms'").await;
    let refused = app.app.db.write(async move |tx: &mut Tx| usage::delete_topic(tx, topic).await).await;
    assert!(refusal(refused).contains("/blog/"), "a topic with articles goes");
    // Not even a statement that passes by the program can do it.
    for sql in [
        format!("delete from media where id = '{media}'"),
        format!("delete from services where id = '{service}'"),
        format!("delete from authors where id = '{author}'"),
        format!("delete from pages where id = '{part}'"),
        format!("delete from topics where id = '{topic}'"),
    ] {
        assert!(app.try_execute(&sql).await.is_err(), "the database lets go: {sql}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_longer_used_goes() {
    let app = TestApp::demo().await;
    let target = page_of("/target", vec![text("<p>Here</p>")]);
    let target_id = target.id;
    add(&app, target).await.unwrap();
    let page = page_of("/pointing", vec![text(&format!("<p><a href=\"page:{target_id}\">There</a></p>"))]);
    let id = page.id;
    add(&app, page).await.unwrap();
    assert!(
        refusal(delete(&app, Reference::Page(target_id)).await).contains("/pointing"),
        "a link in a text does not count"
    );
    let other = save(&app, id, vec![text("<p>No link</p>")]).await.unwrap();
    // The live page still points there.
    assert!(refusal(delete(&app, Reference::Page(target_id)).await).contains("/pointing"));
    publish(&app, id, other).await.unwrap();
    delete(&app, Reference::Page(target_id)).await.unwrap();
    assert_eq!(app.client().get("/target").await.status(), 404);
    assert!(matches!(delete(&app, Reference::Page(target_id)).await, Err(AppError::NotFound)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn publishing_a_link_to_what_nobody_can_read_is_refused() {
    let app = TestApp::demo().await;
    let draft = page_of("/draft", vec![text("<p>Not yet</p>")]);
    let draft_id = draft.id;
    add(&app, draft).await.unwrap();
    app.execute(&format!("update pages set live_revision = null where id = '{draft_id}'")).await;
    let pointing = page_of("/pointing", vec![text(&format!("<p><a href=\"page:{draft_id}\">Soon</a></p>"))]);
    let words = refusal(add(&app, pointing).await);
    assert!(words.contains("not published yet") && words.contains("A page of the tests"), "{words}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_recurring_part_is_one_row_used_in_many_places() {
    let app = TestApp::demo().await;
    let part = things(&app).await.part;
    let places = app.with_conn(async |conn| usage::places(conn, Reference::Page(part)).await.unwrap()).await;
    assert!(places.len() > 1, "{places:?}");
    let revision = save(&app, part, vec![text("<p>Newly worded everywhere</p>")]).await.unwrap();
    publish(&app, part, revision).await.unwrap();
    for place in places {
        let page = app.client().get(place.path.as_deref().unwrap()).await;
        assert!(page.words().contains("Newly worded everywhere"), "{place}");
    }
    let inside =
        shingle::blocks::Block::samples(&things(&app).await).into_iter().find(|(name, _)| *name == "part").unwrap().1;
    let words = refusal(save(&app, part, vec![placed(inside)]).await);
    assert!(words.contains("can’t hold another"), "{words}");
}

/// Follows every link among the places of a screen, and answers where they led.
async fn followed(client: &Client, screen: &Response, places: &str) -> Vec<String> {
    let links = screen.attributes(&format!("{places} a"), "href");
    for link in &links {
        assert!(link.starts_with("/admin/"), "{link} is not where one mends it");
        assert_eq!(client.get(link).await.status(), 200, "{link}");
    }
    links
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_the_desk_a_place_leads_to_where_it_is_mended() {
    let app = TestApp::demo().await;
    let (manager, editor) = (app.client_as(Role::Manager).await, app.client_as(Role::Editor).await);
    let form = key(&app, "select id from forms where slug = 'project'").await;
    let draft = page_of("/hidden", vec![text(&format!("<p><a href=\"form:{form}\">Ring</a></p>"))]);
    let hidden = format!("/admin/pages/{}", draft.id);
    add(&app, draft).await.unwrap();
    app.execute("update pages set live_revision = null, draft_revision = live_revision where path = '/hidden'").await;
    app.execute(&format!(
        "insert into menu_items (id, place, position, label, form_id) values (gen_random_uuid(), 'footer', 99, 'Ring', '{form}')"
    ))
    .await;
    for (client, screen, list) in [
        (&manager, manager.post("/admin/forms/project/deletion", &[]).await, ".named"),
        (&manager, manager.post("/admin/forms/project/state", &[("state", "closed")]).await, ".named"),
        (&editor, editor.get("/admin/forms").await, ".used-on"),
    ] {
        let links = followed(client, &screen, list).await;
        assert!(links.contains(&hidden), "a draft is not to be found: {links:?}");
        assert!(links.contains(&"/admin/menus".to_owned()), "{links:?}");
    }

    let repairs = key(&app, "select id from pages where path = '/services/repairs'").await;
    let service = key(&app, "select id from services where slug = 'repairs'").await;
    app.execute(&format!(
        "insert into redirects (id, from_path, page_id, created_at) values (gen_random_uuid(), '/mending', '{repairs}', now())"
    ))
    .await;
    let links = followed(&editor, &editor.get(&format!("/admin/pages/{repairs}/deletion")).await, ".errors").await;
    for wanted in [format!("/admin/services/{service}"), "/admin/redirects".to_owned()] {
        assert!(links.contains(&wanted), "{wanted} is not in {links:?}");
    }
}
