//! One enquiry, for staff: who asked, what they wrote, where they came from, and what became of every message.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, web};
use askama::Template;
use uuid::Uuid;

use super::enquiry::Enquiry;
use super::reference::Reference;
use super::state::EnquiryState;
use super::timeline::Entry;
use crate::accounts::access::Viewer;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::db::{Conn, Tx};
use crate::deliveries::{Attempt, Delivery, Kind, State};
use crate::enquiries::receipt::CordStop;
use crate::error::{AppError, Result};
use crate::forms::Form;
use crate::mail::EmailAddress;
use crate::site::Business;
use crate::web::edge::Posted;
use crate::web::html::page;

/// The record of one enquiry.
#[derive(Debug, Template)]
#[template(path = "enquiries/record.html")]
pub struct RecordPage {
    layout: Frame,
    enquiry: Enquiry,
    form: String,
    received: String,
    answers: Vec<(String, String)>,
    source: Vec<(&'static str, String)>,
    suspicion: Vec<String>,
    timeline: Vec<TimelineRow>,
    deliveries: Vec<DeliveryCard>,
    states: Vec<StateChoice>,
    reply: Option<String>,
    call: Option<String>,
}

/// One line of the timeline.
#[derive(Debug)]
pub struct TimelineRow {
    when: String,
    time: String,
    words: String,
    who: String,
}

/// One delivery with its attempts.
#[derive(Debug)]
pub struct DeliveryCard {
    id: Uuid,
    title: String,
    state: &'static str,
    tag: &'static str,
    stops: Vec<CordStop>,
    can_try: bool,
    can_redirect: bool,
    /// A new address that needs mending, as it was typed.
    mending: Option<String>,
}

/// A state that can be chosen.
#[derive(Debug)]
pub struct StateChoice {
    value: &'static str,
    words: &'static str,
    current: bool,
}

impl RecordPage {
    async fn load(app: &App, conn: &mut Conn, viewer: &Viewer, reference: &Reference) -> Result<Self> {
        let enquiry = Enquiry::by_reference(conn, reference).await?;
        let form = Form::at_version(conn, enquiry.form_id, enquiry.form_version).await?;
        let answers = enquiry.answers();
        let fields = form.definition.steps.iter().flat_map(|step| &step.fields);
        let rows = fields
            .filter(|field| !answers.all(&field.name).is_empty() && !form.definition.roles.names(&field.name))
            .map(|field| {
                let words: Vec<String> = answers.all(&field.name).iter().map(|value| field.words(value)).collect();
                (field.label.clone(), words.join(", "))
            })
            .collect();
        let business = app.business();
        let now = app.clock.now();
        let deliveries = Delivery::of_enquiry(conn, enquiry.id).await?;
        let ids: Vec<Uuid> = deliveries.iter().map(|delivery| delivery.id).collect();
        let attempts = Delivery::attempts_of(conn, &ids).await?;
        let timeline = Entry::of_enquiry(conn, enquiry.id)
            .await?
            .into_iter()
            .map(|entry| TimelineRow {
                when: business.day_and_time(entry.at),
                time: entry.at.to_rfc3339(),
                words: entry.event.words(),
                who: entry.who,
            })
            .collect();
        let state = enquiry.state();
        let mut layout = Frame::new(app, conn, viewer, enquiry.title(), Section::Enquiries).await?;
        layout.wide = true;
        Ok(Self {
            layout,
            form: form.definition.title.clone(),
            received: format!(
                "{} ({})",
                business.day_and_time(enquiry.received_at),
                business.age(enquiry.received_at, now)
            ),
            answers: rows,
            source: enquiry.source().rows(),
            suspicion: enquiry.suspicion(),
            timeline,
            deliveries: deliveries.iter().map(|d| DeliveryCard::of(&business, d, &attempts)).collect(),
            states: EnquiryState::ALL
                .into_iter()
                .map(|other| StateChoice { value: other.as_str(), words: other.words(), current: other == state })
                .collect(),
            reply: EmailAddress::parse(&enquiry.email).map(|email| reply_link(&email, &enquiry)),
            call: (!enquiry.phone.is_empty()).then(|| crate::site::tel(&enquiry.phone)),
            enquiry,
        })
    }
}

/// Opens the mail program with address, reference and greeting filled in.
fn reply_link(email: &EmailAddress, enquiry: &Enquiry) -> String {
    let encode =
        |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
    let greeting = enquiry
        .name
        .split_whitespace()
        .next()
        .map_or_else(|| "Hello,\n\n".to_owned(), |name| format!("Dear {name},\n\n"));
    let subject = format!("Your enquiry {}", enquiry.reference);
    format!(
        "mailto:{}?subject={}&body={}",
        encode(email.as_str()).replace("%40", "@").replace("%2E", "."),
        encode(&subject),
        encode(&greeting)
    )
}

impl DeliveryCard {
    fn of(business: &Business, delivery: &Delivery, attempts: &[Attempt]) -> Self {
        let state = delivery.state();
        let (words, tag) = match state {
            State::Held => ("Held as suspected spam", "tag-warn"),
            State::Waiting if delivery.attempts > 0 => ("Waiting to be tried again", "tag-warn"),
            State::Waiting => ("Waiting", "tag-note"),
            State::Sending => ("Being sent", "tag-note"),
            State::HandedOver => ("Handed over", "tag-good"),
            State::Kept => ("Kept in the folder", "tag-note"),
            State::Refused => ("Refused", "tag-bad"),
            State::GivenUp => ("Given up", "tag-bad"),
            State::Cancelled => ("Cancelled", ""),
            State::NoRecipient => ("No recipient", "tag-bad"),
        };
        let kind = match delivery.kind() {
            Kind::Receipt => "Receipt",
            _ => "Notice",
        };
        let whom = if delivery.recipient.is_empty() { "nobody".to_owned() } else { delivery.recipient.clone() };
        let mut stops = vec![CordStop {
            title: "Written with the enquiry".to_owned(),
            detail: business.day_and_time(delivery.created_at),
            state: "done",
        }];
        stops.extend(
            attempts.iter().filter(|attempt| attempt.delivery_id == delivery.id).map(|a| attempt_stop(business, a)),
        );
        if let (State::Waiting, Some(due)) = (state, delivery.due_at) {
            stops.push(CordStop { title: "Next try".to_owned(), detail: business.day_and_time(due), state: "waiting" });
        }
        Self {
            id: delivery.id,
            title: format!("{kind} to {whom}"),
            state: words,
            tag,
            stops,
            can_try: matches!(state, State::Refused | State::GivenUp)
                || (state == State::Waiting && delivery.attempts > 0),
            can_redirect: !matches!(state, State::Sending | State::Cancelled),
            mending: None,
        }
    }
}

fn attempt_stop(business: &Business, attempt: &Attempt) -> CordStop {
    let (title, state) = match attempt.outcome.as_deref() {
        Some("handed-over") => ("Handed to the mail server", "done"),
        Some("kept") => ("Kept in the folder", "done"),
        Some("try-again") => ("Not taken; to be tried again", "failed"),
        Some("refused") => ("Refused", "failed"),
        Some("interrupted") => ("Interrupted", "failed"),
        _ => ("Being sent", "waiting"),
    };
    let when = business.day_and_time(attempt.ended_at.unwrap_or(attempt.started_at));
    let detail = if attempt.words.is_empty() { when } else { format!("{when} · {}", attempt.words) };
    CordStop { title: title.to_owned(), detail, state }
}

fn reference_of(path: &web::Path<String>) -> Result<Reference> {
    Reference::parse(path).ok_or(AppError::NotFound)
}

fn back_to(reference: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, format!("/admin/enquiries/{reference}"))).finish()
}

