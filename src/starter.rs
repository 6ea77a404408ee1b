//! From an empty database to an own site: a one-time link leads to the set-up page, whose answers make a *starter site* with an
//! owner, forms and good words to change. It is closed to visitors until the owner opens it.

mod answers;
mod clearing;
mod content;
pub(crate) mod countries;
mod link;
pub mod opening;
pub(crate) mod pages;
mod samples;
pub mod steps;
mod trade;

use crate::accounts::hashing::StoredHash;
use crate::accounts::{ActionLink, LinkPurpose, Role, Staff};
use crate::app::App;
use crate::clock::Moment;
use crate::db::Tx;
use crate::deliveries::{Delivery, StaffMail};
use crate::error::Result;
use crate::forms::Form;
use crate::installation::Installation;
use crate::promises;
use crate::settings;
use crate::site::{Menus, Page, Service, TOPIC};

pub(crate) use answers::{Answers, HUES, Typed};
pub(crate) use clearing::{clear, show as show_clearing};
pub use link::SetUpLink;
pub(crate) use samples::samples;
pub use trade::Trade;

/// Makes the owner and the starter site, and answers the link that sets the owner's password; `None` where the database is not
/// empty.
///
/// # Errors
/// The database is away.
pub(crate) async fn init(app: &App, answers: Answers) -> Result<Option<String>> {
    let (at, keys) = (app.clock.moment(), app.keys.clone());
    let work = async move |tx: &mut Tx| {
        let Some(owner) = set_up(tx, at, &answers, None).await? else { return Ok(None) };
        ActionLink::make(tx, at, &keys, LinkPurpose::SetPassword, &owner).await.map(Some)
    };
    Ok(app.db.write(work).await?.map(|link| app.link(&link.path(&app.keys))))
}

/// Makes the owner and the starter site; `None` where somebody was quicker, or the database is not empty.
///
/// # Errors
/// The database is away.
pub(crate) async fn set_up(
    tx: &mut Tx,
    at: Moment,
    answers: &Answers,
    hash: Option<&StoredHash>,
) -> Result<Option<Staff>> {
    // Of two who set up at once, one waits here and then finds it done.
    Installation::hold(tx).await?;
    if !Installation::is_empty(tx.conn()).await? {
        return Ok(None);
    }
    let mut owner = Staff::add(tx, at, &answers.owner, &answers.email, Role::Owner).await?;
    if let Some(hash) = hash {
        owner.set_password(tx, hash).await?;
    }
    let site = content::Site::read(at, answers)?;
    let desk = (answers.owner.clone(), answers.recipient.clone());
    for (slug, id, definition) in &site.forms {
        Form::add_as(tx, at, *id, slug, definition).await?;
        Form::set_recipients(tx, at, *id, std::slice::from_ref(&desk)).await?;
    }
    let business = answers.business(&site.strapline);
    settings::append(tx, at.now, TOPIC, &business, Some(owner.id)).await?;
    settings::append(tx, at.now, promises::TOPIC, &business.opening, Some(owner.id)).await?;
    for service in &site.services {
        Service { page: None, ..service.clone() }.add(tx, &business.currency).await?;
    }
    Page::add_all(tx, at, &site.pages).await?;
    for service in &site.services {
        service.set_page(tx).await?;
    }
    for (place, entries) in &site.menus {
        Menus::set(tx, at, *place, entries).await?;
    }
    if answers.test {
        Delivery::queue_for_staff(tx, at, StaffMail::Test, &owner).await?;
    }
    Ok(Some(owner))
}
