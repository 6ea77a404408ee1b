//! `/admin/media`: what pages show and offer for download. It is found by words, brought, described, replaced and deleted here;
//! authors do so with what they brought themselves.

pub mod adding;
pub mod deletion;
pub mod list;
pub mod one;
pub mod replacement;
mod samples;

use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;

pub(crate) use samples::samples;

use super::incoming::{self, Incoming, MediaFault};
use super::known::Known;
use crate::accounts::access::{Power, Viewer};
use crate::app::App;
use crate::error::{AppError, Result};
use crate::web::edge::{SentFile, Upload};

/// The list.
const PATH: &str = "/admin/media";
/// The name of the field for files.
const FILE: &str = "file";
/// How long a file waits for its turn before its sender is told that we are busy.
const WAIT: Duration = Duration::from_secs(20);

/// What is chosen from where a picture or drawing is wanted.
const SEEN: &str = "image/jpeg,image/png,image/webp,image/svg+xml";
/// What is chosen from where a document is wanted.
const DOCUMENTS: &str = ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp";

/// What was sent: the text, the file in question, and the names of others that came with it.
struct Sent {
    typed: crate::web::edge::Posted,
    file: std::result::Result<SentFile, MediaFault>,
    others: Vec<String>,
}

impl Sent {
    async fn of(upload: Upload) -> Self {
        let cut = upload.cut;
        let parts = upload.parts().await;
        let mut files = parts.files.into_iter().filter(|file| file.field == FILE);
        let first = files.next();
        let file = if cut { Err(MediaFault::TooLarge) } else { first.ok_or(MediaFault::Nothing) };
        Self { typed: parts.typed, file, others: files.map(|file| file.name).collect() }
    }

    /// The last value of a field on one line.
    fn line(&self, name: &str) -> String {
        one_line(self.typed.last(name).unwrap_or_default())
    }
}

/// Text without its breaks.
fn one_line(text: &str) -> String {
    text.replace("\r\n", " ").replace(['\r', '\n'], " ").trim().to_owned()
}

/// Whether somebody may say something else of a file: editors of every one, authors of those that they brought.
fn may_describe(viewer: &Viewer, known: &Known) -> bool {
    viewer.may(Power::Content) || known.staff_id == Some(viewer.staff_id)
}

/// Reads a file off the workers, one at a time: the largest picture takes some hundred megabytes. The turn is kept until the work
/// is done, even when its sender vanishes meanwhile.
async fn in_turn(app: &Arc<App>, file: SentFile) -> Result<std::result::Result<Incoming, MediaFault>> {
    let app = Arc::clone(app);
    let task = app.db.main().clone().spawn(async move {
        let turn = timeout(WAIT, app.drawing.acquire()).await;
        let Ok(Ok(turn)) = turn else { return Err(AppError::Busy("another picture is being read")) };
        let done = tokio::task::spawn_blocking(move || incoming::read(&file.bytes, &file.name)).await;
        drop(turn);
        match done {
            // A file at which a decoder stumbles is its sender's to mend. The log has a line with the place.
            Err(cut) if cut.is_panic() => Ok(Err(MediaFault::OtherKind)),
            done => done.map_err(|cut| AppError::unfinished("a file", &cut)),
        }
    });
    task.await.map_err(|cut| AppError::unfinished("a file", &cut))?
}
