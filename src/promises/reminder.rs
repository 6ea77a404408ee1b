//! The reminder: written once, when little of the promised time is left, to the owner and the form's recipients. The sweeper
//! asks for it; the queue plays no part in noticing.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::due::{Due, Level};
use crate::accounts::Staff;
use crate::accounts::access::Power;
use crate::app::App;
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::deliveries::{Delivery, Kind, NewDelivery};
use crate::enquiries::{Enquiry, Entry, Event, recipients};
use crate::error::Result;
use crate::mail::EmailAddress;
use crate::schema::{enquiries, staff};

/// What broke while nobody looked (the program was away) is still worth a word for so long.
const LATE: TimeDelta = TimeDelta::days(1);
/// Enquiries looked at in one sweep.
const LOOKED_AT: i64 = 500;

/// Reminds of every promise that is over soon. Answers how many there were.
///
/// # Errors
/// The database is away.
pub async fn remind(app: &Arc<App>) -> Result<usize> {
    let at = app.clock.moment();
    let business = app.business();
    let open = unreminded(&mut *app.db.read().await?, at.now).await?;
    let soon = open.iter().filter(|e| matches!(Due::of(e, at.now, &business).level, Level::Amber | Level::Red));
    let mut count = 0;
    for id in soon.map(|enquiry| enquiry.id) {
        let inner = app.clone();
        if app.db.write(async move |tx: &mut Tx| remind_of(tx, at, &inner, id).await).await? {
            count += 1;
        }
    }
    Ok(count)
}

/// The promises of which nobody was reminded yet, the first due first.
async fn unreminded(conn: &mut Conn, now: DateTime<Utc>) -> Result<Vec<Enquiry>> {
    Ok(enquiries::table
        .filter(enquiries::reply_by.gt(now - LATE))
        .filter(enquiries::answered_at.is_null())
        .filter(enquiries::due_at.is_not_null())
        .filter(enquiries::reminded_at.is_null())
        .filter(enquiries::deleted_at.is_null())
        .filter(diesel::dsl::not(enquiries::suspected))
        .filter(diesel::dsl::not(enquiries::test))
        .filter(diesel::dsl::not(enquiries::seeded))
        .order((enquiries::reply_by, enquiries::id))
        .limit(LOOKED_AT)
        .select(Enquiry::as_select())
        .load(conn)
        .await?)
}

/// Reminds of one, unless another node did, or somebody answered, since we looked.
async fn remind_of(tx: &mut Tx, at: Moment, app: &App, id: Uuid) -> Result<bool> {
    let still = enquiries::table
        .filter(enquiries::id.eq(id))
        .filter(enquiries::reminded_at.is_null())
        .filter(enquiries::answered_at.is_null())
        .filter(enquiries::deleted_at.is_null())
        .filter(diesel::dsl::not(enquiries::suspected));
    let taken: Option<(Option<Uuid>, Uuid)> = diesel::update(still)
        .set(enquiries::reminded_at.eq(at.now))
        .returning((enquiries::owner_id, enquiries::form_id))
        .get_result(tx.conn())
        .await
        .optional()?;
    let Some((owner, form)) = taken else { return Ok(false) };
    let people = whom(tx.conn(), app, owner, form).await?;
    let some = !people.is_empty();
    for recipient in people {
        let new = NewDelivery { kind: Kind::Reminder, enquiry_id: Some(id), recipient: Some(recipient), held: false };
        Delivery::queue(tx, at, &new).await?;
    }
    if some {
        Entry::write(tx, at, id, None, &Event::Reminded).await?;
    }
    Ok(some)
}

/// The owner and the form's recipients, each address once, without staff who turned reminders off or may not see enquiries.
async fn whom(conn: &mut Conn, app: &App, owner: Option<Uuid>, form: Uuid) -> Result<Vec<(String, EmailAddress)>> {
    let mut people = Vec::new();
    if let (Some(owner), None) = (owner, app.only_recipient())
        && let Some(owner) = Staff::find(conn, owner).await?
        && owner.is_active()
        && owner.role.may(Power::Enquiries)
    {
        people.extend(EmailAddress::parse(&owner.email).map(|email| (owner.name, email)));
    }
    people.extend(recipients(conn, app, form).await?);
    let silent: Vec<String> =
        staff::table.filter(diesel::dsl::not(staff::reminders)).select(staff::email).load(conn).await?;
    let mut seen: BTreeSet<String> = silent.iter().map(|email| email.to_lowercase()).collect();
    people.retain(|(_, email)| seen.insert(email.as_str().to_lowercase()));
    Ok(people)
}
