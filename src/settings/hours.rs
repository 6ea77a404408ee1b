//! `/admin/settings/hours`: when the business works, by which reply promises count, and the days on which nobody does.

mod typed;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use uuid::Uuid;

use super::history::{Change, Fact, Facts, History};
use super::topic::{self, Topic};
use crate::accounts::access::Viewer;
use crate::accounts::inputs::InputFault;
use crate::accounts::people::Done;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::db::Tx;
use crate::error::Result;
use crate::promises::{Holiday, OpeningHours, TOPIC};
use crate::web::edge::Posted;
use crate::web::html::page;

use typed::{SPANS, Typed, WEEK};

/// Spans of a day that are offered at least.
const OFFERED: usize = 2;
/// Empty lines for further holidays.
const MORE: usize = 4;

impl Facts for OpeningHours {
    fn facts(&self) -> Vec<Fact> {
        let mut holidays: Vec<&Holiday> = self.holidays.iter().collect();
        holidays.sort_by_key(|holiday| holiday.day);
        let week = if self.is_empty() { String::new() } else { self.words() };
        let mut facts = vec![Fact::new("Working hours", week)];
        facts.extend(
            holidays.into_iter().map(|holiday| {
                Fact::new(format!("Holiday on {}", holiday.day.format("%-d %B %Y")), holiday.name.clone())
            }),
        );
        facts
    }
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "settings/hours.html")]
pub struct HoursPage {
    layout: Frame,
    errors: Vec<InputFault>,
    days: Vec<DayRow>,
    holidays: Vec<HolidayRow>,
    words: String,
    zone: String,
    history: History,
}

/// One day of the week.
#[derive(Debug)]
struct DayRow {
    words: &'static str,
    spans: Vec<SpanRow>,
}

/// One span of a day: its id, and each end with whether it is wrong.
#[derive(Debug)]
struct SpanRow {
    id: String,
    number: usize,
    from: String,
    to: String,
    from_wrong: bool,
    to_wrong: bool,
}

/// One holiday.
#[derive(Debug)]
struct HolidayRow {
    number: usize,
    day: String,
    name: String,
    wrong: bool,
}

impl HoursPage {
    pub(super) fn new(app: &App, layout: Frame, typed: &Typed, history: History, errors: Vec<InputFault>) -> Self {
        let business = app.business();
        let wrong = |id: String| errors.iter().any(|fault| fault.id == id);
        let days = WEEK.into_iter().zip(&typed.week).map(|((_, name, words), spans)| {
            let filled = spans.iter().rposition(|(from, to)| !from.is_empty() || !to.is_empty()).map_or(0, |at| at + 1);
            let count = OFFERED.max(filled).min(SPANS);
            let span = |number: usize| {
                let (from, to) = spans.get(number).cloned().unwrap_or_default();
                let id = format!("{name}-{number}");
                let (from_wrong, to_wrong) = (wrong(format!("{id}-from")), wrong(format!("{id}-to")));
                SpanRow { number: number + 1, from, to, from_wrong, to_wrong, id }
            };
            DayRow { words, spans: (0..count).map(span).collect() }
        });
        let typed_days = typed.holidays.iter().filter(|(day, name)| !day.is_empty() || !name.is_empty()).cloned();
        let holidays = typed_days.chain(std::iter::repeat_n(Default::default(), MORE)).enumerate();
        let holiday = |(number, (day, name)): (usize, (String, String))| HolidayRow {
            wrong: wrong(format!("holiday-{number}-day")) || wrong(format!("holiday-{number}-name")),
            number,
            day,
            name,
        };
        Self {
            days: days.collect(),
            holidays: holidays.map(holiday).collect(),
            words: business.opening.words(),
            zone: business.zone.name().to_owned(),
            layout,
            history,
            errors,
        }
    }
}

impl Topic for OpeningHours {
    const TOPIC: &'static str = TOPIC;
    const NAME: &'static str = "Working hours and holidays";
    const PATH: &'static str = "/admin/settings/hours";
}

async fn answer(
    app: &App,
    viewer: &Viewer,
    typed: Option<Typed>,
    done: Option<Uuid>,
    status: StatusCode,
    errors: Vec<InputFault>,
) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let stored: OpeningHours = topic::stored(&mut conn).await?;
    let (layout, history) = topic::screen::<OpeningHours>(app, &mut conn, viewer, done, !errors.is_empty()).await?;
    let typed = typed.unwrap_or_else(|| Typed::of(&stored));
    page(status, &HoursPage::new(app, layout, &typed, history, errors))
}

/// `GET /admin/settings/hours`.
pub async fn show(app: web::Data<App>, viewer: Viewer, done: web::Query<Done>) -> Result<HttpResponse> {
    answer(&app, &viewer, None, done.act(), StatusCode::OK, Vec::new()).await
}

/// `POST /admin/settings/hours`. What was promised before stays promised: only new enquiries count by the new hours.
pub async fn save(app: web::Data<App>, viewer: Viewer, posted: Posted) -> Result<HttpResponse> {
    let mut typed = Typed::read(&posted);
    // Empty lines are left out, so that a fault names the line that is shown.
    typed.holidays.retain(|(day, name)| !day.is_empty() || !name.is_empty());
    let after = match typed.hours() {
        Ok(hours) => hours,
        Err(faults) => {
            return answer(&app, &viewer, Some(typed), None, StatusCode::UNPROCESSABLE_ENTITY, faults).await;
        }
    };
    let (at, who, seen) = (app.clock.moment(), viewer.staff_id, super::seen(&posted));
    let work = async move |tx: &mut Tx| {
        let before = topic::stored(tx.conn()).await?;
        Change::of(seen, before, after).write(tx, at, who).await
    };
    match topic::written::<OpeningHours>(&app, app.db.write(work).await).await? {
        Some(answer) => Ok(answer),
        None => answer(&app, &viewer, Some(typed), None, StatusCode::CONFLICT, vec![super::meanwhile()]).await,
    }
}

/// `POST /admin/settings/hours/restoration`.
pub async fn restore(app: web::Data<App>, viewer: Viewer, posted: Posted) -> Result<HttpResponse> {
    topic::restore::<OpeningHours>(&app, &viewer, &posted).await
}

impl HoursPage {
    /// The page with sample content.
    pub(super) fn sample(app: &App, wrong: bool) -> Self {
        let business = app.business();
        let mut typed = Typed::of(&business.opening);
        if wrong {
            typed.week = WEEK.map(|_| vec![("9.00".to_owned(), "half past five".to_owned())]);
            typed.holidays = vec![(String::new(), "Boxing Day".to_owned())];
        }
        let faults = typed.hours().err().unwrap_or_default();
        let changes = vec!["Holiday on 28 December 2026: “Boxing Day (substitute)” added".to_owned()];
        let history = History::sample(&business, app.clock.now(), "/admin/settings/hours/restoration", changes);
        let title = if wrong { "Error: Working hours" } else { "Working hours" };
        Self::new(app, Frame::sample(app, title, Section::Settings), &typed, history, faults)
    }
}
