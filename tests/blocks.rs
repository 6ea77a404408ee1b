//! Promise 2, nothing dangles, and what pages are made of.

use shingle::accounts::Role;
use shingle::blocks::{Block, KINDS, Placed, SampleThings, Showing};
use shingle::db::Tx;
use shingle::error::AppError;
use shingle::forms::FormState;
use shingle::site::{Beside, Content, NewPage, Page, Resolver};
use uuid::Uuid;

use crate::forms::{form_id, set_state};
use crate::support::TestApp;

pub(crate) fn placed(block: Block) -> Placed {
    Placed { id: Uuid::now_v7(), block }
}

pub(crate) fn text(html: &str) -> Placed {
    let block = serde_json::json!({ "id": Uuid::now_v7(), "kind": "rich-text", "html": html });
    serde_json::from_value(block).expect("a text")
}

fn form_block(form: Uuid) -> Placed {
    let block = serde_json::json!({ "id": Uuid::now_v7(), "kind": "form", "title": "Write to us", "form": form });
    serde_json::from_value(block).expect("a form")
}

pub(crate) fn content(blocks: Vec<Placed>) -> Content {
    Content { title: "A page of the tests".to_owned(), blocks, ..Content::default() }
}

pub(crate) fn page_of(path: &str, blocks: Vec<Placed>) -> NewPage {
    NewPage { id: Uuid::now_v7(), beside: Beside::Page, path: path.to_owned(), content: content(blocks) }
}

pub(crate) async fn add(app: &TestApp, page: NewPage) -> Result<(), AppError> {
    let at = app.clock.moment();
    app.app.db.write(async move |tx: &mut Tx| Page::add_all(tx, at, &[page]).await).await
}

pub(crate) async fn save(app: &TestApp, page: Uuid, blocks: Vec<Placed>) -> Result<Uuid, AppError> {
    let at = app.clock.moment();
    app.app.db.write(async move |tx: &mut Tx| Page::save(tx, at, page, &content(blocks), None).await).await
}

pub(crate) async fn publish(app: &TestApp, page: Uuid, revision: Uuid) -> Result<(), AppError> {
    let at = app.clock.moment();
    app.app.db.write(async move |tx: &mut Tx| Page::publish(tx, at, page, revision).await).await
}

/// What samples point to, in the demo's database.
pub(crate) async fn things(app: &TestApp) -> SampleThings {
    let keys = async |sql: &str| -> Vec<Uuid> {
        app.sql(sql).await.into_iter().map(|row| row[0].parse().expect("a key")).collect()
    };
    SampleThings {
        form: keys("select id from forms where slug = 'project'").await[0],
        page: keys("select id from pages where path = '/contact'").await[0],
        cases: keys("select id from pages where kind = 'case' order by path limit 2").await,
        part: keys("select id from pages where kind = 'part' order by id limit 1").await[0],
        pictures: keys("select id from media where kind = 'picture' order by name limit 3").await,
        services: keys("select id from services order by position").await,
        authors: keys("select id from authors order by position").await,
        today: app.clock.now().date_naive(),
    }
}

