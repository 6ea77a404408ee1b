//! `/admin/forms/{form}`: the sheet. Every button posts it whole; only *Save* keeps it, as a new version.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::changes::Act;
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

/// A form as the desk has it while it is changed.
struct Desk {
    form: Form,
    services: Vec<(String, String)>,
}

impl Desk {
    async fn load(conn: &mut Conn, slug: &str) -> Result<Self> {
        let form = Form::by_slug(conn, slug).await?;
        let services = Service::all(conn).await?.into_iter().map(|service| (service.slug, service.name)).collect();
        Ok(Self { form, services })
    }

    /// The page of the sheet.
    async fn answer(
        &self,
        app: &App,
        conn: &mut Conn,
        viewer: &Viewer,
        (sheet, status): (&Sheet, StatusCode),
        showing: Showing,
        done: Option<uuid::Uuid>,
    ) -> Result<HttpResponse> {
        let title = &self.form.definition.title;
        let title = if status.is_success() { title.clone() } else { format!("Error: {title}") };
        let mut layout = Frame::new(app, conn, viewer, &title, Section::Forms).await?;
        layout.tell(app, conn, viewer, done, &address(&self.form.slug)).await?;
        let today = app.business().today(app.clock.now());
        let over = self.form.definition.closes_on.is_some_and(|last| last < today);
        page(status, &SheetPage::new(layout, viewer, &self.form, over, sheet, &self.services, showing))
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
    let desk = Desk::load(&mut conn, &slug).await?;
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
    let desk = Desk::load(&mut conn, &slug).await?;
    let versions = Version::all(&mut conn, desk.form.id).await?;
    let (known, pairs, whole) = (Known::of(&versions), Pairs::of(&posted), viewer.may(Power::Forms));
    let seen = pairs.last("seen").parse().unwrap_or(desk.form.version);
    let base =
        versions.iter().find(|version| version.number == seen).map_or(&desk.form.definition, |it| &it.definition);
    let mut sheet = Sheet::read(&pairs, &known);
    if !whole {
        sheet = Sheet::of(base).with_words(&sheet);
    }
    let mut showing = Showing { seen: Some(seen), ..Showing::default() };
    let status = match Act::read(&pairs) {
        // Whoever may change words alone has no such buttons.
        Act::Change(_) if !whole => StatusCode::OK,
        Act::Change(change) => match change.apply(&mut sheet) {
            Ok(focus) => {
                showing.focus = focus;
                StatusCode::OK
            }
            Err(fault) => {
                showing.faults.push(fault);
                StatusCode::UNPROCESSABLE_ENTITY
            }
        },
        Act::Save => {
            sheet.number();
            match Making::new(&known, base, &desk.services).definition(&sheet) {
                Ok(definition) => match keep(&app, &viewer, &slug, seen, definition.clone()).await? {
                    Kept::Yes(response) => return Ok(response),
                    Kept::Not(fault) => {
                        showing.faults.push(fault);
                        StatusCode::UNPROCESSABLE_ENTITY
                    }
                    Kept::Meanwhile => {
                        let newest = versions.first().ok_or(AppError::NotFound)?;
                        showing.meanwhile = Some(meanwhile(&app, newest, &definition));
                        // Whoever saves again has seen theirs.
                        showing.seen = Some(newest.number);
                        StatusCode::CONFLICT
                    }
                },
                Err(faults) => {
                    showing.faults = faults;
                    StatusCode::UNPROCESSABLE_ENTITY
                }
            }
        }
    };
    desk.answer(&app, &mut conn, &viewer, (&sheet, status), showing, None).await
}

/// What came of saving.
enum Kept {
    Yes(HttpResponse),
    Not(InputFault),
    Meanwhile,
}

async fn keep(app: &App, viewer: &Viewer, slug: &str, seen: i32, definition: Definition) -> Result<Kept> {
    let (at, who, name) = (app.clock.moment(), viewer.staff_id, slug.to_owned());
    let edit = Edit { seen, definition, whole: viewer.may(Power::Forms) };
    match app.db.write(async move |tx: &mut Tx| Form::edit(tx, at, &name, edit, who).await).await {
        Ok(Saved::Kept(act)) => {
            app.cache.generation.changed();
            Ok(Kept::Yes(Done::at(&address(slug), act)))
        }
        Ok(Saved::Meanwhile) => Ok(Kept::Meanwhile),
        Err(AppError::Conflict(words)) => Ok(Kept::Not(InputFault::new("steps", words))),
        Err(error) => Err(error),
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
