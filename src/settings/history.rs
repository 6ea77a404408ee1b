//! The history of a setting: who changed what and when, with a way back to each older version.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::acts::Act;
use crate::clock::{Moment, stamp};
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::schema::{settings, staff};
use crate::site::Business;

/// Versions on a page.
const SHOWN: usize = 30;
/// Versions that are looked through for those in which a part changed.
const LOOKED_THROUGH: i64 = 400;

/// One thing that a setting says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is about.
    pub label: String,
    /// What it says; empty for nothing.
    pub value: String,
    /// Whether nobody is shown it.
    pub secret: bool,
}

impl Fact {
    /// A fact that may be shown.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into(), secret: false }
    }

    /// What became of what, a line each, in the order in which it is shown.
    pub fn changes(old: &[Self], new: &[Self]) -> Vec<String> {
        let find = |list: &[Self], label: &str| list.iter().find(|fact| fact.label == label).cloned();
        let gone = old.iter().filter(|fact| find(new, &fact.label).is_none());
        new.iter()
            .chain(gone)
            .filter_map(|fact| {
                Self::change(&fact.label, find(old, &fact.label).as_ref(), find(new, &fact.label).as_ref())
            })
            .collect()
    }

    /// What became of it.
    fn change(label: &str, before: Option<&Self>, after: Option<&Self>) -> Option<String> {
        let value = |fact: Option<&Self>| fact.map(|fact| fact.value.clone()).unwrap_or_default();
        let secret = before.or(after).is_some_and(|fact| fact.secret);
        let (before, after) = (value(before), value(after));
        match (before.is_empty(), after.is_empty()) {
            _ if before == after => None,
            (true, _) if secret => Some(format!("{label}: set")),
            (_, true) if secret => Some(format!("{label}: taken away")),
            _ if secret => Some(format!("{label}: another one")),
            (true, _) => Some(format!("{label}: “{after}” added")),
            (_, true) => Some(format!("{label}: “{before}” taken away")),
            _ => Some(format!("{label}: “{before}” became “{after}”")),
        }
    }
}

/// A setting that can say what it holds.
pub trait Facts: Serialize + DeserializeOwned + Clone + PartialEq + Send + Sync + 'static {
    /// What it says, in the order in which it is shown.
    fn facts(&self) -> Vec<Fact>;

    /// What became of what, a line each.
    fn changes(&self, after: &Self) -> Vec<String> {
        Fact::changes(&self.facts(), &after.facts())
    }
}

/// A change of a setting.
#[derive(Debug, Clone)]
pub struct Change<T> {
    /// The topic under which it is stored.
    pub topic: String,
    /// What it is called.
    pub setting: String,
    /// The version that somebody had before them; `None` for going back, which minds none.
    pub seen: Option<i32>,
    /// How it stands now.
    pub before: T,
    /// How it is to stand.
    pub after: T,
    /// The version to which it goes back, where it does.
    pub back_to: Option<i32>,
}

impl<T: Facts> Change<T> {
    /// Appends the new version, and the one before where that was never written down. Answers the act, or nothing where nothing
    /// changes.
    ///
    /// # Errors
    /// [`AppError::Conflict`] where somebody else was quicker.
    pub async fn write(self, tx: &mut Tx, at: Moment, who: Uuid) -> Result<Option<Uuid>> {
        let stored = newest(tx.conn(), &self.topic).await?;
        let (mut number, value) = stored.map_or((0, None), |(number, value)| (number, Some(value)));
        if self.seen.is_some_and(|seen| seen != number) {
            return Err(quicker());
        }
        if self.before == self.after {
            return Ok(None);
        }
        // As text: a value that an older version of the program wrote may have another shape.
        if value.as_ref() != Some(&serde_json::to_value(&self.before)?) {
            let known = value.and_then(|value| serde_json::from_value::<T>(value).ok());
            if known.as_ref() != Some(&self.before) {
                number = number.saturating_add(1);
                insert(tx, at.now, &self.topic, number, &self.before, None).await?;
            }
        }
        insert(tx, at.now, &self.topic, number.saturating_add(1), &self.after, Some(who)).await?;
        let changes = self.before.changes(&self.after);
        let act = Act::SettingChanged { setting: self.setting, changes, back_to: self.back_to };
        Ok(Some(act.write(tx, at, who).await?))
    }
}

/// Somebody else wrote the next version first.
pub(super) fn quicker() -> AppError {
    AppError::Conflict("Somebody else changed this meanwhile.".to_owned())
}

/// The newest version of a topic, with its number.
pub(super) async fn newest(conn: &mut Conn, topic: &str) -> Result<Option<(i32, serde_json::Value)>> {
    Ok(settings::table
        .filter(settings::topic.eq(topic))
        .order(settings::version.desc())
        .select((settings::version, settings::value))
        .first(conn)
        .await
        .optional()?)
}

