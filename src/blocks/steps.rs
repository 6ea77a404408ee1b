//! Steps along a cord: how something goes, with its times.

use askama::Template;
use serde::{Deserialize, Serialize};

use super::field::{Field, Is, LINE, SENTENCES, needed, optional, several};
use super::{Group, Kind, Markdown, SampleThings, Showing};
use crate::error::Result;
use crate::web::html::render;

/// One stop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// When.
    #[serde(default)]
    pub label: String,
    /// What.
    pub title: String,
    /// A sentence.
    #[serde(default)]
    pub text: String,
}

/// Steps along a cord.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Steps {
    /// The heading; empty for none.
    #[serde(default)]
    pub title: String,
    /// A sentence under it.
    #[serde(default)]
    pub introduction: String,
    /// The stops.
    pub steps: Vec<Stop>,
}

#[derive(Template)]
#[template(path = "blocks/steps.html")]
struct StepsView<'a> {
    id: String,
    title: &'a str,
    introduction: &'a str,
    steps: &'a [Stop],
}

const STOP: &[Field] = &[
    optional("label", "When", Is::Line(40)).hint("“Week 1”"),
    needed("title", "What", Is::Line(120)),
    optional("text", "Text", SENTENCES),
];

impl Kind for Steps {
    const LABEL: &'static str = "Steps";
    const ABOUT: &'static str = "How something goes, step by step, with its times.";
    const GROUP: Group = Group::Text;
    const FIELDS: &'static [Field] = &[
        optional("title", "Heading", LINE),
        optional("introduction", "Introduction", SENTENCES),
        several("steps", "Steps", "step", 1..=12, STOP),
    ];

    fn html(&self, showing: &mut Showing<'_>) -> Result<String> {
        let id = showing.anchor(&self.title, true);
        render(&StepsView { id, title: &self.title, introduction: &self.introduction, steps: &self.steps })
    }

    fn markdown(&self, out: &mut Markdown<'_>) {
        out.heading(2, &self.title);
        out.paragraph(&self.introduction);
        let line = |(index, stop): (usize, &Stop)| {
            let when = if stop.label.is_empty() {
                String::new()
            } else {
                format!("{}: ", super::markup::escaped(&stop.label))
            };
            let text = super::markup::escaped(&stop.text);
            format!("{}. {when}**{}** {text}", index + 1, super::markup::escaped(&stop.title)).trim_end().to_owned()
        };
        let lines: Vec<_> = self.steps.iter().enumerate().map(line).collect();
        out.raw(&lines.join("\n"));
    }

    fn sample(_: &SampleThings) -> Self {
        let stop = |label: &str, title: &str, text: &str| Stop {
            label: label.to_owned(),
            title: title.to_owned(),
            text: text.to_owned(),
        };
        Self {
            title: "Six weeks, four visits, no surprises".to_owned(),
            introduction: "What happens when, and what it needs from you.".to_owned(),
            steps: vec![
                stop("Week 1", "We look", "At what you have, and at what it costs you."),
                stop("Week 3", "You read", "The words and the plan, on two pages."),
                stop("Week 6", "We hang it", "And ring it, every day."),
            ],
        }
    }
}
