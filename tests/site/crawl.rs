//! The whole demo, walked along its links: nothing is broken, nothing is orphaned, nothing is said twice.

use std::collections::{BTreeMap, BTreeSet};

use scraper::{Html, Selector};

use crate::support::TestApp;

fn all(html: &Html, selector: &str, attribute: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    html.select(&selector).filter_map(|one| one.attr(attribute)).map(str::to_owned).collect()
}

/// What is wrong with one page by itself.
fn faults(path: &str, html: &Html) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut ids = BTreeSet::new();
    for id in all(html, "[id]", "id") {
        if !ids.insert(id.clone()) {
            wrong.push(format!("{path}: the id {id:?} stands twice"));
        }
    }
    for (selector, attribute) in
        [("a[href^='#']", "href"), ("[aria-labelledby]", "aria-labelledby"), ("[aria-describedby]", "aria-describedby")]
    {
        for value in all(html, selector, attribute) {
            for id in value.trim_start_matches('#').split(' ') {
                let id = percent_encoding::percent_decode_str(id).decode_utf8_lossy().into_owned();
                if !ids.contains(&id) {
                    wrong.push(format!("{path}: {attribute} names {id:?}, which is not there"));
                }
            }
        }
    }
    for picture in html.select(&Selector::parse("img").unwrap()) {
        if picture.attr("alt").is_none_or(|alt| alt.trim().is_empty()) {
            wrong.push(format!("{path}: a picture without words: {:?}", picture.attr("src")));
        }
        if picture.attr("width").is_none() || picture.attr("height").is_none() {
            wrong.push(format!("{path}: a picture without a size: {:?}", picture.attr("src")));
        }
    }
    for link in html.select(&Selector::parse("a").unwrap()) {
        let words: String = link.text().collect();
        let named =
            link.attr("aria-label").is_some() || link.select(&Selector::parse("img[alt]").unwrap()).next().is_some();
        if words.trim().is_empty() && !named {
            wrong.push(format!("{path}: a link without words: {:?}", link.attr("href")));
        }
    }
    let levels: Vec<u32> = html
        .select(&Selector::parse("main h1, main h2, main h3, main h4").unwrap())
        .map(|heading| heading.value().name()[1..].parse().unwrap())
        .collect();
    if levels.iter().filter(|level| **level == 1).count() != 1 {
        wrong.push(format!("{path}: it has not one h1: {levels:?}"));
    }
    if let Some(pair) = levels.windows(2).find(|pair| pair[1] > pair[0] + 1) {
        wrong.push(format!("{path}: a level is skipped: {pair:?}"));
    }
    wrong
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demo_holds_together() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let mut pages: BTreeMap<String, Html> = BTreeMap::new();
    let (mut to_see, mut wrong) = (vec!["/".to_owned()], Vec::new());
    let mut titles: BTreeMap<String, String> = BTreeMap::new();
    let mut descriptions: BTreeMap<String, String> = BTreeMap::new();
    while let Some(path) = to_see.pop() {
        if pages.contains_key(&path) {
            continue;
        }
        let page = visitor.get(&path).await;
        if page.status() != 200 {
            wrong.push(format!("{path}: {}", page.status()));
            continue;
        }
        let html = page.html();
        wrong.extend(faults(&path, &html));
        let title = page.first("head > title").unwrap_or_default();
        if let Some(other) = titles.insert(title.clone(), path.clone()) {
            wrong.push(format!("{path} and {other} have the same title: {title}"));
        }
        let description = page.attribute("meta[name=description]", "content").unwrap_or_default();
        if description.is_empty() {
            wrong.push(format!("{path}: it has no description"));
        } else if let Some(other) = descriptions.insert(description, path.clone()) {
            wrong.push(format!("{path} and {other} have the same description"));
        }
        for href in all(&html, "a[href^='/']", "href") {
            let to = href.split('#').next().unwrap_or_default().to_owned();
            let is_page = !["/forms", "/media", "/search", "/a/", "/admin/"].iter().any(|area| to.starts_with(area))
                && !to.ends_with(".md");
            if is_page {
                to_see.push(to);
            }
        }
        pages.insert(path, html);
    }
    // Every anchor that another page leads to is there.
    for (path, html) in &pages {
        for href in all(html, "a[href*='/'][href*='#']", "href") {
            if let Some((to, id)) = href.split_once('#').filter(|(to, _)| pages.contains_key(*to))
                && !all(&pages[to], "[id]", "id").iter().any(|known| known == id)
            {
                wrong.push(format!("{path}: {href} leads to no place"));
            }
        }
    }
    for row in app.sql("select path from pages where live_revision is not null and path is not null").await {
        if !pages.contains_key(&row[0]) {
            wrong.push(format!("{}: no page leads there", row[0]));
        }
    }
    assert!(pages.len() > 35, "{:?}", pages.keys());
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}
