//! `/admin/settings/logo`: what stands in the header of every page. A logo is kept as media like every other picture or drawing, and
//! can't be deleted there while it stands here. Pictures are stored no larger than any screen shows them.

mod reading;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::history::{Fact, History};
use super::part::{self, Part};
use super::screen::{self, Around, Screen};
use crate::accounts::access::Viewer;
use crate::accounts::inputs::InputFault;
use crate::admin::frame::Frame;
use crate::app::App;
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::media::{About, Incoming, Media};
use crate::schema::media;
use crate::site::{Business, Logos};
use crate::web::edge::{Posted, Upload};

use reading::{FIELDS, Read, Sent};

/// The logos, and what stands there without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LogoPart {
    light: Option<Uuid>,
    /// Only where there is one for light grounds.
    dark: Option<Uuid>,
    name_alone: bool,
}

impl LogoPart {
    /// In a line.
    pub(super) fn words(self) -> &'static str {
        match (self.light, self.dark, self.name_alone) {
            (Some(_), Some(_), _) => "One for light grounds, one for dark",
            (Some(_), None, _) => "One for light and dark grounds",
            (None, _, true) => "None: the name stands alone",
            (None, _, false) => "None yet: the name stands there",
        }
    }
}

impl Part for LogoPart {
    const NAME: &'static str = "Logo";
    const PATH: &'static str = "/admin/settings/logo";

    fn of(business: &Business) -> Self {
        Self { light: business.logo, dark: business.logo_dark, name_alone: business.name_alone }
    }

    fn onto(self, before: &Business) -> Business {
        let dark = self.dark.filter(|_| self.light.is_some());
        Business { logo: self.light, logo_dark: dark, name_alone: self.name_alone, ..before.clone() }
    }

    fn facts(&self) -> Vec<Fact> {
        let file = |label: &str, key: Option<Uuid>| Fact {
            label: label.to_owned(),
            value: key.map(|key| key.to_string()).unwrap_or_default(),
            // A key tells people nothing: set, another one, taken away.
            secret: true,
        };
        let without = if self.name_alone { "the name alone" } else { "a bell and the name" };
        vec![
            file("Logo for light grounds", self.light),
            file("Logo for dark grounds", self.dark),
            Fact::new("Without a logo", without),
        ]
    }

    /// So that nobody deletes a file while it becomes the logo.
    async fn hold(&self, tx: &mut Tx) -> Result<()> {
        let keys: Vec<Uuid> = self.light.into_iter().chain(self.dark).collect();
        let held: Vec<Uuid> = media::table
            .filter(media::id.eq_any(&keys))
            .filter(media::kind.ne("document"))
            .select(media::id)
            .for_key_share()
            .load(tx.conn())
            .await?;
        if keys.iter().all(|key| held.contains(key)) {
            return Ok(());
        }
        Err(AppError::Conflict("The file of that logo was deleted since. Send it again.".to_owned()))
    }
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "settings/logo.html")]
pub struct LogoPage {
    layout: Frame,
    errors: Vec<InputFault>,
    /// What is in force.
    shown: Logos,
    name: String,
    name_alone: bool,
    fields: Vec<FileField>,
    history: History,
}

/// One file to choose.
#[derive(Debug)]
struct FileField {
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    error: Option<String>,
}

impl LogoPage {
    fn new(business: &Business, name_alone: bool, shown: Logos, around: Around) -> Self {
        let Around { layout, history, errors } = around;
        let field = |(name, label, hint): (&'static str, &'static str, &'static str)| {
            let error = errors.iter().find(|fault| fault.id == name).map(|fault| fault.message.clone());
            FileField { name, label, hint, error }
        };
        let fields = FIELDS.into_iter().map(field).collect();
        Self { layout, shown, name: business.name.clone(), name_alone, fields, history, errors }
    }
}

impl Screen for LogoPage {
    type Setting = LogoPart;
    /// Whether the name is to stand alone; browsers keep no file.
    type Typed = Option<bool>;

    async fn page(_: &App, conn: &mut Conn, _: &Viewer, typed: Option<Option<bool>>, around: Around) -> Result<Self> {
        let business: Business = super::stored(conn).await?;
        let shown = Logos::of(conn, &business).await?;
        Ok(Self::new(&business, typed.flatten().unwrap_or(business.name_alone), shown, around))
    }

    fn meanwhile() -> InputFault {
        let words = "Somebody else changed the logo meanwhile: see who and what below. To have yours in its place, choose the \
                     file again and save";
        InputFault::new("history", words)
    }
}

