//! `/admin/forms/creation`: a new form. It begins with what nobody can do without, and closed, so that nobody meets it half made.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::editing::address;
use crate::accounts::access::Viewer;
use crate::accounts::inputs::{Input, InputFault};
use crate::accounts::people::Done;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::db::Tx;
use crate::error::Result;
use crate::forms::definition::{Definition, ErrorWords, Field, ReplyPromise, Roles, Step};
use crate::forms::{Form, Kind};
use crate::mail::one_line;
use crate::web::edge::Posted;
use crate::web::html::page;

/// The question.
#[derive(Debug, Template)]
#[template(path = "forms/creation.html")]
pub struct FormCreationPage {
    layout: Frame,
    errors: Vec<InputFault>,
    title: Input,
}

impl FormCreationPage {
    pub(super) fn new(layout: Frame, typed: &str, errors: Vec<InputFault>) -> Self {
        let hint = "Visitors see it in the browser’s tab, you see it in the inbox. Its address is made from it.";
        let title = Input::text("title", "Title", typed).hinted(hint).with(&errors);
        Self { layout, errors, title }
    }
}

/// `GET /admin/forms/creation`.
pub async fn show(app: web::Data<App>, viewer: Viewer) -> Result<HttpResponse> {
    let layout = Frame::new(&app, &mut *app.db.read().await?, &viewer, "A new form", Section::Forms).await?;
    page(StatusCode::OK, &FormCreationPage::new(layout, "", Vec::new()))
}

/// `POST /admin/forms/creation`.
pub async fn create(app: web::Data<App>, viewer: Viewer, posted: Posted) -> Result<HttpResponse> {
    let title = one_line(posted.last("title").unwrap_or_default());
    let fault = match title.chars().count() {
        0 => "Enter the title".to_owned(),
        length if length > 120 => format!("The title has {length} characters: keep it to 120"),
        _ => {
            let (at, who) = (app.clock.moment(), viewer.staff_id);
            let work = async move |tx: &mut Tx| {
                let slug = Form::free_slug(tx, &title).await?;
                let act = Form::create(tx, at, &slug, &beginning(title), who).await?;
                Ok((slug, act))
            };
            let (slug, act) = app.db.write(work).await?;
            return Ok(Done::at(&address(&slug), Some(act)));
        }
    };
    let errors = vec![InputFault::new("title", fault)];
    let layout = Frame::new(&app, &mut *app.db.read().await?, &viewer, "Error: A new form", Section::Forms).await?;
    page(StatusCode::UNPROCESSABLE_ENTITY, &FormCreationPage::new(layout, &title, errors))
}

/// What a new form asks: who it is, how to reply, and what it is about.
pub(super) fn beginning(title: String) -> Definition {
    let field = |name: &str, kind: Kind, label: &str, missing: &str, autocomplete: Option<&str>| Field {
        name: name.to_owned(),
        kind,
        label: label.to_owned(),
        hint: String::new(),
        required: true,
        label_is_title: false,
        show_when: None,
        choices: Vec::new(),
        services: false,
        max: None,
        least: None,
        most: None,
        autocomplete: autocomplete.map(str::to_owned),
        statement: String::new(),
        error: ErrorWords { missing: Some(missing.to_owned()) },
    };
    let named = |name: &str| Some(name.to_owned());
    Definition {
        version: 1,
        title,
        roles: Roles { name: named("name"), email: named("email"), ..Roles::default() },
        excerpt: named("message"),
        send: "Send".to_owned(),
        reply_promise: ReplyPromise {
            working_hours: 8,
            words: "We read it and reply within one working day.".to_owned(),
        },
        closing_note: String::new(),
        closed_note: String::new(),
        closes_on: None,
        steps: vec![Step {
            name: "message".to_owned(),
            label: "Your message".to_owned(),
            title: "How can we help?".to_owned(),
            introduction: String::new(),
            skip_when: None,
            fields: vec![
                field("name", Kind::ShortText, "Your name", "Enter your name", Some("name")),
                field("email", Kind::Email, "Email address", "Enter your email address", Some("email")),
                field("message", Kind::LongText, "Your message", "Write your message", None),
            ],
        }],
    }
}
