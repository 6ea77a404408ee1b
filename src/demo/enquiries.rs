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
use crate::enquiries::{Entry, Event, Reference};
use crate::error::{AppError, Result};
use crate::forms::{Answers, Form};
use crate::mail::one_line;
use crate::schema::{deliveries, delivery_attempts, enquiries};
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

/// Adds all of them.
pub(super) async fn add(tx: &mut Tx, at: Moment, forms: &[(String, Uuid)], ines: Uuid, tobias: Uuid) -> Result<()> {
    let list: Vec<EnquiryText> = serde_json::from_str(include_str!("content/enquiries.json"))?;
    let people = People { ines, tobias };
    for text in list {
        let id = forms.iter().find(|(slug, _)| *slug == text.form).map(|(_, id)| *id).ok_or(AppError::NotFound)?;
        let form = Form::find(tx.conn(), id).await?;
        add_one(tx, at, &form, &people, text).await?;
    }
    Ok(())
}

async fn add_one(tx: &mut Tx, at: Moment, form: &Form, people: &People, text: EnquiryText) -> Result<()> {
    #[expect(clippy::cast_possible_truncation, reason = "days of the last three months in seconds")]
    let seconds = |days: f64| Duration::seconds((days * 86_400.0) as i64);
    let received = at.now - seconds(text.days_ago);
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
            enquiries::received_at.eq(received),
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
        let moment = Moment { now: received + seconds(entry.hours_after / 24.0) };
        let who = if entry.by == "tobias" { people.tobias } else { people.ines };
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
