//! A heading with its introduction, and up to two things to do.

use askama::Template;
use serde::{Deserialize, Serialize};

use super::field::{Field, Is, LINE, SENTENCES, needed, optional, several};
use super::{Group, Kind, Markdown, SampleThings, Showing, look};
use crate::error::Result;
use crate::site::{Link, Target, doors};
use crate::web::html::{Drawing, render};

look! {
    /// How a heading looks.
    Look {
        /// The first screen of the home page.
        Hero = "hero", "The first screen";
        /// The top of a page.
        #[default]
        Page = "page", "The top of a page";
        /// The top of a section.
        Section = "section", "The top of a section";
    }
}

look! {
    /// What stands beside a heading.
    Beside {
        /// Nothing.
        #[default]
        None = "none", "Nothing";
        /// A street of front doors.
        Street = "street", "A street of doors";
        /// One front door.
        Door = "door", "One door";
    }
}

/// A link with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// Its words.
    pub label: String,
    /// Where it leads.
    pub target: Target,
}

/// A heading with its introduction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// The heading.
    pub title: String,
    /// A sentence or two under it.
    #[serde(default)]
    pub introduction: String,
    /// How it looks.
    #[serde(default)]
    pub look: Look,
    /// Up to two things to do; the first is the one that matters.
    #[serde(default)]
    pub actions: Vec<Action>,
    /// What stands beside it.
    #[serde(default)]
    pub picture: Beside,
}

impl Heading {
    /// Whether it is the heading of the whole page.
    pub fn is_title(&self) -> bool {
        self.look != Look::Section
    }
}

#[derive(Template)]
#[template(path = "blocks/heading.html")]
struct HeadingView<'a> {
    title: &'a str,
    introduction: &'a str,
    look: Look,
    actions: Vec<Link>,
    picture: Option<Drawing>,
}

const ACTION: &[Field] =
    &[needed("label", "Words of the link", Is::Line(60)), needed("target", "Where it leads", Is::Target)];

impl Kind for Heading {
    const LABEL: &'static str = "Heading";
    const ABOUT: &'static str = "The top of a page or a section, with a sentence and up to two things to do.";
    const GROUP: Group = Group::Text;
    const FIELDS: &'static [Field] = &[
        needed("title", "Heading", LINE),
        optional("introduction", "Introduction", SENTENCES).hint("A sentence or two"),
        needed("look", "Look", Is::Choice(Look::CHOICES)),
        several("actions", "Things to do", "thing to do", 0..=2, ACTION).hint("The first is the one that matters"),
        needed("picture", "Beside it", Is::Choice(Beside::CHOICES)),
    ];

    fn html(&self, showing: &mut Showing<'_>) -> Result<String> {
        let actions = self
            .actions
            .iter()
            .map(|action| Link { label: action.label.clone(), href: showing.call(action.target, &action.label) })
            .collect();
        let picture = match self.picture {
            Beside::None => None,
            Beside::Street => Some(doors::street(&["services", "repairs", "audits", "care"])),
            Beside::Door => Some(doors::door(&self.title)),
        };
        let picture = picture.map(Drawing::of_generator);
        let view =
            HeadingView { title: &self.title, introduction: &self.introduction, look: self.look, actions, picture };
        render(&view)
    }

    fn markdown(&self, out: &mut Markdown<'_>) {
        out.heading(if self.look == Look::Section { 2 } else { 1 }, &self.title);
        out.paragraph(&self.introduction);
        for action in &self.actions {
            let address = out.href(action.target);
            out.call("", &action.label, &address);
        }
    }

    fn sample(things: &SampleThings) -> Self {
        Self {
            title: "A website should answer the door.".to_owned(),
            introduction: "We make and mend websites for firms that live by enquiries.".to_owned(),
            look: Look::Hero,
            actions: vec![
                Action { label: "Start an enquiry".to_owned(), target: Target::Form(things.form) },
                Action { label: "See what it costs".to_owned(), target: Target::Page(things.page) },
            ],
            picture: Beside::Street,
        }
    }
}
