//! `/admin/media`: everything there is, by words and by kind, the form that brings more, and what waits for its words.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use uuid::Uuid;

use super::waiting::{TypedWords, Waiting};
use super::{DOCUMENTS, FILE, PATH, SEEN, fault_of};
use crate::accounts::access::Viewer;
use crate::accounts::inputs::InputFault;
use crate::accounts::people::Done;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::error::Result;
use crate::media::{LISTED, Media, Only, PictureHtml, Shelf, Sizes, Undescribed, incoming};
use crate::site::usage;
use crate::web::html::page;
use crate::web::paging::Paging;

/// The list.
#[derive(Debug, Template)]
#[template(path = "media/list.html")]
pub struct MediaListPage {
    layout: Frame,
    errors: Vec<InputFault>,
    words: String,
    kinds: Vec<(&'static str, &'static str, bool)>,
    result: String,
    tiles: Vec<Tile>,
    newer: Option<String>,
    older: Option<String>,
    waiting: Waiting,
    nothing: bool,
    filtered: bool,
    accept: String,
    most: usize,
}

/// One file.
#[derive(Debug)]
struct Tile {
    id: Uuid,
    words: String,
    picture: Option<PictureHtml>,
    ending: String,
    about: String,
    used: String,
}

/// How the list is to be shown.
#[derive(Debug, Default)]
pub(super) struct Showing {
    /// What is searched for.
    pub words: String,
    /// Which of them.
    pub only: Only,
    /// Which page of it, from 1 on.
    pub page: i64,
    /// What was typed, where it comes back.
    pub typed: TypedWords,
    /// What has to be mended.
    pub faults: Vec<InputFault>,
}

/// What is searched for.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    kind: Only,
}

/// What the list is made of.
#[derive(Debug, Default)]
pub(super) struct Stock {
    /// What was found.
    pub shelf: Shelf,
    /// In how many places each is used.
    pub used: BTreeMap<Uuid, i64>,
    /// What waits for its words, and how many do.
    pub waiting: (Vec<Undescribed>, i64),
}

impl Tile {
    fn of(media: &Media, used: i64) -> Result<Self> {
        let about = match media.pixels() {
            Some(pixels) => format!("{}, {pixels}", media.kind.word()),
            None => format!("{}, {}", media.kind.word(), media.weight()),
        };
        Ok(Self {
            id: media.id,
            words: media.title(),
            picture: if media.is_seen() { Some(media.shown_at_desk(Sizes::Face)?) } else { None },
            ending: media.extension.to_uppercase(),
            about,
            used: match used {
                0 => "Not used yet".to_owned(),
                1 => "Used in one place".to_owned(),
                places => format!("Used in {places} places"),
            },
        })
    }
}

impl Showing {
    /// The address of a page of this list.
    fn address(&self, page: i64) -> String {
        let mut parts = Vec::new();
        if !self.words.is_empty() {
            parts.push(format!("q={}", utf8_percent_encode(&self.words, NON_ALPHANUMERIC)));
        }
        if self.only != Only::Everything {
            parts.push(format!("kind={}", self.only.as_str()));
        }
        if page > 1 {
            parts.push(format!("page={page}"));
        }
        if parts.is_empty() { PATH.to_owned() } else { format!("{PATH}?{}", parts.join("&")) }
    }
}

impl MediaListPage {
    pub(super) fn new(layout: Frame, stock: &Stock, showing: Showing) -> Result<Self> {
        let Stock { shelf, used, waiting } = stock;
        let number = showing.page.max(1);
        let tile = |media: &Media| Tile::of(media, used.get(&media.id).copied().unwrap_or_default());
        let filtered = !showing.words.is_empty() || showing.only != Only::Everything;
        Ok(Self {
            newer: (number > 1).then(|| showing.address(number - 1)),
            older: (shelf.count > LISTED * number).then(|| showing.address(number + 1)),
            kinds: Only::ALL.iter().map(|(only, value, words)| (*value, *words, *only == showing.only)).collect(),
            result: match shelf.count {
                1 => "1 file".to_owned(),
                count => format!("{count} files"),
            },
            tiles: shelf.media.iter().map(tile).collect::<Result<_>>()?,
            waiting: Waiting::new((&waiting.0, waiting.1), &showing.typed, &showing.faults)?,
            nothing: shelf.count == 0 && !filtered,
            filtered,
            accept: format!("{SEEN},{DOCUMENTS}"),
            most: incoming::MOST_BYTES,
            words: showing.words,
            errors: showing.faults,
            layout,
        })
    }

    /// What is wrong with the files that were sent.
    fn file_faults(&self) -> Vec<&str> {
        self.errors.iter().filter(|fault| fault.id == FILE).map(|fault| fault.message.as_str()).collect()
    }

    /// What is wrong with all words together.
    fn words_fault(&self) -> Option<&str> {
        fault_of(&self.errors, "undescribed")
    }
}

/// The list as it is to be shown.
pub(super) async fn answer(app: &App, viewer: &Viewer, showing: Showing, done: Option<Uuid>) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let shelf = Shelf::search(&mut conn, &showing.words, showing.only, showing.page).await?;
    let keys: Vec<Uuid> = shelf.media.iter().map(|media| media.id).collect();
    let used = usage::counts(&mut conn, &keys).await?;
    let waiting = Undescribed::of(&mut conn, viewer).await?;
    let (title, status) = match showing.faults.is_empty() {
        true => ("Media", StatusCode::OK),
        false => ("Error: Media", StatusCode::UNPROCESSABLE_ENTITY),
    };
    let mut layout = Frame::new(app, &mut conn, viewer, title, Section::Media).await?;
    layout.tell(app, &mut conn, viewer, done, &showing.address(showing.page)).await?;
    page(status, &MediaListPage::new(layout, &Stock { shelf, used, waiting }, showing)?)
}

/// `GET /admin/media`.
///
/// # Errors
/// The database is away.
pub async fn show(
    app: web::Data<App>,
    viewer: Viewer,
    asked: web::Query<Asked>,
    paging: web::Query<Paging>,
    done: web::Query<Done>,
) -> Result<HttpResponse> {
    let showing =
        Showing { words: asked.q.trim().to_owned(), only: asked.kind, page: paging.number(), ..Showing::default() };
    answer(&app, &viewer, showing, done.act()).await
}
