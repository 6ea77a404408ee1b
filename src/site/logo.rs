//! The business's logo as pages show it: one for light grounds and, if there is one, another for dark ones. Its size is known
//! before it is loaded, so that nothing moves when it comes.

use uuid::Uuid;

use super::Business;
use crate::db::Conn;
use crate::error::Result;
use crate::media::{Media, MediaKind};

/// The room for a logo in the header, in CSS pixels: width and height.
pub const ROOM: (i32, i32) = (200, 44);

/// One drawing or picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    /// Where its bytes are.
    pub address: String,
    /// As it is shown, in CSS pixels.
    pub width: i32,
    /// As it is shown, in CSS pixels.
    pub height: i32,
}

/// What stands in the header.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Logos {
    /// On light grounds; on dark ones too, on a light plate, where there is no other.
    pub light: Option<Logo>,
    /// On dark grounds.
    pub dark: Option<Logo>,
}

impl Logo {
    /// As large as there is room. Pixels are not blown up; a drawing has none.
    fn of(media: &Media) -> Option<Self> {
        let (width, height) = media.size.filter(|(width, height)| *width > 0 && *height > 0)?;
        let (across, down) = (f64::from(ROOM.0) / f64::from(width), f64::from(ROOM.1) / f64::from(height));
        let most = if media.kind == MediaKind::Drawing { f64::MAX } else { 1.0 };
        let scale = across.min(down).min(most);
        #[expect(clippy::cast_possible_truncation, reason = "no larger than the room")]
        let fitted = |length: i32| (f64::from(length) * scale).round().max(1.0) as i32;
        Some(Self { address: media.address(), width: fitted(width), height: fitted(height) })
    }
}

impl Logos {
    /// The logos of a business.
    ///
    /// # Errors
    /// The database is away.
    pub async fn of(conn: &Conn, business: &Business) -> Result<Self> {
        let keys: Vec<Uuid> = business.logo.into_iter().chain(business.logo_dark).collect();
        let found = Media::these(conn, &keys).await?;
        let logo = |key: Option<Uuid>| found.iter().find(|media| Some(media.id) == key).and_then(Logo::of);
        Ok(Self { light: logo(business.logo), dark: logo(business.logo_dark) })
    }
}
