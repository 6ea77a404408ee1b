//! When something is to be published and taken down: as it is typed, as it is meant, and done.

use chrono::{DateTime, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use uuid::Uuid;

use super::written::Written;
use crate::accounts::inputs::InputFault;
use crate::acts::Act;
use crate::clock::Moment;
use crate::db::Tx;
use crate::error::Result;
use crate::site::{Business, Page, Planned};
use crate::web::edge::Posted;

/// When it is to be, as it was typed.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    pub later: bool,
    pub day: String,
    pub time: String,
    pub down: bool,
    pub down_day: String,
    pub down_time: String,
}

impl Typed {
    pub fn read(posted: &Posted) -> Self {
        let field = |name: &str| posted.last(name).unwrap_or_default().trim().to_owned();
        Self {
            later: field("when") == "later",
            day: field("day"),
            time: field("time"),
            down: !field("down").is_empty(),
            down_day: field("down_day"),
            down_time: field("down_time"),
        }
    }
}

/// A time where the business is.
fn time(business: &Business, day: &str, time: &str) -> Option<DateTime<Utc>> {
    let day: NaiveDate = day.parse().ok()?;
    let time = if time.is_empty() { NaiveTime::MIN } else { NaiveTime::parse_from_str(time, "%H:%M").ok()? };
    let at = NaiveDateTime::new(day, time);
    let local = match business.zone.from_local_datetime(&at) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at,
        // The clock jumps over it: an hour later there is such a time.
        LocalResult::None => business.zone.from_local_datetime(&(at + chrono::Duration::hours(1))).earliest()?,
    };
    Some(local.to_utc())
}

/// When it is to be.
pub(super) struct Wanted {
    live_at: Option<DateTime<Utc>>,
    down_at: Option<DateTime<Utc>>,
    day: Option<String>,
}

impl Wanted {
    /// What was typed, and what is wrong with it: then nothing of it may be carried out.
    pub fn of(typed: &Typed, business: &Business, now: DateTime<Utc>) -> (Self, Vec<InputFault>) {
        let mut faults = Vec::new();
        let mut when = |wanted: bool, field: &'static str, day: &str, hour: &str| {
            let found = time(business, day, hour).filter(|time| *time > now);
            if wanted && found.is_none() {
                faults.push(InputFault::new(field, "Enter a day and a time that are still to come"));
            }
            found.filter(|_| wanted)
        };
        let live_at = when(typed.later, "day", &typed.day, &typed.time);
        let down_at = when(typed.down, "down_day", &typed.down_day, &typed.down_time);
        if down_at.is_some_and(|down| live_at.is_some_and(|live| down <= live)) {
            faults.push(InputFault::new("down_day", "Enter a time after it went live"));
        }
        (Self { live_at, down_at, day: live_at.map(|at| business.day_and_time(at)) }, faults)
    }

    /// Plans it, or publishes it at once; answers the act.
    ///
    /// # Errors
    /// [`crate::error::AppError::Conflict`] where it is not ready to be seen.
    pub async fn carry_out(self, tx: &mut Tx, at: Moment, written: &Written, who: Uuid) -> Result<Uuid> {
        let (id, revision) = (written.id, written.newest.id);
        match self.live_at {
            Some(time) => {
                written.newest.content.complete()?;
                Page::plan(tx, at, id, Planned::Publish(revision), time, Some(who)).await?;
            }
            None => Page::publish(tx, at, id, revision).await?,
        }
        if let Some(time) = self.down_at {
            Page::plan(tx, at, id, Planned::Withdraw, time, Some(who)).await?;
        }
        let title = written.newest.content.title.clone();
        let act = match self.day {
            Some(day) => Act::PagePlanned { title, day },
            None => Act::PagePublished { title, path: written.path.clone() },
        };
        act.write(tx, at, who).await
    }
}
