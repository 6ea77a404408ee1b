//! The picture that goes with a shared link: the page's title, who wrote it, the brand, and its own door. Rendered once, and kept.

use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{HttpResponse, web};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use resvg::tiny_skia::{Pixmap, Transform};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::brand::Brand;
use super::{Author, Page, Topic, doors};
use crate::app::App;
use crate::error::{AppError, Result};
use crate::media::drawing;
use crate::schema::{articles, authors, pages, revisions};

/// What networks ask for.
const SIZE: (u32, u32) = (1200, 630);
/// Letters of the display face are about so wide, in parts of their size.
const LETTER: f64 = 0.47;
/// The column of the title.
const COLUMN: f64 = 700.0;
/// The first line of the title, the sizes it may have, and how many lines of each fit.
const SIZES: [(f64, usize); 4] = [(84.0, 3), (72.0, 4), (60.0, 5), (50.0, 6)];

/// What a picture is of: a page by its live revision, a topic or an author.
pub(super) struct Shared<'a> {
    pub id: Uuid,
    pub path: &'a str,
    pub title: &'a str,
    /// Who wrote it.
    pub by: Option<&'a str>,
}

impl<'a> Shared<'a> {
    /// A page; the author of one that is an article.
    pub(super) fn page(page: &'a Page) -> Self {
        let by = page.article.as_ref().map(|article| article.author.name.as_str());
        Self { id: page.live.id, path: &page.path, title: &page.live.content.title, by }
    }

    /// The whole address of its picture. It names what is written on it, so that a picture may be kept for a year.
    pub(super) fn address(&self, app: &App) -> String {
        let slug = self.path.rsplit('/').next().filter(|slug| !slug.is_empty()).unwrap_or("home");
        app.link(&format!("/media/share/{}/{slug}-{}.png", self.id, Words::of(app, self).mark()))
    }
}

/// What is written on it, and in which colours.
struct Words {
    title: String,
    line: String,
    business: String,
    seed: String,
    brand: Option<Brand>,
}

impl Words {
    fn of(app: &App, shared: &Shared<'_>) -> Self {
        let business = app.business();
        let host = || app.origin().split_once("://").map(|(_, host)| host.to_owned()).unwrap_or_default();
        Self {
            title: shared.title.to_owned(),
            line: shared.by.map_or_else(host, str::to_owned),
            business: business.name.clone(),
            seed: shared.path.to_owned(),
            brand: business.brand,
        }
    }

    /// Twelve hexadecimal digits that differ where anything of it does.
    fn mark(&self) -> String {
        let colour = self.brand.map(|brand| (brand.hue.to_bits(), brand.strength.to_bits()));
        let all = format!("{:?}", (&self.title, &self.line, &self.business, &self.seed, colour));
        hex::encode(Sha256::digest(all)).chars().take(12).collect()
    }
}

