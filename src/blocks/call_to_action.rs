//! One thing to do.

use askama::Template;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{BlockFault, look, needed};
use crate::error::Result;
use crate::site::{Link, Resolver, Target};
use crate::web::html::render;

look! {
    /// How a call to action looks.
    Look {
        /// On a dark band.
        #[default]
        Band = "band",
        /// On brass.
        Brass = "brass",
        /// Between two rules, in the flow of a text.
        Rule = "rule",
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

impl CallToAction {
    pub(super) fn check(&self) -> std::result::Result<(), BlockFault> {
        needed("label", &self.label)?;
        if self.look == Look::Rule {
            needed("text", &format!("{}{}", self.title, self.text))
        } else {
            needed("title", &self.title)
        }
    }

    pub(super) fn html(&self, resolver: &Resolver) -> Result<String> {
        let action = Link { label: self.label.clone(), href: resolver.call(self.target, &self.label) };
        render(&CallToActionView { look: self.look, title: &self.title, text: &self.text, action })
    }

    pub(super) fn sample(form: Uuid) -> Self {
        Self {
            look: Look::Brass,
            title: "Is anyone answering yours?".to_owned(),
            text: "Give us your address. A person looks.".to_owned(),
            label: "Ask for an audit".to_owned(),
            target: Target::Form(form),
        }
    }
}
