//! The reply promise: due times in the business's own hours, reminders before they pass, and the morning's list.

mod answers;
mod due;
mod morning;
mod record;
mod reminders;
mod working_time;

use chrono::{DateTime, NaiveDateTime, Utc};
use shingle::clock::Clock;
use shingle::enquiries::{Enquiry, Reference};

use crate::support::{Mail, TestApp};

/// A time of a winter's day in London.
fn moment(text: &str) -> DateTime<Utc> {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap().and_utc()
}

/// Sets the clock to a time of a winter's day in London.
fn set_clock(app: &TestApp, text: &str) {
    app.clock.advance(moment(text) - app.clock.now());
}

/// An enquiry as it is stored.
async fn stored(app: &TestApp, reference: &str) -> Enquiry {
    let reference = Reference::parse(reference).unwrap();
    app.with_conn(async |conn| Enquiry::by_reference(conn, &reference).await.unwrap()).await
}

/// When an enquiry is due, in UTC; empty where nothing is promised.
async fn due_at(app: &TestApp, reference: &str) -> String {
    let due = format!(
        "select to_char(due_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') from enquiries where reference = '{reference}'"
    );
    app.sql_text(&due).await
}

/// Sweeps, runs what came of it, and answers the mails.
async fn swept(app: &TestApp) -> Vec<Mail> {
    app.run_jobs().await;
    app.forget_mails();
    shingle::jobs::sweep(&app.app).await.unwrap();
    app.run_jobs().await;
    app.mails()
}

/// To whom mails go, in order of address.
fn recipients(mails: &[Mail]) -> Vec<&str> {
    let mut list: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
    list.sort_unstable();
    list
}
