//! What is looked at before something is published: what keeps it from being, and what somebody may have overlooked, each with the
//! field that it concerns.

use chrono::NaiveDate;

use super::sheet::{Card, Sheet, lower};
use crate::accounts::inputs::InputFault;
use crate::blocks::markup;
use crate::db::Conn;
use crate::error::Result;
use crate::site::{Content, PageKind, Reference, Resolver, unpublished};

/// Titles are cut in search results beyond so many characters.
const TITLE: usize = 65;
/// And descriptions.
const DESCRIPTION: usize = 165;
/// Words that say nothing of where a link leads.
const VAGUE: [&str; 10] = [
    "here",
    "click here",
    "this",
    "this page",
    "more",
    "read more",
    "learn more",
    "find out more",
    "link",
    "this link",
];

/// How a block stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Nothing was found.
    None,
    /// Something may have been overlooked.
    Look,
    /// Something has to be mended.
    Mend,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checks {
    /// What has to be mended first.
    pub refusals: Vec<InputFault>,
    /// What may be meant so.
    pub warnings: Vec<InputFault>,
}

impl Checks {
    /// Looks at a draft.
    ///
    /// # Errors
    /// The database is away.
    pub async fn of(
        conn: &mut Conn,
        page: uuid::Uuid,
        kind: PageKind,
        content: &Content,
        today: NaiveDate,
    ) -> Result<Self> {
        let sheet = Sheet::of(kind, content);
        let mut checks = Self { refusals: sheet.missing(), warnings: warnings(kind, content, &sheet, today) };
        for (draft, title) in unpublished(conn, content, &[page]).await? {
            let words = format!("“{title}” is not published: publish that first, or take the link to it away");
            let points = |card: &&Card| card.kind.references(&card.value).contains(&Reference::Page(draft));
            let cards: Vec<_> = sheet.cards.iter().filter(points).collect();
            let of = |card: &&Card| InputFault::new(card.key.clone(), format!("{}: {words}", card.kind.label));
            checks.refusals.extend(cards.iter().map(of));
            if cards.is_empty() {
                checks.refusals.push(InputFault::new("blocks", words));
            }
        }
        if kind != PageKind::Part && !has_contact(conn, content).await? {
            let words = "Nobody can get in touch from here: add a form, a call to action or a link to one";
            checks.warnings.push(InputFault::new("blocks", words));
        }
        checks.refusals.dedup();
        checks.warnings.dedup();
        Ok(checks)
    }

    /// How many things were found.
    pub fn count(&self) -> usize {
        self.refusals.len() + self.warnings.len()
    }

    /// The same for a form in which blocks were moved or deleted since: each leads to where its block is now.
    pub(super) fn in_form(self, content: &Content, sheet: &Sheet) -> Self {
        let moved = |fault: InputFault| {
            let (key, field) = fault.id.split_at(fault.id.find('.').unwrap_or(fault.id.len()));
            let Some(number) = block_number(key) else { return Some(fault) };
            let block = content.blocks.get(number.checked_sub(1)?)?.id;
            let card = sheet.cards.iter().find(|card| card.id == block)?;
            Some(InputFault::new(format!("{}{field}", card.key), fault.message))
        };
        Self {
            refusals: self.refusals.into_iter().filter_map(moved).collect(),
            warnings: self.warnings.into_iter().filter_map(moved).collect(),
        }
    }

    /// What is to be said beside the field of this name.
    pub(super) fn beside(&self, id: &str) -> Vec<String> {
        let of =
            |faults: &[InputFault]| faults.iter().filter(|fault| fault.id == id).map(said_beside).collect::<Vec<_>>();
        let refusals = of(&self.refusals).into_iter().map(|words| format!("Before publishing: {}", lower(&words)));
        refusals.chain(of(&self.warnings)).collect()
    }

