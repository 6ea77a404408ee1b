//! `/admin/tests`: when each form was last proven, a button that proves it now, and the way of each test, ticked off step by step.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

use super::enquiry::Enquiry;
use super::receipt::CordStop;
use super::reference::Reference;
use super::test_enquiry::{Progress, Tester};
use crate::accounts::access::Viewer;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::clock::stamp;
use crate::db::Tx;
use crate::deliveries::{Delivery, Kind, State};
use crate::error::{AppError, Result};
use crate::forms::{Form, FormProof, Post};
use crate::site::Business;
use crate::web::edge::Posted;
use crate::web::html::page;

/// How many tests are listed.
const LISTED: i64 = 50;
/// For so long after it was sent the page of a test looks again by itself.
const WATCHED: Duration = Duration::seconds(30);

/// Forms with their proofs, and the latest tests.
#[derive(Debug, Template)]
#[template(path = "enquiries/tests.html")]
pub struct TestsPage {
    layout: Frame,
    forms: Vec<FormRow>,
    tests: Vec<TestRow>,
    wiped: Option<u16>,
}

/// When a form was last proven.
#[derive(Debug)]
pub struct FormRow {
    slug: String,
    title: String,
    open: bool,
    enquiry: String,
    test: String,
    test_reference: String,
    delivery: String,
}

/// One test.
#[derive(Debug)]
pub struct TestRow {
    reference: String,
    form: String,
    age: String,
    time: String,
    progress: Progress,
}

impl TestRow {
    fn words(&self) -> (&'static str, &'static str) {
        words(self.progress)
    }
}

/// The way of one test.
#[derive(Debug, Template)]
#[template(path = "enquiries/test.html")]
pub struct TestPage {
    layout: Frame,
    reference: String,
    form: String,
    slug: String,
    tag: &'static str,
    state: &'static str,
    stops: Vec<CordStop>,
    verdict: &'static str,
    deliveries: &'static str,
}

/// What the address says.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TestsQuery {
    wiped: Option<u16>,
}

fn words(progress: Progress) -> (&'static str, &'static str) {
    match progress {
        Progress::Whole => ("Went well", "tag-good"),
        Progress::Underway => ("On its way", "tag-note"),
        Progress::Broken => ("Broken", "tag-bad"),
    }
}

impl FormRow {
    fn of(business: &Business, proof: FormProof, now: DateTime<Utc>) -> Self {
        let age = |at: Option<DateTime<Utc>>| at.map_or_else(|| "never".to_owned(), |at| business.age(at, now));
        let open = proof.is_open(business.today(now));
        let (test_at, test_reference) = proof.last_test.unzip();
        Self {
            slug: proof.slug,
            title: proof.title,
            open,
            enquiry: age(proof.last_enquiry),
            test: age(test_at),
            test_reference: test_reference.unwrap_or_default(),
            delivery: age(proof.last_delivery),
        }
    }
}

/// `GET /admin/tests`.
pub async fn list(app: web::Data<App>, viewer: Viewer, query: web::Query<TestsQuery>) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let (business, now) = (app.business(), app.clock.now());
    let proofs = Form::proofs(&mut conn).await?;
    let mut tests = Vec::new();
    for enquiry in Enquiry::tests(&mut conn, LISTED).await? {
        let deliveries = Delivery::of_enquiry(&mut conn, enquiry.id).await?;
        let form = proofs.iter().find(|proof| proof.form == enquiry.form_id);
        tests.push(TestRow {
            form: form.map(|proof| proof.title.clone()).unwrap_or_default(),
            age: business.age(enquiry.received_at, now),
            time: stamp(enquiry.received_at),
            progress: Progress::of(&deliveries),
            reference: enquiry.reference,
        });
    }
    let layout = Frame::new(&app, &mut conn, &viewer, "Tests", Section::Tests).await?;
    let forms = proofs.into_iter().map(|proof| FormRow::of(&business, proof, now)).collect();
    page(StatusCode::OK, &TestsPage { layout, forms, tests, wiped: query.wiped })
}

/// `GET /admin/tests/{reference}`: what has happened of its way. While a fresh test is on its way the page looks again by itself.
pub async fn show(app: web::Data<App>, viewer: Viewer, path: web::Path<String>) -> Result<HttpResponse> {
    let reference = Reference::parse(&path).ok_or(AppError::NotFound)?;
    let mut conn = app.db.read().await?;
    let enquiry = Enquiry::by_reference(&mut conn, &reference).await?;
    if !enquiry.test || enquiry.deleted_at.is_some() {
        return Err(AppError::NotFound);
    }
    let form = Form::at_version(&mut conn, enquiry.form_id, enquiry.form_version).await?;
    let deliveries = Delivery::of_enquiry(&mut conn, enquiry.id).await?;
    let (progress, now) = (Progress::of(&deliveries), app.clock.now());
    let layout = Frame::new(&app, &mut conn, &viewer, "Test enquiry", Section::Tests).await?;
    let found = TestPage::new(&app.business(), layout, &enquiry, form, &deliveries);
    let mut response = page(StatusCode::OK, &found)?;
    if progress == Progress::Underway && now - enquiry.received_at < WATCHED {
        response.headers_mut().insert(header::REFRESH, header::HeaderValue::from_static("2"));
    }
    Ok(response)
}

