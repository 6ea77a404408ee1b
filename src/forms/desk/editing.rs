//! `/admin/forms/{form}`: the sheet. Every button posts it whole; only *Save* keeps it, as a new version.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use uuid::Uuid;

use super::changes::{Act, Change};
use super::making::Making;
use super::screen::{Meanwhile, SheetPage, Showing};
use super::sheet::Sheet;
use crate::accounts::access::{Power, Viewer};
use crate::accounts::inputs::InputFault;
use crate::accounts::people::Done;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::db::{Conn, Tx};
use crate::editor::posted::Pairs;
use crate::error::{AppError, Result};
use crate::forms::{Definition, Edit, Form, Known, Saved, Version, differences};
use crate::site::Service;
use crate::web::edge::Posted;
use crate::web::html::page;

/// A form on the desk of somebody who changes it.
struct Desk {
    form: Form,
    /// The services that a question can offer: slug and name.
    services: Vec<(String, String)>,
    /// Whether they may change more than words.
    whole: bool,
    /// The version from which they set out.
    seen: i32,
}

/// What came of a button: it is kept, or the sheet comes back.
enum Came {
    Kept(HttpResponse),
    Back(StatusCode, Showing),
}

impl Came {
    fn wrong(faults: Vec<InputFault>) -> Self {
        Self::Back(StatusCode::UNPROCESSABLE_ENTITY, Showing { faults, ..Showing::default() })
    }
}

pub(super) fn address(slug: &str) -> String {
    format!("/admin/forms/{slug}")
}

/// `GET /admin/forms/{form}`.
pub async fn show(
    app: web::Data<App>,
    viewer: Viewer,
    slug: web::Path<String>,
    done: web::Query<Done>,
) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let desk = Desk::load(&mut conn, &viewer, &slug, None).await?;
    let sheet = Sheet::of(&desk.form.definition);
    desk.answer(&app, &mut conn, &viewer, (&sheet, StatusCode::OK), Showing::default(), done.act()).await
}

/// `POST /admin/forms/{form}`: every button of the sheet.
pub async fn save(
    app: web::Data<App>,
    viewer: Viewer,
    slug: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let pairs = Pairs::of(&posted);
    let desk = Desk::load(&mut conn, &viewer, &slug, pairs.last("seen").parse().ok()).await?;
    let versions = Version::all(&mut conn, desk.form.id).await?;
    let mut sheet = desk.read(&pairs, &versions);
    let came = match Act::read(&pairs) {
        Act::Save => {
            sheet.number();
            desk.keep(&app, &viewer, &sheet, &versions).await?
        }
        Act::Change(change) if desk.whole => changed(&change, &mut sheet),
        // Whoever may change words alone has no such buttons.
        Act::Change(_) => Came::Back(StatusCode::OK, Showing::default()),
    };
    match came {
        Came::Kept(response) => Ok(response),
        Came::Back(status, showing) => desk.answer(&app, &mut conn, &viewer, (&sheet, status), showing, None).await,
    }
}

fn changed(change: &Change, sheet: &mut Sheet) -> Came {
    match change.apply(sheet) {
        Ok(focus) => Came::Back(StatusCode::OK, Showing { focus, ..Showing::default() }),
        Err(fault) => Came::wrong(vec![fault]),
    }
}

impl Desk {
    async fn load(conn: &mut Conn, viewer: &Viewer, slug: &str, seen: Option<i32>) -> Result<Self> {
        let form = Form::by_slug(conn, slug).await?;
        let services = Service::all(conn).await?.into_iter().map(|service| (service.slug, service.name)).collect();
        Ok(Self { seen: seen.unwrap_or(form.version), services, whole: viewer.may(Power::Forms), form })
    }

    /// What the form asked when they set out.
    fn base<'a>(&'a self, versions: &'a [Version]) -> &'a Definition {
        let seen = versions.iter().find(|version| version.number == self.seen);
        seen.map_or(&self.form.definition, |version| &version.definition)
    }

    /// What was posted; of those who may change words alone, only the words.
    fn read(&self, pairs: &Pairs<'_>, versions: &[Version]) -> Sheet {
        let sheet = Sheet::read(pairs, &Known::of(versions));
        if self.whole { sheet } else { Sheet::of(self.base(versions)).with_words(&sheet) }
    }

    /// *Save*: a new version, or what has to be mended first.
    async fn keep(&self, app: &App, viewer: &Viewer, sheet: &Sheet, versions: &[Version]) -> Result<Came> {
        let known = Known::of(versions);
        let definition = match Making::new(&known, self.base(versions), &self.services).definition(sheet) {
            Ok(definition) => definition,
            Err(faults) => return Ok(Came::wrong(faults)),
        };
        let (at, who, slug) = (app.clock.moment(), viewer.staff_id, self.form.slug.clone());
        let edit = Edit { seen: self.seen, definition: definition.clone(), whole: self.whole };
        match app.db.write(async move |tx: &mut Tx| Form::edit(tx, at, &slug, edit, who).await).await {
            Ok(Saved::Kept(act)) => {
                // Menus leave it out after its last day.
                app.refresh_business().await?;
                app.cache.generation.changed();
                Ok(Came::Kept(Done::at(&address(&self.form.slug), act)))
            }
            Ok(Saved::Meanwhile) => {
                let newest = Version::newest(&mut *app.db.read().await?, self.form.id).await?;
                // Whoever saves again has seen theirs.
                let seen = Some(newest.number);
                let meanwhile = Some(meanwhile(app, &newest, &definition));
                Ok(Came::Back(StatusCode::CONFLICT, Showing { meanwhile, seen, ..Showing::default() }))
            }
            Err(AppError::Conflict(words)) => Ok(Came::wrong(vec![InputFault::new("steps", words)])),
            Err(error) => Err(error),
        }
    }

    /// The page of the sheet.
    async fn answer(
        &self,
        app: &App,
        conn: &mut Conn,
        viewer: &Viewer,
        (sheet, status): (&Sheet, StatusCode),
        mut showing: Showing,
        done: Option<Uuid>,
    ) -> Result<HttpResponse> {
        let title = &self.form.definition.title;
        let title = if status.is_success() { title.clone() } else { format!("Error: {title}") };
        let mut layout = Frame::new(app, conn, viewer, &title, Section::Forms).await?;
        layout.tell(app, conn, viewer, done, &address(&self.form.slug)).await?;
        let today = app.business().today(app.clock.now());
        let over = self.form.definition.closes_on.is_some_and(|last| last < today);
        showing.seen.get_or_insert(self.seen);
        page(status, &SheetPage::new(layout, viewer, &self.form, over, sheet, &self.services, showing))
    }
}

fn meanwhile(app: &App, newest: &Version, mine: &Definition) -> Meanwhile {
    let age = app.business().age(newest.at, app.clock.now());
    // "12 min" ago, but neither "just now ago" nor "3 Nov 2026 ago".
    let ago = age.ends_with("min") || age.ends_with(" h") || age.ends_with("days");
    Meanwhile {
        who: newest.who.clone().unwrap_or_else(|| "Somebody".to_owned()),
        when: if ago { format!("{age} ago") } else { age },
        changes: differences(&newest.definition, mine),
    }
}
