//! Renditions: the same picture in several widths, made by a job, so that a telephone loads no poster.

use std::io::Cursor;
use std::sync::Arc;

use actix_web::web::Bytes;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageFormat};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::decode;
use super::noun::Media;
use crate::app::App;
use crate::db::Tx;
use crate::error::{AppError, Result};
use crate::schema::{media, renditions};

/// The widths that are made, in pixels, as far as a picture has them; and its own, where that lies between.
const WIDTHS: [u32; 5] = [320, 640, 960, 1280, 1920];
/// How well JPEG is made: for photographs nobody sees a difference above.
const QUALITY: u8 = 80;

/// One rendition.
struct Made {
    width: u32,
    height: u32,
    extension: &'static str,
    bytes: Vec<u8>,
}

/// The widths for a picture of this width.
fn widths(own: u32) -> Vec<u32> {
    let mut list: Vec<u32> = WIDTHS.into_iter().filter(|width| *width < own).collect();
    if own <= 1920 || list.is_empty() {
        list.push(own);
    }
    list
}

/// Makes all of them. WebP is without loss here: it is kept only where it is smaller, or where something is transparent. A browser
/// takes the first format that it knows, whatever its widths: so each format is there in all widths, or not at all.
fn make(file: &[u8]) -> std::result::Result<Vec<Made>, String> {
    let whole = decode::upright(file).map_err(|fault| fault.words().to_owned())?;
    let clear = whole.color().has_alpha();
    let mut list = Vec::new();
    for width in widths(whole.width()) {
        let height = (u64::from(whole.height()) * u64::from(width)).div_ceil(u64::from(whole.width())).max(1);
        let height = u32::try_from(height).unwrap_or(u32::MAX);
        let small = if width == whole.width() {
            whole.clone()
        } else {
            whole.resize_exact(width, height, FilterType::Lanczos3)
        };
        let mut webp = Vec::new();
        small.write_to(&mut Cursor::new(&mut webp), ImageFormat::WebP).map_err(|error| error.to_string())?;
        let plain = if clear { on_white(&small) } else { DynamicImage::from(small.to_rgb8()) };
        let mut jpg = Vec::new();
        plain
            .write_with_encoder(JpegEncoder::new_with_quality(&mut jpg, QUALITY))
            .map_err(|error| error.to_string())?;
        #[cfg(feature = "avif")]
        {
            let mut avif = Vec::new();
            let encoder = image::codecs::avif::AvifEncoder::new_with_speed_quality(&mut avif, 8, 60);
            small.write_with_encoder(encoder).map_err(|error| error.to_string())?;
            list.push(Made { width, height, extension: "avif", bytes: avif });
        }
        list.push(Made { width, height, extension: "webp", bytes: webp });
        list.push(Made { width, height, extension: "jpg", bytes: jpg });
    }
    let total = |extension: &str| -> usize {
        list.iter().filter(|made| made.extension == extension).map(|made| made.bytes.len()).sum()
    };
    let plain = total("jpg");
    let kept: Vec<&str> = ["avif", "webp"].into_iter().filter(|extension| clear || total(extension) < plain).collect();
    list.retain(|made| made.extension == "jpg" || kept.contains(&made.extension));
    Ok(list)
}

/// JPEG knows nothing transparent.
fn on_white(image: &DynamicImage) -> DynamicImage {
    let mut image = image.to_rgba8();
    decode::lay_on_white(&mut image);
    DynamicImage::from(DynamicImage::from(image).into_rgb8())
}

/// The job: makes the renditions of a picture. Done again, it changes nothing.
///
/// # Errors
/// The picture's bytes are gone, or the store or the database is away.
pub(crate) async fn run(app: &Arc<App>, payload: &serde_json::Value) -> Result<()> {
    let id: Uuid = serde_json::from_value(payload.clone())?;
    let row: Option<(String, String)> = {
        let mut conn = app.db.read().await?;
        media::table.find(id).select((media::hash, media::extension)).first(&mut conn).await.optional()?
    };
    // Deleted in the meantime.
    let Some((of, extension)) = row else { return Ok(()) };
    let file = app.media.get(&Media::stored_name(&of, &extension)).await?;
    let file = file.ok_or_else(|| AppError::internal("a picture", "its bytes are not in the store"))?;
    // One at a time: the largest take 400 MB.
    let turn = app.drawing.acquire().await;
    let made = tokio::task::spawn_blocking(move || make(&file)).await;
    drop(turn);
    let made = made.map_err(|cut| AppError::unfinished("renditions", &cut))?;
    let made = made.map_err(|words| AppError::internal("renditions", words))?;
    let (mut rows, mut names, mut files) = (Vec::new(), Vec::new(), Vec::new());
    for one in made {
        let hash = hex::encode(Sha256::digest(&one.bytes));
        let bytes = i64::try_from(one.bytes.len()).unwrap_or(i64::MAX);
        let file = Bytes::from(one.bytes);
        app.media.put(&Media::stored_name(&hash, one.extension), file.clone()).await?;
        names.push((hash.clone(), one.extension.to_owned()));
        files.push(file);
        let pixels = |side: u32| i32::try_from(side).unwrap_or(i32::MAX);
        rows.push((
            renditions::media_id.eq(id),
            renditions::width.eq(pixels(one.width)),
            renditions::height.eq(pixels(one.height)),
            renditions::extension.eq(one.extension),
            renditions::hash.eq(hash),
            renditions::bytes.eq(bytes),
        ));
    }
    let at = app.clock.moment();
    let written = names.clone();
    let is_there = app
        .db
        .write(async move |tx: &mut Tx| {
            // Deleted or replaced in the meantime: what was made belongs to nothing.
            let there: Option<String> =
                media::table.find(id).select(media::hash).for_no_key_update().first(tx.conn()).await.optional()?;
            if there.as_deref() != Some(of.as_str()) {
                Media::remove_later(tx, at, id, &written).await?;
                return Ok(false);
            }
            diesel::delete(renditions::table.filter(renditions::media_id.eq(id))).execute(tx.conn()).await?;
            diesel::insert_into(renditions::table).values(rows).execute(tx.conn()).await?;
            diesel::update(media::table.find(id)).set(media::rendered_at.eq(at.now)).execute(tx.conn()).await?;
            Ok(true)
        })
        .await?;
    // Once more, now that rows hold them: the same bytes may just have been removed with another picture.
    for ((hash, extension), file) in names.iter().zip(files).filter(|_| is_there) {
        app.media.put(&Media::stored_name(hash, extension), file).await?;
    }
    Ok(())
}
