//! Numbers that say something.

use askama::Template;
use serde::{Deserialize, Serialize};

use super::field::{Field, Is, LINE, needed, optional, several};
use super::{Group, Kind, Markdown, SampleThings, Showing, look, markup};
use crate::error::Result;
use crate::web::html::render;

look! {
    /// How figures look.
    Look {
        /// On a dark band, as wide as the window.
        #[default]
        Band = "band", "On a dark band";
        /// In the flow of a text.
        Plain = "plain", "In the flow of the text";
    }
}

/// One number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// The number with its unit.
    pub figure: String,
    /// What it counts.
    pub words: String,
    /// Where it comes from, and from when.
    #[serde(default)]
    pub note: String,
}

/// Numbers that say something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Template)]
#[template(path = "blocks/figures.html")]
pub struct Figures {
    /// The heading; empty for none.
    #[serde(default)]
    pub title: String,
    /// The numbers.
    pub figures: Vec<Figure>,
    /// How they look.
    #[serde(default)]
    pub look: Look,
}

const FIGURE: &[Field] = &[
    needed("figure", "Figure", Is::Line(24)).hint("With its unit: “£4,800”"),
    needed("words", "What it counts", Is::Line(160)),
    optional("note", "Note", Is::Line(160)).hint("Where it comes from"),
];

impl Kind for Figures {
    const LABEL: &'static str = "Figures";
    const ABOUT: &'static str = "A few numbers that say something, with what they count.";
    const GROUP: Group = Group::Business;
    const FIELDS: &'static [Field] = &[
        optional("title", "Heading", LINE),
        several("figures", "Figures", "figure", 1..=8, FIGURE),
        needed("look", "Look", Is::Choice(Look::CHOICES)),
    ];

    fn html(&self, _: &mut Showing<'_>) -> Result<String> {
        render(self)
    }

    fn markdown(&self, out: &mut Markdown<'_>) {
        out.heading(2, &self.title);
        let line = |figure: &Figure| {
            let note =
                if figure.note.is_empty() { String::new() } else { format!(" ({})", markup::escaped(&figure.note)) };
            format!("**{}** {}{note}", markup::escaped(&figure.figure), markup::escaped(&figure.words))
        };
        let lines: Vec<_> = self.figures.iter().map(line).collect();
        out.list(&lines);
    }

    fn sample(_: &SampleThings) -> Self {
        let figure = |figure: &str, words: &str| Figure {
            figure: figure.to_owned(),
            words: words.to_owned(),
            note: String::new(),
        };
        Self {
            title: String::new(),
            figures: vec![
                figure("1 day", "to a reply from a person, or we say why"),
                figure("£4,800", "is where a site starts"),
                figure("7 people", "two of whom answer the phone"),
                figure("92 doors", "still in our care"),
            ],
            look: Look::Band,
        }
    }
}
