//! `/admin/redirects/creation`: from where, and where to: a page, wherever it moves, or an address.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::PATH;
use super::typed::Typed;
use crate::accounts::access::Viewer;
use crate::accounts::inputs::{Input, InputFault};
use crate::accounts::people::Done;
use crate::acts::{Act, SiteAct};
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::db::Tx;
use crate::editor::{self, Finder, Lead, Making, Things};
use crate::error::{AppError, Result};
use crate::mail::one_line;
use crate::site::desk::parts;
use crate::site::redirects::Listed;
use crate::web::edge::Posted;
use crate::web::html::{CleanHtml, page};

/// The form.
#[derive(Debug, Template)]
#[template(path = "site/desk/redirect.html")]
pub struct RedirectPage {
    layout: Frame,
    errors: Vec<InputFault>,
    from: Input,
    is_prefix: bool,
    target: CleanHtml,
    address: Input,
}

/// Where one comes from: a path that led nowhere.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    from: String,
}

/// Which button was pressed.
enum Pressed {
    Save,
    Find(String),
    Take(Option<Uuid>),
}

impl Pressed {
    fn read(posted: &Posted) -> Self {
        let act = posted.last("act").unwrap_or_default();
        if act == "find page" {
            return Self::Find(one_line(posted.last("find.page").unwrap_or_default()));
        }
        let taken = act.strip_prefix("take page ");
        taken
            .map_or(Self::Save, |what| Self::Take(what.strip_prefix("page:").and_then(|key| Uuid::parse_str(key).ok())))
    }
}

impl RedirectPage {
    pub(in crate::site::desk) fn new(
        layout: Frame,
        (from, is_prefix, address): (&str, bool, &str),
        lead: Option<Lead>,
        finder: Option<&Finder>,
        errors: Vec<InputFault>,
    ) -> Result<Self> {
        let icons = layout.shell.asset("img/icons.svg");
        let things = Things::default();
        let making = Making { things: &things, faults: &errors, checks: None, finder, icons: &icons };
        let hint = "It follows the page wherever that moves.";
        Ok(Self {
            target: making.page_field("page", "The page to which it leads", hint, lead)?,
            from: Input::text("from", "The path that was", from)
                .hinted("Such as /old-page. What follows a ? makes no difference.")
                .with(&errors),
            is_prefix,
            address: Input::text("address", "Or an address", address)
                .hinted("Only where it is no page of this site: a path such as /files/list.pdf, or https://…")
                .with(&errors),
            layout,
            errors,
        })
    }
}

async fn answer(
    app: &App,
    viewer: &Viewer,
    typed: &Typed,
    finder: Option<Finder>,
    faults: Vec<InputFault>,
) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let faulty = !faults.is_empty();
    let title = parts::title("A new redirect", faulty);
    let layout = Frame::new(app, &mut conn, viewer, &title, Section::Pages).await?;
    let lead = match typed.page {
        Some(page) => editor::lead(&mut conn, &format!("page:{page}")).await?.into_iter().next(),
        None => None,
    };
    let texts = (typed.from.as_str(), typed.is_prefix, typed.address.as_str());
    page(parts::status(false, faulty), &RedirectPage::new(layout, texts, lead, finder.as_ref(), faults)?)
}

/// `GET /admin/redirects/creation`.
pub async fn show(app: web::Data<App>, viewer: Viewer, asked: web::Query<Asked>) -> Result<HttpResponse> {
    let from = super::typed::path_of(&app, &asked.from).unwrap_or_default();
    answer(&app, &viewer, &Typed { from, ..Typed::default() }, None, Vec::new()).await
}

/// `POST /admin/redirects/creation`: every button of the form.
pub async fn create(app: web::Data<App>, viewer: Viewer, posted: Posted) -> Result<HttpResponse> {
    let mut typed = Typed::read(&posted);
    match Pressed::read(&posted) {
        Pressed::Save => {}
        Pressed::Take(page) => {
            typed.page = page;
            return answer(&app, &viewer, &typed, None, Vec::new()).await;
        }
        Pressed::Find(words) => {
            let finder = Finder::of_pages(&mut *app.db.read().await?, "page", &words).await?;
            return answer(&app, &viewer, &typed, Some(finder), Vec::new()).await;
        }
    }
    let redirect = match typed.redirect(&app, &mut *app.db.read().await?).await? {
        Ok(redirect) => redirect,
        Err(faults) => return answer(&app, &viewer, &typed, None, faults).await,
    };
    let (at, who) = (app.clock.moment(), viewer.staff_id);
    let work = async move |tx: &mut Tx| {
        let id = redirect.add(tx, at, Some(who)).await?;
        let Listed { from, to, .. } = Listed::find(tx.conn(), id).await?;
        Act::from(SiteAct::RedirectAdded { from, to }).write(tx, at, who).await
    };
    match app.db.write(work).await {
        Ok(act) => {
            app.cache.generation.changed();
            Ok(Done::at(PATH, Some(act)))
        }
        // Somebody else was quicker with the same path.
        Err(AppError::Conflict(words)) => {
            answer(&app, &viewer, &typed, None, vec![InputFault::new("from", words)]).await
        }
        Err(error) => Err(error),
    }
}