pub(super) async fn insert<T: Serialize>(
    tx: &mut Tx,
    now: DateTime<Utc>,
    topic: &str,
    number: i32,
    value: &T,
    who: Option<Uuid>,
) -> Result<()> {
    let rows = diesel::insert_into(settings::table)
        .values((
            settings::topic.eq(topic),
            settings::version.eq(number),
            settings::value.eq(serde_json::to_value(value)?),
            settings::staff_id.eq(who),
            settings::at.eq(now),
        ))
        .on_conflict_do_nothing()
        .execute(tx.conn())
        .await?;
    if rows == 1 { Ok(()) } else { Err(quicker()) }
}

/// One version of a setting.
///
/// # Errors
/// [`AppError::NotFound`], or the stored value has another shape.
pub async fn version<T: DeserializeOwned>(conn: &mut Conn, topic: &str, number: i32) -> Result<T> {
    let value: serde_json::Value = settings::table.find((topic, number)).select(settings::value).first(conn).await?;
    Ok(serde_json::from_value(value)?)
}

/// A history as it is shown.
#[derive(Debug)]
pub struct History {
    /// Where *Back to this* posts to.
    pub action: String,
    /// The number of the newest version; 0 where nothing was changed yet.
    pub newest: i32,
    /// The versions, newest first.
    pub rows: Vec<HistoryRow>,
}

/// One version as it is shown.
#[derive(Debug)]
pub struct HistoryRow {
    /// Its number.
    pub number: i32,
    /// When, for machines.
    pub at: String,
    /// When.
    pub time: String,
    /// Who; empty where nobody in the admin.
    pub who: String,
    /// What became of what.
    pub changes: Vec<String>,
    /// Whether it is in force.
    pub current: bool,
}

impl History {
    /// The history of a topic.
    ///
    /// # Errors
    /// The database is away.
    pub async fn load<T: Facts>(conn: &mut Conn, business: &Business, topic: &str, action: String) -> Result<Self> {
        let facts = |value| Some(serde_json::from_value::<T>(value).ok()?.facts());
        let most = i64::try_from(SHOWN).unwrap_or(i64::MAX);
        let (newest, rows) = Self::rows(conn, business, topic, most + 1, facts).await?;
        Ok(Self { action, newest, rows: rows.into_iter().take(SHOWN).collect() })
    }

    /// The history of a part of a topic: the versions in which that part changed, and how it was to begin with.
    ///
    /// # Errors
    /// The database is away.
    pub(super) async fn of_part(
        conn: &mut Conn,
        business: &Business,
        topic: &str,
        action: String,
        facts: impl Fn(serde_json::Value) -> Option<Vec<Fact>>,
    ) -> Result<Self> {
        let (newest, mut rows) = Self::rows(conn, business, topic, LOOKED_THROUGH, facts).await?;
        rows.retain(|row| !row.changes.is_empty() || row.number == 1);
        if rows.len() == 1 && rows.iter().all(|row| row.changes.is_empty()) {
            rows.clear();
        }
        rows.truncate(SHOWN);
        for (place, row) in rows.iter_mut().enumerate() {
            row.current = place == 0;
        }
        Ok(Self { action, newest, rows })
    }

    /// The number of the newest version, and so many versions, newest first.
    async fn rows(
        conn: &mut Conn,
        business: &Business,
        topic: &str,
        most: i64,
        facts: impl Fn(serde_json::Value) -> Option<Vec<Fact>>,
    ) -> Result<(i32, Vec<HistoryRow>)> {
        let stored: Vec<(i32, serde_json::Value, DateTime<Utc>, Option<String>)> = settings::table
            .left_join(staff::table.on(staff::id.nullable().eq(settings::staff_id)))
            .filter(settings::topic.eq(topic))
            .order(settings::version.desc())
            .limit(most)
            .select((settings::version, settings::value, settings::at, staff::name.nullable()))
            .load(conn)
            .await?;
        let values: BTreeMap<i32, Vec<Fact>> =
            stored.iter().filter_map(|(number, value, ..)| Some((*number, facts(value.clone())?))).collect();
        let newest = stored.as_slice().first().map_or(0, |(number, ..)| *number);
        let row = |(number, _, at, who): (i32, serde_json::Value, DateTime<Utc>, Option<String>)| HistoryRow {
            number,
            at: stamp(at),
            time: business.day_and_time(at),
            who: who.unwrap_or_default(),
            changes: match (values.get(&(number - 1)), values.get(&number)) {
                (Some(before), Some(after)) => Fact::changes(before, after),
                _ => Vec::new(),
            },
            current: number == newest,
        };
        Ok((newest, stored.into_iter().map(row).collect()))
    }

    /// A history for samples: two versions, or none without a change.
    pub(crate) fn sample(business: &Business, now: DateTime<Utc>, action: &str, changes: &[&str]) -> Self {
        let row = |number, who: &str, changes: &[&str], current| HistoryRow {
            number,
            at: stamp(now),
            time: business.day_and_time(now),
            who: who.to_owned(),
            changes: changes.iter().map(|change| (*change).to_owned()).collect(),
            current,
        };
        let rows = vec![row(2, "Ines Marlow", changes, true), row(1, "", &[], false)];
        let rows = if changes.is_empty() { Vec::new() } else { rows };
        Self { action: action.to_owned(), newest: 2, rows }
    }
}
