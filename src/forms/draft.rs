//! The noun: an unfinished enquiry. It lives in the database from the first step until 24 hours after the last touch.

mod ending;
mod locating;

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::answers::Answers;
use super::definition::Step;
use super::form::Form;
use super::post::Post;
use super::source::Source;
use super::validate::Fault;
use super::walk::Walk;
use crate::app::App;
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::enquiries::{Accepted, Enquiry};
use crate::error::Result;
use crate::keys::SecretKey;
use crate::schema::drafts;

/// How long a draft lives after its last touch.
const LIFE: Duration = Duration::hours(24);

/// An unfinished enquiry.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = drafts, check_for_backend(diesel::pg::Pg))]
pub struct Draft {
    /// Its key in the table; with its tag it is `_draft`.
    pub id: Uuid,
    /// Of which form.
    pub form_id: Uuid,
    /// Of which version of it.
    pub form_version: i32,
    /// The browser that owns it.
    pub browser_hash: Vec<u8>,
    /// The key under which it is accepted once.
    pub key: String,
    answers: serde_json::Value,
    answered_steps: serde_json::Value,
    source: serde_json::Value,
    /// Seconds that the visitor spent on its pages, where script told.
    pub seen_seconds: Option<i32>,
    /// Whether the honeypot was ever filled in.
    pub trapped: bool,
    /// When it became an enquiry.
    pub sent_at: Option<DateTime<Utc>>,
}

/// What came of Send.
#[derive(Debug)]
pub enum Sent {
    /// Accepted, now or by an earlier post.
    Accepted(Accepted),
    /// Something is still missing: the step to go to.
    Gap(String, Option<Box<Draft>>),
}

/// What came of a step's post.
#[derive(Debug)]
pub enum Answered {
    /// Stored; the draft may go on.
    Stored(Draft),
    /// Stored as typed, but some answers need mending.
    Faults(Draft, Vec<Fault>),
    /// This draft was sent already.
    Sent(Draft),
}

impl Draft {
    /// The answers as typed.
    pub fn answers(&self) -> Answers {
        serde_json::from_value(self.answers.clone()).unwrap_or_default()
    }

    /// The steps that were posted without a fault.
    pub fn answered_steps(&self) -> Vec<String> {
        serde_json::from_value(self.answered_steps.clone()).unwrap_or_default()
    }

    /// Where it came from.
    pub fn source(&self) -> Source {
        serde_json::from_value(self.source.clone()).unwrap_or_default()
    }

    /// The open draft of a browser and form, as it is read for showing.
    ///
    /// # Errors
    /// The database is away.
    pub async fn open(conn: &mut Conn, form: &Form, browser_hash: &[u8], now: DateTime<Utc>) -> Result<Option<Self>> {
        Ok(drafts::table
            .filter(drafts::form_id.eq(form.id))
            .filter(drafts::browser_hash.eq(browser_hash))
            .filter(drafts::sent_at.is_null())
            .filter(drafts::touched_at.gt(now - LIFE))
            .select(Self::as_select())
            .first(conn)
            .await
            .optional()?)
    }

    /// A draft that a good token named.
    ///
    /// # Errors
    /// The database is away.
    pub async fn by_token(conn: &mut Conn, form: &Form, id: Uuid, now: DateTime<Utc>) -> Result<Option<Self>> {
        Ok(drafts::table
            .filter(drafts::id.eq(id))
            .filter(drafts::form_id.eq(form.id))
            .filter(drafts::touched_at.gt(now - LIFE))
            .select(Self::as_select())
            .first(conn)
            .await
            .optional()?)
    }

    /// Stores what was posted for one step, faults included, and says which there are. The draft is the one that `_draft`
    /// names, else the one of the key, else the browser's open one, else a new one.
    ///
    /// # Errors
    /// The database is away.
    pub async fn answer(
        tx: &mut Tx,
        at: Moment,
        keys: &SecretKey,
        form: &Form,
        step: &Step,
        post: &Post,
    ) -> Result<Answered> {
        let said = Answers::of_post(step, &post.posted);
        let draft = Self::locate(tx, at, keys, form, post, &said).await?;
        if draft.sent_at.is_some() {
            return Ok(Answered::Sent(draft));
        }
        draft.store(tx, at, form, step, post, said).await
    }

    /// The form in the version with which the draft of a post began; the one in force where it begins now.
    ///
    /// # Errors
    /// The database is away.
    pub async fn pinned_form(tx: &mut Tx, at: Moment, form: Form, post: &Post) -> Result<Form> {
        let found = match Self::named(tx, at, &form, post).await? {
            Some(draft) => Some(draft),
            None => Self::open_locked(tx, &form, &post.browser.hash(), at.now).await?,
        };
        match found {
            Some(draft) => draft.pinned(tx, &form).await,
            None => Ok(form),
        }
    }

