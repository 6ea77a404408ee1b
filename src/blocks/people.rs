//! Who works here: authors, with their pictures.

use askama::Template;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::field::{Field, Is, LINE, Noun, SENTENCES, needed, optional};
use super::{Group, Kind, Markdown, SampleThings, Showing, markup};
use crate::error::Result;
use crate::media::{PictureHtml, Sizes};
use crate::site::{Author, Resolver};
use crate::web::html::render;
use crate::web::initials::initials;

/// Who works here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// The heading; empty for none.
    #[serde(default)]
    pub title: String,
    /// A sentence under it.
    #[serde(default)]
    pub introduction: String,
    /// Who, in order.
    pub people: Vec<Uuid>,
}

struct PersonView<'a> {
    name: &'a str,
    role: &'a str,
    bio: &'a str,
    picture: Option<PictureHtml>,
    letters: String,
}

#[derive(Template)]
#[template(path = "blocks/people.html")]
struct PeopleView<'a> {
    title: &'a str,
    introduction: &'a str,
    people: Vec<PersonView<'a>>,
}

impl People {
    fn listed<'a>(&self, resolver: &'a Resolver) -> Vec<&'a Author> {
        self.people.iter().filter_map(|id| resolver.authors.iter().find(|author| author.id == *id)).collect()
    }
}

impl Kind for People {
    const LABEL: &'static str = "People";
    const ABOUT: &'static str = "Who works here, with what they do.";
    const GROUP: Group = Group::Business;
    const FIELDS: &'static [Field] = &[
        optional("title", "Heading", LINE),
        optional("introduction", "Introduction", SENTENCES),
        needed("people", "People", Is::Many(Noun::Author, 40)),
    ];

    fn html(&self, showing: &mut Showing<'_>) -> Result<String> {
        let mut people = Vec::new();
        for author in self.listed(showing.resolver) {
            let picture = match author.picture {
                Some(picture) => showing.picture(picture, Sizes::Face)?,
                None => None,
            };
            let letters = initials(&author.name);
            people.push(PersonView { name: &author.name, role: &author.role, bio: &author.bio, picture, letters });
        }
        render(&PeopleView { title: &self.title, introduction: &self.introduction, people })
    }

    fn markdown(&self, out: &mut Markdown<'_>) {
        out.heading(2, &self.title);
        out.paragraph(&self.introduction);
        let line = |author: &Author| {
            let role =
                if author.role.is_empty() { String::new() } else { format!(", {}", markup::escaped(&author.role)) };
            format!("**{}**{role}. {}", markup::escaped(&author.name), markup::escaped(&author.bio))
        };
        let lines: Vec<_> = self.listed(out.resolver()).into_iter().map(line).collect();
        out.list(&lines);
    }

    fn sample(things: &SampleThings) -> Self {
        Self {
            title: "Seven people".to_owned(),
            introduction: "Two of them answer the telephone.".to_owned(),
            people: things.authors.clone(),
        }
    }
}
