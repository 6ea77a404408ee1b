//! What a visitor and a machine read.

mod articles;
mod brand;
mod crawl;
mod data;
mod heading;
mod last_days;
mod machines;
mod moving;
mod offers;
mod plans;
pub(crate) mod property;
mod redirects;
mod search;
mod twins;
mod usage;

use shingle::db::Tx;
use shingle::error::AppError;
use shingle::site::{Beside, Content, NewArticle, NewPage, Page};
use uuid::Uuid;

use crate::blocks::text;
use crate::support::TestApp;

/// Adds an article of the demo's first author, published so many days ago.
pub async fn add_article(app: &TestApp, slug: &str, title: &str, topics: &[&str], days: i64) -> Uuid {
    let author = app.sql_text("select id from authors order by position limit 1").await.parse().unwrap();
    let mut keys = Vec::new();
    for topic in topics {
        keys.push(app.sql_text(&format!("select id from topics where slug = '{topic}'")).await.parse().unwrap());
    }
    let at = app.clock.moment();
    let article = NewArticle {
        author,
        topics: keys,
        published_at: Some(at.now - chrono::Duration::days(days)),
        updated_at: None,
    };
    let content = Content {
        title: title.to_owned(),
        lead: format!("The lead of {slug}."),
        blocks: vec![text(&format!(
            "<h2>One</h2><p>Words of {slug}.</p><h2>Two</h2><p>More.</p><h2>Two</h2><p>Again.</p>"
        ))],
        ..Content::default()
    };
    let page = NewPage { id: Uuid::now_v7(), beside: Beside::Article(article), path: format!("/blog/{slug}"), content };
    let id = page.id;
    app.app.db.write(async move |tx: &mut Tx| Page::add_all(tx, at, &[page]).await).await.unwrap();
    id
}

/// The words of a refusal.
pub fn refusal<T: std::fmt::Debug>(answer: Result<T, AppError>) -> String {
    match answer {
        Err(AppError::Conflict(words)) => words,
        other => panic!("not refused: {other:?}"),
    }
}

/// So many articles, written by PostgreSQL itself: every author and topic has its share.
pub fn many_articles(count: usize) -> String {
    include_str!("../data/many_articles.sql").replace(":first", "1").replace(":last", &count.to_string())
}