/// `POST /admin/settings/logo`: one file, both, or none and what stands there without one.
pub async fn save(app: web::Data<App>, viewer: Viewer, upload: Upload) -> Result<HttpResponse> {
    let (typed, read) = reading::read(&app, upload).await?;
    let name_alone = typed.last("without").map(|without| without == "name");
    let refused = async |faults| screen::refuse::<LogoPage>(&app, &viewer, name_alone, faults).await;
    let files = match read {
        Ok(files) if files.dark.is_some() && files.light.is_none() && app.business().logo.is_none() => {
            let words = "Choose the logo for light grounds too: the other one stands beside it";
            return refused(vec![InputFault::new("light", words)]).await;
        }
        Ok(files) if files.is_empty() && name_alone.is_none() => {
            let nothing = vec![InputFault::new("light", "Choose a file first")];
            return refused(nothing).await;
        }
        Ok(files) => files,
        Err(faults) => return refused(faults).await,
    };
    let kept: Vec<Incoming> = files.all().cloned().collect();
    keep(&app, &kept).await?;
    let (at, who, seen) = (app.clock.moment(), viewer.staff_id, super::seen(&typed));
    let name = app.business().name.clone();
    let work = async move |tx: &mut Tx| {
        let (light, dark) = add(tx, at, &files, &name, who).await?;
        let change = move |before: LogoPart| LogoPart {
            light: light.or(before.light),
            dark: dark.or(before.dark),
            name_alone: name_alone.unwrap_or(before.name_alone),
        };
        part::write(tx, at, who, seen, change).await
    };
    let done = app.db.write(work).await;
    // Once more: the same bytes may just have been removed with another row.
    keep(&app, &kept).await?;
    screen::settle::<LogoPage>(&app, &viewer, Some(name_alone), done).await
}

async fn keep(app: &App, files: &[Incoming]) -> Result<()> {
    for file in files {
        Media::keep(app, file).await?;
    }
    Ok(())
}

/// Adds the files that came; answers their keys.
async fn add(tx: &mut Tx, at: Moment, files: &Read, business: &str, who: Uuid) -> Result<(Option<Uuid>, Option<Uuid>)> {
    let mut keys = [None, None];
    let sent: [&Sent; 2] = [&files.light, &files.dark];
    for (key, (file, stem)) in keys.iter_mut().zip(sent.into_iter().zip(["logo", "logo-dark"])) {
        let Some(file) = file else { continue };
        let about = About {
            name: format!("{stem}.{}", file.extension),
            alternative: format!("The logo of {business}"),
            focus: (50, 50),
            ..About::default()
        };
        *key = Some(Media::add(tx, at, at.id(), file, &about, Some(who)).await?);
    }
    let [light, dark] = keys;
    Ok((light, dark))
}

/// `POST /admin/settings/logo/removal`: the one for dark grounds, or both. The files stay among the media.
pub async fn remove(app: web::Data<App>, viewer: Viewer, posted: Posted) -> Result<HttpResponse> {
    let both = match posted.last("which") {
        Some("dark") => false,
        Some("both") => true,
        _ => return Err(AppError::BadRequest("which logo")),
    };
    let change = move |before: LogoPart| LogoPart { light: before.light.filter(|_| !both), dark: None, ..before };
    let (at, who, seen) = (app.clock.moment(), viewer.staff_id, super::seen(&posted));
    let work = async move |tx: &mut Tx| part::write(tx, at, who, seen, change).await;
    screen::settle::<LogoPage>(&app, &viewer, None, app.db.write(work).await).await
}

/// `POST /admin/settings/logo/restoration`.
pub async fn restore(app: web::Data<App>, viewer: Viewer, posted: Posted) -> Result<HttpResponse> {
    match screen::go_back::<LogoPage>(&app, &viewer, &posted).await {
        Err(AppError::Conflict(words)) => {
            let gone = vec![InputFault::new("light", words)];
            screen::answer::<LogoPage>(&app, &viewer, None, None, StatusCode::CONFLICT, gone).await
        }
        done => done,
    }
}

impl LogoPage {
    /// The page with sample content.
    pub(super) fn sample(app: &App, shown: Logos, fault: Option<&str>) -> Self {
        let errors: Vec<InputFault> = fault.into_iter().map(|words| InputFault::new("light", words)).collect();
        let changes: &[&str] = if shown.light.is_none() { &[] } else { &["Logo for light grounds: set"] };
        Self::new(&app.business(), false, shown, Around::sample::<LogoPart>(app, changes, errors))
    }
}
