//! What was searched for in a field of the form, and what was found: each thing is a button that puts it there.

use super::acts::Act;
use super::posted::Pairs;
use super::sheet::Sheet;
use super::things::{self, Lead};
use crate::blocks::field::{Field, Is};
use crate::db::Conn;
use crate::error::Result;
use crate::media::{PictureHtml, Sizes};

/// An open search.
#[derive(Debug, Clone)]
pub struct Finder {
    /// The name of the field.
    pub field: String,
    /// What was typed.
    pub words: String,
    /// Pictures, with their keys.
    pub pictures: Vec<(String, PictureHtml, String)>,
    /// Pages, forms and documents.
    pub leads: Vec<Lead>,
}

impl Finder {
    /// The search that a button asked for.
    ///
    /// # Errors
    /// The database is away.
    pub async fn of(conn: &mut Conn, act: &Act, sheet: &Sheet, pairs: &Pairs<'_>) -> Result<Option<Self>> {
        let Act::Find(place) = act else { return Ok(None) };
        let words = pairs.line(&format!("find.{place}"));
        // Blocks are numbered anew; the field keeps its place in its own.
        let Some(field) = numbered(sheet, pairs, place) else { return Ok(None) };
        let is_picture = place == "cover" || leads_to_picture(sheet, &field);
        if is_picture {
            return Self::of_pictures(conn, &field, &words).await.map(Some);
        }
        let leads = things::leads(conn, &words).await?;
        Ok(Some(Self { field, words, pictures: Vec::new(), leads }))
    }

    /// Pictures of which these words are said, for a field.
    ///
    /// # Errors
    /// The database is away.
    pub async fn of_pictures(conn: &mut Conn, field: &str, words: &str) -> Result<Self> {
        let mut pictures = Vec::new();
        for media in things::pictures(conn, words).await? {
            pictures.push((media.id.to_string(), media.shown_at_desk(Sizes::Face)?, media.alternative.clone()));
        }
        Ok(Self { field: field.to_owned(), words: words.to_owned(), pictures, leads: Vec::new() })
    }

    /// Pages whose title or address holds these words, for a field.
    ///
    /// # Errors
    /// The database is away.
    pub async fn of_pages(conn: &mut Conn, field: &str, words: &str) -> Result<Self> {
        let mut leads = things::leads(conn, words).await?;
        leads.retain(|lead| lead.href.starts_with("page:"));
        Ok(Self { field: field.to_owned(), words: words.to_owned(), pictures: Vec::new(), leads })
    }

    /// What was found, for samples.
    pub fn sample(field: &str, words: &str, leads: Vec<Lead>) -> Self {
        Self { field: field.to_owned(), words: words.to_owned(), pictures: Vec::new(), leads }
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.pictures.is_empty() && self.leads.is_empty()
    }
}

/// The name of a field as the form that comes back calls it: items are counted there.
fn numbered(sheet: &Sheet, pairs: &Pairs<'_>, place: &str) -> Option<String> {
    if place == "cover" {
        return Some(place.to_owned());
    }
    let (key, rest) = place.split_once('.')?;
    let index = pairs.all("block").iter().position(|text| text.split(' ').next() == Some(key))?;
    let block = sheet.cards.get(index)?.key.clone();
    match rest.split('.').collect::<Vec<_>>().as_slice() {
        [list, item, field] => {
            let number = pairs.all(&format!("{key}.{list}")).iter().position(|known| known == item)? + 1;
            Some(format!("{block}.{list}.{number}.{field}"))
        }
        _ => Some(format!("{block}.{rest}")),
    }
}

fn leads_to_picture(sheet: &Sheet, name: &str) -> bool {
    let parts: Vec<&str> = name.split('.').collect();
    let card = parts.first().and_then(|key| sheet.cards.iter().find(|card| card.key == *key));
    let mut fields: &[Field] = card.map_or(&[], |card| card.kind.fields);
    for part in parts.into_iter().skip(1) {
        match fields.iter().find(|field| field.name == part).map(|field| &field.is) {
            Some(Is::List(list)) => fields = list.of,
            Some(is) => return matches!(is, Is::One(_)),
            None => {}
        }
    }
    false
}
