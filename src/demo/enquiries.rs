//! The demo's enquiries over the last ninety days: written as if they had come and gone, so nothing is sent for them.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use diesel::ExpressionMethods;
use diesel_async::RunQueryDsl;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::clock::Moment;
use crate::db::Tx;
use crate::enquiries::{EnquiryState, Entry, Event, Reference};
use crate::error::{AppError, Result};
use crate::forms::{Answers, Form};
use crate::mail::one_line;
use crate::schema::{deliveries, delivery_attempts, enquiries};
use crate::site::Business;
use crate::spam::{self, Signals};

#[derive(Deserialize)]
struct EnquiryText {
    form: String,
    days_ago: f64,
    state: String,
    spam: bool,
    answers: BTreeMap<String, Value>,
    source: SourceText,
    timeline: Vec<EntryText>,
}

#[derive(Deserialize)]
struct SourceText {
    page: Option<String>,
    campaign: Option<CampaignText>,
    referrer: Option<String>,
}

#[derive(Deserialize)]
struct CampaignText {
    source: Option<String>,
    medium: Option<String>,
    campaign: Option<String>,
}

#[derive(Deserialize)]
struct EntryText {
    hours_after: f64,
    by: String,
    kind: String,
    text: String,
}

/// People's keys, for the timeline.
struct People {
    ines: Uuid,
    tobias: Uuid,
}

impl People {
    fn key(&self, name: &str) -> Uuid {
        if name == "tobias" { self.tobias } else { self.ines }
    }
}

/// A part of the last three months.
#[expect(clippy::cast_possible_truncation, reason = "days of the last three months in seconds")]
fn days(days: f64) -> Duration {
    Duration::seconds((days * 86_400.0) as i64)
}

impl EnquiryText {
    /// When somebody answered, and who: the first note tells of it, or a state in which we wait for them.
    fn answered(&self, received: DateTime<Utc>) -> Option<(DateTime<Utc>, &str)> {
        let is_answer = |entry: &&EntryText| {
            entry.kind != "state" || EnquiryState::parse(&entry.text).is_some_and(EnquiryState::is_answered)
        };
        let entry = self.timeline.iter().find(is_answer)?;
        Some((received + days(entry.hours_after / 24.0), &entry.by))
    }
}

/// Adds all of them.
pub(super) async fn add(
    tx: &mut Tx,
    at: Moment,
    business: &Business,
    forms: &[(String, Uuid)],
    ines: Uuid,
    tobias: Uuid,
) -> Result<()> {
    let list: Vec<EnquiryText> = serde_json::from_str(include_str!("content/enquiries.json"))?;
    let people = People { ines, tobias };
    let mut all = Vec::new();
    for text in list {
        let id = forms.iter().find(|(slug, _)| *slug == text.form).map(|(_, id)| *id).ok_or(AppError::NotFound)?;
        let form = Form::find(tx.conn(), id).await?;
        let due = if text.spam { None } else { form.due(business, at.now - days(text.days_ago)) };
        all.push((text, form, due));
    }
    let promised = all.iter().filter(|(text, _, _)| text.answered(at.now).is_none());
    let (late, open): (Vec<_>, Vec<_>) = promised.filter_map(|(_, _, due)| *due).partition(|due| *due < at.now);
    // Of what nobody answered, one is late and one is due within the hour; older promises would only make a red list.
    let (mut last_late, mut first_open) = (late.into_iter().max(), open.into_iter().min());
    for (text, form, due) in all {
        let due = match due {
            due if text.answered(at.now).is_some() => due,
            due if due.is_some() && due == first_open => {
                first_open = None;
                due.min(business.working_time().due(at.now, 40))
            }
            due if due.is_some() && due == last_late => {
                last_late = None;
                due
            }
            due => due.filter(|due| *due >= at.now),
        };
        add_one(tx, at, &form, &people, text, due).await?;
    }
    Ok(())
}

