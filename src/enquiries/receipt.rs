//! The receipt: the reference, the truth about delivery, and what happens next. In full for its own browser only.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::{DateTime, Utc};

use super::accept::may_open;
use super::enquiry::Enquiry;
use super::reference::Reference;
use crate::app::App;
use crate::db::Conn;
use crate::deliveries::{Delivery, Kind, State};
use crate::error::{AppError, Result};
use crate::forms::{Draft, Form, draft_of_token};
use crate::promises::by_sentence;
use crate::site::Business;
use crate::web::browser::Browser;
use crate::web::html::page;
use crate::web::layout::WizardLayout;

/// One point on the cord: what happened, when, and whether it is done.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct CordStop {
    /// What.
    pub title: String,
    /// When, or why not yet.
    pub detail: String,
    /// `done`, `waiting` or `failed`: the look of the dot.
    pub state: &'static str,
}

/// The receipt in full.
#[derive(Debug, Template)]
#[template(path = "enquiries/receipt.html")]
pub struct ReceiptPage {
    layout: WizardLayout,
    reference: String,
    stops: Vec<CordStop>,
    events: String,
    promise: String,
    due: String,
    closing_note: String,
    /// The form's last day, where it has one and it is not over.
    until: String,
    has_copy: bool,
    test: bool,
}

/// What anybody else sees, the same for every well-formed reference.
#[derive(Debug, Template)]
#[template(path = "enquiries/receipt_elsewhere.html")]
pub struct ReceiptElsewherePage {
    layout: WizardLayout,
    form: String,
}

/// The draft that the address carries for a browser without cookies.
#[derive(Debug, serde::Deserialize)]
pub struct ReceiptQuery {
    draft: Option<String>,
}

/// `GET /forms/{form}/sent/{reference}`.
pub async fn show(
    app: web::Data<App>,
    path: web::Path<(String, String)>,
    query: web::Query<ReceiptQuery>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let (slug, typed) = path.into_inner();
    let reference = Reference::parse(&typed).ok_or(AppError::NotFound)?;
    let mut conn = app.db.read().await?;
    let Some(enquiry) = own(&app, &mut conn, &request, &reference, query.draft.as_deref()).await? else {
        return page(StatusCode::OK, &ReceiptElsewherePage::new(&app, slug));
    };
    let form = Form::at_version(&mut conn, enquiry.form_id, enquiry.form_version).await?;
    let stops = stops(&mut conn, &app.business(), &enquiry).await?;
    let token = query.draft.as_ref().map(|token| format!("&draft={token}")).unwrap_or_default();
    let events = format!("/events?receipt={reference}{token}");
    page(StatusCode::OK, &ReceiptPage::new(&app, &form, &enquiry, stops, events))
}

impl ReceiptPage {
    /// The receipt of an enquiry; without an address for `events` it stays as it is.
    pub(super) fn new(app: &App, form: &Form, enquiry: &Enquiry, stops: Vec<CordStop>, events: String) -> Self {
        Self {
            layout: WizardLayout::new(app, "It rang. We have your enquiry", "/"),
            reference: enquiry.reference.clone(),
            stops,
            due: due_words(&app.business(), enquiry, form),
            events,
            promise: form.definition.reply_promise.words.clone(),
            closing_note: form.definition.closing_note.clone(),
            until: until(app, form),
            has_copy: !enquiry.email.is_empty(),
            test: enquiry.test,
        }
    }

    /// The receipt at the end of a preview, of an enquiry that there is not; `home` is where the preview leads back to.
    pub(crate) fn preview(app: &App, form: &Form, has_copy: bool, home: String) -> Self {
        let (business, now) = (app.business(), app.clock.now());
        let stop = |title: &str, detail: String| CordStop { title: title.to_owned(), detail, state: "done" };
        let mut stops = vec![
            stop("Stored safely", format!("{}, {} time", business.clock(now), business.city())),
            stop("Handed to our mail server", business.clock(now)),
        ];
        if has_copy {
            stops.push(stop("Handed to our mail server: your copy", business.clock(now)));
        }
        let layout = WizardLayout::new(app, "Preview: It rang. We have your enquiry", &home);
        Self {
            layout: WizardLayout { preview: Some(home), ..layout },
            reference: crate::demo::SAMPLE_REFERENCE.to_owned(),
            stops,
            due: form.due(&business, now).map(|due| by_sentence(&business, due, now)).unwrap_or_default(),
            events: String::new(),
            promise: form.definition.reply_promise.words.clone(),
            closing_note: form.definition.closing_note.clone(),
            until: until(app, form),
            has_copy,
            test: false,
        }
    }
}

impl ReceiptElsewherePage {
    pub(super) fn new(app: &App, form: String) -> Self {
        Self { layout: WizardLayout::new(app, "Receipt", "/"), form }
    }
}