    /// The form in the version with which this draft began.
    async fn pinned(&self, tx: &mut Tx, form: &Form) -> Result<Form> {
        if form.version == self.form_version {
            return Ok(form.clone());
        }
        Form::at_version(tx.conn(), form.id, self.form_version).await
    }

    /// Adds up what every post of this draft says about whoever fills it in.
    fn heed(&mut self, post: &Post) {
        self.seen_seconds = match (self.seen_seconds, post.seen_seconds) {
            (Some(before), Some(now)) => Some(before.saturating_add(now)),
            (before, now) => before.or(now),
        };
        self.trapped |= post.trapped;
    }

    /// Stores a step's answers in this draft.
    async fn store(
        mut self,
        tx: &mut Tx,
        at: Moment,
        form: &Form,
        step: &Step,
        post: &Post,
        said: Answers,
    ) -> Result<Answered> {
        let pinned = self.pinned(tx, form).await?;
        let step = pinned.definition.step(&step.name).map_or(step, |(_, step)| step);
        let mut answers = self.answers();
        answers.replace_step(step, said);
        let mut answered = self.answered_steps();
        let faults = Walk::new(&pinned.definition, &answers, &answered).faults(step);
        answered.retain(|name| *name != step.name);
        if faults.is_empty() {
            answered.push(step.name.clone());
        }
        self.answers = serde_json::to_value(&answers)?;
        self.answered_steps = serde_json::to_value(&answered)?;
        self.source = serde_json::to_value(self.source().or(post.source.clone()))?;
        self.heed(post);
        diesel::update(drafts::table.find(self.id))
            .set((
                drafts::answers.eq(&self.answers),
                drafts::answered_steps.eq(&self.answered_steps),
                drafts::source.eq(&self.source),
                drafts::seen_seconds.eq(self.seen_seconds),
                drafts::trapped.eq(self.trapped),
                drafts::touched_at.eq(at.now),
            ))
            .execute(tx.conn())
            .await?;
        Ok(if faults.is_empty() { Answered::Stored(self) } else { Answered::Faults(self, faults) })
    }

    /// Send: re-checks every answer and accepts the enquiry, or names the first gap.
    ///
    /// # Errors
    /// The database is away.
    pub async fn send(tx: &mut Tx, at: Moment, app: &App, form: &Form, post: &Post) -> Result<Sent> {
        let found = match Self::named(tx, at, form, post).await? {
            Some(draft) => Some(draft),
            None => Self::open_locked(tx, form, &post.browser.hash(), at.now).await?,
        };
        let first = form.definition.first_step().to_owned();
        let Some(mut draft) = found else { return Ok(Sent::Gap(first, None)) };
        if draft.sent_at.is_some() {
            let enquiry = Enquiry::by_key(tx.conn(), &draft.key).await?;
            return Ok(Sent::Accepted(Accepted::again(tx, at, &enquiry, &post.browser).await?));
        }
        draft.adopt(tx, post).await?;
        draft.heed(post);
        let pinned = draft.pinned(tx, form).await?;
        let (answers, answered) = (draft.answers(), draft.answered_steps());
        if let Some(gap) = Walk::new(&pinned.definition, &answers, &answered).first_gap() {
            return Ok(Sent::Gap(gap.name.clone(), Some(Box::new(draft))));
        }
        Ok(Sent::Accepted(Enquiry::accept(tx, at, app, &pinned, &draft, post).await?))
    }

    /// A fresh draft with its own key that goes on from these answers: *Send as a new enquiry*.
    ///
    /// # Errors
    /// The database is away.
    pub async fn begin_anew(
        tx: &mut Tx,
        at: Moment,
        form: &Form,
        post: &Post,
        answers: &Answers,
        answered: &[String],
    ) -> Result<Self> {
        // Not the browser's own draft: that one may be the next enquiry, half written in another tab.
        let owner = crate::keys::sha256(&at.bytes::<32>());
        Ok(diesel::insert_into(drafts::table)
            .values((
                drafts::id.eq(at.id()),
                drafts::form_id.eq(form.id),
                drafts::form_version.eq(form.version),
                drafts::browser_hash.eq(owner),
                drafts::key.eq(hex::encode(at.bytes::<16>())),
                drafts::answers.eq(serde_json::to_value(answers)?),
                drafts::answered_steps.eq(serde_json::to_value(answered)?),
                drafts::source.eq(serde_json::to_value(&post.source)?),
                drafts::created_at.eq(at.now),
                drafts::touched_at.eq(at.now),
            ))
            .returning(Self::as_returning())
            .get_result(tx.conn())
            .await?)
    }
}