async fn add_one(
    tx: &mut Tx,
    at: Moment,
    form: &Form,
    people: &People,
    text: EnquiryText,
    due: Option<DateTime<Utc>>,
) -> Result<()> {
    let received = at.now - days(text.days_ago);
    let answered = text.answered(received).filter(|_| !text.spam);
    let then = Moment { now: received };
    let answers = Answers::of_pairs(text.answers.iter().map(|(name, value)| (name.clone(), values(value))));
    let role = |name: &Option<String>| one_line(name.as_deref().map_or("", |name| answers.text(name)));
    let roles = &form.definition.roles;
    let (name, email, phone, company) =
        (role(&roles.name), role(&roles.email), role(&roles.phone), role(&roles.company));
    let excerpt: String = one_line(form.definition.excerpt.as_deref().map_or("", |field| answers.text(field)))
        .chars()
        .take(160)
        .collect();
    let reasons = if text.spam {
        spam::judge(&Signals {
            trapped: true,
            too_fast: false,
            flood: false,
            name: name.clone(),
            prose: answers.written(&form.definition),
        })
        .reasons
    } else {
        Vec::new()
    };
    let (id, reference) = (then.id(), Reference::draw(at, "SH"));
    let search =
        format!("{reference} {name} {email} {phone} {company} {}", answers.prose(&form.definition)).to_lowercase();
    diesel::insert_into(enquiries::table)
        .values((
            (
                enquiries::id.eq(id),
                enquiries::reference.eq(reference.as_str()),
                enquiries::key.eq(hex::encode(at.bytes::<16>())),
            ),
            (enquiries::form_id.eq(form.id), enquiries::form_version.eq(form.version)),
            enquiries::answers.eq(serde_json::to_value(&answers)?),
            (enquiries::name.eq(&name), enquiries::email.eq(&email)),
            (enquiries::phone.eq(&phone), enquiries::company.eq(&company)),
            (enquiries::excerpt.eq(&excerpt), enquiries::search.eq(search)),
            (enquiries::state.eq(&text.state), enquiries::seeded.eq(true)),
            (enquiries::suspected.eq(text.spam), enquiries::suspicion.eq(serde_json::to_value(&reasons)?)),
            enquiries::source.eq(source(&text.source)),
            enquiries::address_tag.eq(Vec::<u8>::new()),
            (enquiries::received_at.eq(received), enquiries::due_at.eq(due)),
            enquiries::answered_at.eq(answered.map(|(when, _)| when)),
            enquiries::answered_by.eq(answered.map(|(_, who)| people.key(who))),
        ))
        .execute(tx.conn())
        .await?;
    Entry::write(tx, then, id, None, if text.spam { &Event::Suspected } else { &Event::Accepted }).await?;
    add_delivery(tx, then, id, "notice", "hello@bellpull.example", "Ines and Tobias", text.spam).await?;
    if !email.is_empty() {
        add_delivery(tx, then, id, "receipt", &email, "", text.spam).await?;
    }
    let mut state = "new".to_owned();
    for entry in text.timeline {
        let moment = Moment { now: received + days(entry.hours_after / 24.0) };
        let who = people.key(&entry.by);
        let event = if entry.kind == "state" {
            let from = std::mem::replace(&mut state, entry.text.clone());
            Event::State { from, to: entry.text }
        } else {
            Event::Note { text: entry.text }
        };
        Entry::write(tx, moment, id, Some(who), &event).await?;
    }
    Ok(())
}

/// A delivery that went well long ago, or is held.
async fn add_delivery(
    tx: &mut Tx,
    then: Moment,
    enquiry: Uuid,
    kind: &str,
    to: &str,
    name: &str,
    held: bool,
) -> Result<()> {
    let id = then.id();
    let done: DateTime<Utc> = then.now + Duration::seconds(2);
    diesel::insert_into(deliveries::table)
        .values((
            (deliveries::id.eq(id), deliveries::enquiry_id.eq(enquiry), deliveries::kind.eq(kind)),
            (deliveries::recipient.eq(to), deliveries::recipient_name.eq(name)),
            deliveries::state.eq(if held { "held" } else { "handed-over" }),
            deliveries::message_id.eq(format!("<{id}@shingle.invalid>")),
            deliveries::attempts.eq(i32::from(!held)),
            (deliveries::created_at.eq(then.now), deliveries::done_at.eq((!held).then_some(done))),
            deliveries::seeded.eq(true),
        ))
        .execute(tx.conn())
        .await?;
    if !held {
        diesel::insert_into(delivery_attempts::table)
            .values((
                (delivery_attempts::delivery_id.eq(id), delivery_attempts::number.eq(1)),
                (delivery_attempts::started_at.eq(then.now), delivery_attempts::ended_at.eq(done)),
                (
                    delivery_attempts::outcome.eq("handed-over"),
                    delivery_attempts::words.eq("250 2.0.0 Ok (part of the demonstration)"),
                ),
            ))
            .execute(tx.conn())
            .await?;
    }
    Ok(())
}

fn values(value: &Value) -> Vec<String> {
    match value {
        Value::Array(list) => list.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect(),
        Value::String(text) => vec![text.clone()],
        other => vec![other.to_string()],
    }
}

fn source(text: &SourceText) -> Value {
    let campaign = text.campaign.as_ref();
    let mut parts = serde_json::Map::new();
    let given = [
        ("page", text.page.as_ref()),
        ("referrer", text.referrer.as_ref()),
        ("utm_source", campaign.and_then(|c| c.source.as_ref())),
        ("utm_medium", campaign.and_then(|c| c.medium.as_ref())),
        ("utm_campaign", campaign.and_then(|c| c.campaign.as_ref())),
    ];
    for (name, value) in given {
        if let Some(value) = value {
            parts.insert(name.to_owned(), json!(value));
        }
    }
    Value::Object(parts)
}
