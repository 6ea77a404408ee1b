//! An article and the journal's lists: all that readers expect.

use super::add_article;
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_article_carries_all_that_its_readers_expect() {
    let app = TestApp::demo().await;
    let page = app.client().get("/blog/why-contact-forms-die-quietly").await;
    assert_eq!(page.status(), 200);
    for selector in [
        "nav.crumbs a[href='/blog']",
        "nav.crumbs a[href='/blog/topics/forms']",
        ".article-cover picture img[alt]",
        ".in-short li:nth-of-type(3)",
        "nav.contents a[href^='#']",
        ".byline a[href='/blog/authors/kit']",
        ".byline time[datetime]",
        ".author-box .author-picture img",
        "[data-copy]",
        "a[href^='mailto:?subject=']",
        "a[href^='https://www.linkedin.com/']",
        "a[href^='https://www.facebook.com/']",
        "a[href^='https://x.com/']",
        "a[href^='https://chatgpt.com/?q=']",
        "a[href^='https://www.perplexity.ai/']",
        "a[href^='https://claude.ai/']",
        "[data-copy-from='/blog/why-contact-forms-die-quietly.md']",
        ".call-rule a[href]",
        ".call-out-aside",
        "details.question summary",
        ".related .card:nth-of-type(3)",
        ".neighbours a[rel=prev], .neighbours a[rel=next]",
        ".recent a",
        "link[rel=canonical]",
        "link[rel=alternate][type='application/atom+xml']",
        "link[rel=alternate][type='text/markdown']",
        "meta[property='og:image']",
        "meta[name='twitter:card']",
    ] {
        assert!(page.has(selector), "there is no {selector}");
    }
    let summary = page.attribute("a[href^='https://claude.ai/']", "href").unwrap();
    assert!(summary.contains("why-contact-forms-die-quietly"), "{summary}");
    // Every entry of the contents leads to a heading that stands once.
    let html = page.html();
    let links = scraper::Selector::parse("nav.contents a").unwrap();
    for link in html.select(&links) {
        let id = link.attr("href").unwrap().trim_start_matches('#');
        let found =
            html.select(&scraper::Selector::parse("[id]").unwrap()).filter(|one| one.attr("id") == Some(id)).count();
        assert_eq!(found, 1, "#{id} stands {found} times");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn headings_of_the_same_words_have_anchors_of_their_own() {
    let app = TestApp::demo().await;
    add_article(&app, "twice", "Twice", &["care"], 1).await;
    let page = app.client().get("/blog/twice").await;
    assert!(page.has("h2#one") && page.has("h2#two") && page.has("h2#two-2"), "{}", page.words());
    assert!(page.has("nav.contents a[href='#two-2']"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_related_shares_a_topic_and_comes_near_in_words() {
    let app = TestApp::demo().await;
    add_article(&app, "valves-one", "Valves of the old bell tower", &["access"], 300).await;
    add_article(&app, "valves-two", "What the valves of a tower tell", &["access"], 301).await;
    add_article(&app, "lampshades", "Lampshades by the sea", &["access"], 2).await;
    let page = app.client().get("/blog/valves-one").await;
    let related = page.all(".related .card-title a");
    assert_eq!(related.first().map(String::as_str), Some("What the valves of a tower tell"), "{related:?}");
    assert!(!related.contains(&"Valves of the old bell tower".to_owned()), "an article is related to itself");
    assert_eq!(related.len(), 3, "{related:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_journal_goes_on_page_by_page_to_its_end() {
    let app = TestApp::demo().await;
    for number in 0..15 {
        add_article(&app, &format!("number-{number}"), &format!("Number {number}"), &["care"], 400 + number).await;
    }
    let visitor = app.client();
    let mut seen = Vec::new();
    let mut next = Some("/blog".to_owned());
    while let Some(path) = next {
        let page = visitor.get(&path).await;
        assert_eq!(page.status(), 200, "{path}");
        let html = page.html();
        let links = scraper::Selector::parse(".shelf .card-title a").unwrap();
        seen.extend(html.select(&links).map(|link| link.attr("href").unwrap().to_owned()));
        next = page.attribute("a[rel=next]", "href");
    }
    let count = usize::try_from(app.sql_i64("select count(*) from articles").await).unwrap();
    let mut unique = seen.clone();
    unique.sort();
    unique.dedup();
    assert_eq!((seen.len(), unique.len()), (count, count), "{seen:?}");
    assert_eq!(visitor.get("/blog?page=99").await.status(), 404);
    for odd in ["/blog?page=0", "/blog?page=-3", "/blog?page=x", "/blog?colour=red"] {
        assert_eq!(visitor.get(odd).await.status(), 200, "{odd}");
    }
    // Of a topic the same.
    let first = visitor.get("/blog/topics/care").await;
    assert!(first.has(".topics a[aria-current=page][href='/blog/topics/care']"));
    assert!(first.attribute("a[rel=next]", "href").is_some_and(|next| next == "/blog/topics/care?page=2"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_empty_journal_says_so_and_leads_on() {
    let app = TestApp::demo().await;
    app.execute("insert into topics (id, slug, name) values (gen_random_uuid(), 'silence', 'Silence')").await;
    let page = app.client().get("/blog/topics/silence").await;
    assert!(page.words().contains("Nothing is written here yet") && page.has("main a[href='/contact']"));
    let author = app.client().get("/blog/authors/maud").await;
    assert!(author.has("h1") && author.words().contains("painted shop signs"), "{}", author.words());
    for nobody in ["/blog/authors/nobody", "/blog/topics/nothing"] {
        assert_eq!(app.client().get(nobody).await.status(), 404, "{nobody}");
    }
}
