//! `POST /admin/media/undescribed`: words for files that came without, and away with those that nobody wants. What is good is done;
//! what is not comes back with what was typed.

use actix_web::{HttpResponse, web};
use uuid::Uuid;

use super::list::{self, Showing};
use super::waiting::{TypedWords, field};
use super::{PATH, line};
use crate::accounts::access::Viewer;
use crate::accounts::inputs::InputFault;
use crate::accounts::people::Done;
use crate::acts::Act;
use crate::app::App;
use crate::clock::Moment;
use crate::db::Tx;
use crate::error::{AppError, Result};
use crate::media::Undescribed;
use crate::web::edge::Posted;

fn typed(posted: &Posted) -> TypedWords {
    let key = |name: &str| Uuid::try_parse(name.strip_prefix("words.")?).ok();
    let words = posted.0.iter().filter_map(|(name, _)| key(name)).map(|id| (id, line(posted, &field(id))));
    let discarded = posted.all("discard").filter_map(|id| Uuid::try_parse(id).ok());
    TypedWords { words: words.filter(|(_, words)| !words.is_empty()).collect(), discarded: discarded.collect() }
}

/// Does all that can be done. A file that is gone by now was described by somebody else, or thrown away.
async fn work(tx: &mut Tx, at: Moment, viewer: &Viewer, typed: &TypedWords) -> Result<(Option<Uuid>, Vec<InputFault>)> {
    let (mut names, mut discarded, mut faults) = (Vec::new(), Vec::new(), Vec::new());
    for id in &typed.discarded {
        match Undescribed::discard(tx, at, viewer, *id).await {
            Ok(name) => discarded.push(name),
            Err(AppError::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    for (id, words) in typed.words.iter().filter(|(id, _)| !typed.discarded.contains(id)) {
        match Undescribed::describe(tx, at, viewer, *id, words).await {
            Ok(()) => names.push(words.clone()),
            Err(AppError::Conflict(words)) => faults.push(InputFault::new(field(*id), words)),
            Err(AppError::NotFound) => {
                faults.push(InputFault::new(
                    "undescribed",
                    format!("“{words}”: this file was described or thrown away meanwhile"),
                ));
            }
            Err(error) => return Err(error),
        }
    }
    if names.is_empty() && discarded.is_empty() {
        return Ok((None, faults));
    }
    let act = Act::MediaDescribed { names, discarded }.write(tx, at, viewer.staff_id).await?;
    Ok((Some(act), faults))
}

/// `POST /admin/media/undescribed`.
///
/// # Errors
/// The database is away.
pub async fn describe(app: web::Data<App>, viewer: Viewer, posted: Posted) -> Result<HttpResponse> {
    let typed = typed(&posted);
    let (at, who, what) = (app.clock.moment(), viewer.clone(), typed.clone());
    let (act, mut faults) = app.db.write(async move |tx: &mut Tx| work(tx, at, &who, &what).await).await?;
    if act.is_none() && faults.is_empty() {
        faults.push(InputFault::new("undescribed", "Say what is to be seen on at least one of them"));
    }
    if faults.is_empty() {
        return Ok(Done::at(PATH, act));
    }
    list::answer(&app, &viewer, Showing { typed, faults, ..Showing::default() }, act).await
}
