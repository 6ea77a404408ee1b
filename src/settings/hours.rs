//! `/admin/settings/hours`: when the business works, by which reply promises count, and the days on which nobody does.

mod typed;

use askama::Template;

use super::history::{Fact, Facts, History};
use super::screen::{Around, Fields, Screen};
use super::topic::{self, Topic, Whole};
use crate::accounts::access::Viewer;
use crate::accounts::inputs::InputFault;
use crate::admin::frame::Frame;
use crate::app::App;
use crate::db::Conn;
use crate::error::Result;
use crate::promises::{Holiday, OpeningHours, TOPIC};

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
    fn new(app: &App, typed: &Typed, around: Around) -> Self {
        let Around { layout, history, errors } = around;
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

/// What was promised before stays promised: only new enquiries count by the new hours.
impl Screen for HoursPage {
    type Setting = Whole<OpeningHours>;
    type Typed = Typed;

    async fn page(app: &App, conn: &mut Conn, _: &Viewer, typed: Option<Typed>, around: Around) -> Result<Self> {
        let stored = topic::stored(conn).await?;
        Ok(Self::new(app, &typed.unwrap_or_else(|| Typed::of(&stored)), around))
    }
}

impl HoursPage {
    /// The page with sample content.
    pub(super) fn sample(app: &App, wrong: bool) -> Self {
        let mut typed = Typed::of(&app.business().opening);
        if wrong {
            typed.week = WEEK.map(|_| vec![("9.00".to_owned(), "half past five".to_owned())]);
            typed.holidays = vec![(String::new(), "Boxing Day".to_owned())];
        }
        let faults = typed.setting().err().unwrap_or_default();
        let changes = ["Holiday on 28 December 2026: “Boxing Day (substitute)” added"];
        Self::new(app, &typed, Around::sample::<Whole<OpeningHours>>(app, &changes, faults))
    }
}
