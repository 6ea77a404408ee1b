//! Cards: figures in a band, a ruled list with prices, doors, or one large and the others as lines.

use askama::Template;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{BlockFault, look, needed};
use crate::error::Result;
use crate::site::{Resolver, Target, doors};
use crate::web::html::{Drawing, render};

look! {
    /// How cards look.
    Look {
        /// Figures in a band.
        Figures = "figures",
        /// A ruled list with a note at the right.
        #[default]
        List = "list",
        /// Pictures of doors.
        Doors = "doors",
        /// One large, the others as lines.
        Lines = "lines",
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
    /// The seed of its picture; empty for none.
    #[serde(default)]
    pub door: String,
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

/// From so many cards on, doors are people.
const PEOPLE: usize = 5;

struct CardView<'a> {
    title: &'a str,
    text: &'a str,
    note: &'a str,
    href: Option<String>,
    picture: Option<Drawing>,
}

#[derive(Template)]
#[template(path = "blocks/cards.html")]
struct CardsView<'a> {
    title: &'a str,
    introduction: &'a str,
    look: Look,
    cards: Vec<CardView<'a>>,
}

impl Cards {
    pub(super) fn check(&self) -> std::result::Result<(), BlockFault> {
        if self.cards.is_empty() {
            return Err(BlockFault { field: "cards", words: "Add a card" });
        }
        self.cards.iter().try_for_each(|card| needed("title", &card.title))
    }

    pub(super) fn html(&self, resolver: &Resolver) -> Result<String> {
        // Five doors or more are people: each stands in a doorway, and the stylesheet sets them in rows.
        let people = self.look == Look::Doors && self.cards.len() >= PEOPLE;
        let draw = |seed: &str| if people { doors::portrait(seed) } else { doors::door(seed) };
        let cards = self
            .cards
            .iter()
            .map(|card| CardView {
                title: &card.title,
                text: &card.text,
                note: &card.note,
                href: card.target.map(|target| resolver.href(target)),
                picture: (!card.door.is_empty()).then(|| Drawing::of_generator(draw(&card.door))),
            })
            .collect();
        render(&CardsView { title: &self.title, introduction: &self.introduction, look: self.look, cards })
    }

    pub(super) fn sample(page: Uuid) -> Self {
        let card = |title: &str, text: &str, note: &str, door: &str| Card {
            title: title.to_owned(),
            text: text.to_owned(),
            note: note.to_owned(),
            target: Some(Target::Page(page)),
            door: door.to_owned(),
        };
        Self {
            title: "Doors we have hung".to_owned(),
            introduction: String::new(),
            look: Look::Doors,
            cards: vec![
                card("Forty more patients a month from the same traffic", "A dental practice", "2026", "dentist"),
                card("The form that had been dead since March", "Roofers", "2025", "roofer"),
            ],
        }
    }
}
