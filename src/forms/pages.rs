//! The pages of a form: one a step, the check page, and what a post answers.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};

use super::answers::Answers;
use super::draft::{Answered, Draft};
use super::form::Form;
use super::post::{Post, draft_token};
use super::screens::{CheckPage, ClosedPage, NotSentPage, StepPage};
use super::source::Source;
use super::validate::Fault;
use super::view::{StepForm, Way};
use super::visit::{Visit, VisitQuery};
use super::walk::Walk;
use crate::accounts::access;
use crate::app::App;
use crate::db::Tx;
use crate::enquiries::{Accepted, Enquiry};
use crate::error::{AppError, Result};
use crate::web::edge::Posted;
use crate::web::html::page;

fn see(path: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, path)).finish()
}

/// `GET /forms/{form}`: to the first step, with the campaign tags it came with.
pub async fn start(app: web::Data<App>, path: web::Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let form = Form::by_slug(&mut *app.db.read().await?, &path).await?;
    let first = form.definition.steps.first().ok_or(AppError::NotFound)?;
    let query = if request.query_string().is_empty() { String::new() } else { format!("?{}", request.query_string()) };
    Ok(see(&format!("/forms/{}/{}{query}", form.slug, first.name)))
}

/// `POST /forms/{form}`: *Throw my answers away*, and back to the first step.
pub async fn throw_away(
    app: web::Data<App>,
    path: web::Path<String>,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse> {
    let post = Post::read(&app, &request, posted);
    let slug = path.into_inner();
    let form = app
        .db
        .write(async move |tx: &mut Tx| {
            let form = Form::by_slug(tx.conn(), &slug).await?;
            Draft::throw_away(tx, &form, &post).await?;
            Ok(form)
        })
        .await?;
    Ok(see(&format!("/forms/{}", form.slug)))
}

/// `GET /forms/{form}/{step}`.
pub async fn step(
    app: web::Data<App>,
    path: web::Path<(String, String)>,
    query: web::Query<VisitQuery>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let (slug, name) = path.into_inner();
    let mut conn = app.db.read().await?;
    let visit = Visit::load(&app, &mut conn, &request, &slug, &query).await?;
    if visit.draft.is_none() && !visit.form.is_open(&app.business(), app.clock.now()) {
        return page(StatusCode::OK, &ClosedPage::new(&app, &visit.form, &Posted::default()));
    }
    let definition = &visit.form.definition;
    let (_, step) = definition.step(&name).ok_or(AppError::NotFound)?;
    let (answers, answered) = visit.answers();
    let walk = Walk::new(definition, &answers, &answered);
    if !walk.steps().any(|other| other.name == name) || !walk.reaches(&name) {
        let gap = walk.first_gap().map_or("check", |step| step.name.as_str());
        return Ok(see(&format!("/forms/{slug}/{gap}{}", visit.query)));
    }
    let mut form = StepForm::new(&slug, definition, step, &answers, &[], false);
    form.draft = visit.draft.as_ref().map(|draft| draft_token(&app.keys, draft.id)).unwrap_or_default();
    form.key = hex::encode(app.clock.moment().bytes::<16>());
    form.source = source_of_get(&app, &request);
    form.returning = query.back.is_some();
    let test = form.sends && access::is_staff(&app, &request).await?;
    let page_of_step = StepPage::new(&app, &visit.form, &walk, &answers, form, &[], &Way::public(&slug, &visit.query))?;
    page(StatusCode::OK, &page_of_step.for_staff(test))
}

/// The page's own address and its Referer, for browsers without script.
fn source_of_get(app: &App, request: &HttpRequest) -> String {
    let referer = request.headers().get("referer").and_then(|value| value.to_str().ok());
    let here = format!("{}{}", app.origin(), request.uri());
    let mut own = Source::of_referer(Some(&here), &app.origin());
    own.page = None;
    let source = own.or(Source::of_referer(referer, &app.origin()));
    serde_json::to_string(&source).unwrap_or_default()
}

/// What a step's post came to, decided inside the transaction.
enum Outcome {
    Closed(Form),
    Next(Form, Draft),
    Faults(Form, Draft, Vec<Fault>),
    Accepted(Form, Accepted),
    NotSent(Form, Draft, String),
}

/// `POST /forms/{form}/{step}`: stores the answers, faults included; a one-step form is sent by it.
pub async fn save_step(
    app: web::Data<App>,
    path: web::Path<(String, String)>,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse> {
    let mut post = Post::read(&app, &request, posted);
    post.test = access::is_staff(&app, &request).await?;
    let (slug, name) = path.into_inner();
    let (at, inner, work) = (app.clock.moment(), app.clone().into_inner(), post.clone());
    let outcome = app
        .db
        .write(async move |tx: &mut Tx| {
            let form = Form::by_slug(tx.conn(), &slug).await?;
            if work.draft.is_none() && !form.is_open(&inner.business(), at.now) {
                return Ok(Outcome::Closed(form));
            }
            // A draft goes on with the questions that it began with.
            let form = Draft::pinned_form(tx, at, form, &work).await?;
            let step = form.definition.step(&name).map(|(_, step)| step.clone()).ok_or(AppError::NotFound)?;
            match Draft::answer(tx, at, &inner.keys, &form, &step, &work).await? {
                Answered::Faults(draft, faults) => Ok(Outcome::Faults(form, draft, faults)),
                Answered::Stored(draft) if form.definition.is_one_step() => {
                    let accepted = Enquiry::accept(tx, at, &inner, &form, &draft, &work).await?;
                    Ok(Outcome::Accepted(form, accepted))
                }
                Answered::Stored(draft) => Ok(Outcome::Next(form, draft)),
                Answered::Sent(draft) => sent_before(tx, at, &form, &step, &draft, &work).await,
            }
        })
        .await?;
    let mut response = answer_post(&app, &post, path_step(&request), outcome).await?;
    post.browser.remember(&app, &mut response);
    Ok(response)
}

/// The step's name in the address of a post.
fn path_step(request: &HttpRequest) -> String {
    request.match_info().get("step").unwrap_or_default().to_owned()
}

/// A post under a used key: the same answers get the first receipt, others become a fresh draft that is shown as *not sent*.
async fn sent_before(
    tx: &mut Tx,
    at: crate::clock::Moment,
    form: &Form,
    step: &super::Step,
    draft: &Draft,
    post: &Post,
) -> Result<Outcome> {
    let enquiry = Enquiry::by_key(tx.conn(), &draft.key).await?;
    let said = Answers::of_post(step, &post.posted);
    let mut answers = enquiry.answers();
    answers.replace_step(step, said.clone());
    let same = step
        .fields
        .iter()
        .filter(|field| answers.asks(field))
        .all(|field| field.tidy(&said).is_ok_and(|values| values == enquiry.answers().all(&field.name)));
    if same {
        let accepted = Accepted::again(tx, at, &enquiry, &post.browser).await?;
        return Ok(Outcome::Accepted(form.clone(), accepted));
    }
    let answered: Vec<String> = form.definition.steps.iter().map(|step| step.name.clone()).collect();
    let fresh = Draft::begin_anew(tx, at, form, post, &answers, &answered).await?;
    Ok(Outcome::NotSent(form.clone(), fresh, enquiry.reference))
}

async fn answer_post(app: &App, post: &Post, name: String, outcome: Outcome) -> Result<HttpResponse> {
    match outcome {
        Outcome::Closed(form) => page(StatusCode::OK, &ClosedPage::new(app, &form, &post.posted)),
        Outcome::Accepted(form, accepted) => Ok(see(&receipt_path(app, post, &form, &accepted))),
        Outcome::Next(form, draft) => {
            let pinned = pinned(app, form, &draft).await?;
            let (answers, answered) = (draft.answers(), draft.answered_steps());
            let walk = Walk::new(&pinned.definition, &answers, &answered);
            let gap = walk.first_gap().map(|step| step.name.clone());
            let next = walk.after(&name).map(|step| step.name.clone());
            let to = if post.returning { gap } else { next.filter(|_| gap.is_some()).or(gap) };
            let to = to.unwrap_or_else(|| "check".to_owned());
            Ok(see(&format!("/forms/{}/{to}{}", pinned.slug, carried(app, post, &draft))))
        }
        Outcome::Faults(form, draft, faults) => {
            let pinned = pinned(app, form, &draft).await?;
            let (answers, answered) = (draft.answers(), draft.answered_steps());
            let walk = Walk::new(&pinned.definition, &answers, &answered);
            let (_, step) = pinned.definition.step(&name).ok_or(AppError::NotFound)?;
            let mut view = StepForm::new(&pinned.slug, &pinned.definition, step, &answers, &faults, false);
            view.draft = draft_token(&app.keys, draft.id);
            view.key = draft.key.clone();
            view.source = serde_json::to_string(&draft.source()).unwrap_or_default();
            view.returning = post.returning;
            let way = Way::public(&pinned.slug, &carried(app, post, &draft));
            let test = view.sends && post.test;
            page(
                StatusCode::UNPROCESSABLE_ENTITY,
                &StepPage::new(app, &pinned, &walk, &answers, view, &faults, &way)?.for_staff(test),
            )
        }
        Outcome::NotSent(form, draft, reference) => {
            let (answers, answered) = (draft.answers(), draft.answered_steps());
            let walk = Walk::new(&form.definition, &answers, &answered);
            let token = draft_token(&app.keys, draft.id);
            page(StatusCode::OK, &NotSentPage::new(app, &form, &walk, &answers, token, &reference))
        }
    }
}

/// The form in the version that a draft is pinned to.
async fn pinned(app: &App, form: Form, draft: &Draft) -> Result<Form> {
    if form.version == draft.form_version {
        return Ok(form);
    }
    Form::at_version(&mut *app.db.read().await?, form.id, draft.form_version).await
}

/// A browser that brought no cookie may take none: then the address carries the draft.
fn carried(app: &App, post: &Post, draft: &Draft) -> String {
    if post.browser.known { String::new() } else { format!("?draft={}", draft_token(&app.keys, draft.id)) }
}

fn receipt_path(app: &App, post: &Post, form: &Form, accepted: &Accepted) -> String {
    let base = format!("/forms/{}/sent/{}", form.slug, accepted.reference);
    match accepted.draft.filter(|_| !post.browser.known) {
        Some(draft) => format!("{base}?draft={}", draft_token(&app.keys, draft)),
        None => base,
    }
}

/// `GET /forms/{form}/check`: all answers, each with its Change link.
pub async fn check(
    app: web::Data<App>,
    path: web::Path<String>,
    query: web::Query<VisitQuery>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let slug = path.into_inner();
    let mut conn = app.db.read().await?;
    let visit = Visit::load(&app, &mut conn, &request, &slug, &query).await?;
    let (answers, answered) = visit.answers();
    let walk = Walk::new(&visit.form.definition, &answers, &answered);
    if let Some(gap) = walk.first_gap() {
        return Ok(see(&format!("/forms/{slug}/{}{}", gap.name, visit.query)));
    }
    let Some(draft) = &visit.draft else { return Err(AppError::NotFound) };
    let token = draft_token(&app.keys, draft.id);
    let test = access::is_staff(&app, &request).await?;
    let screen = CheckPage::new(&app, &visit.form, &walk, &answers, token, &Way::public(&slug, &visit.query));
    page(StatusCode::OK, &screen.for_staff(test))
}

/// `POST /forms/{form}/check`: Send. Re-checks everything; goes to the first gap if there is one, else accepts.
pub async fn send(
    app: web::Data<App>,
    path: web::Path<String>,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse> {
    let mut post = Post::read(&app, &request, posted);
    post.test = access::is_staff(&app, &request).await?;
    let (at, inner, work, slug) = (app.clock.moment(), app.clone().into_inner(), post.clone(), path.into_inner());
    let (form, sent) = app
        .db
        .write(async move |tx: &mut Tx| {
            let form = Form::by_slug(tx.conn(), &slug).await?;
            let sent = Draft::send(tx, at, &inner, &form, &work).await?;
            Ok((form, sent))
        })
        .await?;
    let mut response = match sent {
        super::draft::Sent::Accepted(accepted) => see(&receipt_path(&app, &post, &form, &accepted)),
        super::draft::Sent::Gap(step, draft) => {
            let query = draft.map(|draft| carried(&app, &post, &draft)).unwrap_or_default();
            see(&format!("/forms/{}/{step}{query}", form.slug))
        }
    };
    post.browser.remember(&app, &mut response);
    Ok(response)
}