/// The last day of a form that has one, while it is not over.
fn until(app: &App, form: &Form) -> String {
    let today = app.business().today(app.clock.now());
    let last = form.definition.closes_on.filter(|last| *last >= today);
    last.map(|last| last.format("%-d %B %Y").to_string()).unwrap_or_default()
}

/// By when somebody replies, as a sentence; empty where nothing is promised. What is held shows what it would show otherwise.
fn due_words(business: &Business, enquiry: &Enquiry, form: &Form) -> String {
    let due = if enquiry.suspected { form.due(business, enquiry.received_at) } else { enquiry.due_at };
    due.map(|due| by_sentence(business, due, enquiry.received_at)).unwrap_or_default()
}

/// The enquiry of a reference, where this browser (or the draft that its address carries) may open its receipt.
pub(super) async fn own(
    app: &App,
    conn: &mut Conn,
    request: &HttpRequest,
    reference: &Reference,
    draft: Option<&str>,
) -> Result<Option<Enquiry>> {
    let enquiry = match Enquiry::by_reference(conn, reference).await {
        Ok(enquiry) => enquiry,
        Err(AppError::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    let now = app.clock.now();
    if let Some(browser) = Browser::known(app, request)
        && may_open(conn, enquiry.id, &browser, now).await?
    {
        return Ok(Some(enquiry));
    }
    let Some(id) = draft.and_then(|token| draft_of_token(&app.keys, token)) else { return Ok(None) };
    let form = Form::find(conn, enquiry.form_id).await?;
    let bears = Draft::by_token(conn, &form, id, now).await?.is_some_and(|draft| draft.key == enquiry.key);
    Ok(bears.then_some(enquiry))
}

/// What happened to an enquiry, for the visitor.
pub(super) async fn stops(conn: &mut Conn, business: &Business, enquiry: &Enquiry) -> Result<Vec<CordStop>> {
    let deliveries = Delivery::of_enquiry(conn, enquiry.id).await?;
    Ok(cord(business, enquiry, &deliveries))
}

/// The same of these deliveries. One that is held as suspected spam shows what every receipt shows before its first attempt:
/// nothing tells.
pub(super) fn cord(business: &Business, enquiry: &Enquiry, deliveries: &[Delivery]) -> Vec<CordStop> {
    let stored = format!("{}, {} time", business.clock(enquiry.received_at), business.city());
    let mut list = vec![CordStop { title: "Stored safely".to_owned(), detail: stored, state: "done" }];
    let notices: Vec<&Delivery> =
        deliveries.iter().filter(|d| d.kind() == Kind::Notice && d.state() != State::Cancelled).collect();
    let names: Vec<&str> = notices.iter().map(|d| d.recipient_name.as_str()).filter(|name| !name.is_empty()).collect();
    let for_whom = if names.is_empty() { String::new() } else { format!(" for {}", names.join(" and ")) };
    if let Some(stop) = merged(business, &notices, &format!("to our mail server{for_whom}"), enquiry.received_at) {
        list.push(stop);
    }
    let copies: Vec<&Delivery> =
        deliveries.iter().filter(|d| d.kind() == Kind::Receipt && d.state() != State::Cancelled).collect();
    if let Some(stop) = merged(business, &copies, "to our mail server: your copy", enquiry.received_at) {
        list.push(stop);
    }
    list
}

/// Several deliveries of one kind as one point: the one that is least far counts.
fn merged(business: &Business, deliveries: &[&Delivery], whereto: &str, since: DateTime<Utc>) -> Option<CordStop> {
    let slowest = deliveries.iter().copied().min_by_key(|delivery| match delivery.state() {
        State::Refused | State::GivenUp | State::NoRecipient => 0,
        State::Waiting | State::Sending | State::Held => 1,
        _ => 2,
    })?;
    let day = |time: DateTime<Utc>| business.clock_near(time, since);
    let waiting = || CordStop {
        title: format!("Waiting to be handed {whereto}"),
        detail: "In a moment".to_owned(),
        state: "waiting",
    };
    Some(match slowest.state() {
        State::HandedOver => CordStop {
            title: format!("Handed {whereto}"),
            detail: slowest.done_at.map(day).unwrap_or_default(),
            state: "done",
        },
        State::Kept => CordStop {
            title: format!("Kept on this machine instead of handed {whereto}"),
            detail: slowest.done_at.map(day).unwrap_or_default(),
            state: "done",
        },
        State::Waiting if slowest.attempts > 0 => CordStop {
            title: format!("Waiting to be handed {whereto}"),
            detail: format!(
                "The mail server asked us to wait. Next try {}",
                slowest.due_at.map(day).unwrap_or_default()
            ),
            state: "waiting",
        },
        State::Refused | State::GivenUp | State::NoRecipient => CordStop {
            title: format!("Could not be handed {whereto}"),
            detail: "We have been told and can see your enquiry all the same".to_owned(),
            state: "failed",
        },
        _ => waiting(),
    })
}
