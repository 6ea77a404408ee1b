//! A picture in a page: its renditions for the browser to choose from, or a placeholder until they are made.

use std::fmt;

use askama::Template;
use askama::filters::HtmlSafe;

use super::noun::{Media, MediaKind};
use crate::error::Result;
use crate::web::html::render;

/// How wide a picture is shown, so that the browser takes the right rendition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sizes {
    /// The whole window.
    Full,
    /// Beside the words of the first screen, cropped to their height.
    Side,
    /// The column of a text.
    Text,
    /// Half of the page's width.
    Half,
    /// A third of the page's width.
    Third,
    /// A face beside words.
    Face,
}

impl Sizes {
    fn words(self) -> &'static str {
        match self {
            Self::Full => "(min-width: 80rem) 76rem, 100vw",
            Self::Side => "(min-width: 60rem) 60vw, 100vw",
            Self::Text => "(min-width: 60rem) 38rem, 100vw",
            Self::Half => "(min-width: 60rem) 44rem, 100vw",
            Self::Third => "(min-width: 48rem) 24rem, 100vw",
            Self::Face => "(min-width: 60rem) 18rem, 9rem",
        }
    }
}

/// A `picture` element, rendered by its own template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureHtml(String);

impl HtmlSafe for PictureHtml {}

impl fmt::Display for PictureHtml {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[derive(Template)]
#[template(path = "parts/picture.html")]
struct PictureView<'a> {
    alternative: &'a str,
    width: i32,
    height: i32,
    /// In tenths of the width and of the height.
    focus: (i16, i16),
    sizes: &'static str,
    eager: bool,
    /// Source sets of better formats: media type, addresses with widths.
    sources: Vec<(&'static str, String)>,
    /// The addresses of the format that every browser knows; empty for a drawing.
    set: String,
    /// The one address for browsers that know no sets; empty while there is none.
    address: String,
}

impl Media {
    /// Shows a picture or drawing. `eager` is for the one that a visitor sees first.
    ///
    /// # Errors
    /// Where its template cannot be rendered.
    pub fn shown(&self, sizes: Sizes, eager: bool) -> Result<PictureHtml> {
        self.view(sizes, eager, String::new())
    }

    /// Shows it to those who work here: with its own bytes until its renditions are made, for whoever describes a picture has to
    /// see it. A sample has no bytes either: its placeholder stands.
    ///
    /// # Errors
    /// Where its template cannot be rendered.
    pub fn shown_at_desk(&self, sizes: Sizes) -> Result<PictureHtml> {
        self.view(sizes, false, if self.hash.is_empty() { String::new() } else { self.address() })
    }

    fn view(&self, sizes: Sizes, eager: bool, until: String) -> Result<PictureHtml> {
        let set = |extension: &str| {
            let of = self.renditions.iter().filter(|rendition| rendition.extension == extension);
            of.map(|rendition| format!("{} {}w", self.address_of(rendition), rendition.width))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let sources = [("image/avif", "avif"), ("image/webp", "webp")]
            .into_iter()
            .map(|(kind, extension)| (kind, set(extension)))
            .filter(|(_, addresses)| !addresses.is_empty())
            .collect();
        let middle = |rendition: &&super::Rendition| rendition.extension == "jpg" && rendition.width >= 640;
        let plain =
            self.renditions.iter().find(middle).or_else(|| self.renditions.iter().rfind(|r| r.extension == "jpg"));
        let address = match self.kind {
            MediaKind::Drawing => self.address(),
            _ => plain.map_or(until, |rendition| self.address_of(rendition)),
        };
        let (width, height) = self.size.unwrap_or((16, 9));
        let (x, y) = self.focus;
        let view = PictureView {
            alternative: &self.alternative,
            width,
            height,
            focus: ((x + 5) / 10, (y + 5) / 10),
            sizes: sizes.words(),
            eager,
            sources,
            set: set("jpg"),
            address,
        };
        Ok(PictureHtml(render(&view)?))
    }
}
