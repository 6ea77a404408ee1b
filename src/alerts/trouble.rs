//! What is wrong right now, asked live: the red line never outlives its reason. A handful of indexed looks, on every screen.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::kind::AlertKind;
use super::signs::Room;
use crate::accounts::Staff;
use crate::app::App;
use crate::db::Conn;
use crate::deliveries::Delivery;
use crate::error::Result;
use crate::forms::Form;
use crate::jobs::Job;
use crate::mail::EmailAddress;
use crate::schema::alerts;
use crate::site::Page;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// What.
    pub kind: AlertKind,
    /// Of which thing: a form's name; empty where there is only one.
    pub subject: String,
    /// How many messages or jobs.
    pub count: i64,
    /// What else belongs into its words; never anything of a visitor's.
    pub detail: String,
}

impl Trouble {
    pub(super) fn new(kind: AlertKind) -> Self {
        Self { kind, subject: String::new(), count: 1, detail: String::new() }
    }

    /// What is wrong, as far as the database and this process see it.
    ///
    /// # Errors
    /// The database is away.
    pub async fn now(app: &App, conn: &mut Conn) -> Result<Vec<Self>> {
        let now = app.clock.now();
        let mut list = Vec::new();
        let stuck = Delivery::count_stuck(conn, now).await?;
        if stuck > 0 {
            list.push(Self { count: stuck, ..Self::new(AlertKind::DeliveriesStuck) });
        }
        if Delivery::mail_fails(conn, now).await? {
            list.push(Self::new(AlertKind::MailFailing));
        }
        for slug in forms_without_recipient(app, conn).await? {
            list.push(Self { subject: slug, ..Self::new(AlertKind::NoRecipient) });
        }
        let dead = Job::dead(conn).await?;
        if dead > 0 {
            list.push(Self { count: dead, ..Self::new(AlertKind::JobsSetAside) });
        }
        list.extend(Self::of_process(app, now));
        for (slug, places) in Form::closed_in_use(conn, app.business().today(now)).await? {
            let titles: Vec<String> = places.into_iter().map(|place| place.title).collect();
            list.push(Self { subject: slug, detail: titles.join(", "), ..Self::new(AlertKind::ClosedForm) });
        }
        let failed = Page::failed_plans(conn).await?;
        if !failed.is_empty() {
            let count = i64::try_from(failed.len()).unwrap_or(i64::MAX);
            list.push(Self { count, detail: failed.join(", "), ..Self::new(AlertKind::PlanFailed) });
        }
        Ok(list)
    }

    /// The same with what other nodes have seen and what lasts a while: for the screens.
    ///
    /// # Errors
    /// The database is away.
    pub async fn shown(app: &App, conn: &mut Conn) -> Result<Vec<Self>> {
        let mut list = Self::now(app, conn).await?;
        let open: Vec<(String, String, i32, String)> = alerts::table
            .filter(alerts::ended_at.is_null())
            .order(alerts::began_at)
            .select((alerts::kind, alerts::subject, alerts::count, alerts::detail))
            .load(conn)
            .await?;
        for (kind, subject, count, detail) in open {
            let Some(kind) = AlertKind::parse(&kind) else { continue };
            // A kept folder is known by this node's own settings; what the database tells was asked just now.
            let lasts = kind == AlertKind::AlertUrl || (kind.lingers().is_some() && kind != AlertKind::MailKept);
            if lasts && !list.iter().any(|trouble| trouble.kind == kind) {
                list.push(Self { kind, subject, count: i64::from(count), detail });
            }
        }
        // What its owner chose is nothing to be told of; but nobody is to forget it.
        if !app.business().listed {
            list.push(Self::new(AlertKind::Unlisted));
        }
        list.sort_by_key(|trouble| trouble.kind.tone() as u8);
        Ok(list)
    }

    /// What only this process sees; needs no database.
    pub fn of_process(app: &App, now: DateTime<Utc>) -> Vec<Self> {
        let mut list = Vec::new();
        match app.signs.room(now) {
            Room::Enough => {}
            Room::Little(free) => {
                let detail = format!("{} MB", free / 1_000_000);
                list.push(Self { detail, ..Self::new(AlertKind::DiskFull) });
            }
            Room::None => list.push(Self::new(AlertKind::DiskFull)),
        }
        if app.signs.unknown_proxy(now) {
            list.push(Self::new(AlertKind::UnknownProxy));
        }
        if app.mailer().folder().is_some() {
            list.push(Self::new(AlertKind::MailKept));
        }
        list
    }

