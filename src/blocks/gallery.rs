//! Several pictures, each with its caption.

use askama::Template;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::field::{Field, Is, LINE, Noun, needed, optional, several};
use super::{Group, Kind, Markdown, SampleThings, Showing};
use crate::error::Result;
use crate::media::{PictureHtml, Sizes};
use crate::web::html::render;

/// One of the pictures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hung {
    /// The picture.
    pub media: Uuid,
    /// A line under it.
    #[serde(default)]
    pub caption: String,
}

/// Several pictures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gallery {
    /// The heading; empty for none.
    #[serde(default)]
    pub title: String,
    /// The pictures.
    pub pictures: Vec<Hung>,
}

struct HungView<'a> {
    picture: PictureHtml,
    caption: &'a str,
}

#[derive(Template)]
#[template(path = "blocks/gallery.html")]
struct GalleryView<'a> {
    title: &'a str,
    pictures: Vec<HungView<'a>>,
}

const HUNG: &[Field] =
    &[needed("media", "Picture", Is::One(Noun::Picture)), optional("caption", "Caption", Is::Line(300))];

impl Kind for Gallery {
    const LABEL: &'static str = "Gallery";
    const ABOUT: &'static str = "Several pictures side by side, each with a line under it.";
    const GROUP: Group = Group::Pictures;
    const FIELDS: &'static [Field] =
        &[optional("title", "Heading", LINE), several("pictures", "Pictures", "picture", 2..=24, HUNG)];

    fn html(&self, showing: &mut Showing<'_>) -> Result<String> {
        let mut pictures = Vec::new();
        for hung in &self.pictures {
            if let Some(picture) = showing.picture(hung.media, Sizes::Half)? {
                let own = showing.resolver.media(hung.media).map_or("", |media| media.caption.as_str());
                pictures.push(HungView { picture, caption: if hung.caption.is_empty() { own } else { &hung.caption } });
            }
        }
        render(&GalleryView { title: &self.title, pictures })
    }

    fn markdown(&self, out: &mut Markdown<'_>) {
        out.heading(2, &self.title);
        for hung in &self.pictures {
            if let Some(media) = out.resolver().media(hung.media) {
                out.picture(&media.alternative, &media.address(), &hung.caption);
            }
        }
    }

    fn sample(things: &SampleThings) -> Self {
        let hung = |(media, caption): (&Uuid, &str)| Hung { media: *media, caption: caption.to_owned() };
        let captions = ["Before: nobody had looked since March.", "After.", "The form, on a telephone of 2016."];
        Self {
            title: "Three doors, one street".to_owned(),
            pictures: things.pictures.iter().zip(captions).map(hung).collect(),
        }
    }
}
