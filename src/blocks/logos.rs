//! Whose names one knows: clients by name, or by a mark of theirs.

use askama::Template;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::field::{Field, Is, LINE, Noun, needed, optional, several};
use super::{Group, Kind, Markdown, SampleThings, Showing, markup};
use crate::error::Result;
use crate::media::{PictureHtml, Sizes};
use crate::web::html::render;

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logo {
    /// The name.
    pub name: String,
    /// The mark; the name is set in display type where there is none.
    #[serde(default)]
    pub media: Option<Uuid>,
}

/// Whose names one knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logos {
    /// The heading.
    pub title: String,
    /// Them.
    pub logos: Vec<Logo>,
}

#[derive(Template)]
#[template(path = "blocks/logos.html")]
struct LogosView<'a> {
    title: &'a str,
    logos: Vec<(&'a str, Option<PictureHtml>)>,
}

const LOGO: &[Field] = &[
    needed("name", "Name", Is::Line(80)),
    optional("media", "Mark", Is::One(Noun::Picture)).hint("Without one, the name itself is shown"),
];

impl Kind for Logos {
    const LABEL: &'static str = "Names";
    const ABOUT: &'static str = "Clients whose names your visitors know.";
    const GROUP: Group = Group::Business;
    const FIELDS: &'static [Field] =
        &[needed("title", "Heading", LINE), several("logos", "Names", "name", 2..=24, LOGO)];

    fn html(&self, showing: &mut Showing<'_>) -> Result<String> {
        let mut logos = Vec::new();
        for logo in &self.logos {
            let mark = match logo.media {
                Some(media) => showing.picture(media, Sizes::Face)?,
                None => None,
            };
            logos.push((logo.name.as_str(), mark));
        }
        render(&LogosView { title: &self.title, logos })
    }

    fn markdown(&self, out: &mut Markdown<'_>) {
        out.heading(2, &self.title);
        let lines: Vec<_> = self.logos.iter().map(|logo| markup::escaped(&logo.name)).collect();
        out.list(&lines);
    }

    fn sample(things: &SampleThings) -> Self {
        let names = ["Fernhollow Clinic", "Osgood & Daughters", "Whitcliffe Lido", "Larkrise Vets"];
        let mut logos: Vec<_> = names.iter().map(|name| Logo { name: (*name).to_owned(), media: None }).collect();
        if let Some(last) = logos.last_mut() {
            last.media = things.pictures.last().copied();
        }
        Self { title: "Doors in our care".to_owned(), logos }
    }
}
