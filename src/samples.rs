//! Every page, block and mail with sample content: the style guide for owners, and the list of what the page gate and the tests
//! look at. A sample reads nothing from the database, so it looks the same everywhere but for the name of the business.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::accounts::access::Viewer;
use crate::admin::frame::{Frame, Section};
use crate::admin::{dashboard, error_pages};
use crate::app::App;
use crate::blocks::Block;
use crate::error::{AppError, Result};
use crate::mail::action_link::ActionLinkMail;
use crate::mail::enquiry_notice::EnquiryNotice;
use crate::mail::enquiry_receipt::EnquiryReceipt;
use crate::mail::morning::MorningMail;
use crate::mail::password_changed::PasswordChangedMail;
use crate::mail::reminder::ReminderMail;
use crate::mail::{Message, kept, test_message};
use crate::site::BlocksPage;
use crate::web::edge;
use crate::web::html::{page, render};
use crate::{accounts, acts, demo, editor, enquiries, forms, site};

/// What mail programs do with our messages: inline styles, nothing from elsewhere, no script.
const MAIL_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// A page or a block with sample content, rendered.
#[derive(Debug, Clone)]
pub struct Sample {
    /// Its name in the address.
    pub name: &'static str,
    /// The whole page.
    pub html: String,
}

impl Sample {
    /// The sample of a page.
    ///
    /// # Errors
    /// A template that cannot be rendered.
    pub fn of(name: &'static str, page: &impl Template) -> Result<Self> {
        Ok(Self { name, html: render(page)? })
    }

    /// The name in words.
    fn words(&self) -> String {
        let words = self.name.replace('-', " ");
        let mut letters = words.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
    }
}

/// The list.
#[derive(Debug, Template)]
#[template(path = "samples/list.html")]
pub struct SamplesPage {
    layout: Frame,
    groups: Vec<Group>,
    mails: Vec<(&'static str, String)>,
}

/// Samples that belong together: the last part of each address, and its words.
#[derive(Debug)]
pub struct Group {
    title: &'static str,
    samples: Vec<(String, String)>,
}

/// The text form of a mail.
#[derive(Debug, Template)]
#[template(path = "samples/text.html")]
pub struct SampleTextPage {
    layout: Frame,
    subject: String,
    text: String,
}

/// Every page in every state that looks different, by the part of the product to which it belongs.
///
/// # Errors
/// A template that cannot be rendered.
pub fn pages(app: &App) -> Result<Vec<(&'static str, Vec<Sample>)>> {
    Ok(vec![
        ("Site", site::samples(app)?),
        ("Forms", forms::samples(app)?),
        ("Enquiries", enquiries::samples(app)?),
        ("Starting", crate::starter::samples(app)?),
        ("Today", dashboard::samples(app)?),
        ("Accounts", accounts::samples(app)?),
        ("Staff", accounts::people_samples(app)?),
        ("Settings", crate::settings::samples(app)?),
        ("Forms at the desk", forms::desk::samples(app)?),
        ("Pages at the desk", site::desk::samples(app)?),
        ("Writing", editor::samples(app)?),
        ("Media at the desk", crate::media::desk::samples(app)?),
        ("What people did", acts::page::samples(app)?),
        ("Kept mail", kept::samples(app)?),
        ("What went wrong", edge::samples(app)?),
        ("What went wrong at the desk", error_pages::samples(app)?),
        ("Samples", samples(app)?),
    ])
}

/// Every kind of block, each on a page of its own.
///
/// # Errors
/// A template that cannot be rendered.
pub fn blocks(app: &App) -> Result<Vec<Sample>> {
    let site = demo::sample_site(app.clock.moment())?;
    let things = site.things(app)?;
    let all = Block::samples(&things).into_iter();
    all.map(|(name, block)| Sample::of(name, &BlocksPage::of_block(app, name, block, &site.resolver)?)).collect()
}

/// Every file that programs read: feed and sitemap.
///
/// # Errors
/// A template that cannot be rendered.
pub fn files(app: &App) -> Result<Vec<Sample>> {
    site::files(app)
}

/// Every mail.
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

/// The pages about samples have samples too.
fn samples(app: &App) -> Result<Vec<Sample>> {
    let layout = || Frame::sample(app, "Samples", Section::Settings);
    let message = EnquiryNotice::sample().message()?;
    let groups = vec![Group { title: "Site", samples: vec![("page-article".to_owned(), "Article".to_owned())] }];
    let mails = vec![("enquiry-notice", message.subject.clone())];
    Ok(vec![
        Sample::of("list-of-samples", &SamplesPage { layout: layout(), groups, mails })?,
        Sample::of("mail-as-text", &SampleTextPage { layout: layout(), subject: message.subject, text: message.text })?,
    ])
}

/// `GET /dev/samples`.
pub async fn list(app: web::Data<App>, viewer: Viewer) -> Result<HttpResponse> {
    let linked = |prefix: &str, samples: Vec<Sample>| {
        samples.into_iter().map(|sample| (format!("{prefix}{}", sample.name), sample.words())).collect()
    };
    let parts = pages(&app)?.into_iter();
    let mut groups: Vec<Group> =
        parts.map(|(title, samples)| Group { title, samples: linked("page-", samples) }).collect();
    groups.push(Group { title: "Blocks", samples: linked("", blocks(&app)?) });
    let mails = mails()?.into_iter().map(|(name, message)| (name, message.subject)).collect();
    let mut conn = app.db.read().await?;
    let layout = Frame::new(&app, &mut conn, &viewer, "Samples", Section::Settings).await?;
    page(StatusCode::OK, &SamplesPage { layout, groups, mails })
}

/// `GET /dev/samples/{name}`: a block, a page (`page-…`), or a mail in HTML (`mail-…`) or text (`text-…`).
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
    if let Some(name) = path.strip_prefix("text-") {
        let message = mail(name)?;
        let mut conn = app.db.read().await?;
        let layout = Frame::new(&app, &mut conn, &viewer, "Samples", Section::Settings).await?;
        return page(StatusCode::OK, &SampleTextPage { layout, subject: message.subject, text: message.text });
    }
    let (name, samples): (&str, Vec<Sample>) = match path.strip_prefix("page-") {
        Some(name) => (name, pages(&app)?.into_iter().flat_map(|(_, samples)| samples).collect()),
        None => (path.as_str(), blocks(&app)?),
    };
    let sample = samples.into_iter().find(|sample| sample.name == name).ok_or(AppError::NotFound)?;
    Ok(HttpResponse::Ok().content_type("text/html; charset=utf-8").body(sample.html))
}