    /// What the outline shows beside a block.
    pub(super) fn mark(&self, key: &str) -> Mark {
        let concerns = |fault: &InputFault| {
            fault.id.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        if self.refusals.iter().any(concerns) {
            Mark::Mend
        } else if self.warnings.iter().any(concerns) {
            Mark::Look
        } else {
            Mark::None
        }
    }
}

/// The number of the block that is called so: 3 of "b3".
fn block_number(key: &str) -> Option<usize> {
    key.strip_prefix('b')?.parse().ok()
}

/// What is wrong as it is said beside its field: the list says in which block, there it is seen.
pub(super) fn said_beside(fault: &InputFault) -> String {
    let of_block = block_number(fault.id.split('.').next().unwrap_or_default()).is_some();
    let words = match fault.message.split_once(": ") {
        Some((_, words)) if of_block => words,
        _ => &fault.message,
    };
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn warnings(kind: PageKind, content: &Content, sheet: &Sheet, today: NaiveDate) -> Vec<InputFault> {
    let mut found = Vec::new();
    let mut say = |id: &str, words: String| found.push(InputFault::new(id.to_owned(), words));
    let length = content.title.chars().count();
    if length > TITLE {
        say("title", format!("The title has {length} characters: search results cut it after {TITLE} or so"));
    }
    let length = content.description.chars().count();
    match length {
        _ if kind == PageKind::Part => {}
        0 if content.in_short.is_empty() => {
            say("description", "There is no description: search engines choose words by themselves".to_owned())
        }
        length if length > DESCRIPTION => {
            say(
                "description",
                format!("The description has {length} characters: search results cut it after {DESCRIPTION} or so"),
            );
        }
        _ => {}
    }
    if kind == PageKind::Article && content.cover.is_none() {
        say("cover", "There is no cover: lists and shared links show a drawing instead".to_owned());
    }
    let mut level = 2;
    for card in &sheet.cards {
        for (id, html) in rich_texts(card) {
            if let Some((from, to)) = skipped(&html, &mut level) {
                say(
                    &id,
                    format!("{}: a heading of level {to} follows one of level {from}: one is skipped", card.kind.label),
                );
            }
            for words in
                links(&html).into_iter().filter(|words| VAGUE.contains(&words.to_lowercase().trim_matches('.')))
            {
                say(&id, format!("{}: the link “{words}” doesn’t say where it leads", card.kind.label));
            }
        }
        let ends = card.value.get("ends").and_then(|day| day.as_str()).and_then(|day| day.parse::<NaiveDate>().ok());
        if ends.is_some_and(|day| card.kind.name == "offer" && day < today) {
            say(&format!("{}.ends", card.key), "This offer has ended: nobody sees it any more".to_owned());
        }
    }
    found
}

/// The running texts of a block, each with the name of its field.
fn rich_texts(card: &Card) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    let mut document = card.value.clone();
    card.kind.each_rich(&mut document, &mut |html| {
        texts.push(html.to_owned());
        html.to_owned()
    });
    // A block has one running text, or one in each of its items: the block itself is near enough.
    let id = if card.value.get("html").is_some() { format!("{}.html", card.key) } else { card.key.clone() };
    texts.into_iter().map(|html| (id.clone(), html)).collect()
}

/// The first place where headings go down by more than one level. `level` is that of the last heading before.
fn skipped(html: &str, level: &mut usize) -> Option<(usize, usize)> {
    let mut found = None;
    for part in html.split("<h").skip(1) {
        let Some(next) = part.get(..1).and_then(|digit| digit.parse::<usize>().ok()) else { continue };
        if next > *level + 1 && found.is_none() {
            found = Some((*level, next));
        }
        *level = next;
    }
    found
}

/// The words of every link.
fn links(html: &str) -> Vec<String> {
    html.split("<a ")
        .skip(1)
        .filter_map(|rest| Some(markup::words(rest.split_once('>')?.1.split_once("</a>")?.0)))
        .collect()
}

/// Whether there is a way to get in touch, on the page itself or in a part that it shows.
async fn has_contact(conn: &mut Conn, content: &Content) -> Result<bool> {
    let leads = |content: &[crate::blocks::Placed]| {
        content.iter().any(|placed| {
            matches!(placed.block.kind().name, "form" | "call-to-action" | "offer")
                || placed.block.references().iter().any(|reference| matches!(reference, Reference::Form(_)))
                || serde_json::to_string(&placed.block)
                    .is_ok_and(|text| text.contains("mailto:") || text.contains("tel:"))
        })
    };
    if leads(&content.blocks) {
        return Ok(true);
    }
    let parts = Resolver::load(conn, &content.references(), &content.blocks).await?;
    Ok(content
        .blocks
        .iter()
        .filter_map(|placed| placed.block.part())
        .filter_map(|part| parts.parts.get(&part))
        .any(|blocks| leads(blocks)))
}
