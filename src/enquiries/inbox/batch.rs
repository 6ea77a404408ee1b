//! Acts on many enquiries at once: those that were ticked, or all that a list shows.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, web};
use askama::Template;
use uuid::Uuid;

use super::filter::{Filter, InboxQuery};
use super::list::COUNTED;
use super::listing::counted;
use super::shown::Standpoint;
use crate::accounts::access::Viewer;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::db::{Conn, Tx};
use crate::deliveries::Delivery;
use crate::enquiries::changes::Change;
use crate::enquiries::enquiry::Enquiry;
use crate::enquiries::pick::Pick;
use crate::enquiries::reference::Reference;
use crate::enquiries::state::EnquiryState;
use crate::error::{AppError, Result};
use crate::web::edge::Posted;
use crate::web::html::page;

/// From so many on, the number is typed before they are deleted.
const TYPED_FROM: usize = 21;
/// So many names stand on the page that asks.
const NAMED: usize = 20;

/// What was chosen on a list.
struct Chosen {
    filter: Filter,
    /// The page of the list on which they were chosen.
    page: String,
    /// The record on which the one was, where it was not on the list.
    record: Option<Reference>,
    picks: Vec<Pick>,
}

impl Chosen {
    /// Reads what was ticked, or all that the list shows: at most as many as are counted.
    async fn read(app: &App, conn: &mut Conn, viewer: &Viewer, posted: &Posted) -> Result<Self> {
        let query = posted.last("list").unwrap_or_default();
        let query: web::Query<InboxQuery> =
            web::Query::from_query(query).map_err(|_| AppError::BadRequest("the list’s address"))?;
        let (filter, page) = (query.filter()?, query.page()?);
        let picks = if posted.last("every").is_some() {
            let ids = Enquiry::keys(conn, &filter, Standpoint::of(app, viewer.staff_id), COUNTED).await?;
            ids.into_iter().map(|id| Pick { id, seen: None }).collect()
        } else {
            posted.all("id").filter_map(Pick::parse).collect()
        };
        let record = posted.last("record").and_then(Reference::parse);
        Ok(Self { filter, page, record, picks })
    }

    /// Back to the same page of the list, with what was done.
    fn back(&self, act: Option<Uuid>) -> HttpResponse {
        let done = act.map(|act| format!("&done={}", act.simple())).unwrap_or_default();
        let to = format!("/admin/enquiries?{}{done}", self.page);
        HttpResponse::SeeOther().insert_header((header::LOCATION, to)).finish()
    }
}

/// What the pressed button asks for.
fn change_of(posted: &Posted, viewer: &Viewer) -> Option<Change> {
    match posted.last("act")? {
        "state" => posted.last("state").and_then(EnquiryState::parse).map(Change::State),
        "owner" => match posted.last("owner")? {
            "nobody" => Some(Change::Owner(None)),
            id => Uuid::try_parse(id).ok().map(|id| Change::Owner(Some(id))),
        },
        "mine" => Some(Change::Owner(Some(viewer.staff_id))),
        "answered" => Some(Change::Answered),
        "spam" => Some(Change::Spam),
        "not-spam" => Some(Change::NotSpam),
        _ => None,
    }
}

/// `POST /admin/enquiries/changes`: the same change for everything that was chosen.
pub async fn change(app: web::Data<App>, viewer: Viewer, posted: Posted) -> Result<HttpResponse> {
    let chosen = Chosen::read(&app, &mut *app.db.read().await?, &viewer, &posted).await?;
    let Some(change) = change_of(&posted, &viewer) else {
        // No choice was made in the menu beside the button: nothing is done.
        return Ok(chosen.back(None));
    };
    let (at, picks, who) = (app.clock.moment(), chosen.picks.clone(), viewer.staff_id);
    let act = app.db.write(async move |tx: &mut Tx| Enquiry::change_all(tx, at, &picks, change, who).await).await?;
    chosen.picks.iter().for_each(|pick| app.wake.changed(pick.id));
    app.wake.runner.notify_one();
    Ok(chosen.back(act))
}

