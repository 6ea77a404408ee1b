//! What staff change: state, owner, answered, spam. Each change knows the version that its maker saw, and can be taken back.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::enquiry::Enquiry;
use super::pick::Pick;
use super::state::EnquiryState;
use super::timeline::{Entry, Event};
use crate::accounts::Staff;
use crate::acts::Act;
use crate::clock::Moment;
use crate::db::Tx;
use crate::deliveries::Delivery;
use crate::error::{AppError, Result};
use crate::schema::enquiries;

/// A change of one enquiry or many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// How far it is.
    State(EnquiryState),
    /// Who has it; `None` for nobody.
    Owner(Option<Uuid>),
    /// Somebody answered it.
    Answered,
    /// It is no spam after all: its held messages go.
    NotSpam,
    /// It is spam: what has not left is held.
    Spam,
}

/// What a change touches, as it stood at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = enquiries, treat_none_as_null = true, check_for_backend(diesel::pg::Pg))]
pub struct Standing {
    state: String,
    owner_id: Option<Uuid>,
    answered_at: Option<DateTime<Utc>>,
    answered_by: Option<Uuid>,
}

/// How one enquiry stood before a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    enquiry: Uuid,
    standing: Standing,
    /// Its version after the change: taken back only while nobody changed it since.
    version: i32,
}

/// What came of a change.
#[derive(Debug)]
pub enum Changed {
    /// Done; the act that tells of it, where anything was to be done.
    Done(Option<Uuid>),
    /// Somebody was quicker: this is how it stands now.
    Stale(Box<Enquiry>),
}

impl Enquiry {
    async fn hold(tx: &mut Tx, id: Uuid) -> Result<(Self, Standing)> {
        Ok(enquiries::table
            .find(id)
            .filter(enquiries::deleted_at.is_null())
            .select((Self::as_select(), Standing::as_select()))
            .for_update()
            .first(tx.conn())
            .await?)
    }