impl TestPage {
    /// The way of a test, as far as it has come.
    pub(super) fn new(
        business: &Business,
        layout: Frame,
        enquiry: &Enquiry,
        form: Form,
        deliveries: &[Delivery],
    ) -> Self {
        let progress = Progress::of(deliveries);
        let (state, tag) = words(progress);
        let kept = deliveries.iter().any(|delivery| delivery.state() == State::Kept);
        Self {
            layout,
            stops: stops(business, enquiry, deliveries),
            reference: enquiry.reference.clone(),
            form: form.definition.title,
            slug: form.slug,
            tag,
            state,
            verdict: match progress {
                Progress::Whole if kept => {
                    "The whole way works on this machine. No mail server is set, so the messages were kept and nobody receives them."
                }
                Progress::Whole => "The whole way works: stored, and every message handed to the mail server.",
                Progress::Underway => "It is stored, and a message is still on its way.",
                Progress::Broken => "It is stored, but a message does not go. The reason stands under Deliveries.",
            },
            deliveries: if progress == Progress::Broken { "/admin/deliveries" } else { "" },
        }
    }
}

impl TestsPage {
    /// With sample content.
    pub(super) fn sample(layout: Frame, form: &Form, references: [String; 3]) -> Self {
        let states = [Progress::Underway, Progress::Broken, Progress::Whole];
        let row = |(reference, progress)| TestRow {
            reference,
            form: form.definition.title.clone(),
            age: "12 min".to_owned(),
            time: String::new(),
            progress,
        };
        let proven = FormRow {
            slug: form.slug.clone(),
            title: form.definition.title.clone(),
            open: true,
            enquiry: "3 h".to_owned(),
            test: "yesterday".to_owned(),
            test_reference: references.first().cloned().unwrap_or_default(),
            delivery: "3 h".to_owned(),
        };
        let tests = references.into_iter().zip(states).map(row).collect();
        Self { layout, forms: vec![proven], tests, wiped: Some(2) }
    }
}

/// Stored, then each message.
fn stops(business: &Business, enquiry: &Enquiry, deliveries: &[Delivery]) -> Vec<CordStop> {
    let mut list = vec![CordStop {
        title: "Stored".to_owned(),
        detail: business.day_and_time(enquiry.received_at),
        state: "done",
    }];
    list.extend(deliveries.iter().map(|delivery| {
        let what = if delivery.kind() == Kind::Receipt { "Receipt" } else { "Notice" };
        let whom = if delivery.recipient.is_empty() { "nobody" } else { delivery.recipient.as_str() };
        let (words, _) = delivery.state_words();
        let when = delivery.done_at.map(|at| business.clock_near(at, enquiry.received_at));
        CordStop {
            title: format!("{what} to {whom}"),
            detail: when.map_or_else(|| words.to_owned(), |when| format!("{words}, {when}")),
            state: match delivery.state() {
                State::HandedOver | State::Kept => "done",
                state if state.is_dead() => "failed",
                _ => "waiting",
            },
        }
    }));
    list
}

/// `POST /admin/forms/{form}/tests`: *Send a test enquiry*.
pub async fn send(
    app: web::Data<App>,
    viewer: Viewer,
    path: web::Path<String>,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse> {
    let by = Tester { name: viewer.name.clone(), email: viewer.email.clone() };
    let post = Post::read(&app, &request, posted);
    let (at, inner, slug) = (app.clock.moment(), app.clone().into_inner(), path.into_inner());
    let accepted = app
        .db
        .write(async move |tx: &mut Tx| {
            let form = Form::by_slug(tx.conn(), &slug).await?;
            Enquiry::send_test(tx, at, &inner, &form, &post, &by).await
        })
        .await?;
    Ok(see(&format!("/admin/tests/{}", accepted.reference)))
}

/// `POST /admin/tests/removal`: wipes every test.
pub async fn wipe(app: web::Data<App>, viewer: Viewer) -> Result<HttpResponse> {
    let (at, who) = (app.clock.moment(), viewer.staff_id);
    let (count, messages) = app.db.write(async move |tx: &mut Tx| Enquiry::wipe_tests(tx, at, who).await).await?;
    forget_files(&app, &messages);
    Ok(see(&format!("/admin/tests?wiped={count}")))
}

/// The files of messages that were kept instead of sent; one that is not there is gone already.
fn forget_files(app: &App, messages: &[Uuid]) {
    let mailer = app.mailer();
    let Some(folder) = mailer.folder() else { return };
    for id in messages {
        if let Err(error) = std::fs::remove_file(folder.join(format!("{id}.eml")))
            && error.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "a kept test message could not be removed");
        }
    }
}

fn see(path: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, path)).finish()
}
