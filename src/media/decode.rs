//! Reading a picture's pixels. Its size is read before anything is decoded: a small file can hold a picture that fills the
//! memory.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

/// The longest side of a picture that is decoded.
pub const MOST_SIDE: u32 = 10_000;
/// So many pixels are decoded at most: with what a progressive JPEG needs on the way, some 400 MB.
pub const MOST_PIXELS: u64 = 40_000_000;
/// So much memory the pixels may take.
const MOST_MEMORY: u64 = 256 * 1024 * 1024;

/// Why a file can't be a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureFault {
    /// No file came.
    Nothing,
    /// It is larger than we take.
    TooLarge,
    /// It is no JPEG, PNG or WebP.
    OtherKind,
    /// It has too many pixels.
    TooManyPixels,
    /// It can't be read to its end.
    Damaged,
}

impl PictureFault {
    /// What to do about it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Nothing => "Choose a picture first",
            Self::TooLarge => "This file is larger than 6 MB. Choose a smaller one, or make the picture smaller first",
            Self::OtherKind => "This file is no picture that we can read. Choose a JPEG, PNG or WebP",
            Self::TooManyPixels => {
                "This picture has too many pixels. Make it smaller, to 2,000 pixels a side for instance, and send that"
            }
            Self::Damaged => {
                "This picture is damaged and can’t be read to its end. Save it anew, or choose another one"
            }
        }
    }
}

/// The picture in a file, upright. Off the request's thread, and one at a time: the largest take 400 MB.
///
/// # Errors
/// Why it can't be read.
pub fn upright(file: &[u8]) -> Result<DynamicImage, PictureFault> {
    let format = image::guess_format(file).map_err(|_| PictureFault::OtherKind)?;
    if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP) {
        return Err(PictureFault::OtherKind);
    }
    // The decoder fills up what is missing with grey.
    if format == ImageFormat::Jpeg && !ends(file) {
        return Err(PictureFault::Damaged);
    }
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(MOST_SIDE), Some(MOST_SIDE));
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(fault)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS || decoder.total_bytes() > MOST_MEMORY {
        return Err(PictureFault::TooManyPixels);
    }
    let orientation = decoder.orientation().map_err(fault)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(fault)?;
    image.apply_orientation(orientation);
    Ok(image)
}

fn fault(error: image::ImageError) -> PictureFault {
    match error {
        image::ImageError::Limits(_) => PictureFault::TooManyPixels,
        _ => PictureFault::Damaged,
    }
}

/// Whether a JPEG goes on to its end. Within a scan, 0xFF stands only before 0x00 or a mark that is allowed there; elsewhere each
/// segment says how long it is, so that the end of a thumbnail inside is not taken for the picture's own.
fn ends(file: &[u8]) -> bool {
    let mut rest = file.get(2..).unwrap_or_default();
    loop {
        // To the next mark: at once outside of a scan, after its data within one.
        let Some(at) =
            rest.windows(2).position(|two| matches!(two, [0xff, mark] if !matches!(mark, 0 | 0xd0..=0xd7 | 0xff)))
        else {
            return false;
        };
        let (mark, after) = match rest.get(at + 1..) {
            Some([mark, after @ ..]) => (*mark, after),
            _ => return false,
        };
        if mark == 0xd9 {
            return true;
        }
        let [high, low, ..] = after else { return false };
        let Some(next) = after.get(usize::from(u16::from_be_bytes([*high, *low])).max(2)..) else { return false };
        rest = next;
    }
}

/// Puts white behind what is transparent.
pub fn lay_on_white(image: &mut image::RgbaImage) {
    // To be done before it is made smaller: the colours of transparent pixels, which nobody sees, would run into their neighbours.
    for pixel in image.pixels_mut() {
        let [red, green, blue, alpha] = pixel.0;
        let on_white = |colour: u8| {
            let (colour, alpha) = (u16::from(colour), u16::from(alpha));
            u8::try_from((colour * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(u8::MAX)
        };
        pixel.0 = [on_white(red), on_white(green), on_white(blue), u8::MAX];
    }
}