    /// What happened, in one or two sentences.
    pub fn summary(&self) -> String {
        let form = &self.subject;
        match (self.kind, self.count) {
            (AlertKind::DeliveriesStuck, 1) => "One message is stuck.".to_owned(),
            (AlertKind::DeliveriesStuck, count) => format!("{} messages are stuck.", at_most(count)),
            (AlertKind::MailFailing, _) => {
                "No mail has left for 15 minutes: every attempt failed. All of it is kept and tried again.".to_owned()
            }
            (AlertKind::DatabaseRestarted, _) => "The database was away or restarted, and is back.".to_owned(),
            (AlertKind::NoRecipient, _) => {
                format!("Nobody hears of enquiries through the form “{form}”: it has no usable recipient, and there is no owner.")
            }
            (AlertKind::JobsSetAside, 1) => "One job was set aside after failing again and again.".to_owned(),
            (AlertKind::JobsSetAside, count) => {
                format!("{} jobs were set aside after failing again and again.", at_most(count))
            }
            (AlertKind::DiskFull, _) if self.detail.is_empty() => {
                "The disk is full: the database cannot store anything new.".to_owned()
            }
            (AlertKind::DiskFull, _) => format!("The disk is nearly full: {} are left.", self.detail),
            (AlertKind::UnknownProxy, _) => {
                "Requests arrive with forwarding headers from a proxy that is not named in SHINGLE_TRUSTED_PROXIES. They are \
                 ignored, so every visitor seems to come from the proxy’s own address."
                    .to_owned()
            }
            (AlertKind::MailKept, _) => {
                "No mail server is set, so mail is kept on this machine and nobody receives it.".to_owned()
            }
            (AlertKind::ClosedForm, _) => format!(
                "The form “{form}” is closed, and these pages show the contact link in its place: {}.",
                self.detail
            ),
            (AlertKind::PlanFailed, _) => format!("What was planned could not be done at its time: {}.", self.detail),
            (AlertKind::Unlisted, _) => "Search engines are asked to stay away from this site.".to_owned(),
            (AlertKind::AlertUrl, _) => format!("The alert address does not take what it is sent: {}.", self.detail),
        }
    }

    /// What to do about it.
    pub fn advice(&self) -> &'static str {
        match self.kind {
            AlertKind::DeliveriesStuck => "Try it again once the cause is mended, or send it to another address.",
            AlertKind::MailFailing => {
                "The mail server’s own words stand under Deliveries, Waiting. An owner mends it under Settings, Mail."
            }
            AlertKind::DatabaseRestarted => "Nothing that was accepted is lost. If it happens again, the log says why.",
            AlertKind::NoRecipient => "Add a recipient to the form, or an owner.",
            AlertKind::JobsSetAside => "The reason stands under Deliveries. Mend the cause, then try again.",
            AlertKind::DiskFull => "Make room on the disk, old logs and backups first, or give it more.",
            AlertKind::UnknownProxy => "Name the proxy and start again, or take it away.",
            AlertKind::MailKept => "Set one under Settings, Mail.",
            AlertKind::ClosedForm => "Open it again, or take it from these pages.",
            AlertKind::PlanFailed => "Open it and choose Publish: the reason stands there.",
            AlertKind::Unlisted => "Nobody finds it by searching.",
            AlertKind::AlertUrl => "Check it under Settings, Alerts.",
        }
    }
}

/// Counts are exact to a thousand: beyond, nobody counts.
fn at_most(count: i64) -> String {
    if count >= 1000 { "More than a thousand".to_owned() } else { count.to_string() }
}

/// Open forms whose notices would reach nobody.
async fn forms_without_recipient(app: &App, conn: &mut Conn) -> Result<Vec<String>> {
    if app.is_demo() && app.config.notify.is_some() {
        return Ok(Vec::new());
    }
    let owners = Staff::owners(conn).await?;
    if owners.iter().any(|owner| EmailAddress::parse(&owner.email).is_some()) {
        return Ok(Vec::new());
    }
    Form::open_without_recipient(conn).await
}
