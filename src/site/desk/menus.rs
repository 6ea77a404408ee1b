//! `/admin/menus`: the main menu, the one button in the header, and the footer with its last line. Every button posts the whole form
//! and the same page comes back changed; visitors see it once it is saved.

mod choices;
pub(super) mod samples;
mod screen;
mod sheet;

use actix_web::{HttpResponse, web};
use chrono::NaiveDate;

use super::parts::{self, Meanwhile, seen};
use crate::accounts::access::Viewer;
use crate::accounts::inputs::InputFault;
use crate::accounts::people::Done;
use crate::acts::{Act, SiteAct};
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::settings::{self, Fact};
use crate::site::{Business, Menus, Place, TOPIC};
use crate::web::edge::Posted;
use crate::web::html::page;

use choices::Choices;
pub use screen::MenusPage;
use sheet::{Change, Sheet};

const PATH: &str = "/admin/menus";

/// What the menus say, in the order in which they are shown.
fn facts(sheet: &Sheet, choices: &Choices) -> Vec<Fact> {
    let words = |place| {
        let rows = sheet.rows(place).iter().map(|row| format!("{} ({})", row.label, choices.label(&row.leads)));
        rows.collect::<Vec<_>>().join(", ")
    };
    vec![
        Fact::new("Main menu", words(Place::Main)),
        Fact::new("Button", words(Place::Action)),
        Fact::new("Footer", words(Place::Footer)),
        Fact::new("Last line of the footer", sheet.note.as_str()),
    ]
}

/// The menus as they are stored, and everything to which they could lead.
async fn stored(conn: &mut Conn, today: NaiveDate) -> Result<(Sheet, Choices)> {
    let business: Business = settings::stored(conn).await?;
    let sheet = Sheet::of(&Menus::entries(conn).await?, &business.footer_note);
    let choices = Choices::load(conn, &sheet, today).await?;
    Ok((sheet, choices))
}

/// What becomes of the form before it is shown.
#[derive(Debug, Default)]
struct Showing {
    faults: Vec<InputFault>,
    /// Whether somebody else was quicker.
    quicker: bool,
    /// The row at which somebody is.
    focus: Option<(Place, usize)>,
    done: Done,
}

async fn answer(app: &App, viewer: &Viewer, typed: Option<(Sheet, String)>, showing: Showing) -> Result<HttpResponse> {
    let today = app.business().today(app.clock.now());
    let mut conn = app.db.read().await?;
    let (now, mut choices) = stored(&mut conn, today).await?;
    let theirs = facts(&now, &choices);
    let faulty = showing.quicker || !showing.faults.is_empty();
    let mut layout = Frame::new(app, &mut conn, viewer, &parts::title("Menus", faulty), Section::Pages).await?;
    layout.tell(app, &mut conn, viewer, showing.done.act(), PATH).await?;
    // Whoever saves again has seen theirs.
    let (sheet, opened) = match typed {
        Some((sheet, _)) if showing.quicker => (sheet, seen(&now)),
        Some(typed) => typed,
        None => (now.clone(), seen(&now)),
    };
    choices.add(&mut conn, &sheet, today).await?;
    let theirs = showing.quicker.then(|| Meanwhile::of(theirs, &facts(&sheet, &choices)));
    let mut screen = MenusPage::new(layout, viewer, &sheet, &choices, showing.focus, showing.faults);
    (screen.seen, screen.meanwhile) = (opened, theirs);
    page(parts::status(showing.quicker, faulty), &screen)
}

/// `GET /admin/menus`.
pub async fn show(app: web::Data<App>, viewer: Viewer, done: web::Query<Done>) -> Result<HttpResponse> {
    answer(&app, &viewer, None, Showing { done: done.into_inner(), ..Showing::default() }).await
}

/// `POST /admin/menus`: every button of the form.
pub async fn save(app: web::Data<App>, viewer: Viewer, posted: Posted) -> Result<HttpResponse> {
    let (mut sheet, opened) = (Sheet::read(&posted), posted.last("seen").unwrap_or_default().to_owned());
    if let Some(act) = posted.last("act").filter(|act| *act != "save") {
        let focus = Change::parse(act).and_then(|change| change.apply(&mut sheet));
        return answer(&app, &viewer, Some((sheet, opened)), Showing { focus, ..Showing::default() }).await;
    }
    sheet.tidy();
    let today = app.business().today(app.clock.now());
    let (_, mut choices) = stored(&mut *app.db.read().await?, today).await?;
    choices.add(&mut *app.db.read().await?, &sheet, today).await?;
    let faults = sheet.faults(&choices);
    if !faults.is_empty() {
        return answer(&app, &viewer, Some((sheet, opened)), Showing { faults, ..Showing::default() }).await;
    }
    let (at, who, mine, before) = (app.clock.moment(), viewer.staff_id, sheet.clone(), opened.clone());
    let work = async move |tx: &mut Tx| {
        Menus::hold(tx).await?;
        let (old, known) = stored(tx.conn(), today).await?;
        if seen(&old) != before {
            return Err(AppError::Conflict("Somebody else changed the menus meanwhile.".to_owned()));
        }
        let changes = Fact::changes(&facts(&old, &known), &facts(&mine, &choices));
        for place in Place::ALL {
            Menus::set(tx, at, place, &mine.entries(place)).await?;
        }
        let business: Business = settings::stored(tx.conn()).await?;
        if business.footer_note != mine.note {
            let business = Business { footer_note: mine.note, ..business };
            settings::append(tx, at.now, TOPIC, &business, Some(who)).await?;
        }
        Act::from(SiteAct::MenusChanged { changes }).write(tx, at, who).await
    };
    match app.db.write(work).await {
        Ok(act) => {
            app.refresh_business().await?;
            app.cache.generation.changed();
            Ok(Done::at(PATH, Some(act)))
        }
        Err(AppError::Conflict(_)) => {
            answer(&app, &viewer, Some((sheet, opened)), Showing { quicker: true, ..Showing::default() }).await
        }
        Err(error) => Err(error),
    }
}