/// `GET /admin/enquiries/{reference}`.
pub async fn show(app: web::Data<App>, viewer: Viewer, path: web::Path<String>) -> Result<HttpResponse> {
    let reference = reference_of(&path)?;
    let mut conn = app.db.read().await?;
    page(StatusCode::OK, &RecordPage::load(&app, &mut conn, &viewer, &reference).await?)
}

/// `POST /admin/enquiries/{reference}/state`.
pub async fn set_state(
    app: web::Data<App>,
    viewer: Viewer,
    path: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let reference = reference_of(&path)?;
    let to = posted.last("state").and_then(EnquiryState::parse).ok_or(AppError::BadRequest("that is no state"))?;
    let seen = posted
        .last("version")
        .and_then(|text| text.parse().ok())
        .ok_or(AppError::BadRequest("the version is missing"))?;
    let (at, who) = (app.clock.moment(), viewer.staff_id);
    let enquiry =
        app.db.write(async move |tx: &mut Tx| Enquiry::set_state(tx, at, &reference, seen, to, who).await).await?;
    Ok(back_to(&enquiry.reference))
}

/// `POST /admin/enquiries/{reference}/clearance`: *not spam*.
pub async fn clear(app: web::Data<App>, viewer: Viewer, path: web::Path<String>) -> Result<HttpResponse> {
    let reference = reference_of(&path)?;
    let (at, who) = (app.clock.moment(), viewer.staff_id);
    let enquiry = app.db.write(async move |tx: &mut Tx| Enquiry::clear(tx, at, &reference, who).await).await?;
    Ok(back_to(&enquiry.reference))
}

/// The record again, with an address that was typed for a delivery and how to mend it.
///
/// # Errors
/// [`AppError::NotFound`] for a delivery without an enquiry.
pub(crate) async fn mend(app: &App, viewer: &Viewer, id: Uuid, typed: String) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let delivery = Delivery::find(&mut conn, id).await?;
    let enquiry = Enquiry::find(&mut conn, delivery.enquiry_id.ok_or(AppError::NotFound)?).await?;
    let reference = Reference::parse(&enquiry.reference).ok_or(AppError::NotFound)?;
    let mut record = RecordPage::load(app, &mut conn, viewer, &reference).await?;
    if let Some(card) = record.deliveries.iter_mut().find(|card| card.id == id) {
        card.mending = Some(typed);
    }
    page(StatusCode::UNPROCESSABLE_ENTITY, &record)
}
