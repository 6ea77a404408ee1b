//! Test enquiries: they walk the whole way (stored, notice, receipt), are marked everywhere, count nowhere, and can be wiped.

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::accept::Accepted;
use super::enquiry::Enquiry;
use crate::acts::Act;
use crate::app::App;
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::deliveries::{Delivery, State};
use crate::error::{AppError, Result};
use crate::forms::{Answers, Draft, Field, Form, Kind, Post, Walk};
use crate::schema::{deliveries, enquiries, jobs};

/// Who sends a test: their name and address stand in it, so that the receipt reaches them.
#[derive(Debug, Clone)]
pub struct Tester {
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
}

/// How far a test is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Every message has left, or lies in the folder.
    Whole,
    /// Some message is still on its way.
    Underway,
    /// Some message is dead.
    Broken,
}

impl Progress {
    /// How far these deliveries are.
    pub fn of(deliveries: &[Delivery]) -> Self {
        if deliveries.iter().any(|delivery| delivery.state().is_dead()) {
            return Self::Broken;
        }
        let gone = |delivery: &Delivery| matches!(delivery.state(), State::HandedOver | State::Kept | State::Cancelled);
        if deliveries.iter().all(gone) { Self::Whole } else { Self::Underway }
    }
}

impl Enquiry {
    /// *Send a test enquiry*: believable answers through the same acceptance as a visitor's.
    ///
    /// # Errors
    /// [`AppError::Conflict`] for a closed form, or one whose questions cannot be answered by guessing.
    pub async fn send_test(
        tx: &mut Tx,
        at: Moment,
        app: &App,
        form: &Form,
        post: &Post,
        by: &Tester,
    ) -> Result<Accepted> {
        if !form.is_open(&app.business(), at.now) {
            return Err(AppError::Conflict("This form is closed, so nobody can send it. Open it first.".to_owned()));
        }
        let (answers, steps) = believable(form, by, at.now);
        if let Some(gap) = Walk::new(&form.definition, &answers, &steps).first_gap() {
            return Err(AppError::Conflict(format!(
                "The questions under “{}” cannot be answered by guessing. Fill the form in by hand while you are signed in: that is a test too.",
                gap.label
            )));
        }
        let post = Post { test: true, ..post.clone() };
        let draft = Draft::begin_anew(tx, at, form, &post, &answers, &steps).await?;
        Self::accept(tx, at, app, form, &draft, &post).await
    }

    /// The newest tests.
    ///
    /// # Errors
    /// The database is away.
    pub async fn tests(conn: &mut Conn, most: i64) -> Result<Vec<Self>> {
        Ok(enquiries::table
            .filter(enquiries::test.eq(true))
            .filter(enquiries::deleted_at.is_null())
            .order((enquiries::received_at.desc(), enquiries::id.desc()))
            .limit(most)
            .select(Self::as_select())
            .load(conn)
            .await?)
    }

    /// Wipes every test, with its messages, and writes down who did. Answers how many there were, and the keys of their messages,
    /// whose kept files go too.
    ///
    /// # Errors
    /// The database is away.
    pub async fn wipe_tests(tx: &mut Tx, at: Moment, who: Uuid) -> Result<(usize, Vec<Uuid>)> {
        let tests = enquiries::table.filter(enquiries::test.eq(true)).select(enquiries::id);
        let messages: Vec<Uuid> = deliveries::table
            .filter(deliveries::enquiry_id.eq_any(tests.nullable()))
            .select(deliveries::id)
            .for_update()
            .load(tx.conn())
            .await?;
        let keys: Vec<String> = messages.iter().map(|id| format!("deliver {id}")).collect();
        diesel::delete(jobs::table.filter(jobs::key.eq_any(keys))).execute(tx.conn()).await?;
        let count = diesel::delete(enquiries::table.filter(enquiries::test.eq(true))).execute(tx.conn()).await?;
        if count > 0 {
            Act::TestsWiped { count }.write(tx, at, who).await?;
        }
        Ok((count, messages))
    }
}

/// Answers to every question that is asked, and the steps that they lead through.
fn believable(form: &Form, by: &Tester, now: DateTime<Utc>) -> (Answers, Vec<String>) {
    let (mut answers, mut steps) = (Answers::default(), Vec::new());
    for step in &form.definition.steps {
        if !answers.walks(step) {
            continue;
        }
        for field in step.fields.iter().filter(|field| field.kind != Kind::HiddenSource) {
            if answers.asks(field) {
                answer(&mut answers, form, field, by, now);
            }
        }
        steps.push(step.name.clone());
    }
    (answers, steps)
}

fn answer(answers: &mut Answers, form: &Form, field: &Field, by: &Tester, now: DateTime<Utc>) {
    let is_name = form.definition.roles.name.as_deref() == Some(field.name.as_str());
    let text = match field.kind {
        Kind::ShortText if is_name => by.name.clone(),
        Kind::ShortText => "A test".to_owned(),
        Kind::LongText => "This is a test of the form, sent from the admin. Nobody needs to answer it.".to_owned(),
        Kind::Email => by.email.clone(),
        // Of the numbers that are kept free for films and tests.
        Kind::Phone => "01632 960 000".to_owned(),
        Kind::WebAddress => "https://www.example.com".to_owned(),
        Kind::Number => field.least.unwrap_or(1).max(1).min(field.most.unwrap_or(i64::MAX)).to_string(),
        Kind::YesNo | Kind::Consent => "yes".to_owned(),
        Kind::Choice | Kind::Choices => field.offered().next().map(|choice| choice.value.clone()).unwrap_or_default(),
        Kind::Date => {
            let day = now + Duration::days(30);
            for (part, value) in [("day", day.format("%-d")), ("month", day.format("%-m")), ("year", day.format("%Y"))]
            {
                answers.set(&format!("{}.{part}", field.name), vec![value.to_string()]);
            }
            return;
        }
        Kind::HiddenSource => return,
    };
    let most = field.max.and_then(|max| usize::try_from(max).ok()).unwrap_or(usize::MAX);
    answers.set(&field.name, vec![text.chars().take(most).collect()]);
}
