//! Feeds, sitemap, robots and llms.txt, each by its own rules.

use roxmltree::{Document, Node};

use super::add_article;
use crate::support::TestApp;

const ATOM: &str = "http://www.w3.org/2005/Atom";

fn child<'a>(node: Node<'a, 'a>, name: &str) -> Node<'a, 'a> {
    node.children().find(|one| one.has_tag_name((ATOM, name))).unwrap_or_else(|| panic!("no {name}"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_feed_is_atom_with_whole_articles() {
    let app = TestApp::demo().await;
    add_article(&app, "odd", "Bells & <whistles> \u{7}", &["forms"], 0).await;
    let visitor = app.client();
    for path in ["/feed.xml", "/blog/topics/forms/feed.xml", "/blog/authors/kit/feed.xml"] {
        let feed = visitor.get(path).await;
        assert_eq!(feed.status(), 200, "{path}");
        assert!(feed.header("content-type").unwrap().starts_with("application/atom+xml"));
        let text = feed.text.clone();
        let document = Document::parse(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
        let root = document.root_element();
        assert!(root.has_tag_name((ATOM, "feed")));
        for name in ["id", "title", "updated"] {
            assert!(child(root, name).text().is_some_and(|text| !text.is_empty()), "{path} has no {name}");
        }
        let own = root.children().find(|one| one.attribute("rel") == Some("self")).unwrap();
        assert_eq!(own.attribute("href"), Some(format!("{}{path}", app.base).as_str()));
        let entries: Vec<_> = root.children().filter(|one| one.has_tag_name((ATOM, "entry"))).collect();
        assert!(!entries.is_empty(), "{path} is empty");
        for entry in entries {
            for name in ["id", "title", "updated", "published", "summary"] {
                assert!(child(entry, name).text().is_some(), "an entry of {path} has no {name}");
            }
            chrono::DateTime::parse_from_rfc3339(child(entry, "updated").text().unwrap()).unwrap();
            assert!(child(child(entry, "author"), "name").text().is_some());
            let content = child(entry, "content");
            assert_eq!(content.attribute("type"), Some("html"));
            let html = content.text().unwrap();
            assert!(html.contains("<p>") && !html.contains("<svg") && !html.contains("<form"), "{path}");
            assert!(!html.contains("href=\"/") && !html.contains("src=\"/"), "{path}: an address is not whole");
        }
    }
    assert_eq!(visitor.get("/blog/topics/nothing/feed.xml").await.status(), 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_sitemap_holds_every_live_page_and_nothing_else() {
    let app = TestApp::demo().await;
    app.execute("update pages set live_revision = null where path = '/prices'").await;
    let visitor = app.client();
    let text = visitor.get("/sitemap.xml").await.text;
    let document = Document::parse(&text).unwrap();
    let places: Vec<String> = document
        .descendants()
        .filter(|one| one.tag_name().name() == "loc")
        .map(|one| one.text().unwrap().strip_prefix(&app.base).unwrap().to_owned())
        .collect();
    for path in [
        "/",
        "/services/repairs",
        "/cases/whitcliffe-lido",
        "/blog/what-a-website-costs",
        "/blog/topics/forms",
        "/blog/authors/kit",
    ] {
        assert!(places.iter().any(|place| place == path), "{path} is missing");
    }
    assert!(!places.iter().any(|place| place == "/prices"), "a page that is not live is listed");
    assert!(document.descendants().any(|one| one.tag_name().name() == "lastmod"));
    for place in &places {
        assert_eq!(visitor.get(place).await.status(), 200, "{place}");
    }
    assert_eq!(visitor.get("/sitemap-2.xml").await.status(), 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sitemap_of_many_pages_is_split() {
    let app = TestApp::demo().await;
    app.execute(
        "insert into pages (id, kind, path, created_at) select gen_random_uuid(), 'page', '/many/p' || n, now() from generate_series(1, 50001) n;
         insert into revisions (id, page_id, title, blocks, at) select id, id, 'x', '[]', now() from pages where path like '/many/%';
         update pages set live_revision = id where path like '/many/%';
         insert into publications (page_id, title, description, words, changed_at)
           select id, 'x', '', '', now() from pages where path like '/many/%'",
    )
    .await;
    let visitor = app.client();
    let index = visitor.get("/sitemap.xml").await.text;
    let document = Document::parse(&index).unwrap();
    assert_eq!(document.root_element().tag_name().name(), "sitemapindex");
    let files: Vec<_> = document
        .descendants()
        .filter(|one| one.tag_name().name() == "loc")
        .map(|one| one.text().unwrap().to_owned())
        .collect();
    assert_eq!(files.len(), 2, "{files:?}");
    let mut all = 0;
    for file in files {
        let text = visitor.get(file.strip_prefix(&app.base).unwrap()).await.text;
        let count = text.matches("<loc>").count();
        assert!(count <= 50_100, "{count}");
        all += count;
    }
    assert!(all > 50_001, "{all}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn robots_keep_out_of_the_demo_and_find_the_sitemap_elsewhere() {
    let app = TestApp::demo().await;
    assert!(app.client().get("/robots.txt").await.text.contains("Disallow: /\n"));
    let own = TestApp::start().await;
    let rules = own.client().get("/robots.txt").await.text;
    assert!(
        rules.contains("Sitemap: http") && rules.contains("Disallow: /admin\n") && !rules.contains("Disallow: /\n"),
        "{rules}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn language_models_find_a_list_of_twins() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let text = visitor.get("/llms.txt").await.text;
    assert!(text.starts_with("# Bellpull\n\n> "), "{text}");
    let mut links = 0;
    for line in text.lines().filter(|line| line.starts_with("- [")) {
        let address = line.split_once("](").unwrap().1.split_once(')').unwrap().0;
        let twin = visitor.get(address.strip_prefix(&app.base).unwrap()).await;
        assert_eq!(twin.status(), 200, "{address}");
        assert!(twin.header("content-type").unwrap().starts_with("text/markdown"), "{address}");
        links += 1;
    }
    assert!(links > 25, "{links}");
    assert!(text.contains("## Articles") && text.contains("## Cases"));
}
