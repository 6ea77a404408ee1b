//! One thing to do.

use askama::Template;
use serde::{Deserialize, Serialize};

use super::field::{Field, Is, LINE, SENTENCES, needed, optional};
use super::{BlockFault, Group, Kind, Markdown, SampleThings, Showing, look};
use crate::error::Result;
use crate::site::{Link, Target};
use crate::web::html::render;

look! {
    /// How a call to action looks.
    Look {
        /// On a dark band.
        #[default]
        Band = "band", "On a dark band";
        /// On brass.
        Brass = "brass", "On brass";
        /// Between two rules, in the flow of a text.
        Rule = "rule", "Between two rules, in the text";
    }
}

/// A call to action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallToAction {
    /// How it looks.
    #[serde(default)]
    pub look: Look,
    /// The heading; empty for none where it is a rule.
    #[serde(default)]
    pub title: String,
    /// A sentence.
    #[serde(default)]
    pub text: String,
    /// The words on the button.
    pub label: String,
    /// Where it leads.
    pub target: Target,
}

#[derive(Template)]
#[template(path = "blocks/call_to_action.html")]
struct CallToActionView<'a> {
    look: Look,
    title: &'a str,
    text: &'a str,
    action: Link,
}

impl Kind for CallToAction {
    const LABEL: &'static str = "Call to action";
    const ABOUT: &'static str = "One thing to do, with a button or a link.";
    const GROUP: Group = Group::Onwards;
    const FIELDS: &'static [Field] = &[
        needed("look", "Look", Is::Choice(Look::CHOICES)),
        optional("title", "Heading", LINE).hint("Leave it empty between two rules"),
        optional("text", "Text", SENTENCES),
        needed("label", "Words of the button", Is::Line(60)),
        needed("target", "Where it leads", Is::Target),
    ];

    fn check(&self) -> std::result::Result<(), BlockFault> {
        let (title, text) = (self.title.trim(), self.text.trim());
        let fault = |field: &str, words: &str| Err(BlockFault::missing(field, words));
        match self.look {
            Look::Rule if title.is_empty() && text.is_empty() => fault("text", "Enter a sentence"),
            Look::Band | Look::Brass if title.is_empty() => fault("title", "Enter the heading"),
            _ => Ok(()),
        }
    }

    fn html(&self, showing: &mut Showing<'_>) -> Result<String> {
        let action = Link { label: self.label.clone(), href: showing.call(self.target, &self.label) };
        render(&CallToActionView { look: self.look, title: &self.title, text: &self.text, action })
    }

    fn markdown(&self, out: &mut Markdown<'_>) {
        out.heading(2, &self.title);
        let address = out.href(self.target);
        out.call(&self.text, &self.label, &address);
    }

    fn sample(things: &SampleThings) -> Self {
        Self {
            look: Look::Brass,
            title: "Is anyone answering yours?".to_owned(),
            text: "Give us your address. A person looks, and within three working days you have two pages.".to_owned(),
            label: "Ask for my two pages".to_owned(),
            target: Target::Form(things.form),
        }
    }
}
