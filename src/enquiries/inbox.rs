//! The inbox: newest first, found by reference, name or address, page by page.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::enquiry::Enquiry;
use super::reference::Reference;
use super::state::EnquiryState;
use crate::accounts::access::Viewer;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::schema::enquiries;
use crate::web::html::page;

/// Rows on a page.
const PAGE: i64 = 50;

/// Which enquiries are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Nobody has taken them up.
    New,
    /// New, being worked on or waiting.
    Open,
    /// They became work.
    Won,
    /// They did not.
    Lost,
    /// Suspected spam.
    Spam,
    /// Everything but suspected spam.
    All,
}

impl View {
    const ALL: [Self; 6] = [Self::New, Self::Open, Self::Won, Self::Lost, Self::Spam, Self::All];

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.name() == text)
    }

    fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Open => "open",
            Self::Won => "won",
            Self::Lost => "lost",
            Self::Spam => "spam",
            Self::All => "all",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::Open => "Open",
            Self::Won => "Won",
            Self::Lost => "Lost",
            Self::Spam => "Spam",
            Self::All => "All",
        }
    }

    fn states(self) -> Option<&'static [&'static str]> {
        match self {
            Self::New => Some(&["new"]),
            Self::Open => Some(&["new", "working", "waiting"]),
            Self::Won => Some(&["won"]),
            Self::Lost => Some(&["lost"]),
            Self::Spam | Self::All => None,
        }
    }
}

/// The place after which the next page begins: time and key of its last row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    at: DateTime<Utc>,
    id: Uuid,
}

impl Place {
    fn parse(text: &str) -> Option<Self> {
        let (micros, id) = text.split_once('.')?;
        Some(Self { at: DateTime::from_timestamp_micros(micros.parse().ok()?)?, id: Uuid::try_parse(id).ok()? })
    }

    fn text(&self) -> String {
        format!("{}.{}", self.at.timestamp_micros(), self.id.simple())
    }
}

/// What is looked for.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InboxQuery {
    view: Option<String>,
    q: Option<String>,
    after: Option<String>,
}

/// The inbox.
#[derive(Debug, Template)]
#[template(path = "enquiries/inbox.html")]
pub struct InboxPage {
    layout: Frame,
    tabs: Vec<Tab>,
    view: &'static str,
    search: String,
    rows: Vec<Row>,
    older: Option<String>,
    later_page: bool,
    nothing_yet: bool,
}

/// A view with its link.
#[derive(Debug)]
pub struct Tab {
    label: &'static str,
    href: String,
    current: bool,
}

/// One row.
#[derive(Debug)]
pub struct Row {
    href: String,
    title: String,
    state: EnquiryState,
    suspected: bool,
    age: String,
    time: String,
    words: String,
}

impl Enquiry {
    /// One page of a view, newest first, with one row more where there is another page.
    ///
    /// # Errors
    /// The database is away.
    pub async fn list(conn: &mut Conn, view: View, search: &str, after: Option<Place>) -> Result<Vec<Self>> {
        let mut query = enquiries::table
            .filter(enquiries::suspected.eq(view == View::Spam))
            .filter(enquiries::test.eq(false))
            .order((enquiries::received_at.desc(), enquiries::id.desc()))
            .limit(PAGE + 1)
            .select(Self::as_select())
            .into_boxed();
        if let Some(states) = view.states() {
            query = query.filter(enquiries::state.eq_any(states));
        }
        if let Some(place) = after {
            query = query.filter(
                enquiries::received_at
                    .lt(place.at)
                    .or(enquiries::received_at.eq(place.at).and(enquiries::id.lt(place.id))),
            );
        }
        if let Some(reference) = Reference::parse(search) {
            query = query.filter(enquiries::reference.eq(reference.as_str().to_owned()));
        } else {
            for word in search.split_whitespace().take(8) {
                let escaped = word.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
                query = query.filter(enquiries::search.like(format!("%{escaped}%")));
            }
        }
        Ok(query.load(conn).await?)
    }
}

/// `GET /admin/enquiries`.
pub async fn list(app: web::Data<App>, viewer: Viewer, query: web::Query<InboxQuery>) -> Result<HttpResponse> {
    let view = match query.view.as_deref() {
        None | Some("") => View::Open,
        Some(text) => View::parse(text).ok_or(AppError::NotFound)?,
    };
    let after = match query.after.as_deref() {
        None | Some("") => None,
        Some(text) => Some(Place::parse(text).ok_or(AppError::NotFound)?),
    };
    let search = query.q.clone().unwrap_or_default().replace('\0', "").chars().take(200).collect::<String>();
    let mut conn = app.db.read().await?;
    let mut found = Enquiry::list(&mut conn, view, &search, after).await?;
    let page_size = usize::try_from(PAGE).unwrap_or(50);
    let more = found.len() > page_size;
    found.truncate(page_size);
    let last = found.last().map(|enquiry| Place { at: enquiry.received_at, id: enquiry.id });
    let nothing_yet =
        found.is_empty() && search.is_empty() && Enquiry::list(&mut conn, View::All, "", None).await?.is_empty();
    let (business, now) = (app.business(), app.clock.now());
    let encoded = percent_encoding::utf8_percent_encode(&search, percent_encoding::NON_ALPHANUMERIC).to_string();
    page(
        StatusCode::OK,
        &InboxPage {
            layout: Frame::new(&app, &mut conn, &viewer, "Enquiries", Section::Enquiries).await?,
            tabs: View::ALL
                .into_iter()
                .map(|tab| Tab {
                    label: tab.label(),
                    href: format!("/admin/enquiries?view={}&q={encoded}", tab.name()),
                    current: tab == view,
                })
                .collect(),
            view: view.name(),
            rows: found
                .iter()
                .map(|enquiry| Row {
                    href: format!("/admin/enquiries/{}", enquiry.reference),
                    title: enquiry.title().to_owned(),
                    state: enquiry.state(),
                    suspected: enquiry.suspected,
                    age: business.age(enquiry.received_at, now),
                    time: enquiry.received_at.to_rfc3339(),
                    words: enquiry.excerpt.clone(),
                })
                .collect(),
            older: last
                .filter(|_| more)
                .map(|place| format!("/admin/enquiries?view={}&q={encoded}&after={}", view.name(), place.text())),
            later_page: after.is_some(),
            search,
            nothing_yet,
        },
    )
}
