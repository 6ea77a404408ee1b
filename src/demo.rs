//! The demonstration: Bellpull, a business that is openly invented. Fills an empty database once and marks it; on a marked one
//! it keeps the data, on any other it changes nothing.

mod content;
mod enquiries;
mod samples;

use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use crate::accounts::{Password, Role, Staff, hashing};
use crate::app::App;
use crate::clock::Moment;
use crate::db::Tx;
use crate::error::{AppError, Result};
use crate::forms::{Definition, Form};
use crate::installation::Installation;
use crate::keys::keep_secret;
use crate::mail::EmailAddress;
use crate::media::{Incoming, Media};
use crate::promises;
use crate::settings;
use crate::site::{Menus, Page, Service, TOPIC};

pub(crate) use samples::{SAMPLE_REFERENCE, SampleSite, sample_answers, sample_form, sample_site};

/// The demo's owner.
pub const OWNER: &str = "owner@example.com";

/// What came of asking for the demo.
#[derive(Debug, Clone)]
pub enum Filled {
    /// The database is the demo's, now or before; the owner signs in with this password.
    Demo(SecretString),
    /// Somebody's own content stands there: nothing was changed, and nobody was created.
    NotEmpty,
}

/// Fills an empty database, or keeps a demo as it is; sets the owner's password where it is another.
///
/// # Errors
/// The database is away, or a password file can't be kept.
pub async fn fill(app: &Arc<App>) -> Result<Filled> {
    let (is_demo, is_empty) = {
        let mut conn = app.db.read().await?;
        (Installation::is_demo(&mut conn).await?, Installation::is_empty(&mut conn).await?)
    };
    if !is_demo && !is_empty {
        return Ok(Filled::NotEmpty);
    }
    let (now, keys) = (app.clock.now(), app.keys.clone());
    app.db.write(async move |tx: &mut Tx| Installation::claim(tx, now, &keys).await).await?;
    let password = password(app)?;
    if !is_demo {
        let at = app.clock.moment();
        let forms: Vec<(String, Uuid)> = content::FORMS.iter().map(|(slug, _)| ((*slug).to_owned(), at.id())).collect();
        let site = content::Site::read(at, &forms)?;
        let pictures = keep_pictures(app, &site).await?;
        let kept = pictures.clone();
        app.db.write(async move |tx: &mut Tx| build(tx, at, site, &forms, &pictures).await).await?;
        for incoming in &kept {
            Media::keep(app, incoming).await?;
        }
    }
    set_owner_password(app, &password).await?;
    app.refresh_business().await?;
    Ok(Filled::Demo(password))
}

/// The owner's password: given, or made once and kept beside the key.
fn password(app: &App) -> Result<SecretString> {
    if let Some(given) = &app.config.demo_password {
        return Ok(given.clone());
    }
    let at = app.clock.moment();
    let path = app.config.data_dir.join("demo.password");
    keep_secret(&path, || hex::encode(at.bytes::<9>()))
        .map(SecretString::from)
        .map_err(|problem| AppError::internal("the demo's password", problem))
}

/// Sets the password where it is another; setting it ends every session, so a start changes nothing without need.
async fn set_owner_password(app: &Arc<App>, password: &SecretString) -> Result<()> {
    let owner = Staff::by_email(&mut *app.db.read().await?, OWNER).await?;
    let Some(mut owner) = owner else { return Ok(()) };
    if owner.has_password(app, password.clone()).await? {
        return Ok(());
    }
    let parsed =
        Password::parse(password.expose_secret()).map_err(|fault| AppError::Conflict(fault.words().to_owned()))?;
    let hash = hashing::hash(app, parsed).await?;
    app.db.write(async move |tx: &mut Tx| owner.set_password(tx, &hash).await).await
}

/// The bytes of its pictures go into the store before anything points to them.
async fn keep_pictures(app: &Arc<App>, site: &content::Site) -> Result<Vec<Incoming>> {
    let mut kept = Vec::new();
    for hung in &site.pictures {
        let incoming = hung.incoming()?;
        Media::keep(app, &incoming).await?;
        kept.push(incoming);
    }
    Ok(kept)
}

async fn build(
    tx: &mut Tx,
    at: Moment,
    site: content::Site,
    forms: &[(String, Uuid)],
    pictures: &[Incoming],
) -> Result<()> {
    let address = |text: &str| EmailAddress::parse(text).ok_or_else(|| AppError::internal("the demo", text));
    Staff::add(tx, at, "Demo owner", &address(OWNER)?, Role::Owner).await?;
    let ines = Staff::add(tx, at, "Ines Marlow", &address("ines@bellpull.example")?, Role::Manager).await?;
    let tobias = Staff::add(tx, at, "Tobias Reed", &address("tobias@bellpull.example")?, Role::Editor).await?;
    for ((slug, text), (_, id)) in content::FORMS.iter().zip(forms) {
        let definition: Definition = serde_json::from_str(text)?;
        Form::add_as(tx, at, *id, slug, &definition).await?;
        let desk = ("Ines and Tobias".to_owned(), address("hello@bellpull.example")?);
        Form::set_recipients(tx, at, *id, &[desk]).await?;
    }
    let mut business = site.business;
    business.opening = content::hours(at.now);
    settings::append(tx, at.now, TOPIC, &business, None).await?;
    settings::append(tx, at.now, promises::TOPIC, &business.opening, None).await?;
    for (hung, incoming) in site.pictures.iter().zip(pictures) {
        Media::add(tx, at, hung.id, incoming, &hung.about, None).await?;
    }
    for author in &site.authors {
        author.add(tx, (author.slug == "ines").then_some(ines.id)).await?;
    }
    for (topic, position) in site.topics.iter().zip(0..) {
        topic.add(tx, position).await?;
    }
    // Pages name services and services name pages: first the services without theirs.
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
    for redirect in &site.redirects {
        redirect.add(tx, at, None).await?;
    }
    enquiries::add(tx, at, &business, forms, ines.id, tobias.id).await?;
    Installation::mark_demo(tx, at.now).await
}
