//! Telling the alert address: what began, what is over, and a test.
//!
//! One JSON document that chat and pager services take: `text` for Slack, Mattermost, Google Chat and Teams, `content` for Discord,
//! and typed fields for programs. Nothing of a visitor's stands in it: it leaves the house.

use std::sync::Arc;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use super::alert::Alert;
use super::kind::AlertKind;
use super::post::{PostFault, post};
use super::signs::Outage;
use super::trouble::Trouble;
use crate::app::App;
use crate::config::AlertUrl;
use crate::db::Tx;
use crate::deliveries::next_try;
use crate::error::{AppError, Result};
use crate::jobs::Next;

/// Google refuses a document with a field that it does not know.
const STRICT_HOST: &str = "chat.googleapis.com";

/// One message.
struct Telling {
    id: Uuid,
    kind: &'static str,
    state: &'static str,
    summary: String,
    advice: &'static str,
    since: DateTime<Utc>,
    until: Option<DateTime<Utc>>,
    link: String,
    count: i32,
}

impl Telling {
    /// The key by which a repetition is known.
    fn key(&self) -> String {
        format!("{}-{}", self.id, self.state)
    }

    fn document(&self, app: &App, to: &AlertUrl) -> String {
        let site = app.business().name.clone();
        let text = match (self.state, self.until) {
            ("over", _) => format!("{site}: It is over. {}", self.summary),
            ("test", _) => format!("{site}: {}", self.summary),
            _ => format!("{site}: {} {}", self.summary, self.advice),
        };
        let text = format!("{text} {}", self.link);
        if to.host() == STRICT_HOST {
            return json!({ "text": text }).to_string();
        }
        let time = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
        json!({
            "text": text,
            "content": text,
            "allowed_mentions": { "parse": [] },
            "id": self.key(),
            "kind": self.kind,
            "state": self.state,
            "summary": self.summary,
            "advice": self.advice,
            "since": time(self.since),
            "until": self.until.map(time),
            "link": self.link,
            "count": self.count,
            "site": site,
        })
        .to_string()
    }

    /// Posts it on the main runtime, which outlives the worker of a request.
    async fn post(&self, app: &App, to: &AlertUrl) -> Result<(), PostFault> {
        let (key, document, to) = (self.key(), self.document(app, to), to.clone());
        let host = to.host().to_owned();
        let task = app.db.main().spawn(async move { post(&to, &key, document).await });
        let sent = task.await.unwrap_or_else(|error| Err(PostFault::Away(error.to_string())));
        let outcome = if sent.is_ok() { "taken" } else { "failed" };
        metrics::counter!("shingle_alert_posts_total", "outcome" => outcome).increment(1);
        if let Err(fault) = &sent {
            tracing::warn!(%fault, host, "the alert address");
        }
        sent
    }
}

impl Alert {
    /// Whether its end (`true`) or its beginning (`false`) is to be told. Of what began and ended untold nobody needs to know.
    fn to_tell(&self) -> Option<bool> {
        match (self.ended_at, self.began_told_at, self.ended_told_at) {
            (None, None, _) => Some(false),
            (Some(_), began, None) if began.is_some() || self.tellings > 0 => Some(true),
            _ => None,
        }
    }

    fn telling(&self, app: &App, over: bool) -> Option<Telling> {
        let kind = self.kind()?;
        let trouble =
            Trouble { kind, subject: self.subject.clone(), count: i64::from(self.count), detail: self.detail.clone() };
        Some(Telling {
            id: self.id,
            kind: kind.as_str(),
            state: if over { "over" } else { "open" },
            summary: trouble.summary(),
            advice: trouble.advice(),
            since: self.began_at,
            until: self.ended_at.filter(|_| over),
            link: app.link(kind.place().0),
            count: self.count,
        })
    }

    /// Sends a test to the alert address, now: the button in the settings waits for what it says.
    ///
    /// # Errors
    /// The database is away. What is wrong with the address is an answer, for whoever pressed the button.
    pub async fn send_test(app: &App, to: &AlertUrl) -> Result<Result<(), PostFault>> {
        let at = app.clock.moment();
        let telling = Telling {
            id: at.id(),
            kind: "test",
            state: "test",
            summary: "This is a test. Alerts arrive here.".to_owned(),
            advice: "",
            since: at.now,
            until: None,
            link: app.link("/admin"),
            count: 0,
        };
        let sent = telling.post(app, to).await;
        let words = sent.as_ref().err().map(ToString::to_string);
        let kept = app.db.write(async move |tx: &mut Tx| match words {
            None => Self::address_works(tx, at).await,
            Some(words) => Self::address_fails(tx, at, &words).await,
        });
        kept.await?;
        Ok(sent)
    }
}

/// The job: tells what is to be told of one alert. A failure is shown in the admin and tried again, for three days.
///
/// # Errors
/// The database is away: the job runs again.
pub async fn tell(app: &Arc<App>, payload: &Value) -> Result<Next> {
    let id = payload
        .get("alert")
        .and_then(Value::as_str)
        .and_then(|text| Uuid::parse_str(text).ok())
        .ok_or_else(|| AppError::internal("an alert's job", "it names no alert"))?;
    let Some(to) = app.alert_url() else { return Ok(Next::Done) };
    loop {
        let found = Alert::find(&mut *app.db.read().await?, id).await?;
        let Some((alert, over)) = found.and_then(|alert| alert.to_tell().map(|over| (alert, over))) else {
            return Ok(Next::Done);
        };
        let Some(telling) = alert.telling(app, over) else { return Ok(Next::Done) };
        let sent = telling.post(app, &to).await;
        let at = app.clock.moment();
        if let Err(fault) = sent {
            let words = fault.to_string();
            app.db.write(async move |tx: &mut Tx| Alert::not_told(tx, at, id, &words).await).await?;
            let since = alert.ended_at.unwrap_or(alert.began_at);
            let [jitter] = at.bytes::<1>();
            return Ok(
                next_try(alert.tellings.saturating_add(1), since, at.now, jitter).map_or(Next::Done, Next::Again)
            );
        }
        app.db.write(async move |tx: &mut Tx| Alert::told(tx, at, id, over).await).await?;
    }
}

/// Tells that the database is away; whether that was taken.
pub(super) async fn of_outage(app: &App, outage: Outage) -> bool {
    let Some(to) = app.alert_url() else { return false };
    let kind = AlertKind::DatabaseRestarted;
    let telling = Telling {
        id: outage.id,
        kind: kind.as_str(),
        state: "open",
        summary: "The database does not answer. Forms give back what was typed, and nothing that was accepted is lost."
            .to_owned(),
        advice: "Look at the database server and its log; shingle doctor says what it finds.",
        since: outage.since,
        until: None,
        link: app.link("/admin"),
        count: 1,
    };
    telling.post(app, &to).await.is_ok()
}
