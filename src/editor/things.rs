//! What there is to choose from: the things that a sheet points to, by name, and what a search finds.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use serde::Serialize;
use uuid::Uuid;

use super::sheet::Sheet;
use crate::blocks::field::Noun;
use crate::db::Conn;
use crate::demo::SampleSite;
use crate::error::Result;
use crate::media::Media;
use crate::schema::media;
use crate::site::Reference;

/// So many are found at most: whoever needs more types another letter.
const FOUND: i64 = 12;
/// So many pictures.
const PICTURES: i64 = 24;

/// Something to lead to.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName, Serialize)]
pub struct Lead {
    /// As links hold it: `page:KEY`.
    #[diesel(sql_type = Text)]
    pub href: String,
    /// Its title.
    #[diesel(sql_type = Text)]
    pub title: String,
    /// Its address, or what it is.
    #[diesel(sql_type = Text)]
    pub about: String,
}

/// Everything that a form needs to know of other things.
#[derive(Debug, Clone, Default)]
pub struct Things {
    named: BTreeMap<&'static str, Vec<(Uuid, String)>>,
    /// Pictures, by key.
    pub media: BTreeMap<Uuid, Media>,
    leads: BTreeMap<String, Lead>,
}

#[derive(Debug, QueryableByName)]
struct Named {
    #[diesel(sql_type = Text)]
    noun: String,
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    name: String,
}

/// What has a name and is chosen from a list.
const NOUNS: [&str; 6] = ["form", "service", "author", "topic", "part", "case"];

const LEADS: &str = "select 'page:' || pages.id as href, title, path as about from pages
      join revisions on revisions.id = coalesce(draft_revision, live_revision) where path is not null
    union all select 'form:' || forms.id, definition ->> 'title', 'Form' from forms
      join form_versions on form_id = forms.id and form_versions.version = forms.version
    union all select 'media:' || id, alternative, name from media where kind = 'document'";

impl Things {
    /// What this sheet shows.
    ///
    /// # Errors
    /// The database is away.
    pub async fn of(conn: &mut Conn, sheet: &Sheet) -> Result<Self> {
        let (mut keys, mut hrefs) = (sheet.cover.into_iter().collect::<Vec<_>>(), Vec::new());
        for reference in sheet.cards.iter().flat_map(|card| card.kind.references(&card.value)) {
            match reference {
                Reference::Media(id) => {
                    keys.push(id);
                    hrefs.push(format!("media:{id}"));
                }
                Reference::Page(id) => hrefs.push(format!("page:{id}")),
                Reference::Form(id) => hrefs.push(format!("form:{id}")),
                Reference::Service(_) | Reference::Author(_) => {}
            }
        }
        let rows: Vec<Named> = sql_query(
            "select 'form' as noun, forms.id, definition ->> 'title' as name from forms
               join form_versions on form_id = forms.id and form_versions.version = forms.version
             union all select 'service', id, name from services
             union all select 'author', id, name from authors
             union all select 'topic', id, name from topics
             union all select kind, pages.id, title from pages
               join revisions on revisions.id = coalesce(draft_revision, live_revision) where kind in ('part', 'case')
             order by noun, name",
        )
        .load(conn)
        .await?;
        let mut things = Self::default();
        for row in rows {
            if let Some(noun) = NOUNS.into_iter().find(|noun| *noun == row.noun) {
                things.named.entry(noun).or_default().push((row.id, row.name));
            }
        }
        if !hrefs.is_empty() {
            let rows: Vec<Lead> = sql_query(format!("select * from ({LEADS}) as leads where href = any($1)"))
                .bind::<Array<Text>, _>(hrefs)
                .load(conn)
                .await?;
            things.leads = rows.into_iter().map(|lead| (lead.href.clone(), lead)).collect();
        }
        things.media = Media::these(conn, &keys).await?.into_iter().map(|media| (media.id, media)).collect();
        Ok(things)
    }

    /// Everything of the demo.
    pub(super) fn sample(site: &SampleSite) -> Self {
        let resolver = &site.resolver;
        let mut named: BTreeMap<&'static str, Vec<(Uuid, String)>> = BTreeMap::new();
        named.insert("form", resolver.forms.values().map(|form| (form.id, form.definition.title.clone())).collect());
        named.insert("service", resolver.services.iter().map(|service| (service.id, service.name.clone())).collect());
        named.insert("author", resolver.authors.iter().map(|author| (author.id, author.name.clone())).collect());
        named.insert("topic", site.topics.iter().map(|topic| (topic.id, topic.name.clone())).collect());
        named.insert("case", resolver.cases.iter().map(|case| (case.page, case.title.clone())).collect());
        let parts = resolver.parts.keys().map(|id| (*id, "The audit, offered".to_owned()));
        named.insert("part", parts.collect());
        let lead = |page: &crate::site::Page| {
            let href = format!("page:{}", page.id);
            let lead = Lead { href: href.clone(), title: page.live.content.title.clone(), about: page.path.clone() };
            (href, lead)
        };
        Self { named, media: resolver.media.clone(), leads: site.pages.iter().map(lead).collect() }
    }

    /// Everything of a kind that is chosen from a list.
    pub fn named(&self, noun: &str) -> &[(Uuid, String)] {
        self.named.get(noun).map_or(&[], Vec::as_slice)
    }

    /// The same for what a block can point to; pictures are searched for instead.
    pub fn of_noun(&self, noun: Noun) -> &[(Uuid, String)] {
        self.named(match noun {
            Noun::Form => "form",
            Noun::Case => "case",
            Noun::Part => "part",
            Noun::Service => "service",
            Noun::Author => "author",
            Noun::Picture => return &[],
        })
    }

    /// What a link leads to.
    pub fn lead(&self, href: &str) -> Option<&Lead> {
        self.leads.get(href)
    }
}

/// Pages, forms and documents whose name or address holds these words.
///
/// # Errors
/// The database is away.
pub async fn leads(conn: &mut Conn, words: &str) -> Result<Vec<Lead>> {
    let words = words.trim();
    Ok(sql_query(format!(
        "select * from ({LEADS}) as leads where title ilike '%' || $1 || '%' or about ilike '%' || $1 || '%'
         order by title not ilike $1 || '%', length(about), title limit {FOUND}"
    ))
    .bind::<Text, _>(words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
    .load(conn)
    .await?)
}

/// What a link leads to.
///
/// # Errors
/// The database is away.
pub async fn lead(conn: &mut Conn, href: &str) -> Result<Vec<Lead>> {
    Ok(sql_query(format!("select * from ({LEADS}) as leads where href = $1")).bind::<Text, _>(href).load(conn).await?)
}

/// Pictures and drawings of which these words are said, the newest first.
///
/// # Errors
/// The database is away.
pub async fn pictures(conn: &mut Conn, words: &str) -> Result<Vec<Media>> {
    let like = format!("%{}%", words.trim().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
    let keys: Vec<Uuid> = media::table
        .filter(media::kind.ne("document"))
        .filter(media::alternative.ilike(&like).or(media::name.ilike(&like)).or(media::caption.ilike(&like)))
        .order((media::created_at.desc(), media::id))
        .limit(PICTURES)
        .select(media::id)
        .load(conn)
        .await?;
    let mut found = Media::these(conn, &keys).await?;
    found.sort_by_key(|media| keys.iter().position(|key| *key == media.id));
    Ok(found)
}
