//! `/admin/media`: everything there is, by words, and the form that brings more.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use uuid::Uuid;

use super::{DOCUMENTS, PATH, SEEN};
use crate::accounts::access::Viewer;
use crate::accounts::inputs::InputFault;
use crate::accounts::people::Done;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::error::Result;
use crate::media::{Media, PictureHtml, Shelf, Sizes, incoming};
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
    tiles: Vec<Tile>,
    newer: Option<String>,
    older: Option<String>,
    adding: Adding,
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

/// The form that brings a file.
#[derive(Debug)]
struct Adding {
    open: bool,
    typed: Typed,
    accept: String,
    most: usize,
}

/// What was typed with a file.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    /// What is to be seen.
    pub alternative: String,
    /// A line under it.
    pub caption: String,
}

/// How the list is to be shown.
#[derive(Debug, Default)]
pub(super) struct Showing {
    /// What is searched for.
    pub words: String,
    /// Which page of it, from 1 on.
    pub page: i64,
    /// What was typed, where it comes back.
    pub typed: Typed,
    /// What has to be mended.
    pub faults: Vec<InputFault>,
}

/// What is searched for.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
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
            picture: if media.is_seen() { Some(media.shown(Sizes::Face, false)?) } else { None },
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

impl MediaListPage {
    pub(super) fn new(layout: Frame, shelf: &Shelf, used: &BTreeMap<Uuid, i64>, showing: Showing) -> Result<Self> {
        let number = showing.page.max(1);
        let address = |page: i64| {
            let words = utf8_percent_encode(&showing.words, NON_ALPHANUMERIC);
            match (page, showing.words.is_empty()) {
                (1, true) => PATH.to_owned(),
                (1, false) => format!("{PATH}?q={words}"),
                (page, true) => format!("{PATH}?page={page}"),
                (page, false) => format!("{PATH}?q={words}&page={page}"),
            }
        };
        let tile = |media: &Media| Tile::of(media, used.get(&media.id).copied().unwrap_or_default());
        let tiles = shelf.media.iter().map(tile).collect::<Result<Vec<_>>>()?;
        let nothing = tiles.is_empty() && showing.words.is_empty() && number == 1;
        Ok(Self {
            newer: (number > 1).then(|| address(number - 1)),
            older: shelf.has_more.then(|| address(number + 1)),
            adding: Adding {
                open: nothing || !showing.faults.is_empty(),
                typed: showing.typed,
                accept: format!("{SEEN},{DOCUMENTS}"),
                most: incoming::MOST_BYTES,
            },
            words: showing.words,
            errors: showing.faults,
            layout,
            tiles,
        })
    }

    /// What has to be mended about a field.
    fn fault(&self, id: &str) -> Option<&str> {
        self.errors.iter().find(|fault| fault.id == id).map(|fault| fault.message.as_str())
    }
}

/// The list as it is to be shown.
pub(super) async fn answer(app: &App, viewer: &Viewer, showing: Showing, done: Option<Uuid>) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let shelf = Shelf::search(&mut conn, &showing.words, showing.page).await?;
    let keys: Vec<Uuid> = shelf.media.iter().map(|media| media.id).collect();
    let used = usage::counts(&mut conn, &keys).await?;
    let (title, status) = match showing.faults.is_empty() {
        true => ("Media", StatusCode::OK),
        false => ("Error: Media", StatusCode::UNPROCESSABLE_ENTITY),
    };
    let mut layout = Frame::new(app, &mut conn, viewer, title, Section::Media).await?;
    layout.tell(app, &mut conn, viewer, done, PATH).await?;
    page(status, &MediaListPage::new(layout, &shelf, &used, showing)?)
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
    let showing = Showing { words: asked.q.trim().to_owned(), page: paging.number(), ..Showing::default() };
    answer(&app, &viewer, showing, done.act()).await
}
