//! The style guide: every block and mail with sample content, as owners see them at `/dev/samples` and as a test renders them.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, web};
use askama::Template;
use uuid::Uuid;

use crate::accounts::access::Viewer;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::blocks::{Block, Placed};
use crate::error::{AppError, Result};
use crate::forms::Form;
use crate::mail::action_link::ActionLinkMail;
use crate::mail::enquiry_notice::EnquiryNotice;
use crate::mail::enquiry_receipt::EnquiryReceipt;
use crate::mail::morning::MorningMail;
use crate::mail::password_changed::PasswordChangedMail;
use crate::mail::reminder::ReminderMail;
use crate::mail::{Message, test_message};
use crate::site::{BlocksPage, Resolver};
use crate::web::html::page;

/// What mail programs do with our messages: inline styles, nothing from elsewhere, no script.
const MAIL_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// The list.
#[derive(Debug, Template)]
#[template(path = "samples/list.html")]
pub struct SamplesPage {
    layout: Frame,
    blocks: Vec<&'static str>,
    mails: Vec<(&'static str, String)>,
}

/// The text form of a mail.
#[derive(Debug, Template)]
#[template(path = "samples/text.html")]
pub struct SampleTextPage {
    layout: Frame,
    subject: String,
    text: String,
}

/// Every mail with sample content.
///
/// # Errors
/// A template that cannot be rendered.
pub fn mails() -> Result<Vec<(&'static str, Message)>> {
    Ok(vec![
        ("enquiry-notice", EnquiryNotice::sample().message()?),
        ("enquiry-receipt", EnquiryReceipt::sample().message()?),
        ("reminder", ReminderMail::sample().message()?),
        ("morning", MorningMail::sample().message()?),
        ("action-link", ActionLinkMail::sample().message()?),
        ("password-changed", PasswordChangedMail::sample().message()?),
        ("test-message", test_message::test_message("Bellpull", "https://www.bellpull.example")),
    ])
}

/// `GET /dev/samples`.
pub async fn list(app: web::Data<App>, viewer: Viewer) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let layout = Frame::new(&app, &mut conn, &viewer, "Samples", Section::Samples).await?;
    let blocks = Block::samples(Uuid::nil(), Uuid::nil()).into_iter().map(|(name, _)| name).collect();
    let mails = mails()?.into_iter().map(|(name, message)| (name, message.subject)).collect();
    page(StatusCode::OK, &SamplesPage { layout, blocks, mails })
}

/// `GET /dev/samples/{name}`: a block, or a mail in HTML (`mail-…`) or text (`text-…`).
pub async fn show(app: web::Data<App>, viewer: Viewer, path: web::Path<String>) -> Result<HttpResponse> {
    let mail = |name: &str| -> Result<Message> {
        mails()?.into_iter().find(|(other, _)| *other == name).map(|(_, message)| message).ok_or(AppError::NotFound)
    };
    if let Some(name) = path.strip_prefix("mail-") {
        let answer = HttpResponse::Ok()
            .insert_header((header::CONTENT_SECURITY_POLICY, MAIL_POLICY))
            .content_type("text/html; charset=utf-8")
            .body(mail(name)?.html);
        return Ok(answer);
    }
    let mut conn = app.db.read().await?;
    if let Some(name) = path.strip_prefix("text-") {
        let message = mail(name)?;
        let layout = Frame::new(&app, &mut conn, &viewer, "Samples", Section::Samples).await?;
        return page(StatusCode::OK, &SampleTextPage { layout, subject: message.subject, text: message.text });
    }
    let form = match Form::by_slug(&mut conn, "project").await {
        Ok(form) => form.id,
        Err(AppError::NotFound) => Uuid::nil(),
        Err(error) => return Err(error),
    };
    let found = Block::samples(form, Uuid::nil()).into_iter().find(|(name, _)| *name == path.as_str());
    let (name, block) = found.ok_or(AppError::NotFound)?;
    let targets: Vec<_> = if form.is_nil() { Vec::new() } else { block.references() };
    let resolver = Resolver::load(&mut conn, &targets).await?;
    let placed = [Placed { id: Uuid::nil(), block }];
    page(StatusCode::OK, &BlocksPage::of_sample(&app, name, &placed, &resolver)?)
}
