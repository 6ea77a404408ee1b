//! From a file that anybody may have made to a small square JPEG that we made.
//!
//! What a file says of itself (name, declared type) counts for nothing. Its size in pixels is read before anything is decoded:
//! a small file can hold a picture that fills the memory.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use image::{DynamicImage, ImageBuffer, ImageDecoder, ImageFormat, ImageReader, Limits, Pixel};

/// The largest file that is taken.
pub const MOST_BYTES: usize = 6 * 1024 * 1024;
/// The longest side of a picture that is decoded.
pub const MOST_SIDE: u32 = 10_000;
/// So many pixels are decoded at most: with what a progressive JPEG needs on the way, some 400 MB.
pub const MOST_PIXELS: u64 = 40_000_000;
/// So much memory the pixels may take.
const MOST_MEMORY: u64 = 256 * 1024 * 1024;
/// The side of what is stored.
pub const SIDE: u32 = 256;
/// How well it is stored: 10 to 20 KB.
const QUALITY: u8 = 85;

/// Why a file can't be somebody's picture.
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

/// The middle of a picture, upright, [`SIDE`] pixels square, as a JPEG that holds nothing else. Transparent parts become white.
///
/// # Errors
/// Why it can't be.
pub fn portrait(file: &[u8]) -> Result<Vec<u8>, PictureFault> {
    if file.len() > MOST_BYTES {
        return Err(PictureFault::TooLarge);
    }
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
    let mut small = shrunk(DynamicImage::from_decoder(decoder).map_err(fault)?);
    small.apply_orientation(orientation);
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, QUALITY);
    small.write_with_encoder(encoder).map_err(|_| PictureFault::Damaged)?;
    Ok(jpeg)
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

/// The middle square in its small size, without transparency.
fn shrunk(image: DynamicImage) -> DynamicImage {
    if !image.color().has_alpha() {
        return small_square(&image.into_rgb8()).into();
    }
    let mut image = image.into_rgba8();
    // Before it is made smaller: the colours of transparent pixels, which nobody sees, would run into their neighbours.
    for pixel in image.pixels_mut() {
        let [red, green, blue, alpha] = pixel.0;
        let on_white = |colour: u8| {
            let (colour, alpha) = (u16::from(colour), u16::from(alpha));
            u8::try_from((colour * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(u8::MAX)
        };
        pixel.0 = [on_white(red), on_white(green), on_white(blue), u8::MAX];
    }
    DynamicImage::from(small_square(&image)).into_rgb8().into()
}

fn small_square<P: Pixel<Subpixel = u8> + 'static>(image: &ImageBuffer<P, Vec<u8>>) -> ImageBuffer<P, Vec<u8>> {
    let (width, height) = image.dimensions();
    let side = width.min(height);
    let middle = imageops::crop_imm(image, (width - side) / 2, (height - side) / 2, side, side);
    // A large one first by plain averages: every pixel is read once.
    if side > 4 * SIDE {
        let between = imageops::thumbnail(&*middle, 2 * SIDE, 2 * SIDE);
        return imageops::resize(&between, SIDE, SIDE, FilterType::Lanczos3);
    }
    imageops::resize(&*middle, SIDE, SIDE, FilterType::Lanczos3)
}
