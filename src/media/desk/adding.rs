//! `POST /admin/media`: files, with or without words. People get the list again, a script gets what became of each.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};
use uuid::Uuid;

use super::list::{self, Showing};
use super::{FILE, PATH, Sent, WORDS, in_turn, line};
use crate::accounts::access::Viewer;
use crate::accounts::inputs::InputFault;
use crate::accounts::people::Done;
use crate::acts::Act;
use crate::app::App;
use crate::db::Tx;
use crate::error::Result;
use crate::media::{About, Brought, Incoming, Media, MediaFault, Undescribed};
use crate::web::edge::Upload;

/// What all files of one request may have together once they are read: a picture can be larger then than it came.
const MOST_READ: usize = 96 * 1024 * 1024;

/// A file that was read.
struct Read {
    name: String,
    incoming: Incoming,
}

/// What became of what was sent.
#[derive(Default)]
struct Outcome {
    /// Media that a page can show at once, whether it came now or was here.
    media: Vec<Uuid>,
    /// So many of them were here already.
    known: usize,
    /// So many wait for their words.
    waiting: usize,
    /// What was done; nothing where all was here already.
    act: Option<Uuid>,
    /// What was not taken.
    faults: Vec<InputFault>,
}

/// `POST /admin/media`.
///
/// # Errors
/// The database or the store is away, or too many files are being read.
pub async fn add(app: web::Data<App>, viewer: Viewer, upload: Upload, request: HttpRequest) -> Result<HttpResponse> {
    let sent = Sent::of(upload).await;
    let words = sent.typed.last(WORDS).map(|_| line(&sent.typed, WORDS));
    let mut outcome = Outcome { faults: first_faults(&sent, words.as_deref()), ..Outcome::default() };
    if outcome.faults.is_empty() {
        let (read, faults) = read_all(&app, sent).await?;
        outcome = if read.is_empty() { outcome } else { keep(&app, &viewer, read, words).await? };
        outcome.faults.extend(faults);
    }
    if wants_json(&request) {
        return told(&app, &outcome).await;
    }
    match (outcome.faults.is_empty(), outcome.act, outcome.media.as_slice()) {
        (true, None, [one]) => {
            let to = format!("{PATH}/{one}?known=yes");
            Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, to)).finish())
        }
        (true, act, _) => Ok(Done::at(PATH, act)),
        (false, act, _) => {
            let showing = Showing { faults: outcome.faults, ..Showing::default() };
            list::answer(&app, &viewer, showing, act).await
        }
    }
}

/// What can be said before any file is read, which takes time and memory.
fn first_faults(sent: &Sent, words: Option<&str>) -> Vec<InputFault> {
    let name = sent.files.first().map(|file| file.name.clone()).unwrap_or_default();
    let mut faults = Vec::new();
    if let Some(words) = words {
        let about = About { name, alternative: words.to_owned(), ..About::default() };
        faults.extend(about.check().err().map(|words| InputFault::new(WORDS, words)));
        if sent.files.len() > 1 {
            faults.push(InputFault::new(WORDS, "These words came with several files: each needs its own"));
        }
    }
    if sent.cut {
        let words =
            "These files are larger than 40 MB together, or one of them is larger than 20 MB. Send fewer at once";
        faults.push(InputFault::new(FILE, words));
    } else if sent.files.is_empty() {
        faults.push(InputFault::new(FILE, MediaFault::Nothing.words()));
    }
    faults
}

/// Reads every file. What is wrong with one is said with its name.
async fn read_all(app: &web::Data<App>, sent: Sent) -> Result<(Vec<Read>, Vec<InputFault>)> {
    let (mut read, mut faults, mut bytes) = (Vec::new(), Vec::new(), 0);
    for file in sent.files {
        let name = file.name.clone();
        let mut say = |words: &str| faults.push(InputFault::new(FILE, format!("{name}: {words}")));
        if bytes > MOST_READ {
            say("It was too much at once. Send this one again by itself");
            continue;
        }
        match in_turn(app, file).await? {
            Ok(incoming) => {
                bytes += incoming.bytes.len();
                read.push(Read { name, incoming });
            }
            Err(fault) => say(fault.words()),
        }
    }
    Ok((read, faults))
}

/// The bytes, the rows, and the bytes once more: the same ones may just have been removed with another row.
async fn keep(app: &App, viewer: &Viewer, read: Vec<Read>, words: Option<String>) -> Result<Outcome> {
    for one in &read {
        Media::keep(app, &one.incoming).await?;
    }
    let (at, who) = (app.clock.moment(), viewer.staff_id);
    let kept: Vec<Incoming> = read.iter().map(|one| one.incoming.clone()).collect();
    let work = async move |tx: &mut Tx| {
        let (mut outcome, mut names) = (Outcome::default(), Vec::new());
        for Read { name, incoming } in &read {
            match &words {
                Some(words) => {
                    let (new, about) = (at.id(), About { name: name.clone(), ..described(words) });
                    let id = Media::add(tx, at, new, incoming, &about, Some(who)).await?;
                    outcome.media.push(id);
                    if id == new { names.push(words.clone()) } else { outcome.known += 1 }
                }
                None => match Undescribed::add(tx, at, incoming, name, who).await? {
                    Brought::Waiting => names.push(name.clone()),
                    Brought::Again => outcome.waiting += 1,
                    Brought::Known(id) => {
                        outcome.media.push(id);
                        outcome.known += 1;
                    }
                },
            }
        }
        if !names.is_empty() {
            let waiting = words.is_none();
            outcome.waiting += if waiting { names.len() } else { 0 };
            outcome.act = Some(Act::MediaAdded { names, waiting }.write(tx, at, who).await?);
        }
        Ok(outcome)
    };
    let outcome = app.db.write(work).await?;
    for incoming in &kept {
        Media::keep(app, incoming).await?;
    }
    Ok(outcome)
}

fn described(words: &str) -> About {
    About { alternative: words.to_owned(), focus: (50, 50), ..About::default() }
}

/// Whether a script asks, which shows what came of it by itself.
fn wants_json(request: &HttpRequest) -> bool {
    let accepts = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepts.starts_with("application/json")
}

/// What became of each, for a script.
async fn told(app: &App, outcome: &Outcome) -> Result<HttpResponse> {
    let conn = app.db.read().await?;
    let media = Media::these(&conn, &outcome.media).await?;
    let one = |media: &Media| {
        json!({
            "id": media.id,
            "words": media.alternative,
            "kind": media.kind.as_str(),
            "thumbnail": media.thumb().unwrap_or_else(|| media.address()),
            "address": format!("{PATH}/{}", media.id),
        })
    };
    let fault = |fault: &InputFault| json!({ "field": fault.id, "words": fault.message });
    let taken = !outcome.media.is_empty() || outcome.waiting > 0;
    let status = if taken { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(HttpResponse::build(status).json(json!({
        "media": media.iter().map(one).collect::<Vec<Value>>(),
        "known": outcome.known,
        "waiting": outcome.waiting,
        "faults": outcome.faults.iter().map(fault).collect::<Vec<Value>>(),
    })))
}
