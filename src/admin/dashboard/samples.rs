//! The dashboard with sample content: on a good day, before the first enquiry, with everything that can be wrong, and for
//! those who don't answer enquiries.

use chrono::{Days, TimeDelta};

use super::{AskedRow, Chart, DashboardPage, DeskFigures, ProofRow, Source, StuckRow, numbers};
use crate::admin::frame::{Frame, Line, Section};
use crate::app::App;
use crate::deliveries::{Delivery, Kind, State};
use crate::demo;
use crate::enquiries::inbox::{Filter, Found, Listing, Sort};
use crate::enquiries::{Awaited, DayCount, Enquiry};
use crate::error::Result;
use crate::promises::Promises;
use crate::samples::Sample;
use crate::site::DateStyle;
use crate::starter::steps;

/// All of them.
///
/// # Errors
/// A template that cannot be rendered.
pub(crate) fn samples(app: &App) -> Result<Vec<Sample>> {
    let (business, at) = (app.business(), app.clock.moment());
    let form = demo::sample_form(at, "project")?;
    let enquiry = Enquiry::sample(at, &form)?;
    let frame = || Frame::sample(app, "Today", Section::Dashboard);
    let today = at.now.date_naive();
    let list = |rows: Vec<Enquiry>| {
        let filter = Filter { sort: Sort::Due, ..Filter::default() };
        Listing::new(&business, at.now, filter, Found { rows, next: None }, &Vec::new(), false, None)
    };
    let days: Vec<DayCount> = (0..60_u64)
        .filter_map(|ago| {
            let count = [1, 3, 0, 2, 5, 2, 0].get(usize::try_from(ago % 7).ok()?).copied()?;
            Some(DayCount { day: today.checked_sub_days(Days::new(ago))?, count })
        })
        .collect();
    let mut late = enquiry.clone();
    late.due_at = Some(at.now - TimeDelta::hours(2));
    let proof = |test: &str| ProofRow {
        title: form.definition.title.clone(),
        slug: form.slug.clone(),
        tested: if test == "never" { String::new() } else { enquiry.reference.clone() },
        open: true,
        enquiry: "3 h".to_owned(),
        test: test.to_owned(),
        delivery: "3 h".to_owned(),
    };
    let row = |place: &str, count| (place.to_owned(), count, "/admin/enquiries".to_owned());
    let busy = || DeskFigures {
        numbers: numbers(Awaited { late: 1, today: 3 }, 4, 2, 0),
        first: list(vec![late.clone(), enquiry.clone()]),
        chart: Chart::new(&days, DateStyle::default(), today),
        kept: Promises { kept: 31, broken: 3, open: 2 },
        sources: vec![
            Source { title: "Pages", rows: vec![row("/services", 14), row("/", 9)] },
            Source { title: "Campaigns", rows: vec![row("dead-forms", 5)] },
        ],
        stuck: Vec::new(),
        before_the_first: false,
    };
    let empty = DeskFigures {
        numbers: numbers(Awaited::default(), 0, 0, 0),
        first: list(Vec::new()),
        chart: Chart::new(&[], DateStyle::default(), today),
        kept: Promises { kept: 0, broken: 0, open: 0 },
        sources: Vec::new(),
        stuck: Vec::new(),
        before_the_first: true,
    };
    let stuck = [State::Refused, State::GivenUp, State::NoRecipient, State::Waiting].map(|state| {
        let delivery = Delivery::sample(at, Kind::Notice, state);
        StuckRow::of(&business, &delivery, Some(enquiry.reference.clone()), at.now)
    });
    let broken = DeskFigures { stuck: stuck.into(), ..busy() };
    let page = |desk, proofs| DashboardPage {
        layout: frame(),
        desk,
        proves: true,
        proofs,
        asked: Vec::new(),
        steps: Vec::new(),
    };
    let asked = AskedRow {
        id: at.id(),
        title: "Why contact forms die quietly, and how to find out".to_owned(),
        who: "Tobias Adeyemi".to_owned(),
        age: "40 min".to_owned(),
    };
    let troubled = DashboardPage {
        layout: Frame { lines: Line::samples(), ..frame() },
        ..page(Some(broken), vec![proof("never")])
    };
    Ok(vec![
        Sample::of("dashboard", &DashboardPage { asked: vec![asked], ..page(Some(busy()), vec![proof("yesterday")]) })?,
        Sample::of(
            "dashboard-before-the-first",
            &DashboardPage { steps: steps::sample(), ..page(Some(empty), vec![proof("never")]) },
        )?,
        Sample::of("dashboard-with-troubles", &troubled)?,
        Sample::of("dashboard-for-authors", &DashboardPage { proves: false, ..page(None, vec![proof("never")]) })?,
    ])
}
