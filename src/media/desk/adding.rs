//! `POST /admin/media`: a file with what is to be seen on it. Several come one after another, each with words of its own: a page
//! with script sends them so. Of several that come together the first is taken, and whoever sent them is told of the others.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;
use uuid::Uuid;

use super::list::{self, Showing, Typed};
use super::{FILE, Sent, in_turn};
use crate::accounts::access::Viewer;
use crate::accounts::inputs::InputFault;
use crate::accounts::people::Done;
use crate::acts::Act;
use crate::app::App;
use crate::db::Tx;
use crate::error::{AppError, Result};
use crate::media::{About, Incoming, Media};
use crate::web::edge::Upload;

/// The longest line under a picture.
pub(super) const MOST_CAPTION: usize = 300;

/// What came of it.
struct Added {
    id: Uuid,
    /// What was done; nothing where the same file was here already.
    act: Option<Uuid>,
}

/// What is wrong with the words, in the order of their fields.
pub(super) fn faults_of(about: &About) -> Vec<InputFault> {
    let mut faults = Vec::new();
    if let Err(words) = about.check() {
        faults.push(InputFault::new("alternative", words));
    }
    let length = about.caption.chars().count();
    if length > MOST_CAPTION {
        faults.push(InputFault::new(
            "caption",
            format!("The line under it has {length} characters: keep it to {MOST_CAPTION}"),
        ));
    }
    faults
}

/// `POST /admin/media`.
///
/// # Errors
/// The database or the store is away, or too many files are being read.
pub async fn add(
    app: web::Data<App>,
    viewer: Viewer,
    upload: Upload,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let sent = Sent::of(upload).await;
    let typed = Typed { alternative: sent.line("alternative"), caption: sent.line("caption") };
    let mut about = About {
        name: sent.file.as_ref().map(|file| file.name.clone()).unwrap_or_default(),
        alternative: typed.alternative.clone(),
        caption: typed.caption.clone(),
        focus: (50, 50),
    };
    let mut faults = faults_of(&about);
    let mut read = None;
    match sent.file {
        Err(fault) => faults.push(InputFault::new(FILE, fault.words())),
        // Reading takes time and memory: only once the words are good.
        Ok(file) if faults.is_empty() => match in_turn(&app, file).await? {
            Ok(incoming) => read = Some(incoming),
            Err(fault) => faults.push(InputFault::new(FILE, fault.words())),
        },
        Ok(_) => {}
    }
    let machine = wants_json(&request);
    let Some(incoming) = read else {
        if machine {
            return Ok(refusal(&faults));
        }
        let showing = Showing { typed, faults, ..Showing::default() };
        return list::answer(&app, &viewer, showing, None).await;
    };
    about.name.truncate(about.name.floor_char_boundary(200));
    let several = !sent.others.is_empty();
    let added = keep(&app, &viewer, incoming, about, sent.others).await?;
    if machine {
        return told(&app, &added).await;
    }
    let path = format!("{}/{}", super::PATH, added.id);
    match added.act {
        Some(act) => Ok(Done::at(&path, Some(act))),
        None => {
            let known = if several { "several" } else { "yes" };
            let to = format!("{path}?known={known}");
            Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, to)).finish())
        }
    }
}

/// The bytes, the row, and the bytes once more: the same ones may just have been removed with another row.
async fn keep(app: &App, viewer: &Viewer, incoming: Incoming, about: About, left: Vec<String>) -> Result<Added> {
    Media::keep(app, &incoming).await?;
    let (at, who, kept) = (app.clock.moment(), viewer.staff_id, incoming.clone());
    let work = async move |tx: &mut Tx| {
        let new = at.id();
        let id = Media::add(tx, at, new, &incoming, &about, Some(who)).await?;
        let name = about.alternative;
        let act = if id == new { Some(Act::MediaAdded { name, left }.write(tx, at, who).await?) } else { None };
        Ok(Added { id, act })
    };
    let added = app.db.write(work).await?;
    Media::keep(app, &kept).await?;
    Ok(added)
}

/// Whether a script asks, which shows what came of it by itself.
fn wants_json(request: &HttpRequest) -> bool {
    let accepts = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepts.starts_with("application/json")
}

/// What has to be mended first, for a script.
fn refusal(faults: &[InputFault]) -> HttpResponse {
    let first = faults.first();
    HttpResponse::build(StatusCode::UNPROCESSABLE_ENTITY).json(json!({
        "field": first.map(|fault| fault.id.as_ref()),
        "message": first.map(|fault| fault.message.as_str()),
    }))
}

/// What was added, for a script.
async fn told(app: &App, added: &Added) -> Result<HttpResponse> {
    let conn = app.db.read().await?;
    let media = Media::these(&conn, &[added.id]).await?.pop().ok_or(AppError::NotFound)?;
    Ok(HttpResponse::Ok().json(json!({
        "id": media.id,
        "alternative": media.alternative,
        "thumb": media.thumb(),
        "href": format!("media:{}", media.id),
        "known": added.act.is_none(),
    })))
}
