//! From a file that anybody may have made to a small square JPEG that we made.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use image::{DynamicImage, ImageBuffer, Pixel};

use crate::media::decode;
pub use crate::media::decode::{MOST_PIXELS, MOST_SIDE, PictureFault};

/// The largest file that is taken.
pub const MOST_BYTES: usize = 6 * 1024 * 1024;
/// The side of what is stored.
pub const SIDE: u32 = 256;
/// How well it is stored: 10 to 20 KB.
const QUALITY: u8 = 85;

/// The middle of a picture, upright, [`SIDE`] pixels square, as a JPEG that holds nothing else. Transparent parts become white.
///
/// # Errors
/// Why it can't be.
pub fn portrait(file: &[u8]) -> Result<Vec<u8>, PictureFault> {
    if file.len() > MOST_BYTES {
        return Err(PictureFault::TooLarge);
    }
    let small = shrunk(decode::upright(file)?);
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, QUALITY);
    small.write_with_encoder(encoder).map_err(|_| PictureFault::Damaged)?;
    Ok(jpeg)
}

/// The middle square in its small size, without transparency.
fn shrunk(image: DynamicImage) -> DynamicImage {
    if !image.color().has_alpha() {
        return small_square(&image.into_rgb8()).into();
    }
    let mut image = image.into_rgba8();
    decode::lay_on_white(&mut image);
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
