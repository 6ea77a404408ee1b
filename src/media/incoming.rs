//! From a file that anybody may have made to bytes that we made, or at least know.
//!
//! What a file says of itself (name, declared type) counts for nothing: its first bytes say what it is. Pictures and drawings are
//! stored as we write them, without anything that was hidden in them.

use std::io::Cursor;

use actix_web::web::Bytes;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageFormat};
use sha2::{Digest, Sha256};

use super::decode::{self, PictureFault};
use super::drawing;
use super::noun::MediaKind;

/// The largest file that is taken.
pub const MOST_BYTES: usize = 20 * 1024 * 1024;
/// So many bytes are taken in one request, where several files come together.
pub const MOST_TOGETHER: usize = 2 * MOST_BYTES;
/// The longest side of what is stored.
pub const MOST_SIDE: u32 = 2560;
/// How well photographs are stored.
const QUALITY: u8 = 88;

/// Documents by the beginning of their bytes, and their endings.
const DOCUMENTS: [(&[u8], &[&str]); 2] =
    [(b"%PDF-", &["pdf"]), (b"PK\x03\x04", &["docx", "xlsx", "pptx", "odt", "ods", "odp"])];

/// A file made ready to be stored.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// What it is.
    pub kind: MediaKind,
    /// The ending of what is stored.
    pub extension: &'static str,
    /// What is stored.
    pub bytes: Bytes,
    /// Width and height, where it has them.
    pub size: Option<(i32, i32)>,
    /// SHA-256 of what is stored, in hexadecimal digits.
    pub hash: String,
}

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaFault {
    /// No file came.
    Nothing,
    /// It is larger than we take.
    TooLarge,
    /// It is nothing that we take.
    OtherKind,
    /// A picture that can't be taken.
    Picture(PictureFault),
    /// A drawing that can't be read.
    Drawing,
}

impl MediaFault {
    /// What to do about it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Nothing => "Choose a file first",
            Self::TooLarge => {
                "This file is larger than 20 MB. Make it smaller, or put it where large files live and link to it"
            }
            Self::OtherKind => {
                "This file is none that we take. Pictures: JPEG, PNG, WebP or SVG. Documents: PDF, or Word, Excel, PowerPoint and OpenDocument without macros"
            }
            Self::Picture(fault) => fault.words(),
            Self::Drawing => "This SVG can’t be read as a drawing. Save it anew as plain SVG, or as PNG",
        }
    }
}

/// Reads a file. It takes time and memory: off the request's thread, and not many at once.
///
/// # Errors
/// Why it is not taken.
pub fn read(file: &[u8], name: &str) -> Result<Incoming, MediaFault> {
    read_within(file, name, (MOST_SIDE, MOST_SIDE))
}

/// The same, with pictures made smaller until they fit: width and height in pixels.
///
/// # Errors
/// Why it is not taken.
pub fn read_within(file: &[u8], name: &str, most: (u32, u32)) -> Result<Incoming, MediaFault> {
    if file.is_empty() {
        return Err(MediaFault::Nothing);
    }
    if file.len() > MOST_BYTES {
        return Err(MediaFault::TooLarge);
    }
    match image::guess_format(file) {
        Ok(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP) => return picture(file, most),
        Ok(_) => return Err(MediaFault::OtherKind),
        Err(_) => {}
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    for (begin, endings) in DOCUMENTS {
        if let (true, Some(extension)) = (file.starts_with(begin), endings.iter().find(|known| **known == ending)) {
            return Ok(done(MediaKind::Document, extension, file.to_vec(), None));
        }
    }
    drawing_of(file)
}

fn done(kind: MediaKind, extension: &'static str, bytes: Vec<u8>, size: Option<(i32, i32)>) -> Incoming {
    let hash = hex::encode(Sha256::digest(&bytes));
    Incoming { kind, extension, bytes: Bytes::from(bytes), size, hash }
}

fn side(pixels: u32) -> i32 {
    i32::try_from(pixels).unwrap_or(i32::MAX)
}

/// A picture: upright, no larger than this, and written by us. What has few colours or transparency stays without loss.
fn picture(file: &[u8], most: (u32, u32)) -> Result<Incoming, MediaFault> {
    let mut image = decode::upright(file).map_err(MediaFault::Picture)?;
    if image.width() > most.0 || image.height() > most.1 {
        image = image.resize(most.0, most.1, FilterType::Lanczos3);
    }
    let size = Some((side(image.width()), side(image.height())));
    let damaged = |_| MediaFault::Picture(PictureFault::Damaged);
    let mut bytes = Vec::new();
    if image.color().has_alpha() || !file.starts_with(&[0xff, 0xd8]) {
        let image = if image.color().has_alpha() {
            DynamicImage::from(image.into_rgba8())
        } else {
            DynamicImage::from(image.into_rgb8())
        };
        image.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).map_err(damaged)?;
        return Ok(done(MediaKind::Picture, "png", bytes, size));
    }
    let rgb = DynamicImage::from(image.into_rgb8());
    rgb.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY)).map_err(damaged)?;
    Ok(done(MediaKind::Picture, "jpg", bytes, size))
}

fn drawing_of(file: &[u8]) -> Result<Incoming, MediaFault> {
    let text = std::str::from_utf8(file).map_err(|_| MediaFault::OtherKind)?;
    if !text.contains("<svg") {
        return Err(MediaFault::OtherKind);
    }
    if file.len() > drawing::MOST_BYTES {
        return Err(MediaFault::TooLarge);
    }
    let tree = drawing::read(text).map_err(|_| MediaFault::Drawing)?;
    #[expect(clippy::cast_possible_truncation, reason = "rounded, and clamped to what a picture can have")]
    let pixels = |length: f32| length.round().clamp(1.0, 10_000.0) as i32;
    let size = Some((pixels(tree.size().width()), pixels(tree.size().height())));
    Ok(done(MediaKind::Drawing, "svg", drawing::written(&tree).into_bytes(), size))
}
