//! Every published page in memory, before anybody asks: after the start and after each change, one page after the other. So
//! visitors find a page ready, and all of them when the database is away.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use actix_web::HttpResponse;
use tokio::time::sleep;

use super::author::Author;
use super::page::Page;
use super::topic::Topic;
use super::{cases, feed, journal, llms, pages, sitemap};
use crate::app::App;
use crate::error::{AppError, Result};
use crate::web::cache::{Key, Renewed};

/// Who changes one thing often changes another.
const LATER: Duration = Duration::from_secs(1);
/// Between two pages: visitors come first.
const BREATH: Duration = Duration::from_millis(2);
/// After a round that came to nothing.
const AGAIN: Duration = Duration::from_secs(5);
/// Pages of one round at most.
const MOST: usize = 2_000;

/// Renders every published page in each new generation, until the process ends.
pub async fn keep_all_in_memory(app: Arc<App>) {
    loop {
        app.cache.generation.begun().await;
        sleep(LATER).await;
        while let Err(error) = round(&app).await {
            tracing::debug!(%error, "not every page is in memory");
            sleep(AGAIN).await;
        }
    }
}

/// Renders what is in memory and older than the last change, then whatever else is published. Ends early where something changes
/// meanwhile: then there is another round.
///
/// # Errors
/// The database is away.
async fn round(app: &App) -> Result<()> {
    let Some(generation) = app.cache.generation.settled() else { return Ok(()) };
    let kept = app.cache.keys();
    let mut known = HashSet::new();
    // What is kept comes first: the page that was asked for last, before all.
    let mut queue: VecDeque<Key> = kept.iter().cloned().chain(published(app).await?).collect();
    while let (Some(key), true) = (queue.pop_front(), known.len() < MOST) {
        if app.cache.generation.number() != generation {
            return Ok(());
        }
        if !known.insert(key.clone()) {
            continue;
        }
        match app.cache.renew(app.clock.now(), &key, render(app, &key)).await {
            // A list goes on until there is no such page.
            Ok(Renewed::Kept) if is_list(key.path()) => queue.push_back(Key::new(key.path(), key.page() + 1)),
            // Where there is no room for a page, there may be for a smaller one.
            Ok(_) => {}
            Err(error @ AppError::Unavailable(_)) => return Err(error),
            // The others do not wait for it.
            Err(error) => tracing::warn!(path = key.path(), %error, "a published page can't be rendered"),
        }
        sleep(BREATH).await;
    }
    // What this round did not get to may be gone by now.
    kept.iter().filter(|key| !known.contains(*key)).for_each(|key| app.cache.forget(key));
    Ok(())
}

fn is_list(path: &str) -> bool {
    path == "/blog"
        || (path.starts_with("/blog/topics/") || path.starts_with("/blog/authors/")) && !path.ends_with("/feed.xml")
}

/// Everything that is published, pages before what lies below them.
async fn published(app: &App) -> Result<Vec<Key>> {
    let mut conn = app.db.read().await?;
    let mut paths = ["/", "/blog", "/cases", "/feed.xml", "/sitemap.xml", "/llms.txt"].map(str::to_owned).to_vec();
    paths.extend(Topic::in_use(&conn).await?.iter().map(Topic::path));
    paths.extend(Author::who_wrote(&mut conn).await?.iter().map(|slug| format!("/blog/authors/{slug}")));
    paths.extend(Page::live_paths(&mut conn).await?);
    paths.sort_by_key(|path| path.matches('/').count());
    Ok(paths.iter().map(|path| Key::new(path, 1)).collect())
}

/// The page of a key, as its handler renders it: the same choice that `routes.rs` makes.
async fn render(app: &App, key: &Key) -> Result<HttpResponse> {
    let (path, page) = (key.path(), key.page());
    match path.split('/').skip(1).collect::<Vec<_>>().as_slice() {
        ["blog"] => journal::render_index(app, page).await,
        ["blog", "topics", slug] => journal::render_topic(app, slug, page).await,
        ["blog", "authors", slug] => journal::render_author(app, slug, page).await,
        ["blog", "topics", slug, "feed.xml"] => feed::render_topic(app, slug).await,
        ["blog", "authors", slug, "feed.xml"] => feed::render_author(app, slug).await,
        ["cases"] => cases::render_index(app).await,
        ["feed.xml"] => feed::render_whole(app).await,
        ["sitemap.xml"] => sitemap::render_all(app).await,
        ["llms.txt"] => llms::render(app).await,
        _ => pages::render(app, path).await,
    }
}
