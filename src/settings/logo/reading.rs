//! The files of a logo as they came, read like all media and made no larger than they are shown.

use std::sync::Arc;
use std::time::Duration;

use crate::accounts::inputs::InputFault;
use crate::app::App;
use crate::error::{AppError, Result};
use crate::media::{Incoming, MediaFault, MediaKind, incoming};
use crate::site::LOGO_ROOM;
use crate::web::edge::{Posted, SentFile, Upload};

/// The files that can be chosen: field, label, hint.
pub(super) const FIELDS: [(&str, &str, &str); 2] = [
    ("light", "For light grounds", "SVG is sharpest; PNG, WebP or JPEG will do. Best without empty space around it."),
    (
        "dark",
        "For dark grounds (optional)",
        "Many visitors read in the dark. Without one, the other stands on a light plate.",
    ),
];
/// For screens with three pixels to the pixel.
const SHARP: u32 = 3;
/// How long a file waits for its turn before its sender is told that we are busy.
const WAIT: Duration = Duration::from_secs(20);

/// A file, where one came.
pub(super) type Sent = Option<Incoming>;

/// The files that came.
#[derive(Debug, Clone, Default)]
pub(super) struct Read {
    pub light: Sent,
    pub dark: Sent,
}

impl Read {
    pub fn all(&self) -> impl Iterator<Item = &Incoming> {
        self.light.iter().chain(&self.dark)
    }

    pub fn is_empty(&self) -> bool {
        self.all().next().is_none()
    }
}

/// What was typed, and the files or what is wrong with which.
pub(super) async fn read(
    app: &Arc<App>,
    upload: Upload,
) -> Result<(Posted, std::result::Result<Read, Vec<InputFault>>)> {
    let cut = upload.cut;
    let parts = upload.parts().await;
    if cut {
        let words = "These files are larger than 12 MB together. A logo is small: save it as SVG, or smaller";
        return Ok((parts.typed, Err(vec![InputFault::new("light", words)])));
    }
    let (mut read, mut faults) = (Read::default(), Vec::new());
    for file in parts.files {
        let (id, place) = match file.field.as_str() {
            "light" => ("light", &mut read.light),
            "dark" => ("dark", &mut read.dark),
            _ => continue,
        };
        match in_turn(app, file).await? {
            Ok(incoming) if incoming.kind == MediaKind::Document => faults.push(not_one(id)),
            Ok(incoming) => *place = Some(incoming),
            Err(MediaFault::OtherKind) => faults.push(not_one(id)),
            Err(fault) => faults.push(InputFault::new(id, fault.words())),
        }
    }
    Ok((parts.typed, if faults.is_empty() { Ok(read) } else { Err(faults) }))
}

fn not_one(id: &'static str) -> InputFault {
    InputFault::new(id, "This file is no picture that we can read. Choose an SVG, PNG, WebP or JPEG")
}

/// Reads a file off the workers, one at a time: the largest picture takes some hundred megabytes. The turn is kept until the work
/// is done, even when its sender vanishes meanwhile.
async fn in_turn(app: &Arc<App>, file: SentFile) -> Result<std::result::Result<Incoming, MediaFault>> {
    let app = Arc::clone(app);
    let task = app.db.main().clone().spawn(async move {
        let turn = tokio::time::timeout(WAIT, app.drawing.acquire()).await;
        let Ok(Ok(turn)) = turn else { return Err(AppError::Busy("another picture is being read")) };
        let (width, height) = LOGO_ROOM;
        let sharp = |pixels: i32| pixels.unsigned_abs() * SHARP;
        let most = (sharp(width), sharp(height));
        let done = tokio::task::spawn_blocking(move || incoming::read_within(&file.bytes, &file.name, most)).await;
        drop(turn);
        match done {
            // A file at which a decoder stumbles is its sender's to mend. The log has a line with the place.
            Err(cut) if cut.is_panic() => Ok(Err(MediaFault::OtherKind)),
            done => done.map_err(|cut| AppError::unfinished("a logo", &cut)),
        }
    });
    task.await.map_err(|cut| AppError::unfinished("a logo", &cut))?
}
