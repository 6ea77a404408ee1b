//! `/admin/settings/forms/{form}`: who gets the enquiries of a form, and by when somebody replies.

mod setting;
mod typed;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use uuid::Uuid;

use super::history::{self, History};
use crate::accounts::access::Viewer;
use crate::accounts::inputs::{Input, InputFault};
use crate::accounts::people::Done;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::db::Tx;
use crate::error::{AppError, Result};
use crate::forms::Form;
use crate::web::edge::Posted;
use crate::web::html::page;

use setting::FormSetting;
use typed::Typed;

/// Empty lines for further ones.
const MORE: usize = 2;

/// The page.
#[derive(Debug, Template)]
#[template(path = "settings/recipients.html")]
pub struct RecipientsPage {
    layout: Frame,
    errors: Vec<InputFault>,
    title: String,
    address: String,
    people: Vec<PersonLine>,
    none: bool,
    inputs: [Input; 2],
    /// Whoever gets the demo's mail instead of everybody here.
    only: Option<String>,
    history: History,
}

/// One line of recipients.
#[derive(Debug)]
struct PersonLine {
    number: usize,
    name: String,
    email: String,
    wrong: bool,
}

impl RecipientsPage {
    pub(super) fn new(
        layout: Frame,
        form: &Form,
        typed: &Typed,
        only: Option<String>,
        history: History,
        errors: Vec<InputFault>,
    ) -> Self {
        let lines = typed.people.iter().cloned().chain(std::iter::repeat_n(Default::default(), MORE)).enumerate();
        let line = |(number, (name, email)): (usize, (String, String))| PersonLine {
            wrong: errors.iter().any(|fault| fault.id == format!("recipient-{number}")),
            number,
            name,
            email,
        };
        let hint = "Counted in working hours. 0 promises nothing, and no reply is ever late.";
        let shown = "On the form and on the receipt, such as “Within one working day”.";
        let hours =
            Input { kind: "text", ..Input::text("hours", "Somebody replies within so many hours", &typed.hours) };
        Self {
            layout,
            title: form.definition.title.clone(),
            address: FormSetting::address(form),
            none: typed.people.is_empty(),
            people: lines.map(line).collect(),
            inputs: [hours.hinted(hint), Input::text("words", "In words", &typed.words).hinted(shown)]
                .map(|input| input.with(&errors)),
            only,
            history,
            errors,
        }
    }
}

async fn answer(
    app: &App,
    viewer: &Viewer,
    slug: &str,
    typed: Option<Typed>,
    done: Option<Uuid>,
    status: StatusCode,
    errors: Vec<InputFault>,
) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let form = Form::by_slug(&mut conn, slug).await?;
    let stored = FormSetting::of(&mut conn, &form).await?;
    let (address, topic) = (FormSetting::address(&form), FormSetting::topic(&form));
    let history =
        History::load::<FormSetting>(&mut conn, &app.business(), &topic, format!("{address}/restoration")).await?;
    let title = &form.definition.title;
    let title = if errors.is_empty() { title.clone() } else { format!("Error: {title}") };
    let mut layout = Frame::new(app, &mut conn, viewer, &title, Section::Forms).await?;
    layout.tell(app, &mut conn, viewer, done, &address).await?;
    let only = app.only_recipient().map(ToString::to_string);
    let typed = typed.unwrap_or_else(|| Typed::of(&stored));
    page(status, &RecipientsPage::new(layout, &form, &typed, only, history, errors))
}

/// `GET /admin/settings/forms/{form}`.
pub async fn show(
    app: web::Data<App>,
    viewer: Viewer,
    slug: web::Path<String>,
    done: web::Query<Done>,
) -> Result<HttpResponse> {
    answer(&app, &viewer, &slug, None, done.act(), StatusCode::OK, Vec::new()).await
}

/// `POST /admin/settings/forms/{form}`.
pub async fn save(
    app: web::Data<App>,
    viewer: Viewer,
    slug: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let typed = Typed::read(&posted);
    let after = match typed.setting() {
        Ok(setting) => setting,
        Err(faults) => {
            return answer(&app, &viewer, &slug, Some(typed), None, StatusCode::UNPROCESSABLE_ENTITY, faults).await;
        }
    };
    let (at, who, seen, name) = (app.clock.moment(), viewer.staff_id, super::seen(&posted), slug.to_string());
    match app.db.write(async move |tx: &mut Tx| after.change(tx, at, &name, seen, None, who).await).await {
        Ok(act) => Ok(Done::at(&format!("/admin/settings/forms/{slug}"), act)),
        Err(AppError::Conflict(_)) => {
            answer(&app, &viewer, &slug, Some(typed), None, StatusCode::CONFLICT, vec![super::meanwhile()]).await
        }
        Err(error) => Err(error),
    }
}

/// `POST /admin/settings/forms/{form}/restoration`.
pub async fn restore(
    app: web::Data<App>,
    viewer: Viewer,
    slug: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (at, who, number, name) = (app.clock.moment(), viewer.staff_id, super::number(&posted)?, slug.to_string());
    let work = async move |tx: &mut Tx| {
        let form = Form::by_slug(tx.conn(), &name).await?;
        let then: FormSetting = history::version(tx.conn(), &FormSetting::topic(&form), number).await?;
        then.change(tx, at, &name, None, Some(number), who).await
    };
    let act = app.db.write(work).await?;
    Ok(Done::at(&format!("/admin/settings/forms/{slug}"), act))
}

impl RecipientsPage {
    /// The page with sample content.
    pub(super) fn sample(app: &App, form: &Form, wrong: bool) -> Self {
        let mut typed = Typed {
            people: vec![("Ines Marlow".to_owned(), "ines@bellpull.example".to_owned())],
            hours: "8".to_owned(),
            words: "Within one working day".to_owned(),
        };
        if wrong {
            typed.people.push(("Una Bell".to_owned(), "una".to_owned()));
            typed.hours = "soon".to_owned();
        }
        let faults = typed.setting().err().unwrap_or_default();
        let changes = &["Working hours until a reply: “16” became “8”"];
        let history =
            History::sample(&app.business(), app.clock.now(), "/admin/settings/forms/project/restoration", changes);
        let title = if wrong { "Error: Recipients" } else { "Recipients" };
        Self::new(Frame::sample(app, title, Section::Forms), form, &typed, None, history, faults)
    }
}