/// Things that are nowhere.
fn nothing() -> SampleThings {
    let key = Uuid::now_v7;
    SampleThings {
        form: key(),
        page: key(),
        cases: vec![key(), key()],
        part: key(),
        pictures: vec![key(), key(), key()],
        services: vec![key()],
        authors: vec![key()],
        today: chrono::NaiveDate::MIN,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn publishing_a_reference_to_nothing_is_refused() {
    let app = TestApp::demo().await;
    for (name, block) in Block::samples(&nothing()) {
        let dangles = !block.references().is_empty();
        let answer = add(&app, page_of("/dangling", vec![placed(block)])).await;
        if dangles {
            assert!(
                matches!(&answer, Err(AppError::Conflict(words)) if words.contains("not there")),
                "{name}: {answer:?}"
            );
        } else {
            answer.unwrap_or_else(|error| panic!("{name}: {error}"));
            app.execute("update pages set path = '/moved-' || id where path = '/dangling'").await;
        }
        assert_eq!(app.client().get("/dangling").await.status(), 404, "{name} is live");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_older_revision_that_is_published_again_holds_its_references() {
    let app = TestApp::demo().await;
    let form = form_id(&app, "contact").await;
    app.execute(&format!("delete from block_references where form_id = '{form}'")).await;
    app.execute(&format!("delete from menu_items where form_id = '{form}'")).await;
    let page = page_of("/again", vec![text("<p>First</p>")]);
    let id = page.id;
    add(&app, page).await.unwrap();
    let with_form = save(&app, id, vec![form_block(form)]).await.unwrap();
    save(&app, id, vec![text("<p>Another draft</p>")]).await.unwrap();
    publish(&app, id, with_form).await.unwrap();
    assert!(app.client().get("/again").await.has("form[action='/forms/contact/message']"));
    app.execute(&format!("delete from enquiries where form_id = '{form}'")).await;
    let at = app.clock.moment();
    let deleted = app.app.db.write(async move |tx: &mut Tx| shingle::forms::Form::delete(tx, at, form).await).await;
    assert!(matches!(&deleted, Err(AppError::Conflict(words)) if words.contains("/again")), "{deleted:?}");
    assert_eq!(app.client().get("/again").await.status(), 200, "a live page fell over");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draft_that_was_replaced_holds_nothing_back() {
    let app = TestApp::demo().await;
    let form = form_id(&app, "contact").await;
    let before = app.sql_i64(&format!("select count(*) from block_references where form_id = '{form}'")).await;
    let page = page_of("/again", vec![text("<p>First</p>")]);
    let id = page.id;
    add(&app, page).await.unwrap();
    save(&app, id, vec![form_block(form)]).await.unwrap();
    let held = app.sql_i64(&format!("select count(*) from block_references where form_id = '{form}'")).await;
    assert_eq!(held, before + 1, "a draft holds no reference");
    let last = save(&app, id, vec![text("<p>Last</p>")]).await.unwrap();
    publish(&app, id, last).await.unwrap();
    assert_eq!(app.sql_i64(&format!("select count(*) from block_references where form_id = '{form}'")).await, before);
    assert!(app.client().get("/again").await.words().contains("Last"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_dashboard_names_the_pages_that_show_a_closed_form() {
    let app = TestApp::demo().await;
    let desk = app.client_as(Role::Editor).await;
    assert!(!desk.get("/admin").await.words().contains("is closed"));
    set_state(&app, "project", FormState::Closed).await;
    let id = form_id(&app, "project").await;
    let places = app.with_conn(async |conn| shingle::forms::Form::places(conn, id).await.unwrap()).await;
    let today = desk.get("/admin").await;
    assert!(today.words().contains("“project” is closed") && !places.is_empty(), "{}", today.words());
    for place in places {
        assert!(today.words().contains(&place.title), "{place} is not named: {}", today.words());
    }
    set_state(&app, "project", FormState::Open).await;
    assert!(!desk.get("/admin").await.words().contains("is closed"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rich_text_is_cleaned_when_it_is_saved() {
    let app = TestApp::demo().await;
    let dirty = "<h2 onclick=\"x()\" style=\"color:red\" id=\"x\">Good</h2><script>alert(1)</script><style>*{}</style>\
        <p>Kept <strong>words</strong> <a href=\"javascript:alert(1)\">bad</a> <a href=\"https://www.example.com\" target=\"_blank\">good</a></p>\
        <img src=x onerror=alert(1)><iframe src=\"https://evil.example\"></iframe><form action=\"/x\"><input name=\"y\"></form>\
        <svg onload=alert(1)></svg><a href=\"data:text/html,x\">data</a><a href=\"/services\">here</a><!-- comment --><math><mi>x</mi></math>";
    let page = page_of("/dirty", vec![text(dirty)]);
    let id = page.id;
    add(&app, page).await.unwrap();
    let stored = app.sql_text(&format!("select blocks from revisions where page_id = '{id}'")).await;
    for banned in [
        "script",
        "onclick",
        "style",
        "onerror",
        "iframe",
        "javascript:",
        "data:",
        "<form",
        "<input",
        "<svg",
        "comment",
        "target",
    ] {
        assert!(!stored.contains(banned), "{banned} is stored: {stored}");
    }
    for kept in ["Good", "<strong>words</strong>", "https://www.example.com", "/services"] {
        assert!(stored.contains(kept), "{kept} is gone: {stored}");
    }
    // What an older release stored is cleaned again when it is shown.
    app.execute(&format!("update revisions set blocks = replace(blocks::text, 'Good', 'Good<script>x</script><b onclick=x>')::json where page_id = '{id}'")).await;
    let shown = app.client().get("/dirty").await;
    assert!(shown.words().contains("Good") && !shown.has("main script") && !shown.has("main [onclick]"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_block_without_its_words_is_refused() {
    let app = TestApp::demo().await;
    let answer = add(&app, page_of("/empty", vec![text("  ")])).await;
    assert!(matches!(&answer, Err(AppError::Conflict(_))), "{answer:?}");
    for path in ["/admin/x", "/forms", "/account", "/a/b", "/.well-known/x"] {
        let answer = add(&app, page_of(path, vec![text("<p>x</p>")])).await;
        assert!(matches!(&answer, Err(AppError::Conflict(words)) if words.contains("reserved")), "{path}: {answer:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_sample_of_a_block_is_legal_and_shows_its_words() {
    let app = TestApp::demo().await;
    let things = things(&app).await;
    let owner = app.demo_owner().await;
    let (business, now) = (app.app.business(), app.clock.now());
    let samples = Block::samples(&things);
    assert_eq!(samples.len(), KINDS.len());
    for (name, block) in samples {
        assert_eq!(block.check(), Ok(()), "{name}");
        let again: Block = serde_json::from_value(serde_json::to_value(&block).unwrap()).unwrap();
        assert_eq!(again, block, "{name} is not read as it is written");
        let (references, alone) = (block.references(), [placed(block.clone())]);
        let resolver = app.with_conn(async |conn| Resolver::load(conn, &references, &alone).await.unwrap()).await;
        let html = block.html(&mut Showing::new(&resolver, &business, now)).unwrap();
        let fragment = scraper::Html::parse_fragment(&html);
        let shown: String = fragment.root_element().text().collect::<Vec<_>>().join(" ");
        let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        for line in block.plain_text().lines().map(str::trim).filter(|line| !line.is_empty()) {
            let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
            let first: String = line.chars().take(24).collect();
            assert!(shown.contains(&first), "{name} does not show {first:?}: {shown}");
        }
        let sample = owner.get(&format!("/dev/samples/{name}")).await;
        assert_eq!(sample.status(), 200, "{name}");
    }
    for (name, _) in shingle::samples::mails().unwrap() {
        for kind in ["mail", "text"] {
            assert_eq!(owner.get(&format!("/dev/samples/{kind}-{name}")).await.status(), 200, "{kind}-{name}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_is_not_there_leads_on_and_names_its_request() {
    let app = TestApp::demo().await;
    for path in ["/nothing", "/blog/nothing", "/forms/nothing/x", "/a/nothing.css", "/services/nothing"] {
        let page = app.client().get(path).await;
        assert_eq!(page.status(), 404, "{path}");
        let id = page.header("x-request-id").expect("a request id").to_owned();
        if !path.starts_with("/a/") {
            assert!(page.words().contains(&id), "{path} does not name {id}");
            assert!(page.has("main a[href='/']") && page.has("main a[href='/services']"), "{path} leads nowhere");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_link_of_the_demo_leads_somewhere() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let mut seen = std::collections::BTreeSet::from(["/".to_owned()]);
    let mut to_see = vec!["/".to_owned()];
    while let Some(path) = to_see.pop() {
        let page = visitor.follow(&path).await;
        assert_eq!(page.status(), 200, "{path} leads nowhere");
        let html = page.html();
        let links =
            scraper::Selector::parse("a[href], link[href], script[src], img[src], meta[property='og:image']").unwrap();
        for link in html.select(&links) {
            let value = link.value();
            let Some(to) = value.attr("href").or(value.attr("src")).or(value.attr("content")) else { continue };
            let to = to.strip_prefix(app.base.as_str()).unwrap_or(to);
            let to = to.split('#').next().unwrap_or_default();
            if to.starts_with('/') && seen.insert(to.to_owned()) {
                to_see.push(to.to_owned());
            }
        }
        assert!(seen.len() < 900, "the site has no end");
    }
    assert!(seen.len() > 15, "{seen:?}");
}
