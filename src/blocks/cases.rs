//! What was done for clients: chosen cases, or the first of all.

use askama::Template;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::field::{Choice, Field, Is, LINE, Noun, SENTENCES, needed, optional};
use super::{Group, Kind, Markdown, SampleThings, Showing, look};
use crate::error::Result;
use crate::media::{PictureHtml, Sizes};
use crate::site::{ListedCase, Resolver, doors};
use crate::web::html::{Drawing, render};

look! {
    /// How cases look.
    Look {
        /// With pictures, the second lower than the first.
        #[default]
        Offset = "offset", "With pictures";
        /// As lines.
        Lines = "lines", "As lines";
    }
}

/// How many of the first.
const COUNTS: &[Choice] = &[("2", "Two"), ("3", "Three"), ("4", "Four"), ("6", "Six")];

/// What was done for clients.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CasesBlock {
    /// The heading; empty for none.
    #[serde(default)]
    pub title: String,
    /// A sentence under it.
    #[serde(default)]
    pub introduction: String,
    /// Which, in order; the first of all where none is named.
    #[serde(default)]
    pub cases: Vec<Uuid>,
    /// How many, where none is named: 2, 3, 4 or 6.
    #[serde(default = "two")]
    pub most: usize,
    /// How they look.
    #[serde(default)]
    pub look: Look,
}

fn two() -> usize {
    2
}

struct CaseView<'a> {
    title: &'a str,
    lead: &'a str,
    href: &'a str,
    line: String,
    figure: &'a str,
    figure_words: &'a str,
    picture: Option<PictureHtml>,
    door: Option<Drawing>,
}

#[derive(Template)]
#[template(path = "blocks/cases.html")]
struct CasesView<'a> {
    title: &'a str,
    introduction: &'a str,
    look: Look,
    cases: Vec<CaseView<'a>>,
}

impl CasesBlock {
    fn listed<'a>(&self, resolver: &'a Resolver) -> Vec<&'a ListedCase> {
        if self.cases.is_empty() {
            return resolver.cases.iter().take(self.most).collect();
        }
        self.cases.iter().filter_map(|id| resolver.cases.iter().find(|case| case.page == *id)).collect()
    }

    /// Cases as a page lists them, with nothing around them.
    ///
    /// # Errors
    /// Where a template cannot be rendered.
    pub(crate) fn of_all(showing: &mut Showing<'_>) -> Result<String> {
        let all = Self {
            title: String::new(),
            introduction: String::new(),
            cases: Vec::new(),
            most: usize::MAX,
            look: Look::Offset,
        };
        Kind::html(&all, showing)
    }
}

impl Kind for CasesBlock {
    const LABEL: &'static str = "Cases";
    const ABOUT: &'static str = "What you did for clients, with a result in a number.";
    const GROUP: Group = Group::Business;
    const FIELDS: &'static [Field] = &[
        optional("title", "Heading", LINE),
        optional("introduction", "Introduction", SENTENCES),
        optional("cases", "Cases", Is::Many(Noun::Case, 12)).hint("Choose none to show the first of your list"),
        optional("most", "How many of the first", Is::Choice(COUNTS)),
        needed("look", "Look", Is::Choice(Look::CHOICES)),
    ];

    fn html(&self, showing: &mut Showing<'_>) -> Result<String> {
        let mut cases = Vec::new();
        for listed in self.listed(showing.resolver) {
            let picture = match listed.cover {
                Some(cover) if self.look == Look::Offset => showing.picture(cover, Sizes::Half)?,
                _ => None,
            };
            let drawn = self.look == Look::Offset && picture.is_none();
            cases.push(CaseView {
                title: &listed.title,
                lead: &listed.lead,
                href: &listed.path,
                line: listed.case.line(),
                figure: &listed.case.figure,
                figure_words: &listed.case.figure_words,
                picture,
                door: drawn.then(|| Drawing::of_generator(doors::door(&listed.path))),
            });
        }
        render(&CasesView { title: &self.title, introduction: &self.introduction, look: self.look, cases })
    }

    fn markdown(&self, out: &mut Markdown<'_>) {
        out.heading(2, &self.title);
        out.paragraph(&self.introduction);
        let lines: Vec<_> = self
            .listed(out.resolver())
            .into_iter()
            .map(|listed| {
                format!("{}: {}", out.link(&listed.title, &listed.path), super::markup::escaped(&listed.case.line()))
            })
            .collect();
        out.list(&lines);
    }

    fn sample(things: &SampleThings) -> Self {
        Self {
            title: "Doors we have hung".to_owned(),
            introduction: String::new(),
            cases: things.cases.clone(),
            most: 2,
            look: Look::Offset,
        }
    }
}
