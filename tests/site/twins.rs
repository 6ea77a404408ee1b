//! The Markdown twin of every page.

use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_has_a_twin_with_the_same_words() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let twin = visitor.get("/blog/what-a-website-costs.md").await;
    assert_eq!(twin.status(), 200);
    assert!(twin.header("link").unwrap().contains("rel=\"canonical\""));
    let text = &twin.text;
    assert!(text.starts_with("# What a website costs"), "{text}");
    for part in ["\n## ", "\n| ", "| --- |", "\n- ", "](http"] {
        assert!(text.contains(part), "{part:?} is missing: {text}");
    }
    for odd in ["<p>", "<h2", "page:0", "form:0", "](/", "href="] {
        assert!(!text.contains(odd), "{odd:?} is in it: {text}");
    }
    // Every block's first words stand in both.
    let front = visitor.get("/index.md").await;
    for words in
        ["A website should answer the door", "Four things, done properly", "Hetty Osgood", "Ring. Somebody comes"]
    {
        assert!(front.text.contains(words), "{words} is missing: {}", front.text);
    }
    for nothing in ["/nothing.md", "/.md", "/index.md.md"] {
        assert_eq!(visitor.get(nothing).await.status(), 404, "{nothing}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_twin_of_every_live_page_is_read() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    for row in app.sql("select path from pages where live_revision is not null and path is not null").await {
        let path = if row[0] == "/" { "/index".to_owned() } else { row[0].clone() };
        let twin = visitor.get(&format!("{path}.md")).await;
        assert_eq!(twin.status(), 200, "{path}");
        assert!(twin.text.len() > 60, "{path}: {}", twin.text);
    }
}
