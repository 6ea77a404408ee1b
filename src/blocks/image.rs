//! One picture with its caption.

use askama::Template;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::field::{Field, Is, Noun, needed, optional};
use super::{Group, Kind, Markdown, SampleThings, Showing, look};
use crate::error::Result;
use crate::media::{PictureHtml, Sizes};
use crate::web::html::render;

look! {
    /// Where a picture stands.
    Look {
        /// In the column of the text.
        #[default]
        Text = "text", "In the column of the text";
        /// As wide as the page.
        Wide = "wide", "As wide as the page";
        /// In the margin, where there is one.
        Aside = "aside", "In the margin";
    }
}

/// One picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    /// The picture.
    pub media: Uuid,
    /// A line under it; the picture's own where this is empty.
    #[serde(default)]
    pub caption: String,
    /// Where it stands.
    #[serde(default)]
    pub look: Look,
}

#[derive(Template)]
#[template(path = "blocks/image.html")]
struct ImageView<'a> {
    picture: PictureHtml,
    caption: &'a str,
    look: Look,
}

impl Kind for Image {
    const LABEL: &'static str = "Picture";
    const ABOUT: &'static str = "One picture with a line under it.";
    const GROUP: Group = Group::Pictures;
    const FIELDS: &'static [Field] = &[
        needed("media", "Picture", Is::One(Noun::Picture)),
        optional("caption", "Caption", Is::Line(300)).hint("Leave it empty to use the picture’s own"),
        needed("look", "Where it stands", Is::Choice(Look::CHOICES)),
    ];

    fn html(&self, showing: &mut Showing<'_>) -> Result<String> {
        let sizes = match self.look {
            Look::Wide => Sizes::Full,
            Look::Text => Sizes::Half,
            Look::Aside => Sizes::Third,
        };
        let Some(picture) = showing.picture(self.media, sizes)? else { return Ok(String::new()) };
        let own = showing.resolver.media(self.media).map_or("", |media| media.caption.as_str());
        let caption = if self.caption.is_empty() { own } else { &self.caption };
        render(&ImageView { picture, caption, look: self.look })
    }

    fn markdown(&self, out: &mut Markdown<'_>) {
        if let Some(media) = out.resolver().media(self.media) {
            let caption = if self.caption.is_empty() { &media.caption } else { &self.caption };
            out.picture(&media.alternative, &media.address(), caption);
        }
    }

    fn sample(things: &SampleThings) -> Self {
        Self {
            media: things.pictures.first().copied().unwrap_or_default(),
            caption: "The booking page, as it was left over the bank holiday.".to_owned(),
            look: Look::Wide,
        }
    }
}