    /// Changes one enquiry that its maker saw in version `seen`.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn change(tx: &mut Tx, at: Moment, id: Uuid, seen: i32, change: Change, who: Uuid) -> Result<Changed> {
        let (enquiry, standing) = Self::hold(tx, id).await?;
        if enquiry.version != seen && !enquiry.is_already(change) {
            return Ok(Changed::Stale(Box::new(enquiry)));
        }
        let mut tally = Tally::default();
        enquiry.apply(tx, at, standing, change, who, &mut tally).await?;
        Ok(Changed::Done(tally.tell(tx, at, change, who).await?))
    }

    /// Changes many at once. Those that are gone are passed over; those that somebody changed since they were chosen
    /// stay as they are, and are told of.
    ///
    /// # Errors
    /// The database is away.
    pub async fn change_all(
        tx: &mut Tx,
        at: Moment,
        picks: &[Pick],
        change: Change,
        who: Uuid,
    ) -> Result<Option<Uuid>> {
        let mut picks = picks.to_vec();
        // One order for everybody: two bulk acts never wait for each other in a ring.
        picks.sort_unstable();
        let mut tally = Tally::default();
        for pick in picks {
            match Self::hold(tx, pick.id).await {
                Ok((enquiry, _)) if pick.is_stale(enquiry.version) && !enquiry.is_already(change) => tally.passed += 1,
                Ok((enquiry, standing)) => enquiry.apply(tx, at, standing, change, who, &mut tally).await?,
                Err(AppError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        tally.tell(tx, at, change, who).await
    }

    /// Gives back what somebody has and is not at its end: they are not there any more. Answers how many.
    ///
    /// # Errors
    /// The database is away.
    pub async fn give_back_all(tx: &mut Tx, at: Moment, owner: Uuid, who: Uuid) -> Result<usize> {
        let open = [EnquiryState::New, EnquiryState::Working, EnquiryState::Waiting].map(EnquiryState::as_str);
        let ids: Vec<Uuid> = enquiries::table
            .filter(enquiries::owner_id.eq(owner))
            .filter(enquiries::deleted_at.is_null())
            .filter(enquiries::state.eq_any(open))
            .order(enquiries::id)
            .select(enquiries::id)
            .load(tx.conn())
            .await?;
        let mut tally = Tally::default();
        for id in ids {
            let (enquiry, standing) = Self::hold(tx, id).await?;
            enquiry.apply(tx, at, standing, Change::Owner(None), who, &mut tally).await?;
        }
        Ok(tally.count)
    }

    /// Takes a change back wherever nobody changed the enquiry since. Answers the act that tells how many were.
    ///
    /// # Errors
    /// [`AppError::Conflict`] where the act can't be taken back.
    pub async fn undo(tx: &mut Tx, at: Moment, act: Uuid, who: Uuid) -> Result<Uuid> {
        let found = Act::own(tx.conn(), act, who, at.now).await?.filter(Act::can_be_undone);
        let Some(Act::EnquiriesChanged { words, count, before, references, passed, .. }) = found else {
            return Err(AppError::Conflict("This can’t be taken back any more.".to_owned()));
        };
        let mut back = Vec::new();
        for one in &before {
            let unchanged = enquiries::table.find(one.enquiry).filter(enquiries::version.eq(one.version));
            let reference: Option<String> = diesel::update(unchanged)
                .set((&one.standing, enquiries::version.eq(enquiries::version + 1)))
                .returning(enquiries::reference)
                .get_result(tx.conn())
                .await
                .optional()?;
            if let Some(reference) = reference {
                Entry::write(tx, at, one.enquiry, Some(who), &Event::Undone).await?;
                back.push(reference);
            }
        }
        let put_back = Act::EnquiriesPutBack { count: back.len(), of: before.len(), references: back };
        let changed = Act::EnquiriesChanged { words, count, before: Vec::new(), undone: true, references, passed };
        changed.rewrite(tx, act).await?;
        put_back.write(tx, at, who).await
    }

    /// Whether nothing is left to change.
    fn is_already(&self, change: Change) -> bool {
        match change {
            Change::State(state) => self.state() == state,
            Change::Owner(owner) => self.owner_id == owner,
            // What is held as spam is cleared before anybody answers it.
            Change::Answered => self.answered_at.is_some() || self.suspected,
            Change::NotSpam => !self.suspected,
            Change::Spam => self.suspected,
        }
    }

    async fn apply(
        &self,
        tx: &mut Tx,
        at: Moment,
        standing: Standing,
        change: Change,
        who: Uuid,
        tally: &mut Tally,
    ) -> Result<()> {
        if self.is_already(change) {
            return Ok(());
        }
        tally.count += 1;
        tally.references.push(self.reference.clone());
        let mut now = standing.clone();
        let event = match change {
            Change::State(to) => {
                if to == EnquiryState::New {
                    // It waits for an answer again, and the promise with it.
                    (now.answered_at, now.answered_by) = (None, None);
                }
                let from = std::mem::replace(&mut now.state, to.as_str().to_owned());
                Event::State { from, to: to.as_str().to_owned() }
            }
            Change::Owner(owner) => {
                now.owner_id = owner;
                let name = match owner {
                    Some(id) => {
                        let person = Staff::find(tx.conn(), id).await?.filter(Staff::is_active);
                        person.ok_or(AppError::NotFound)?.name
                    }
                    None => String::new(),
                };
                Event::Owner { to: name }
            }
            Change::Answered => {
                if matches!(self.state(), EnquiryState::New | EnquiryState::Working) {
                    EnquiryState::Waiting.as_str().clone_into(&mut now.state);
                }
                now.owner_id = now.owner_id.or(Some(who));
                Event::Answered
            }
            Change::NotSpam => {
                return self.release(tx, at, who).await;
            }
            Change::Spam => {
                self.hold_back(tx).await?;
                Event::MarkedSpam
            }
        };
        // Whoever waits for them, or has come to an end with them, has answered.
        let answers = match change {
            Change::Answered => true,
            Change::State(to) => to.is_answered(),
            _ => false,
        };
        if answers && now.answered_at.is_none() {
            (now.answered_at, now.answered_by) = (Some(at.now), Some(who));
            // What reminds of it is not wanted any more; should it be unanswered again, it was not reminded of.
            if Delivery::cancel_reminders(tx, at, self.id).await? > 0 {
                diesel::update(enquiries::table.find(self.id))
                    .set(enquiries::reminded_at.eq(None::<DateTime<Utc>>))
                    .execute(tx.conn())
                    .await?;
            }
        }
        let version: i32 = diesel::update(enquiries::table.find(self.id))
            .set((&now, enquiries::version.eq(enquiries::version + 1)))
            .returning(enquiries::version)
            .get_result(tx.conn())
            .await?;
        Entry::write(tx, at, self.id, Some(who), &event).await?;
        if !matches!(change, Change::Spam) {
            tally.before.push(Before { enquiry: self.id, standing, version });
        }
        Ok(())
    }

    /// *Spam*: it leaves the lists, and its messages that have not left yet wait for *not spam*.
    async fn hold_back(&self, tx: &mut Tx) -> Result<()> {
        diesel::update(enquiries::table.find(self.id)).set(enquiries::suspected.eq(true)).execute(tx.conn()).await?;
        Delivery::hold_back(tx, self.id).await
    }
}

/// What one act did to how many.
#[derive(Debug, Default)]
struct Tally {
    count: usize,
    references: Vec<String>,
    before: Vec<Before>,
    /// Those that somebody else was quicker with.
    passed: usize,
}

impl Tally {
    /// Writes down what was done, where anything was, or could not be.
    async fn tell(self, tx: &mut Tx, at: Moment, change: Change, who: Uuid) -> Result<Option<Uuid>> {
        if self.count == 0 && self.passed == 0 {
            return Ok(None);
        }
        let words = match change {
            Change::State(state) => format!("moved to {}", state.words()),
            Change::Owner(None) => "given back".to_owned(),
            Change::Owner(Some(owner)) if owner == who => "taken up by you".to_owned(),
            Change::Owner(Some(owner)) => {
                let name = Staff::find(tx.conn(), owner).await?.map(|staff| staff.name).unwrap_or_default();
                format!("given to {name}")
            }
            Change::Answered => "marked as answered".to_owned(),
            Change::NotSpam => "marked as not spam".to_owned(),
            Change::Spam => "marked as spam".to_owned(),
        };
        let Self { count, references, before, passed } = self;
        let act = Act::EnquiriesChanged { words, count, before, undone: false, references, passed };
        Ok(Some(act.write(tx, at, who).await?))
    }
}
