//! The picture at the top of an article or a case: the one that was chosen, or its own front door.

use super::doors;
use super::resolver::Resolver;
use super::revision::Content;
use crate::error::Result;
use crate::media::{PictureHtml, Sizes};
use crate::web::html::Drawing;

/// What stands at the top.
#[derive(Debug)]
pub struct Cover {
    /// The picture that was chosen.
    pub picture: Option<PictureHtml>,
    /// Its door, where none was.
    pub door: Option<Drawing>,
    /// A line under it: the page's own, or the picture's.
    pub caption: String,
}

impl Cover {
    /// The cover of a page at a path. It is what a visitor sees first, and so is not loaded late.
    ///
    /// # Errors
    /// A template that cannot be rendered.
    pub(super) fn of(content: &Content, path: &str, resolver: &Resolver) -> Result<Self> {
        let media = content.cover.and_then(|key| resolver.media(key));
        let caption = match media {
            Some(media) if content.cover_caption.is_empty() => media.caption.clone(),
            _ => content.cover_caption.clone(),
        };
        let picture = media.map(|media| media.shown(Sizes::Full, true)).transpose()?;
        let door = picture.is_none().then(|| Drawing::of_generator(doors::cover(path)));
        Ok(Self { picture, door, caption })
    }
}
