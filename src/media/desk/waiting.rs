//! The files that wait for their words, as the list shows them: each with its picture and its field.

use uuid::Uuid;

use crate::accounts::inputs::InputFault;
use crate::error::Result;
use crate::media::{PictureHtml, Sizes, Undescribed};

/// All that are shown.
#[derive(Debug, Default)]
pub struct Waiting {
    /// Each with its field.
    pub files: Vec<WaitingFile>,
    /// So many more come when these are described.
    pub more: i64,
}

/// One of them.
#[derive(Debug)]
pub struct WaitingFile {
    /// Its key.
    pub id: Uuid,
    /// The name of its field.
    pub field: String,
    /// What is asked for.
    pub label: &'static str,
    /// Its picture, where it has one.
    pub picture: Option<PictureHtml>,
    /// "PDF".
    pub ending: String,
    /// The name of the file, and how large it is.
    pub about: String,
    /// As typed.
    pub value: String,
    /// Whether it is to be thrown away.
    pub discarded: bool,
    /// How to mend it.
    pub error: Option<String>,
}

/// What was typed, where it comes back.
#[derive(Debug, Clone, Default)]
pub struct TypedWords {
    /// By the keys of the files.
    pub words: Vec<(Uuid, String)>,
    /// What is to be thrown away.
    pub discarded: Vec<Uuid>,
}

/// The name of a file's field.
pub(super) fn field(id: Uuid) -> String {
    format!("words.{id}")
}

impl Waiting {
    /// The files with what was typed for them, and what has to be mended.
    ///
    /// # Errors
    /// A template that cannot be rendered.
    pub(super) fn new(
        (files, count): (&[Undescribed], i64),
        typed: &TypedWords,
        faults: &[InputFault],
    ) -> Result<Self> {
        let one = |file: &Undescribed| WaitingFile::new(file, typed, faults);
        let shown = i64::try_from(files.len()).unwrap_or(i64::MAX);
        Ok(Self { files: files.iter().map(one).collect::<Result<_>>()?, more: (count - shown).max(0) })
    }
}

impl WaitingFile {
    fn new(file: &Undescribed, typed: &TypedWords, faults: &[InputFault]) -> Result<Self> {
        let media = &file.media;
        let field = field(media.id);
        let size = media.pixels().unwrap_or_else(|| media.weight());
        Ok(Self {
            id: media.id,
            label: if media.is_seen() { "What is to be seen" } else { "What it is" },
            picture: if media.is_seen() { Some(media.shown_at_desk(Sizes::Face)?) } else { None },
            ending: media.extension.to_uppercase(),
            about: format!("{}, {size}", media.name),
            value: typed
                .words
                .iter()
                .find(|(id, _)| *id == media.id)
                .map(|(_, words)| words.clone())
                .unwrap_or_default(),
            discarded: typed.discarded.contains(&media.id),
            error: super::fault_of(faults, &field).map(str::to_owned),
            field,
        })
    }
}
