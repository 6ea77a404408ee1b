//! The demo's pictures: interfaces made for its clients, and drawings of its own street. They take the way of every upload.

use uuid::Uuid;

use super::file::{Files, MediaText};
use crate::clock::Moment;
use crate::error::{AppError, Result};
use crate::media::{About, Incoming, Media, MediaKind, incoming};
use crate::site::doors;

/// A picture of the demo, ready to be kept.
pub(in crate::demo) struct Hung {
    pub id: Uuid,
    pub name: String,
    pub about: About,
    file: Vec<u8>,
}

fn drawn(drawing: &str) -> Option<String> {
    let (kind, seed) = drawing.split_once(':')?;
    let svg = match kind {
        "door" => doors::door(seed),
        "cover" => doors::cover(seed),
        "portrait" => doors::portrait(seed),
        "street" => doors::street(&seed.split(',').collect::<Vec<_>>()),
        _ => return None,
    };
    Some(doors::standalone(&svg))
}

/// All of them.
pub(super) fn hung(at: Moment) -> Result<Vec<Hung>> {
    let texts: Vec<MediaText> = super::read("media.json")?;
    let hung = |text: MediaText| {
        let missing = || AppError::internal("the demo", format!("no picture {:?}", text.name));
        let (file, ending) = if text.file.is_empty() {
            (drawn(&text.drawing).ok_or_else(missing)?.into_bytes(), "svg")
        } else {
            (Files::get(&text.file).ok_or_else(missing)?.data.into_owned(), "png")
        };
        let about = About {
            name: format!("{}.{ending}", text.name),
            alternative: text.alt,
            caption: text.caption,
            focus: text.focus,
        };
        Ok(Hung { id: at.id(), name: text.name, about, file })
    };
    texts.into_iter().map(hung).collect()
}

impl Hung {
    /// The picture as an upload would be read.
    pub fn incoming(&self) -> Result<Incoming> {
        incoming::read(&self.file, &self.about.name)
            .map_err(|fault| AppError::internal("the demo", format!("{}: {}", self.name, fault.words())))
    }

    /// The picture as if it stood in the database, before its renditions are made: a sample has no files, so its placeholder stands.
    pub fn as_media(&self) -> Media {
        Media {
            id: self.id,
            kind: MediaKind::Picture,
            name: self.about.name.clone(),
            extension: "png".to_owned(),
            bytes: i64::try_from(self.file.len()).unwrap_or(i64::MAX),
            size: Some((1600, 1000)),
            alternative: self.about.alternative.clone(),
            caption: self.about.caption.clone(),
            focus: self.about.focus,
            renditions: Vec::new(),
            hash: String::new(),
        }
    }
}
