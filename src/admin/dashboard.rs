//! The dashboard answers four questions, in this order: what needs me today, are enquiries up, what brings them, is anything
//! broken. Each number leads to its list.

mod chart;
mod samples;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::{DateTime, Utc};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use uuid::Uuid;

use self::chart::{Chart, DAYS};
use super::frame::{Frame, Section};
use crate::accounts::Staff;
use crate::accounts::access::{Power, Viewer};
use crate::app::App;
use crate::db::Conn;
use crate::deliveries::{Delivery, Listed};
use crate::enquiries::inbox::{Filter, Listing, Part, Sort, Standpoint, View};
use crate::enquiries::{Awaited, Enquiry, PlaceCount, Task};
use crate::error::Result;
use crate::forms::{Form, FormProof};
use crate::promises::Promises;
use crate::site::Business;
use crate::site::desk::AskedFor;
use crate::starter::steps::{Step, Way, steps};
use crate::web::html::page;

pub(crate) use samples::samples;

/// So many replies stand on the dashboard itself.
const FIRST: i64 = 5;
/// So many places of each kind.
const PLACES: i64 = 5;
/// So many stuck messages.
const STUCK: i64 = 5;

/// The dashboard.
#[derive(Debug, Template)]
#[template(path = "admin/dashboard.html")]
pub struct DashboardPage {
    layout: Frame,
    desk: Option<DeskFigures>,
    /// Whether staff may send tests.
    proves: bool,
    proofs: Vec<ProofRow>,
    /// What authors asked to be published, for those who publish.
    asked: Vec<AskedRow>,
    /// What is still to be done before the site should be open; empty once all of it is.
    steps: Vec<Step>,
}

/// What those see who answer enquiries.
#[derive(Debug)]
pub struct DeskFigures {
    numbers: Vec<Number>,
    first: Listing,
    chart: Chart,
    kept: Promises,
    sources: Vec<Source>,
    stuck: Vec<StuckRow>,
    /// Whether nobody has ever enquired.
    before_the_first: bool,
}

/// One number, and the list behind it.
#[derive(Debug)]
pub struct Number {
    label: &'static str,
    value: String,
    href: String,
    /// `is-late` or `is-soon` where it is no good news; its words say so too.
    class: &'static str,
}

/// What brings enquiries: one kind of place.
#[derive(Debug)]
pub struct Source {
    title: &'static str,
    rows: Vec<(String, i64, String)>,
}

/// A message that is stuck.
#[derive(Debug)]
pub struct StuckRow {
    whom: String,
    reference: String,
    reason: &'static str,
    age: String,
}

/// Something that an author asked to be published.
#[derive(Debug)]
pub struct AskedRow {
    id: Uuid,
    title: String,
    who: String,
    age: String,
}

/// When a form last went well.
#[derive(Debug)]
pub struct ProofRow {
    title: String,
    slug: String,
    open: bool,
    enquiry: String,
    test: String,
    /// The reference of that test; empty where there was none.
    tested: String,
    delivery: String,
}

/// `GET /admin`.
pub async fn show(app: web::Data<App>, viewer: Viewer) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let mut layout = Frame::new(&app, &mut conn, &viewer, "Today", Section::Dashboard).await?;
    layout.live = viewer.may(Power::Enquiries);
    let desk = match viewer.may(Power::Enquiries) {
        true => Some(DeskFigures::load(&app, &mut conn, &viewer).await?),
        false => None,
    };
    let (business, now) = (app.business(), app.clock.now());
    let proofs = Form::proofs(&mut conn).await?.into_iter().map(|proof| ProofRow::of(&business, proof, now)).collect();
    let mut asked = Vec::new();
    if viewer.may(Power::Content) {
        let row =
            |one: AskedFor| AskedRow { id: one.id, title: one.title, who: one.who, age: business.age(one.at, now) };
        asked = AskedFor::all(&mut conn).await?.into_iter().map(row).collect();
    }
    let steps = if viewer.may(Power::People) && !app.is_demo() { steps(&app, &mut conn).await? } else { Vec::new() };
    let steps = if steps.iter().all(|step| step.done) { Vec::new() } else { steps };
    page(StatusCode::OK, &DashboardPage { layout, desk, proves: viewer.may(Power::Enquiries), proofs, asked, steps })
}

