//! `/admin/media/{id}`: one file, large: what is said of it, the point that stays in sight, where it is used, and what can be done.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::{DOCUMENTS, MOST_CAPTION, PATH, SEEN, WORDS, fault_of, line, may_describe};
use crate::accounts::access::{Power, Viewer};
use crate::accounts::inputs::{Input, InputFault};
use crate::accounts::people::Done;
use crate::acts::Act;
use crate::admin::frame::{Flash, Frame, Section};
use crate::app::App;
use crate::db::Tx;
use crate::error::{AppError, Result};
use crate::media::{About, Described, Known, Media, PictureHtml, Sizes, Use};
use crate::web::edge::Posted;
use crate::web::html::page;

/// One file.
#[derive(Debug, Template)]
#[template(path = "media/one.html")]
pub struct MediaPage {
    layout: Frame,
    errors: Vec<InputFault>,
    id: Uuid,
    title: String,
    alternative: String,
    caption: String,
    picture: Option<PictureHtml>,
    ending: String,
    /// Whether it is too small to aim at: it is shown larger than it is.
    small: bool,
    crops: Vec<(&'static str, &'static str, PictureHtml)>,
    inputs: Vec<Input>,
    typed: TypedAbout,
    /// The point in sight, where the picture is marked.
    mark: (i16, i16),
    meanwhile: Option<TypedAbout>,
    facts: Vec<(&'static str, String)>,
    uses: Vec<UseRow>,
    address: String,
    accept: &'static str,
    may_describe: bool,
    may_change: bool,
}

/// A place where it is used.
#[derive(Debug)]
pub(super) struct UseRow {
    pub title: String,
    pub word: &'static str,
    pub edit: Option<String>,
    pub public: Option<String>,
}

/// What is said of it, as it is typed.
#[derive(Debug, Clone, Default)]
pub struct TypedAbout {
    /// What is to be seen.
    pub alternative: String,
    /// A line under it.
    pub caption: String,
    /// The point that stays in sight, from the left and from the top.
    pub focus: (String, String),
    /// What was said when whoever writes set out.
    pub seen: String,
}

/// How it is to be shown.
#[derive(Debug, Default)]
pub(super) struct Showing {
    /// What was typed, where it comes back.
    pub typed: Option<TypedAbout>,
    /// What has to be mended.
    pub faults: Vec<InputFault>,
    /// Whether somebody else was quicker.
    pub meanwhile: bool,
}

/// What is said on arriving.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    known: Option<String>,
}

/// A part of a side, in per cent.
fn part(text: &str) -> Option<i16> {
    text.parse().ok().filter(|part| (0..=100).contains(part))
}

impl TypedAbout {
    fn of(media: &Media) -> Self {
        Self {
            alternative: media.alternative.clone(),
            caption: media.caption.clone(),
            focus: (media.focus.0.to_string(), media.focus.1.to_string()),
            seen: media.said(),
        }
    }

    fn read(posted: &Posted) -> Self {
        Self {
            alternative: line(posted, WORDS),
            caption: line(posted, "caption"),
            focus: (line(posted, "focus_x"), line(posted, "focus_y")),
            seen: line(posted, "seen"),
        }
    }

    /// What it says, or what is wrong with it in the order of the fields. A document has no point in sight, and its form no fields
    /// for it.
    fn about(&self, media: &Media) -> std::result::Result<About, Vec<InputFault>> {
        let mut faults = Vec::new();
        let mut about = About {
            name: media.name.clone(),
            alternative: self.alternative.clone(),
            caption: self.caption.clone(),
            focus: media.focus,
        };
        faults.extend(about.check().err().map(|words| InputFault::new(WORDS, words)));
        let length = self.caption.chars().count();
        if length > MOST_CAPTION {
            let words = format!("The caption has {length} characters: keep it to {MOST_CAPTION}");
            faults.push(InputFault::new("caption", words));
        }
        if media.is_seen() {
            for (id, text, side) in [("focus_x", &self.focus.0, "left"), ("focus_y", &self.focus.1, "top")] {
                if part(text).is_none() {
                    let words = format!("Enter how far from the {side} it is: a whole number from 0 to 100");
                    faults.push(InputFault::new(id, words));
                }
            }
            about.focus = part(&self.focus.0).zip(part(&self.focus.1)).unwrap_or(about.focus);
        }
        if faults.is_empty() { Ok(about) } else { Err(faults) }
    }
}

impl UseRow {
    pub(super) fn of(place: Use, viewer: &Viewer) -> Self {
        Self { word: place.word(), edit: place.edit(viewer), public: place.path, title: place.title }
    }
}

/// How a picture is cut where it stands in a page, with the class of its box.
fn crops(media: &Media) -> Result<Vec<(&'static str, &'static str, PictureHtml)>> {
    if !media.is_seen() {
        return Ok(Vec::new());
    }
    let shapes = [("crop-wide", "Wide"), ("crop-card", "On a card"), ("crop-square", "Square"), ("crop-tall", "Tall")];
    shapes.into_iter().map(|(class, words)| Ok((class, words, media.shown_at_desk(Sizes::Face)?))).collect()
}

/// What is known of the file itself.
fn facts(app: &App, known: &Known) -> Vec<(&'static str, String)> {
    let media = &known.media;
    let came = app.business().day_and_time(known.at);
    let mut facts = vec![
        ("File", media.name.clone()),
        ("Kind", format!("{} ({})", media.kind.word(), media.extension.to_uppercase())),
    ];
    facts.extend(media.pixels().map(|pixels| ("Size", format!("{pixels} pixels"))));
    facts.push(("Weight", media.weight()));
    facts.push(("Added", known.who.as_ref().map_or(came.clone(), |who| format!("{came}, by {who}"))));
    facts
}

