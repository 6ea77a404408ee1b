//! Kept mail: what lies in the folder while no mail server is set. Only owners read it, because it holds action links.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::{DateTime, Utc};

use super::enquiry_notice::EnquiryNotice;
use crate::accounts::access::Viewer;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::error::{AppError, Result};
use crate::samples::Sample;
use crate::web::html::page;

/// Messages on the list.
const LISTED: usize = 200;
/// The most that is shown of one message.
const SHOWN: usize = 256 * 1024;

/// The list of kept messages.
#[derive(Debug, Template)]
#[template(path = "mail/kept.html")]
pub struct KeptMailPage {
    layout: Frame,
    folder: String,
    rows: Vec<KeptRow>,
}

/// One kept message.
#[derive(Debug)]
pub struct KeptRow {
    name: String,
    to: String,
    subject: String,
    age: String,
}

/// One message as it lies there.
#[derive(Debug, Template)]
#[template(path = "mail/kept_message.html")]
pub struct KeptMessagePage {
    layout: Frame,
    subject: String,
    text: String,
}

/// A header of a message, unfolded.
fn header(message: &str, name: &str) -> String {
    let mut found = String::new();
    for line in message.lines().take_while(|line| !line.is_empty()) {
        if line.starts_with([' ', '\t']) {
            if !found.is_empty() {
                found.push_str(line);
            }
        } else if !found.is_empty() {
            break;
        } else if let Some((key, value)) = line.split_once(':')
            && key.eq_ignore_ascii_case(name)
        {
            value.trim().clone_into(&mut found);
        }
    }
    found
}

/// `GET /admin/mail`.
pub async fn list(app: web::Data<App>, viewer: Viewer) -> Result<HttpResponse> {
    let folder = app.mailer().folder().ok_or(AppError::NotFound)?.to_owned();
    let read = folder.clone();
    let found =
        web::block(move || newest(&read)).await.map_err(|error| AppError::internal("the mail folder", error))?;
    let (business, now) = (app.business(), app.clock.now());
    let rows = found
        .into_iter()
        .map(|(name, time, text)| KeptRow {
            to: header(&text, "To"),
            subject: header(&text, "Subject"),
            age: business.age(time, now),
            name,
        })
        .collect();
    let mut conn = app.db.read().await?;
    let layout = Frame::new(&app, &mut conn, &viewer, "Kept mail", Section::Mail).await?;
    page(StatusCode::OK, &KeptMailPage { layout, folder: folder.display().to_string(), rows })
}

/// The newest messages: name, time, text.
fn newest(folder: &std::path::Path) -> Vec<(String, DateTime<Utc>, String)> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<(String, DateTime<Utc>)> = entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let time = entry.metadata().ok()?.modified().ok()?;
            name.ends_with(".eml").then_some((name, time.into()))
        })
        .collect();
    names.sort_by_key(|(_, time)| std::cmp::Reverse(*time));
    names.truncate(LISTED);
    names
        .into_iter()
        .filter_map(|(name, time)| {
            let bytes = std::fs::read(folder.join(&name)).ok()?;
            Some((name, time, String::from_utf8_lossy(&bytes).into_owned()))
        })
        .collect()
}

/// `GET /admin/mail/{name}`.
pub async fn show(app: web::Data<App>, viewer: Viewer, path: web::Path<String>) -> Result<HttpResponse> {
    let folder = app.mailer().folder().ok_or(AppError::NotFound)?.to_owned();
    // Only the names that we give: a key and the ending, so that no path leads out of the folder.
    let id = path.strip_suffix(".eml").and_then(|id| uuid::Uuid::parse_str(id).ok()).ok_or(AppError::NotFound)?;
    let file = folder.join(format!("{id}.eml"));
    let bytes = web::block(move || std::fs::read(file))
        .await
        .map_err(|error| AppError::internal("the mail folder", error))?
        .map_err(|_| AppError::NotFound)?;
    let text: String = String::from_utf8_lossy(&bytes).chars().take(SHOWN).collect();
    let mut conn = app.db.read().await?;
    let layout = Frame::new(&app, &mut conn, &viewer, "Kept mail", Section::Mail).await?;
    page(StatusCode::OK, &KeptMessagePage { layout, subject: header(&text, "Subject"), text })
}

/// Kept mail with sample content.
///
/// # Errors
/// A template that cannot be rendered.
pub(crate) fn samples(app: &App) -> Result<Vec<Sample>> {
    let layout = || Frame::sample(app, "Kept mail", Section::Mail);
    let folder = || "/var/lib/shingle/mail".to_owned();
    let message = EnquiryNotice::sample().message()?;
    let row = KeptRow {
        name: "0192f0c4-7d2a-7000-8000-000000000000.eml".to_owned(),
        to: "Ines Marlow <ines@bellpull.example>".to_owned(),
        subject: message.subject.clone(),
        age: "12 min".to_owned(),
    };
    let text = format!("To: {}\r\nSubject: {}\r\n\r\n{}", row.to, message.subject, message.text);
    Ok(vec![
        Sample::of("kept-mail", &KeptMailPage { layout: layout(), folder: folder(), rows: vec![row] })?,
        Sample::of(
            "kept-mail-before-the-first",
            &KeptMailPage { layout: layout(), folder: folder(), rows: Vec::new() },
        )?,
        Sample::of("kept-message", &KeptMessagePage { layout: layout(), subject: message.subject, text })?,
    ])
}
