//! Search: what is found, in which order, and what helps where nothing is.

use shingle::site::search;

use super::add_article;
use crate::support::TestApp;

async fn found(app: &TestApp, query: &str) -> Vec<String> {
    let page = app.client().get(&format!("/search?q={}", query.replace(' ', "+"))).await;
    assert_eq!(page.status(), 200, "{query}");
    page.all(".result-title a")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_stands_in_a_title_comes_first() {
    let app = TestApp::demo().await;
    add_article(&app, "periwinkle", "Periwinkle", &["care"], 500).await;
    add_article(&app, "other", "Something else", &["care"], 1).await;
    app.execute("update publications set words = 'periwinkle here' where title = 'Something else'").await;
    assert_eq!(found(&app, "periwinkle").await, ["Periwinkle", "Something else"]);
    // Words in other forms, and words that are only begun.
    assert_eq!(found(&app, "periwinkles").await[0], "Periwinkle");
    assert_eq!(found(&app, "periwi").await[0], "Periwinkle");
    assert!(!found(&app, "contact form").await.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_snippet_marks_what_was_looked_for_and_no_markup() {
    let app = TestApp::demo().await;
    add_article(&app, "hostile", "Hostile", &["care"], 1).await;
    app.execute("update publications set words = '<script>alert(1)</script> zanzibar <b>bold</b> & more' where title = 'Hostile'").await;
    let page = app.client().get("/search?q=zanzibar").await;
    assert_eq!(page.all(".result mark"), ["zanzibar"]);
    assert!(!page.has("main .result script") && !page.has("main .result b"), "{}", page.text);
    assert!(page.has("meta[name=robots]"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_snippet_tells_where_it_was_cut_and_keeps_headings_from_running_into_what_follows() {
    let app = TestApp::demo().await;
    add_article(&app, "cut", "Cut", &["care"], 1).await;
    let around = "A bell that nobody hears is worth less than a knock. ".repeat(12);
    let words = format!("{around}\nThe marmalade\nIt is made of oranges.\n{around}");
    app.execute(&format!("update publications set words = '{words}' where title = 'Cut'")).await;
    let page = app.client().get("/search?q=marmalade").await;
    let snippet = page.all(".result-words").remove(0);
    assert!(snippet.starts_with("… ") && snippet.ends_with(" …"), "{snippet}");
    assert!(snippet.contains("The marmalade · It is made"), "{snippet}");
    // From its first word to its last one nothing was left out.
    app.execute("update publications set words = 'Marmalade is made of oranges.' where title = 'Cut'").await;
    let page = app.client().get("/search?q=marmalade").await;
    assert_eq!(page.all(".result-words"), ["Marmalade is made of oranges"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn near_misses_are_found_where_the_server_can_and_said_to_be_near() {
    let app = TestApp::demo().await;
    let page = app.client().get("/search?q=acessibilty").await;
    assert!(page.all(".result-title a").iter().any(|title| title.contains("Accessibility")), "{}", page.words());
    assert!(page.words().contains("Nothing says exactly that"), "{}", page.words());
    app.execute("drop extension pg_trgm cascade").await;
    let page = app.client().get("/search?q=acessibilty").await;
    assert_eq!(page.status(), 200);
    assert!(
        page.words().contains("Nothing here says that") && page.has("main a[href='/blog/topics/forms']"),
        "{}",
        page.words()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn drafts_and_pages_that_are_gone_are_not_found() {
    let app = TestApp::demo().await;
    assert!(found(&app, "prices").await.iter().any(|title| title.contains("Prices") || title.contains("prices")));
    app.execute("update pages set live_revision = null").await;
    assert!(found(&app, "prices").await.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_query_breaks_it() {
    let app = TestApp::demo().await;
    for query in [
        "",
        "   ",
        "'",
        "a & | ! ( )",
        ":*",
        "&amp;",
        "\\",
        "%",
        "\u{0}x",
        "ß ñ 漢字",
        &"long ".repeat(400),
        "the",
        "to be",
    ] {
        let answer = app.with_conn(async |conn| search::search(conn, query).await).await;
        assert!(answer.is_ok(), "{query:?}: {answer:?}");
    }
    let page = app.client().get("/search?q=%00%27%3B--").await;
    assert_eq!(page.status(), 200);
    let json =
        app.client().request(reqwest::Method::GET, "/search?q=form").header("accept", "application/json").send().await;
    let answer: serde_json::Value = serde_json::from_str(&json.text).unwrap();
    assert!(answer["hits"].as_array().is_some_and(|hits| !hits.is_empty()), "{answer}");
    assert!(json.headers("vary").iter().any(|vary| vary.contains("Accept")));
}
