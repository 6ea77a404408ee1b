//! `/admin/media`: what pages show and offer for download. It is found by words, brought, described, replaced and deleted here.
//!
//! **How files come, and why so.** Every file needs words for those who can't see it, and a file's name is none. Whoever brings
//! twenty photographs can't write twenty good lines before they see them, and a form without script can't ask for a line per file.
//! So files come first, as many together as are chosen, and those without words wait ([`Undescribed`](super::Undescribed)): they
//! are listed above the media, each with its picture and a field, and become media one by one as they are described. Until then
//! nothing can point to them, which the database holds. A file that comes with its words, as the editor sends it, is media at once.
//! With script each file is a request of its own, with its progress; without, all come in one, up to 40 MB together. What is wrong
//! with one file keeps none of the others from being taken.
//!
//! **Who may.** Authors see and choose everything, and describe what they brought. Replacing and deleting is for editors and owners,
//! because other people's pages show it.

pub mod adding;
pub mod deletion;
pub mod describing;
pub mod list;
pub mod one;
pub mod replacement;
mod samples;
mod waiting;

use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;

pub(crate) use samples::samples;

use super::incoming::{self, Incoming, MediaFault};
use super::known::Known;
use crate::accounts::access::{Power, Viewer};
use crate::accounts::inputs::InputFault;
use crate::app::App;
use crate::error::{AppError, Result};
use crate::web::edge::{Posted, SentFile, Upload};

/// The list.
const PATH: &str = "/admin/media";
/// The name of the field for files.
const FILE: &str = "file";
/// The name of the field for what is to be seen.
const WORDS: &str = "alternative";
/// The longest line under a picture.
const MOST_CAPTION: usize = 300;
/// How long a file waits for its turn before its sender is told that we are busy.
const WAIT: Duration = Duration::from_secs(20);

/// What is chosen from where a picture or drawing is wanted.
const SEEN: &str = "image/jpeg,image/png,image/webp,image/svg+xml";
/// What is chosen from where a document is wanted.
const DOCUMENTS: &str = ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp";

/// What was sent.
struct Sent {
    typed: Posted,
    files: Vec<SentFile>,
    /// Whether there was more than is taken.
    cut: bool,
}

impl Sent {
    async fn of(upload: Upload) -> Self {
        let cut = upload.cut;
        let parts = upload.parts().await;
        let files = if cut { Vec::new() } else { parts.files };
        Self { typed: parts.typed, files: files.into_iter().filter(|file| file.field == FILE).collect(), cut }
    }
}

/// The last value of a field, without its breaks.
fn line(typed: &Posted, name: &str) -> String {
    typed.last(name).unwrap_or_default().replace("\r\n", " ").replace(['\r', '\n'], " ").trim().to_owned()
}

/// What has to be mended about a field.
fn fault_of<'a>(faults: &'a [InputFault], id: &str) -> Option<&'a str> {
    faults.iter().find(|fault| fault.id == id).map(|fault| fault.message.as_str())
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
