//! Acceptance: one transaction writes the enquiry, its timeline, its deliveries and their jobs. One key, one enquiry.

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::enquiry::Enquiry;
use super::reference::Reference;
use super::timeline::{Entry, Event};
use crate::app::App;
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::deliveries::{Delivery, Kind, NewDelivery};
use crate::error::{AppError, Result};
use crate::forms::{Answers, Draft, Form, Post};
use crate::mail::{EmailAddress, one_line};
use crate::schema::{enquiries, receipt_browsers};
use crate::spam::{self, Signals};
use crate::web::browser::Browser;

/// How long a receipt opens in its browser.
const RECEIPT: Duration = Duration::days(30);
/// How much of the visitor's own words stands in the inbox.
const EXCERPT: usize = 160;

/// An enquiry that is safe.
#[derive(Debug, Clone)]
pub struct Accepted {
    /// Its key in the table.
    pub id: Uuid,
    /// Its human number.
    pub reference: String,
    /// The draft that it was made from, where it still exists.
    pub draft: Option<Uuid>,
}

impl Accepted {
    /// The receipt of an enquiry that was accepted before: its new bearer proved the key or the draft.
    ///
    /// # Errors
    /// The database is away.
    pub async fn again(tx: &mut Tx, at: Moment, enquiry: &Enquiry, browser: &Browser) -> Result<Self> {
        open_receipt(tx, at, enquiry.id, browser).await?;
        Ok(Self { id: enquiry.id, reference: enquiry.reference.clone(), draft: None })
    }
}

impl Enquiry {
    /// Accepts a draft whose answers have no fault.
    ///
    /// # Errors
    /// The database is away; then nothing of it is stored.
    pub async fn accept(
        tx: &mut Tx,
        at: Moment,
        app: &App,
        form: &Form,
        draft: &Draft,
        post: &Post,
    ) -> Result<Accepted> {
        let answers = draft.answers().tidied(&form.definition);
        let verdict = if post.test {
            // A test walks the whole way, whatever it says.
            spam::Verdict { held: false, score: 0, reasons: Vec::new() }
        } else {
            suspect(tx.conn(), at, app, form, draft, post, &answers).await?
        };
        let role = |name: &Option<String>| one_line(name.as_deref().map_or("", |name| answers.text(name)));
        let roles = &form.definition.roles;
        let (name, email, phone, company) =
            (role(&roles.name), role(&roles.email), role(&roles.phone), role(&roles.company));
        let excerpt: String = one_line(form.definition.excerpt.as_deref().map_or("", |field| answers.text(field)))
            .chars()
            .take(EXCERPT)
            .collect();
        // What is held gets its promise when somebody says that it is no spam.
        let due = (!verdict.held && !post.test).then(|| form.due(&app.business(), at.now)).flatten();
        let mut written = None;
        for _ in 0..8 {
            let (id, reference) = (at.id(), Reference::draw(at, &app.business().prefix));
            let search = format!("{reference} {name} {email} {phone} {company} {}", answers.prose(&form.definition))
                .to_lowercase();
            let rows = diesel::insert_into(enquiries::table)
                .values((
                    enquiries::id.eq(id),
                    enquiries::reference.eq(reference.as_str()),
                    enquiries::key.eq(&draft.key),
                    (enquiries::form_id.eq(form.id), enquiries::form_version.eq(form.version)),
                    enquiries::answers.eq(serde_json::to_value(&answers)?),
                    (enquiries::name.eq(&name), enquiries::email.eq(&email)),
                    (enquiries::phone.eq(&phone), enquiries::company.eq(&company)),
                    (enquiries::excerpt.eq(&excerpt), enquiries::search.eq(search)),
                    (enquiries::suspected.eq(verdict.held), enquiries::test.eq(post.test)),
                    enquiries::suspicion.eq(serde_json::to_value(&verdict.reasons)?),
                    enquiries::source.eq(serde_json::to_value(draft.source().or(post.source.clone()))?),
                    enquiries::address_tag.eq(post.address_tag.to_vec()),
                    (enquiries::received_at.eq(at.now), enquiries::due_at.eq(due)),
                ))
                .on_conflict_do_nothing()
                .execute(tx.conn())
                .await?;
            if rows == 1 {
                written = Some((id, reference));
                break;
            }
            // Either the key was used meanwhile, or the reference was drawn before: then another is drawn.
            if Self::key_is_used(tx.conn(), &draft.key).await? {
                let first = Self::by_key(tx.conn(), &draft.key).await?;
                return Accepted::again(tx, at, &first, &post.browser).await;
            }
        }
        let (id, reference) = written.ok_or_else(|| AppError::internal("acceptance", "no free reference was drawn"))?;
        Entry::write(tx, at, id, None, if verdict.held { &Event::Suspected } else { &Event::Accepted }).await?;
        write_messages(tx, at, app, form, id, (&name, &email), verdict.held).await?;
        open_receipt(tx, at, id, &post.browser).await?;
        Draft::close(tx, at.now, draft.id).await?;
        let outcome = if verdict.held { "suspected" } else { "accepted" };
        if !post.test {
            metrics::counter!("shingle_enquiries_total", "form" => form.slug.clone(), "outcome" => outcome)
                .increment(1);
        }
        Ok(Accepted { id, reference: reference.to_string(), draft: Some(draft.id) })
    }
}

