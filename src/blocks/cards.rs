//! Cards: a ruled list with prices, doors, or one large and the others as lines.

use askama::Template;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::field::{Field, Is, LINE, Noun, SENTENCES, needed, optional, several};
use super::{Group, Kind, Markdown, SampleThings, Showing, look};
use crate::error::Result;
use crate::media::{PictureHtml, Sizes};
use crate::site::{Target, doors};
use crate::web::html::{Drawing, render};

look! {
    /// How cards look.
    Look {
        /// A ruled list with a note at the right.
        #[default]
        List = "list", "A ruled list";
        /// With pictures, the second lower than the first.
        Doors = "doors", "With pictures";
        /// One large, the others as lines.
        Lines = "lines", "One large, the others as lines";
    }
}

/// One card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Its title.
    pub title: String,
    /// A sentence or two.
    #[serde(default)]
    pub text: String,
    /// A price or a date.
    #[serde(default)]
    pub note: String,
    /// Where it leads.
    #[serde(default)]
    pub target: Option<Target>,
    /// The words from which a door is drawn, where there is no picture; empty for none.
    #[serde(default)]
    pub door: String,
    /// Its picture.
    #[serde(default)]
    pub media: Option<Uuid>,
}

/// Cards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cards {
    /// The heading; empty for none.
    #[serde(default)]
    pub title: String,
    /// A sentence under it.
    #[serde(default)]
    pub introduction: String,
    /// How they look.
    #[serde(default)]
    pub look: Look,
    /// The cards.
    pub cards: Vec<Card>,
}

struct CardView<'a> {
    title: &'a str,
    text: &'a str,
    note: &'a str,
    href: Option<String>,
    picture: Option<PictureHtml>,
    door: Option<Drawing>,
}

#[derive(Template)]
#[template(path = "blocks/cards.html")]
struct CardsView<'a> {
    title: &'a str,
    introduction: &'a str,
    look: Look,
    cards: Vec<CardView<'a>>,
}

const CARD: &[Field] = &[
    needed("title", "Title", LINE),
    optional("text", "Text", SENTENCES),
    optional("note", "Note", Is::Line(120)).hint("A price, a date, a name"),
    optional("target", "Where it leads", Is::Target),
    optional("media", "Picture", Is::One(Noun::Picture)),
    optional("door", "Door", Is::Seed(120)).hint("Without a picture: any words, from which a front door is drawn"),
];

impl Kind for Cards {
    const LABEL: &'static str = "Cards";
    const ABOUT: &'static str = "Several things of one kind, each with a title and where it leads.";
    const GROUP: Group = Group::Onwards;
    const FIELDS: &'static [Field] = &[
        optional("title", "Heading", LINE),
        optional("introduction", "Introduction", SENTENCES),
        needed("look", "Look", Is::Choice(Look::CHOICES)),
        several("cards", "Cards", "card", 1..=24, CARD),
    ];

    fn html(&self, showing: &mut Showing<'_>) -> Result<String> {
        let sizes = if self.look == Look::Doors { Sizes::Half } else { Sizes::Third };
        let mut cards = Vec::new();
        for card in &self.cards {
            let picture = match card.media {
                Some(media) => showing.picture(media, sizes)?,
                None => None,
            };
            let drawn = picture.is_none() && !card.door.is_empty();
            cards.push(CardView {
                title: &card.title,
                text: &card.text,
                note: &card.note,
                href: card.target.map(|target| showing.href(target)),
                picture,
                door: drawn.then(|| Drawing::of_generator(doors::door(&card.door))),
            });
        }
        render(&CardsView { title: &self.title, introduction: &self.introduction, look: self.look, cards })
    }

    fn markdown(&self, out: &mut Markdown<'_>) {
        out.heading(2, &self.title);
        out.paragraph(&self.introduction);
        let line = |card: &Card| {
            let title = match card.target {
                Some(target) => out.link(&card.title, &out.href(target)),
                None => format!("**{}**", super::markup::escaped(&card.title)),
            };
            let rest: Vec<_> = [&card.text, &card.note].into_iter().filter(|text| !text.is_empty()).cloned().collect();
            if rest.is_empty() { title } else { format!("{title}: {}", super::markup::escaped(&rest.join(" · "))) }
        };
        let lines: Vec<_> = self.cards.iter().map(line).collect();
        out.list(&lines);
    }

    fn sample(things: &SampleThings) -> Self {
        let card = |title: &str, text: &str, note: &str, door: &str| Card {
            title: title.to_owned(),
            text: text.to_owned(),
            note: note.to_owned(),
            target: Some(Target::Page(things.page)),
            door: door.to_owned(),
            media: None,
        };
        let mut cards = vec![
            card("Forty more patients a month from the same traffic", "A dental practice", "2026", "dentist"),
            card("The form that had been dead since March", "Roofers", "2025", ""),
        ];
        if let Some(last) = cards.last_mut() {
            last.media = things.pictures.first().copied();
        }
        Self { title: "Doors we have hung".to_owned(), introduction: String::new(), look: Look::Doors, cards }
    }
}
