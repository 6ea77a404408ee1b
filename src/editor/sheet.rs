//! The noun: the sheet, which is what stands in the editor's form. It may be incomplete and wrong, as what people type is: from it
//! either a [`Content`] is made, or a list of what has to be mended, each thing beside its field.

use serde_json::{Value, json};
use uuid::Uuid;

use super::posted::{self, Pairs};
use crate::accounts::inputs::InputFault;
use crate::blocks::{BlockFault, BlockKind, Placed};
use crate::clock::Moment;
use crate::site::{Aside, CaseFacts, Content, PageKind};

/// What is being written.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The title.
    pub title: String,
    /// For search engines and previews.
    pub description: String,
    /// The sentence under the title of an article or a case.
    pub lead: String,
    /// *In short*, a line each.
    pub in_short: [String; 3],
    /// The picture at the top.
    pub cover: Option<Uuid>,
    /// A line under it.
    pub cover_caption: String,
    /// What stands beside the blocks.
    pub beside: Beside,
    /// The blocks.
    pub cards: Vec<Card>,
}

/// What stands beside the blocks, as it is typed.
#[derive(Debug, Clone, PartialEq)]
pub enum Beside {
    /// Nothing.
    Page,
    /// Of an article.
    Article {
        /// Who wrote it.
        author: Option<Uuid>,
        /// Its topics.
        topics: Vec<Uuid>,
    },
    /// Of a case: its facts, and the year as it was typed.
    Case(CaseFacts, String),
    /// A recurring part has not even a description.
    Part,
}

/// A block as it is being written.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// Its name in the form: "b3".
    pub key: String,
    /// The block's key.
    pub id: Uuid,
    /// Its kind.
    pub kind: &'static BlockKind,
    /// Its fields.
    pub value: Value,
}

impl Sheet {
    /// The sheet of what is written already.
    pub fn of(kind: PageKind, content: &Content) -> Self {
        let mut lines = content.in_short.iter().cloned();
        let cards = content.blocks.iter().filter_map(Card::of);
        let mut sheet = Self {
            title: content.title.clone(),
            description: content.description.clone(),
            lead: content.lead.clone(),
            in_short: std::array::from_fn(|_| lines.next().unwrap_or_default()),
            cover: content.cover,
            cover_caption: content.cover_caption.clone(),
            beside: Beside::of(kind, content.aside.as_ref()),
            cards: cards.collect(),
        };
        sheet.number();
        sheet
    }

    /// What was posted. A block of a kind that there is not is left out: only a stranger's form has one.
    pub fn read(kind: PageKind, pairs: &Pairs<'_>) -> Self {
        let card = |text: &&str| {
            let mut parts = text.split(' ');
            let (key, kind, id) = (parts.next()?, BlockKind::of(parts.next()?)?, parts.next()?);
            let id = Uuid::parse_str(id).ok()?;
            Some(Card { key: key.to_owned(), id, kind, value: posted::read(kind.fields, pairs, key) })
        };
        let mut lines = pairs.all("in_short").iter();
        let beside = match kind {
            PageKind::Page => Beside::Page,
            PageKind::Part => Beside::Part,
            PageKind::Article => Beside::Article { author: pairs.key("author"), topics: pairs.keys("topics") },
            PageKind::Case => {
                let year = pairs.line("year");
                let facts = CaseFacts {
                    client: pairs.line("client"),
                    sector: pairs.line("sector"),
                    place: pairs.line("place"),
                    year: year.trim().parse().unwrap_or_default(),
                    figure: pairs.line("figure"),
                    figure_words: pairs.line("figure_words"),
                    service: pairs.key("service"),
                };
                Beside::Case(facts, year)
            }
        };
        Self {
            title: pairs.line("title"),
            description: pairs.line("description"),
            lead: pairs.line("lead"),
            in_short: std::array::from_fn(|_| {
                lines.next().map_or_else(String::new, |line| line.replace(['\r', '\n'], " "))
            }),
            cover: pairs.key("cover"),
            cover_caption: pairs.line("cover_caption"),
            beside,
            cards: pairs.all("block").iter().filter_map(card).collect(),
        }
    }

    /// Gives each block its name in the form, by its place.
    pub fn number(&mut self) {
        for (index, card) in self.cards.iter_mut().enumerate() {
            card.key = format!("b{}", index + 1);
        }
    }

    /// Hands every running text to `with`, and puts what it answers in its place.
    pub fn each_rich(&mut self, mut with: impl FnMut(&str) -> String) {
        for card in &mut self.cards {
            card.kind.each_rich(&mut card.value, &mut with);
        }
    }

    /// What a block is called after numbering, by what it was called in the posted form; "-" stays.
    pub fn renamed(&self, pairs: &Pairs<'_>, key: &str) -> Option<String> {
        if key == "-" {
            return Some(key.to_owned());
        }
        let index = pairs.all("block").iter().position(|text| text.split(' ').next() == Some(key))?;
        Some(format!("b{}", index + 1))
    }

