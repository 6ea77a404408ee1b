//! `shingle staff add`: how the first people come in, without a page that could be found by others.

use super::{ActionLink, LinkPurpose, Role, Staff};
use crate::app::App;
use crate::db::Tx;
use crate::deliveries::{Delivery, StaffMail};
use crate::error::{AppError, Result};
use crate::mail::EmailAddress;

/// Adds a person and answers the whole address that sets their password; mails it too where mail really leaves.
///
/// # Errors
/// [`AppError::BadRequest`] for what is no email address, [`AppError::Conflict`] where the person is staff already.
pub async fn add(app: &App, email: &str, role: Role) -> Result<String> {
    let email = EmailAddress::parse(email).ok_or(AppError::BadRequest("that is not an email address"))?;
    let (at, keys, mails) = (app.clock.moment(), app.keys.clone(), app.mailer().is_smtp());
    let link = app
        .db
        .write(async move |tx: &mut Tx| {
            let staff = Staff::add(tx, at, &name_from(&email), &email, role).await?;
            let link = ActionLink::make(tx, at, &keys, LinkPurpose::SetPassword, &staff).await?;
            if mails {
                Delivery::queue_for_staff(tx, at, StaffMail::ActionLink(link.id), &staff).await?;
            }
            Ok(link)
        })
        .await?;
    Ok(app.link(&link.path(&app.keys)))
}

/// A name to begin with, from the mailbox: `ines.marlow@…` is Ines Marlow until she says otherwise.
fn name_from(email: &EmailAddress) -> String {
    let mailbox = email.as_str().split(['@', '+']).next().unwrap_or_default();
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>())
    };
    let words: Vec<String> = mailbox.split(['.', '_', '-']).filter_map(capital).collect();
    if words.is_empty() { email.to_string() } else { words.join(" ") }
}
