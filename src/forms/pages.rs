//! The pages of a form: one a step, the check page, and what a post answers.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::answers::Answers;
use super::draft::{Answered, Draft};
use super::form::{Form, FormState};
use super::post::{Post, draft_of_token, draft_token};
use super::source::Source;
use super::validate::Fault;
use super::view::{AnswerRow, StepForm, answer_rows};
use super::walk::Walk;
use crate::accounts::access;
use crate::app::App;
use crate::db::{Conn, Tx};
use crate::enquiries::{Accepted, Enquiry};
use crate::error::{AppError, Result};
use crate::site::doors;
use crate::web::browser::Browser;
use crate::web::edge::Posted;
use crate::web::html::{Drawing, page};
use crate::web::layout::WizardLayout;

/// One step.
#[derive(Debug, Template)]
#[template(path = "forms/step.html")]
pub struct StepPage {
    layout: WizardLayout,
    errors: Vec<SummaryRow>,
    step_line: String,
    title: String,
    introduction: String,
    form: StepForm,
    slug: String,
    answers: Vec<AnswerRow>,
    /// The form's own door, where no answers stand yet.
    door: Drawing,
    keeps: bool,
    /// Whether staff look at a form of one step: what they send is a test.
    test: bool,
}

/// One mistake in the summary.
#[derive(Debug, Clone)]
pub struct SummaryRow {
    /// The id of the input that it links to.
    pub id: String,
    /// How to mend it.
    pub message: String,
}

/// The answers before they are sent.
#[derive(Debug, Template)]
#[template(path = "forms/check.html")]
pub struct CheckPage {
    layout: WizardLayout,
    slug: String,
    rows: Vec<AnswerRow>,
    draft: String,
    send: String,
    promise: String,
    /// Whether staff look at it: what they send is a test.
    test: bool,
}

/// A closed form.
#[derive(Debug, Template)]
#[template(path = "forms/closed.html")]
pub struct ClosedPage {
    layout: WizardLayout,
    title: String,
    note: String,
    /// What was typed into a page from before the form was closed.
    typed: Vec<(String, String)>,
}

/// Answers that came under a key that was used for others.
#[derive(Debug, Template)]
#[template(path = "forms/not_sent.html")]
pub struct NotSentPage {
    layout: WizardLayout,
    rows: Vec<AnswerRow>,
    action: String,
    draft: String,
    reference: String,
    receipt: String,
}

/// What a GET knows of the visitor's draft.
struct Visit {
    form: Form,
    draft: Option<Draft>,
    /// `?draft=…` for a browser that takes no cookies; empty otherwise.
    query: String,
}

/// What an address carries: the draft of a browser without cookies, and the way back.
#[derive(Debug, serde::Deserialize)]
pub struct VisitQuery {
    draft: Option<String>,
    #[serde(rename = "return")]
    back: Option<String>,
}

impl Visit {
    async fn load(app: &App, conn: &mut Conn, request: &HttpRequest, slug: &str, query: &VisitQuery) -> Result<Self> {
        let form = Form::by_slug(conn, slug).await?;
        let now = app.clock.now();
        let mut visit = Self { form, draft: None, query: String::new() };
        if let Some(token) = &query.draft
            && let Some(id) = draft_of_token(&app.keys, token)
        {
            visit.draft = Draft::by_token(conn, &visit.form, id, now).await?.filter(|draft| draft.sent_at.is_none());
            if visit.draft.is_some() {
                visit.query = format!("?draft={token}");
            }
        }
        if let (None, Some(browser)) = (&visit.draft, Browser::known(app, request)) {
            visit.draft = Draft::open(conn, &visit.form, &browser.hash(), now).await?;
        }
        if let Some(draft) = &visit.draft
            && draft.form_version != visit.form.version
        {
            visit.form = Form::at_version(conn, visit.form.id, draft.form_version).await?;
        }
        Ok(visit)
    }

    fn answers(&self) -> (Answers, Vec<String>) {
        self.draft.as_ref().map(|draft| (draft.answers(), draft.answered_steps())).unwrap_or_default()
    }
}

fn see(path: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, path)).finish()
}