/// What is lost, before it is.
#[derive(Debug, Template)]
#[template(path = "enquiries/deletion.html")]
pub struct DeletionPage {
    layout: Frame,
    list: String,
    back: String,
    record: Option<String>,
    picks: Vec<Pick>,
    names: Vec<String>,
    more: usize,
    one: bool,
    /// How many, as it is read and typed.
    count: String,
    /// Whether the number has to be typed.
    typed: bool,
    mistyped: Option<String>,
}

impl DeletionPage {
    pub(crate) fn new(layout: Frame, filter: &Filter, enquiries: &[Enquiry], mistyped: Option<String>) -> Self {
        let names: Vec<String> =
            enquiries.iter().take(NAMED).map(|enquiry| format!("{}, {}", enquiry.title(), enquiry.reference)).collect();
        Self {
            layout,
            list: filter.query(),
            back: filter.address(),
            record: None,
            picks: enquiries.iter().map(|enquiry| Pick { id: enquiry.id, seen: Some(enquiry.version) }).collect(),
            more: enquiries.len().saturating_sub(names.len()),
            names,
            one: enquiries.len() == 1,
            count: counted(i64::try_from(enquiries.len()).unwrap_or(i64::MAX)),
            typed: enquiries.len() >= TYPED_FROM,
            mistyped,
        }
    }

    /// Leads back to where they were chosen.
    fn of(self, chosen: &Chosen) -> Self {
        let record = chosen.record.as_ref().map(ToString::to_string);
        let place = record.as_ref().map(|reference| format!("/{reference}")).unwrap_or_default();
        Self { list: chosen.page.clone(), back: format!("/admin/enquiries{place}?{}", chosen.page), record, ..self }
    }
}

async fn ask(app: &App, viewer: &Viewer, chosen: &Chosen, mistyped: Option<String>) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let ids: Vec<Uuid> = chosen.picks.iter().map(|pick| pick.id).collect();
    let enquiries = Enquiry::by_keys(&mut conn, &ids).await?;
    if enquiries.is_empty() {
        return Ok(chosen.back(None));
    }
    let layout = Frame::new(app, &mut conn, viewer, "Delete enquiries - Enquiries", Section::Enquiries).await?;
    let status = if mistyped.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page(status, &DeletionPage::new(layout, &chosen.filter, &enquiries, mistyped).of(chosen))
}

/// `POST /admin/enquiries/deletion`: asks first (AD14); deletes once it is confirmed.
pub async fn delete(app: web::Data<App>, viewer: Viewer, posted: Posted) -> Result<HttpResponse> {
    let chosen = Chosen::read(&app, &mut *app.db.read().await?, &viewer, &posted).await?;
    if posted.last("confirmed").is_none() {
        return ask(&app, &viewer, &chosen, None).await;
    }
    let typed = posted.last("count").unwrap_or_default().trim().to_owned();
    // As it is shown, with a comma, or without.
    if chosen.picks.len() >= TYPED_FROM && typed.replace(',', "") != chosen.picks.len().to_string() {
        return ask(&app, &viewer, &chosen, Some(typed)).await;
    }
    let (at, picks, who) = (app.clock.moment(), chosen.picks.clone(), viewer.staff_id);
    let act = app.db.write(async move |tx: &mut Tx| Enquiry::delete_all(tx, at, &picks, who).await).await?;
    Delivery::forget_kept(&app).await?;
    chosen.picks.iter().for_each(|pick| app.wake.changed(pick.id));
    Ok(chosen.back(act))
}

/// `POST /admin/acts/{id}/reversal`: *Undo*.
pub async fn reverse(
    app: web::Data<App>,
    viewer: Viewer,
    path: web::Path<Uuid>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (at, act, who) = (app.clock.moment(), path.into_inner(), viewer.staff_id);
    let put_back = app.db.write(async move |tx: &mut Tx| Enquiry::undo(tx, at, act, who).await).await?;
    app.wake.changed(act);
    // Only ever a page of the desk.
    let back = posted.last("back").filter(|back| back.starts_with("/admin/enquiries")).unwrap_or("/admin/enquiries");
    let joint = if back.contains('?') { '&' } else { '?' };
    let to = format!("{back}{joint}done={}", put_back.simple());
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, to)).finish())
}