impl MediaPage {
    pub(super) fn new(
        app: &App,
        layout: Frame,
        viewer: &Viewer,
        known: &Known,
        uses: Vec<Use>,
        showing: Showing,
    ) -> Result<Self> {
        let media = &known.media;
        let theirs = TypedAbout::of(media);
        let mut typed = showing.typed.unwrap_or_else(|| theirs.clone());
        if showing.meanwhile {
            // Whoever saves again has seen theirs.
            typed.seen.clone_from(&theirs.seen);
        }
        let may_change = viewer.may(Power::Content);
        let (label, hint) = if media.is_seen() {
            (
                "What is to be seen",
                "For people who can’t see it, and for search engines. One plain sentence; not “picture of”.",
            )
        } else {
            ("What it is", "The words of its link: what one gets, such as “Price list 2026”.")
        };
        let mut inputs = vec![Input::lines(WORDS, label, &typed.alternative).hinted(hint).with(&showing.faults)];
        if media.is_seen() {
            let hint = "Shown under it where a page gives no other line. Name who took it here, if they ask for that.";
            inputs.push(
                Input::text("caption", "Caption or credit (optional)", &typed.caption)
                    .hinted(hint)
                    .with(&showing.faults),
            );
        }
        Ok(Self {
            id: media.id,
            title: media.title(),
            alternative: media.alternative.clone(),
            caption: media.caption.clone(),
            picture: if media.is_seen() { Some(media.shown_at_desk(Sizes::Half)?) } else { None },
            ending: media.extension.to_uppercase(),
            small: media.size.is_some_and(|(width, height)| width < 320 && height < 2 * width),
            crops: crops(media)?,
            inputs,
            mark: part(&typed.focus.0).zip(part(&typed.focus.1)).unwrap_or(media.focus),
            typed,
            meanwhile: showing.meanwhile.then_some(theirs),
            facts: facts(app, known),
            uses: uses.into_iter().map(|place| UseRow::of(place, viewer)).collect(),
            address: media.address(),
            accept: if media.is_seen() { SEEN } else { DOCUMENTS },
            may_describe: may_describe(viewer, known),
            may_change,
            errors: showing.faults,
            layout,
        })
    }

    /// What has to be mended about a field.
    fn fault(&self, id: &str) -> Option<&str> {
        fault_of(&self.errors, id)
    }
}

/// The file as it is to be shown.
pub(super) async fn answer(
    app: &App,
    viewer: &Viewer,
    id: Uuid,
    status: StatusCode,
    showing: Showing,
    told: (Option<Uuid>, bool),
) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let known = Known::open(&mut conn, id).await?;
    let uses = Use::of(&mut conn, id).await?;
    let mistaken = if showing.faults.is_empty() && !showing.meanwhile { "" } else { "Error: " };
    let title = format!("{mistaken}{}", known.media.title());
    let mut layout = Frame::new(app, &mut conn, viewer, &title, Section::Media).await?;
    let back = format!("{PATH}/{id}");
    layout.tell(app, &mut conn, viewer, told.0, &back).await?;
    if told.1 {
        let words = "This file was among the media already: nothing was added".to_owned();
        layout.flash = Some(Flash { words, undo: None, back });
    }
    page(status, &MediaPage::new(app, layout, viewer, &known, uses, showing)?)
}

/// `GET /admin/media/{id}`.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn show(
    app: web::Data<App>,
    viewer: Viewer,
    id: web::Path<Uuid>,
    asked: web::Query<Asked>,
    done: web::Query<Done>,
) -> Result<HttpResponse> {
    let told = (done.act(), asked.known.is_some());
    answer(&app, &viewer, *id, StatusCode::OK, Showing::default(), told).await
}

/// `POST /admin/media/{id}`: what is said of it, and the point that stays in sight.
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::Forbidden`] where somebody else brought it.
pub async fn save(app: web::Data<App>, viewer: Viewer, id: web::Path<Uuid>, posted: Posted) -> Result<HttpResponse> {
    let id = id.into_inner();
    let known = Known::open(&mut *app.db.read().await?, id).await?;
    if !may_describe(&viewer, &known) {
        return Err(AppError::Forbidden("an author describes what they brought themselves"));
    }
    let typed = TypedAbout::read(&posted);
    let about = match typed.about(&known.media) {
        Ok(about) => about,
        Err(faults) => {
            let showing = Showing { typed: Some(typed), faults, meanwhile: false };
            return answer(&app, &viewer, id, StatusCode::UNPROCESSABLE_ENTITY, showing, (None, false)).await;
        }
    };
    let (at, who, seen) = (app.clock.moment(), viewer.staff_id, typed.seen.clone());
    let work = async move |tx: &mut Tx| {
        let name = about.alternative.clone();
        match Media::describe(tx, id, &seen, &about).await? {
            Described::Meanwhile => Ok(None),
            Described::Done => Act::MediaChanged { name }.write(tx, at, who).await.map(Some),
        }
    };
    if let Some(act) = app.db.write(work).await? {
        app.cache.generation.changed();
        return Ok(Done::at(&format!("{PATH}/{id}"), Some(act)));
    }
    let showing = Showing { typed: Some(typed), meanwhile: true, ..Showing::default() };
    answer(&app, &viewer, id, StatusCode::CONFLICT, showing, (None, false)).await
}