fn closed(app: &App, form: &Form, posted: &Posted) -> Result<HttpResponse> {
    let typed = posted.0.iter().filter(|(name, value)| !name.starts_with('_') && !value.is_empty()).cloned().collect();
    let layout = WizardLayout::new(app, &form.definition.title, "/contact");
    let title = form.definition.title.clone();
    page(StatusCode::OK, &ClosedPage { layout, title, note: form.definition.closed_note.clone(), typed })
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
    if visit.form.state == FormState::Closed && visit.draft.is_none() {
        return closed(&app, &visit.form, &Posted::default());
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
    step_page(&app, StatusCode::OK, &visit.form, &walk, &answers, form, &[], &visit.query, test)
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

#[expect(clippy::too_many_arguments, reason = "one page with all that it shows")]
fn step_page(
    app: &App,
    status: StatusCode,
    form: &Form,
    walk: &Walk<'_>,
    answers: &Answers,
    view: StepForm,
    faults: &[Fault],
    query: &str,
    test: bool,
) -> Result<HttpResponse> {
    let name = view.action.rsplit('/').next().unwrap_or_default().to_owned();
    let (_, step) = form.definition.step(&name).ok_or(AppError::NotFound)?;
    let (number, of) = walk.place(&name);
    let back = if view.returning {
        format!("/forms/{}/check{query}", form.slug)
    } else {
        walk.before(&name).map_or_else(|| "/".to_owned(), |step| format!("/forms/{}/{}{query}", form.slug, step.name))
    };
    let prefix = if faults.is_empty() { "" } else { "Error: " };
    let title = format!("{prefix}{} - {}", step.title, form.definition.title);
    page(
        status,
        &StepPage {
            layout: WizardLayout::new(app, &title, &back),
            errors: faults.iter().map(|f| SummaryRow { id: f.field.clone(), message: f.words.clone() }).collect(),
            step_line: if of > 1 { format!("Step {number} of {of} · {}", step.label) } else { step.label.clone() },
            title: if view.has_title() { String::new() } else { step.title.clone() },
            introduction: step.introduction.clone(),
            keeps: !view.draft.is_empty(),
            answers: answer_rows(
                &form.slug,
                walk,
                answers,
                true,
                if query.is_empty() { "?return=check" } else { query },
            ),
            form: view,
            door: Drawing::of_generator(doors::door(&form.slug)),
            slug: form.slug.clone(),
            test,
        },
    )
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
            if form.state == FormState::Closed && work.draft.is_none() {
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
        Outcome::Closed(form) => closed(app, &form, &post.posted),
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
            let test = view.sends && post.test;
            step_page(
                app,
                StatusCode::UNPROCESSABLE_ENTITY,
                &pinned,
                &walk,
                &answers,
                view,
                &faults,
                &carried(app, post, &draft),
                test,
            )
        }
        Outcome::NotSent(form, draft, reference) => not_sent(app, &form, &draft, &reference),
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

fn not_sent(app: &App, form: &Form, draft: &Draft, reference: &str) -> Result<HttpResponse> {
    let (answers, answered) = (draft.answers(), draft.answered_steps());
    let walk = Walk::new(&form.definition, &answers, &answered);
    let last = form.definition.steps.first().map(|step| step.name.clone()).unwrap_or_default();
    // The browser's cookie may stand for another draft: this one is carried by its address.
    let query = format!("?draft={}", draft_token(&app.keys, draft.id));
    page(
        StatusCode::OK,
        &NotSentPage {
            layout: WizardLayout::new(app, "Not sent", &format!("/forms/{}/{last}{query}", form.slug)),
            rows: answer_rows(&form.slug, &walk, &answers, false, &query),
            action: format!("/forms/{}/check", form.slug),
            draft: draft_token(&app.keys, draft.id),
            reference: reference.to_owned(),
            receipt: format!("/forms/{}/sent/{reference}", form.slug),
        },
    )
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
    let last = walk.steps().last().map(|step| step.name.clone()).unwrap_or_default();
    let change =
        if visit.query.is_empty() { "?return=check".to_owned() } else { format!("{}&return=check", visit.query) };
    let title = format!("Check your answers - {}", visit.form.definition.title);
    page(
        StatusCode::OK,
        &CheckPage {
            layout: WizardLayout::new(&app, &title, &format!("/forms/{slug}/{last}{}", visit.query)),
            rows: answer_rows(&slug, &walk, &answers, false, &change),
            draft: draft_token(&app.keys, draft.id),
            send: visit.form.definition.send.clone(),
            promise: visit.form.definition.reply_promise.words.clone(),
            test: access::is_staff(&app, &request).await?,
            slug,
        },
    )
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