/// The colours of a picture: its ground, its title, its last line, and what stands out.
struct Colours {
    ground: String,
    title: String,
    line: String,
    accent: String,
    paints: Vec<(&'static str, String)>,
}

impl Colours {
    fn of(brand: Option<Brand>) -> Self {
        let Some(brand) = brand else {
            let [ground, title, line, accent] = ["#3a192d", "#f8eff4", "#ddb8cc", "#eebc43"].map(str::to_owned);
            return Self { ground, title, line, accent, paints: Vec::new() };
        };
        let palette = brand.palette(false);
        let colour =
            |name: &str| palette.iter().find(|(known, _)| *known == name).map(|(_, colour)| colour.to_string());
        let [ground, title, line, accent] =
            ["band", "on-band", "band-muted", "band-accent"].map(|name| colour(name).unwrap_or_default());
        let mut paints = brand.daylight();
        paints.push(("paint-pavement", ground.clone()));
        Self { ground, title, line, accent, paints }
    }
}

/// Breaks a title into lines of the column, in the largest size in which it fits.
fn broken(title: &str) -> (f64, Vec<String>) {
    let mut found = (50.0, Vec::new());
    for (size, most) in SIZES {
        let letters = (COLUMN / (size * LETTER)).max(8.0);
        let mut lines: Vec<String> = Vec::new();
        for word in title.split_whitespace() {
            let length = |text: &str| f64::from(u32::try_from(text.chars().count()).unwrap_or(u32::MAX));
            match lines.last_mut() {
                Some(line) if length(line) + 1.0 + length(word) <= letters => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        let fits = lines.len() <= most;
        lines.truncate(most);
        found = (size, lines);
        if fits {
            break;
        }
    }
    found
}

fn escaped(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !c.is_control()).collect();
    plain.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn svg(words: &Words) -> String {
    let (size, lines) = broken(&words.title);
    let Colours { ground, title, line: last, accent, paints } = Colours::of(words.brand);
    let mut text = String::new();
    for (index, line) in (0_u32..).zip(&lines) {
        let y = 150.0 + f64::from(index) * size * 1.04;
        text.push_str(&format!(
            "<text x=\"72\" y=\"{y:.0}\" font-family=\"Bricolage Grotesque\" font-size=\"{size}\" \
             letter-spacing=\"{:.2}\" fill=\"{title}\">{}</text>",
            -size * 0.02,
            escaped(line)
        ));
    }
    let door = doors::painted(&doors::door(&words.seed), &paints);
    let door = door.replacen("<svg ", "<svg x=\"820\" y=\"0\" ", 1).replacen("width=\"320\"", "width=\"380\"", 1);
    let door = door.replacen("height=\"240\"", "height=\"630\"", 1);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1200 630\" width=\"1200\" height=\"630\">\
         <rect width=\"1200\" height=\"630\" fill=\"{ground}\"/>{door}{text}\
         <rect x=\"72\" y=\"520\" width=\"64\" height=\"4\" fill=\"{accent}\"/>\
         <text x=\"72\" y=\"572\" font-family=\"Figtree\" font-size=\"28\" fill=\"{last}\">{}</text>\
         <text x=\"72\" y=\"92\" font-family=\"Figtree\" font-size=\"28\" fill=\"{accent}\">{}</text></svg>",
        escaped(&words.line),
        escaped(&words.business),
    )
}

fn drawn(words: &Words) -> Result<Vec<u8>> {
    let fault = |problem: &str| AppError::internal("a share picture", problem);
    let tree = drawing::read(&svg(words)).map_err(|error| fault(&error.to_string()))?;
    let mut sheet = Pixmap::new(SIZE.0, SIZE.1).ok_or_else(|| fault("no room"))?;
    resvg::render(&tree, Transform::identity(), &mut sheet.as_mut());
    sheet.encode_png().map_err(|error| fault(&error.to_string()))
}

async fn words(app: &App, id: Uuid) -> Result<Words> {
    let mut conn = app.db.read().await?;
    let page: Option<(String, Option<String>, Option<String>)> = revisions::table
        .inner_join(pages::table.on(pages::live_revision.eq(revisions::id.nullable())))
        .left_join(articles::table.on(articles::page_id.eq(pages::id)))
        .left_join(authors::table.on(authors::id.nullable().eq(articles::author_id.nullable())))
        .filter(revisions::id.eq(id))
        .select((revisions::title, pages::path, authors::name.nullable()))
        .first(&mut conn)
        .await
        .optional()?;
    if let Some((title, path, by)) = page {
        let path = path.ok_or(AppError::NotFound)?;
        return Ok(Words::of(app, &Shared { id, path: &path, title: &title, by: by.as_deref() }));
    }
    if let Some(topic) = Topic::these(&mut conn, &[id]).await?.into_iter().next() {
        return Ok(Words::of(app, &Shared { id, path: &topic.path(), title: &topic.name, by: None }));
    }
    let author = Author::these(&conn, &[id]).await?.into_iter().next().ok_or(AppError::NotFound)?;
    Ok(Words::of(app, &Shared { id, path: &author.path(), title: &author.name, by: None }))
}

/// `GET /media/share/{of}/{name}`: only of what visitors see, so that nobody has pictures made of anything else.
pub async fn show(app: web::Data<App>, path: web::Path<(Uuid, String)>) -> Result<HttpResponse> {
    let (id, name) = path.into_inner();
    let mark = name.strip_suffix(".png").and_then(|name| name.rsplit('-').next()).unwrap_or_default();
    // What was made is there without the database; a mark that nobody gave finds nothing.
    let png = match app.media.get(&stored(id, mark)).await? {
        Some(png) => png,
        None => made(&app, id).await?,
    };
    Ok(HttpResponse::Ok()
        .content_type("image/png")
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header(("cross-origin-resource-policy", "cross-origin"))
        .body(png))
}

/// Its name in the store. The mark is cut to what a mark can be: it comes from an address.
fn stored(id: Uuid, mark: &str) -> String {
    let mark: String = mark.chars().filter(char::is_ascii_hexdigit).take(12).collect();
    format!("share-{id}-{mark}.png")
}

/// The picture as it is now.
async fn made(app: &web::Data<App>, id: Uuid) -> Result<Bytes> {
    let words = words(app, id).await?;
    let name = stored(id, &words.mark());
    // One at a time, like all drawing; who waited for the same one finds it made.
    let turn = app.drawing.acquire().await;
    if let Some(png) = app.media.get(&name).await? {
        return Ok(png);
    }
    let drawn = tokio::task::spawn_blocking(move || drawn(&words)).await;
    let png = Bytes::from(drawn.map_err(|cut| AppError::unfinished("a share picture", &cut))??);
    app.media.put(&name, png.clone()).await?;
    drop(turn);
    Ok(png)
}