    /// What can be saved as a draft, or what is wrong with it. What is merely missing may be missing still.
    ///
    /// # Errors
    /// What has to be mended, in the order of the form.
    pub fn content(&self) -> Result<Content, Vec<InputFault>> {
        let mut faults = Vec::new();
        let mut say = |id: &str, words: &str| faults.push(InputFault::new(id.to_owned(), words));
        if self.title.trim().is_empty() {
            say("title", "Enter the title");
        }
        let lines = [
            ("title", "title", &self.title, 160),
            ("lead", "sentence under the title", &self.lead, 300),
            ("description", "description", &self.description, 300),
            ("cover_caption", "caption", &self.cover_caption, 300),
        ];
        for (id, what, text, most) in lines {
            let length = text.trim().chars().count();
            if length > most {
                say(id, &format!("The {what} has {length} characters: keep it to {most}"));
            }
        }
        let aside = self.beside.aside().unwrap_or_else(|(id, words)| {
            say(id, words);
            None
        });
        let mut blocks = Vec::new();
        for card in &self.cards {
            match card.placed() {
                Ok(placed) => blocks.push(placed),
                Err(found) => faults.extend(found.into_iter().map(|fault| card.fault(&fault))),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let tidy = |text: &str| text.trim().to_owned();
        Ok(Content {
            title: tidy(&self.title),
            description: tidy(&self.description),
            lead: tidy(&self.lead),
            in_short: self.in_short.iter().map(|line| tidy(line)).filter(|line| !line.is_empty()).collect(),
            cover: self.cover,
            cover_caption: tidy(&self.cover_caption),
            blocks,
            aside,
        })
    }

    /// What is missing before it can be published.
    pub fn missing(&self) -> Vec<InputFault> {
        let of = |card: &Card| {
            let faults = card.placed().map_or_else(|faults| faults, |placed| placed.block.faults());
            faults.iter().map(|fault| card.fault(fault)).collect::<Vec<_>>()
        };
        let aside = self.beside.aside().ok().flatten();
        let beside = aside.and_then(|aside| aside.check().err()).map(|(id, words)| InputFault::new(id, words));
        beside.into_iter().chain(self.cards.iter().flat_map(of)).collect()
    }
}

impl Beside {
    fn of(kind: PageKind, aside: Option<&Aside>) -> Self {
        match (kind, aside) {
            (PageKind::Article, Some(Aside::Article { author, topics })) => {
                Self::Article { author: Some(*author), topics: topics.clone() }
            }
            (PageKind::Article, _) => Self::Article { author: None, topics: Vec::new() },
            (PageKind::Case, Some(Aside::Case(facts))) => Self::Case(facts.clone(), facts.year.to_string()),
            (PageKind::Part, _) => Self::Part,
            _ => Self::Page,
        }
    }

    fn aside(&self) -> Result<Option<Aside>, (&'static str, &'static str)> {
        match self {
            Self::Page | Self::Part => Ok(None),
            Self::Article { author: None, .. } => Err(("author", "Choose who wrote it")),
            Self::Article { author: Some(author), topics } => {
                Ok(Some(Aside::Article { author: *author, topics: topics.clone() }))
            }
            Self::Case(facts, year) => match year.trim().parse::<i32>() {
                Ok(number) if (1900..=2100).contains(&number) => Ok(Some(Aside::Case(facts.clone()))),
                _ => Err(("year", "Enter a year, such as 2026")),
            },
        }
    }
}

impl Card {
    fn of(placed: &Placed) -> Option<Self> {
        let kind = BlockKind::of(placed.block.kind().name)?;
        let mut value = serde_json::to_value(&placed.block).ok()?;
        value.as_object_mut()?.remove("kind");
        Some(Self { key: String::new(), id: placed.id, kind, value })
    }

    /// A new one of a kind.
    pub fn new(at: Moment, kind: &'static BlockKind) -> Self {
        Self { key: String::new(), id: at.id(), kind, value: posted::blank(kind.fields) }
    }

    /// The block, or what keeps it from being saved.
    fn placed(&self) -> Result<Placed, Vec<BlockFault>> {
        let mut document = self.value.clone();
        if let Value::Object(fields) = &mut document {
            fields.insert("id".to_owned(), json!(self.id));
            fields.insert("kind".to_owned(), json!(self.kind.name));
        }
        // Something that can't be left open, such as which picture, is asked for at once.
        let Ok(placed) = serde_json::from_value::<Placed>(document) else { return Err(self.kind.faults(&self.value)) };
        let wrong: Vec<_> = placed.block.faults().into_iter().filter(|fault| !fault.missing).collect();
        if wrong.is_empty() { Ok(placed) } else { Err(wrong) }
    }

    /// A fault of one of its fields, as the form shows it: "cards[2].title" stands under "b3.cards.2.title".
    fn fault(&self, fault: &BlockFault) -> InputFault {
        let field = fault.field.replace('[', ".").replace(']', "");
        InputFault::new(format!("{}.{field}", self.key), format!("{}: {}", self.kind.label, lower(&fault.words)))
    }

    /// Its first words, for when it is folded.
    pub fn summary(&self) -> String {
        let words = self.kind.words(&self.value);
        let first = words.lines().next().unwrap_or_default();
        let short: String = first.chars().take(90).collect();
        if short.len() < first.len() { format!("{}…", short.trim_end()) } else { short }
    }
}

/// The words with a small first letter.
pub(super) fn lower(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