/// Who is written to about the enquiries of a form: its recipients, else the owners. A demo may have one recipient for all.
///
/// # Errors
/// The database is away.
pub async fn recipients(conn: &mut Conn, app: &App, form: Uuid) -> Result<Vec<(String, EmailAddress)>> {
    let mut recipients = match app.only_recipient() {
        Some(only) => vec![(String::new(), only.clone())],
        None => Form::recipients(conn, form).await?,
    };
    if recipients.is_empty() {
        for owner in crate::accounts::Staff::owners(conn).await? {
            recipients.extend(EmailAddress::parse(&owner.email).map(|email| (owner.name, email)));
        }
    }
    Ok(recipients)
}

/// The notices to the form's recipients and the visitor's receipt.
async fn write_messages(
    tx: &mut Tx,
    at: Moment,
    app: &App,
    form: &Form,
    id: Uuid,
    visitor: (&str, &str),
    held: bool,
) -> Result<()> {
    let found = recipients(tx.conn(), app, form.id).await?;
    let mut notices: Vec<Option<(String, EmailAddress)>> = found.into_iter().map(Some).collect();
    if notices.is_empty() {
        notices.push(None);
    }
    for recipient in notices {
        Delivery::queue(tx, at, &NewDelivery { kind: Kind::Notice, enquiry_id: Some(id), recipient, held }).await?;
    }
    if let Some(email) = EmailAddress::parse(visitor.1) {
        // No name beside the address: nothing that a visitor wrote stands in the first mail to an unproven address.
        let recipient = Some((String::new(), email));
        Delivery::queue(tx, at, &NewDelivery { kind: Kind::Receipt, enquiry_id: Some(id), recipient, held }).await?;
    }
    Ok(())
}

/// Looks for reasons to suspect an enquiry.
async fn suspect(
    conn: &mut Conn,
    at: Moment,
    app: &App,
    form: &Form,
    draft: &Draft,
    post: &Post,
    answers: &Answers,
) -> Result<spam::Verdict> {
    let recent: i64 = if app.config.enquiry_limit == 0 {
        0
    } else {
        enquiries::table
            .filter(enquiries::address_tag.eq(post.address_tag.to_vec()))
            .filter(enquiries::form_id.eq(form.id))
            .filter(enquiries::test.eq(false))
            .filter(enquiries::received_at.gt(at.now - Duration::hours(1)))
            .count()
            .get_result(conn)
            .await?
    };
    let least = i32::try_from(app.config.enquiry_min_seconds).unwrap_or(i32::MAX);
    let name = form.definition.roles.name.as_deref().map_or("", |field| answers.text(field));
    Ok(spam::judge(&Signals {
        trapped: draft.trapped || post.trapped,
        too_fast: draft.seen_seconds.is_some_and(|seconds| seconds < least),
        flood: app.config.enquiry_limit > 0 && recent >= i64::from(app.config.enquiry_limit),
        name: name.to_owned(),
        prose: answers.written(&form.definition),
    }))
}

async fn open_receipt(tx: &mut Tx, at: Moment, id: Uuid, browser: &Browser) -> Result<()> {
    diesel::insert_into(receipt_browsers::table)
        .values((
            receipt_browsers::enquiry_id.eq(id),
            receipt_browsers::browser_hash.eq(browser.hash()),
            receipt_browsers::ends_at.eq(at.now + RECEIPT),
        ))
        .on_conflict((receipt_browsers::enquiry_id, receipt_browsers::browser_hash))
        .do_update()
        .set(receipt_browsers::ends_at.eq(at.now + RECEIPT))
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Whether a browser may open the receipt of an enquiry in full.
pub(super) async fn may_open(conn: &mut Conn, enquiry: Uuid, browser: &Browser, now: DateTime<Utc>) -> Result<bool> {
    let own = receipt_browsers::table
        .filter(receipt_browsers::enquiry_id.eq(enquiry))
        .filter(receipt_browsers::browser_hash.eq(browser.hash()))
        .filter(receipt_browsers::ends_at.gt(now));
    Ok(diesel::select(diesel::dsl::exists(own)).get_result(conn).await?)
}

/// Erases the right to open receipts whose 30 days are over.
///
/// # Errors
/// The database is away.
pub async fn erase_receipt_browsers(tx: &mut Tx, now: DateTime<Utc>) -> Result<()> {
    diesel::delete(receipt_browsers::table.filter(receipt_browsers::ends_at.le(now))).execute(tx.conn()).await?;
    Ok(())
}
