//! `/admin/deliveries`: every message that somebody has to see to, why, and the way out; what waits and what is gone beside it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::delivery::Delivery;
use super::listing::{Listed, Place, View};
use super::state::Kind;
use crate::accounts::access::Viewer;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::clock::stamp;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::jobs::Job;
use crate::site::Business;
use crate::web::html::page;

/// Rows on a page.
const PAGE: i64 = 50;

/// What is looked at.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeliveriesQuery {
    view: Option<String>,
    after: Option<String>,
    tried: Option<u16>,
}

/// The deliveries.
#[derive(Debug, Template)]
#[template(path = "deliveries/list.html")]
pub struct DeliveriesPage {
    layout: Frame,
    tabs: Vec<Tab>,
    view: &'static str,
    pub(super) rows: Vec<Row>,
    jobs: Vec<JobRow>,
    set_aside: i64,
    older: Option<String>,
    later_page: bool,
    /// How many are being tried now, where somebody just said so.
    tried: Option<u16>,
}

/// A view with its number.
#[derive(Debug)]
pub struct Tab {
    label: &'static str,
    href: String,
    count: String,
    current: bool,
}

/// One message.
#[derive(Debug)]
pub struct Row {
    pub(super) id: Uuid,
    title: String,
    state: &'static str,
    tag: &'static str,
    reference: String,
    name: String,
    test: bool,
    when: String,
    time: String,
    age: String,
    reason: &'static str,
    words: String,
    can_try: bool,
    can_redirect: bool,
    /// A new address that needs mending, as it was typed.
    pub(super) mending: Option<String>,
}

/// A job that was set aside.
#[derive(Debug)]
pub struct JobRow {
    what: &'static str,
    age: String,
    words: String,
}

impl Row {
    pub(super) fn of(business: &Business, listed: Listed, now: DateTime<Utc>) -> Self {
        let delivery = listed.delivery;
        let (state, tag) = delivery.state_words();
        let (can_try, can_redirect) = delivery.ways();
        let reason = delivery.reason(now);
        let kind = match delivery.kind() {
            Kind::Notice => "Notice",
            Kind::Receipt => "Receipt",
            Kind::ActionLink => "Link to sign in",
            Kind::PasswordChanged => "News of a new password",
            Kind::Morning => "What waits this morning",
            Kind::Reminder => "Reminder",
            Kind::MailTest => "Test",
        };
        let whom = if delivery.recipient.is_empty() { "nobody" } else { delivery.recipient.as_str() };
        let (reference, name, test) = listed.about.unwrap_or_default();
        Self {
            id: delivery.id,
            title: format!("{kind} to {whom}"),
            state: if reason.is_some() && !delivery.state().is_dead() { "Stands still" } else { state },
            tag: if reason.is_some() { "tag-bad" } else { tag },
            name: if name.is_empty() { reference.clone() } else { name },
            reference,
            test,
            when: business.day_and_time(delivery.created_at),
            time: stamp(delivery.created_at),
            age: business.age(delivery.created_at, now),
            reason: reason.unwrap_or_default(),
            words: listed
                .words
                .map(|(words, at)| format!("{words} · {}", business.clock_near(at, now)))
                .unwrap_or_default(),
            can_try: can_try || delivery.recipient.is_empty(),
            can_redirect,
            mending: None,
        }
    }
}

impl DeliveriesPage {
    pub(super) async fn load(
        app: &App,
        conn: &mut Conn,
        viewer: &Viewer,
        view: View,
        after: Option<Place>,
    ) -> Result<Self> {
        let (business, now) = (app.business(), app.clock.now());
        let mut found = Delivery::list(conn, view, now, after.unwrap_or(Place::FIRST), PAGE + 1).await?;
        let size = usize::try_from(PAGE).unwrap_or(50);
        let more = found.len() > size;
        found.truncate(size);
        let last = found.last().filter(|_| more).map(|listed| Place::of(&listed.delivery));
        let stuck = Delivery::count_stuck(conn, now).await?;
        let waiting = Delivery::count_waiting(conn, now).await?;
        let tab = |tab: View, label, count: String| Tab {
            label,
            href: format!("/admin/deliveries?view={}", tab.name()),
            count,
            current: tab == view,
        };
        let set_aside = if view == View::Stuck { Job::dead(conn).await? } else { 0 };
        let jobs = if set_aside > 0 { Job::dead_reasons(conn, 5).await? } else { Vec::new() };
        Ok(Self {
            layout: Frame::new(app, conn, viewer, "Deliveries", Section::Deliveries).await?,
            tabs: vec![
                tab(View::Stuck, "Stuck", at_most(stuck)),
                tab(View::Waiting, "Waiting", at_most(waiting)),
                tab(View::Gone, "Handed over", String::new()),
            ],
            view: view.name(),
            rows: found.into_iter().map(|listed| Row::of(&business, listed, now)).collect(),
            jobs: jobs
                .into_iter()
                .map(|(kind, at, words)| JobRow {
                    what: if kind == "deliver" { "Sending a message" } else { "Work in the background" },
                    age: business.age(at, now),
                    words,
                })
                .collect(),
            set_aside,
            older: last.map(|place| format!("/admin/deliveries?view={}&after={}", view.name(), place.text())),
            later_page: after.is_some(),
            tried: None,
        })
    }
}

impl DeliveriesPage {
    /// With sample content: these deliveries, and a job that was set aside.
    pub(crate) fn sample(business: &Business, layout: Frame, deliveries: Vec<Delivery>, now: DateTime<Utc>) -> Self {
        let listed = |delivery| Listed {
            delivery,
            about: Some((crate::demo::SAMPLE_REFERENCE.to_owned(), "Nadia Brightwell".to_owned(), false)),
            words: Some(("451 4.3.2 Try again later".to_owned(), now)),
        };
        let set_aside = i64::from(!deliveries.is_empty());
        let job = JobRow {
            what: "Sending a message",
            age: "2 h".to_owned(),
            words: "the database: it did not answer in time".to_owned(),
        };
        let tab = |label, view: View, current| Tab {
            label,
            href: format!("/admin/deliveries?view={}", view.name()),
            count: deliveries.len().to_string(),
            current,
        };
        Self {
            layout,
            tabs: vec![tab("Stuck", View::Stuck, true), tab("Waiting", View::Waiting, false)],
            view: View::Stuck.name(),
            jobs: if set_aside > 0 { vec![job] } else { Vec::new() },
            rows: deliveries.into_iter().map(|delivery| Row::of(business, listed(delivery), now)).collect(),
            set_aside,
            older: None,
            later_page: false,
            tried: None,
        }
    }
}

/// Exact to a thousand.
fn at_most(count: i64) -> String {
    if count >= 1000 { "1,000+".to_owned() } else { count.to_string() }
}

/// `GET /admin/deliveries`.
pub async fn show(app: web::Data<App>, viewer: Viewer, query: web::Query<DeliveriesQuery>) -> Result<HttpResponse> {
    let view = match query.view.as_deref() {
        None | Some("") => View::Stuck,
        Some(text) => View::parse(text).ok_or(AppError::NotFound)?,
    };
    let after = match query.after.as_deref() {
        None | Some("") => None,
        Some(text) => Some(Place::parse(text).ok_or(AppError::NotFound)?),
    };
    let mut conn = app.db.read().await?;
    let mut found = DeliveriesPage::load(&app, &mut conn, &viewer, view, after).await?;
    found.tried = query.tried;
    page(StatusCode::OK, &found)
}
