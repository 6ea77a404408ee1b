//! What a visitor and a machine read.

mod articles;
mod brand;
mod crawl;
mod data;
mod machines;
mod moving;
mod offers;
mod plans;
mod property;
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
    format!(
        "with n as (select n, gen_random_uuid() as page, gen_random_uuid() as revision from generate_series(1, {count}) n),
         rows as (insert into pages (id, kind, path, created_at)
             select page, 'article', '/blog/many-' || n, now() from n returning id, path)
         insert into revisions (id, page_id, title, description, lead, blocks, at)
           select gen_random_uuid(), id, 'Plumbing note ' || substring(path from '[0-9]+$'), 'About bell ' || substring(path from '[0-9]+$'), 'A lead',
             jsonb_build_array(jsonb_build_object('id', id, 'kind', 'rich-text', 'html', '<h2>First</h2><p>Pipes and bells, number ' || path || '</p>')), now()
           from rows;
         update pages set live_revision = revisions.id, draft_revision = revisions.id from revisions
           where revisions.page_id = pages.id and path like '/blog/many-%';
         insert into articles (page_id, author_id, minutes, published_at)
           select pages.id, (select id from authors order by position offset (substring(path from '[0-9]+$')::int % 7) limit 1), 3,
             now() - (substring(path from '[0-9]+$')::int + 200) * interval '1 hour'
           from pages where path like '/blog/many-%';
         insert into article_topics (page_id, topic_id, published_at)
           select page_id, (select id from topics order by position offset (extract(epoch from published_at)::bigint / 3600 % 6) limit 1), published_at
           from articles join pages on pages.id = page_id where path like '/blog/many-%';
         insert into publications (page_id, title, description, lead, words, changed_at)
           select pages.id, title, description, lead, 'Pipes and bells in a street of many doors, number ' || path, at
           from pages join revisions on revisions.id = live_revision where path like '/blog/many-%';
         analyze"
    )
}