impl DeskFigures {
    async fn load(app: &App, conn: &mut Conn, viewer: &Viewer) -> Result<Self> {
        let (business, now) = (app.business(), app.clock.now());
        let today = business.today(now);
        let tallies = Enquiry::tallies(conn, viewer.staff_id).await?;
        let of = |view: View| View::ALL.iter().position(|other| *other == view).and_then(|at| tallies.get(at)).copied();
        let awaited = Enquiry::awaited(conn, now, business.start_of_day(now, -1)).await?;
        let tasks = Task::count_due(conn, viewer.staff_id, today).await?;
        let stuck = Delivery::count_stuck(conn, now).await?;
        // Whole days, as the list behind a number counts them.
        let period = i64::try_from(DAYS).unwrap_or(30);
        let since = business.start_of_day(now, period - 1);
        let days = Enquiry::per_day(conn, business.start_of_day(now, 2 * period - 1), business.zone).await?;
        let mut sources = Vec::new();
        for (part, title) in Part::ALL {
            let rows = Enquiry::places(conn, part, since, PLACES).await?;
            sources.push(Source { title, rows: rows.into_iter().map(|row| linked(part, row)).collect() });
        }
        sources.retain(|source| !source.rows.is_empty());
        let filter = Filter { sort: Sort::Due, ..Filter::default() };
        let found = Enquiry::list(conn, &filter, None, Standpoint::of(app, viewer.staff_id), FIRST).await?;
        let people = Staff::names(conn).await?;
        let rows = Delivery::newest_stuck(conn, now, STUCK).await?;
        Ok(Self {
            numbers: numbers(awaited, of(View::New).unwrap_or(0), tasks, stuck),
            first: Listing::new(&business, now, filter, found, &people, false, None),
            chart: Chart::new(&days, business.dates, today),
            kept: Enquiry::promises(conn, since, now).await?,
            sources,
            stuck: rows.into_iter().map(|listed| StuckRow::listed(&business, listed, now)).collect(),
            before_the_first: tallies.iter().all(|tally| *tally == 0),
        })
    }
}

fn numbers(awaited: Awaited, new: i64, tasks: i64, stuck: i64) -> Vec<Number> {
    use crate::enquiries::inbox::listing::counted;
    let number = |label, value: i64, href: &str, class| Number {
        label,
        value: counted(value),
        href: href.to_owned(),
        class: if value > 0 { class } else { "" },
    };
    vec![
        number("Replies late", awaited.late, "/admin/enquiries?view=all&promise=overdue&sort=due", "is-late"),
        number("Replies due today", awaited.today, "/admin/enquiries?view=all&promise=today&sort=due", "is-soon"),
        number("New", new, "/admin/enquiries?view=new", ""),
        number("To do by today", tasks, "/admin/enquiries?view=all&promise=tasks", ""),
        number("Messages stuck", stuck, "/admin/deliveries", "is-late"),
    ]
}

fn linked(part: Part, row: PlaceCount) -> (String, i64, String) {
    let from = utf8_percent_encode(&part.value(&row.place), NON_ALPHANUMERIC).to_string();
    (row.place, row.count, format!("/admin/enquiries?view=all&days=30&from={from}"))
}

impl StuckRow {
    fn listed(business: &Business, listed: Listed, now: DateTime<Utc>) -> Self {
        let reference = listed.about.map(|(reference, ..)| reference);
        Self::of(business, &listed.delivery, reference, now)
    }

    fn of(business: &Business, delivery: &Delivery, reference: Option<String>, now: DateTime<Utc>) -> Self {
        Self {
            reason: delivery.reason(now).unwrap_or_default(),
            whom: if delivery.recipient.is_empty() { "nobody".to_owned() } else { delivery.recipient.clone() },
            reference: reference.unwrap_or_default(),
            age: business.age(delivery.created_at, now),
        }
    }
}

impl ProofRow {
    fn of(business: &Business, proof: FormProof, now: DateTime<Utc>) -> Self {
        let age = |at: Option<DateTime<Utc>>| at.map_or_else(|| "never".to_owned(), |at| business.age(at, now));
        let open = proof.is_open(business.today(now));
        Self {
            title: proof.title,
            slug: proof.slug,
            open,
            enquiry: age(proof.last_enquiry),
            test: age(proof.last_test.as_ref().map(|(at, _)| *at)),
            tested: proof.last_test.map(|(_, reference)| reference).unwrap_or_default(),
            delivery: age(proof.last_delivery),
        }
    }
}
