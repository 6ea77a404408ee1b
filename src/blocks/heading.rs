//! A heading with its introduction, and up to two things to do.

use askama::Template;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::field::{Field, Is, LINE, Noun, SENTENCES, needed, optional, several};
use super::{Group, Kind, Markdown, SampleThings, Showing, look};
use crate::error::Result;
use crate::media::{PictureHtml, Sizes};
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
    /// What is drawn beside a heading that has no picture of its own.
    Beside {
        /// Nothing.
        #[default]
        None = "none", "No drawing";
        /// A street of front doors.
        Street = "street", "A row of houses";
        /// One front door.
        Door = "door", "A front door";
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
    /// The picture beside it. Not written where there is none: most headings, and all from before there were any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media: Option<Uuid>,
    /// What is drawn beside it instead.
    #[serde(default)]
    pub picture: Beside,
}

impl Heading {
    /// Whether it is the heading of the whole page.
    pub fn is_title(&self) -> bool {
        self.look != Look::Section
    }

    /// Its picture; nothing where it is gone, which a reference prevents.
    fn shown(&self, showing: &mut Showing<'_>) -> Result<Option<PictureHtml>> {
        let Some(media) = self.media else { return Ok(None) };
        match self.look {
            Look::Hero => showing.top_picture(media, Sizes::Side),
            Look::Page => showing.top_picture(media, Sizes::Half),
            Look::Section => showing.picture(media, Sizes::Half),
        }
    }
}

#[derive(Template)]
#[template(path = "blocks/heading.html")]
struct HeadingView<'a> {
    title: &'a str,
    introduction: &'a str,
    look: Look,
    actions: Vec<Link>,
    picture: Option<PictureHtml>,
    drawing: Option<Drawing>,
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
        optional("media", "Picture", Is::One(Noun::Picture)).hint("Beside the words; below them on a telephone"),
        needed("picture", "Drawing", Is::Choice(Beside::CHOICES)).hint("Stands there while no picture is chosen"),
    ];

    fn html(&self, showing: &mut Showing<'_>) -> Result<String> {
        let actions = self
            .actions
            .iter()
            .map(|action| Link { label: action.label.clone(), href: showing.call(action.target, &action.label) })
            .collect();
        let picture = self.shown(showing)?;
        let drawing = match self.picture {
            _ if picture.is_some() => None,
            Beside::None => None,
            Beside::Street => Some(doors::street(&["services", "repairs", "audits", "care"])),
            Beside::Door => Some(doors::door(&showing.seed())),
        };
        render(&HeadingView {
            title: &self.title,
            introduction: &self.introduction,
            look: self.look,
            actions,
            picture,
            drawing: drawing.map(Drawing::of_generator),
        })
    }

    fn markdown(&self, out: &mut Markdown<'_>) {
        out.heading(if self.look == Look::Section { 2 } else { 1 }, &self.title);
        out.paragraph(&self.introduction);
        if let Some(media) = self.media.and_then(|key| out.resolver().media(key)) {
            out.picture(&media.alternative, &media.address(), "");
        }
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
            media: things.pictures.first().copied(),
            picture: Beside::Street,
        }
    }
}
