//! A heading with its introduction, and up to two things to do.

use askama::Template;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{BlockFault, look, needed};
use crate::error::Result;
use crate::site::{Link, Resolver, Target, doors};
use crate::web::html::{Drawing, render};

look! {
    /// How a heading looks.
    Look {
        /// The first screen of the home page.
        Hero = "hero",
        /// The top of a page.
        #[default]
        Page = "page",
        /// The top of a section.
        Section = "section",
    }
}

/// What stands beside a heading.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Picture {
    /// Nothing.
    #[default]
    None,
    /// A street of front doors.
    Street,
    /// One front door.
    Door,
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
    pub picture: Picture,
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

impl Heading {
    pub(super) fn check(&self) -> std::result::Result<(), BlockFault> {
        needed("title", &self.title)?;
        if self.actions.len() > 2 {
            return Err(BlockFault { field: "actions", words: "Keep two actions at most" });
        }
        self.actions.iter().try_for_each(|action| needed("label", &action.label))
    }

    pub(super) fn html(&self, resolver: &Resolver) -> Result<String> {
        let actions = self
            .actions
            .iter()
            .map(|action| Link { label: action.label.clone(), href: resolver.call(action.target, &action.label) })
            .collect();
        let picture = match self.picture {
            Picture::None => None,
            Picture::Street => Some(doors::street(&["services", "repairs", "audits", "care"])),
            Picture::Door => Some(doors::door(&self.title)),
        };
        let picture = picture.map(Drawing::of_generator);
        let view =
            HeadingView { title: &self.title, introduction: &self.introduction, look: self.look, actions, picture };
        render(&view)
    }

    pub(super) fn sample(form: Uuid, page: Uuid) -> Self {
        Self {
            title: "A website should answer the door.".to_owned(),
            introduction: "We make and mend websites for firms that live by enquiries.".to_owned(),
            look: Look::Hero,
            actions: vec![
                Action { label: "Start an enquiry".to_owned(), target: Target::Form(form) },
                Action { label: "See what it costs".to_owned(), target: Target::Page(page) },
            ],
            picture: Picture::Street,
        }
    }
}
