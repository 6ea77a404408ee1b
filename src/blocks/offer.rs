//! An offer: one thing to do, for a while. Before its first day and after its last one it is simply not there.

use askama::Template;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::field::{Field, Is, LINE, SENTENCES, needed, optional};
use super::{BlockFault, Group, Kind, Markdown, SampleThings, Showing, look};
use crate::error::Result;
use crate::site::{Link, Target};
use crate::web::html::render;

look! {
    /// How an offer looks.
    Look {
        /// On brass.
        #[default]
        Brass = "brass", "On brass";
        /// On plaster.
        Plaster = "plaster", "On plaster";
    }
}

/// An offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The heading.
    pub title: String,
    /// What is offered.
    #[serde(default)]
    pub text: String,
    /// The words on the button.
    pub label: String,
    /// Where it leads.
    pub target: Target,
    /// Its first day, where the business is.
    #[serde(default)]
    pub starts: Option<NaiveDate>,
    /// Its last day.
    #[serde(default)]
    pub ends: Option<NaiveDate>,
    /// How it looks.
    #[serde(default)]
    pub look: Look,
}

#[derive(Template)]
#[template(path = "blocks/offer.html")]
struct OfferView<'a> {
    title: &'a str,
    text: &'a str,
    action: Link,
    /// The last day, for people and for machines.
    ends: Option<(String, String)>,
    look: Look,
}

impl Kind for Offer {
    const LABEL: &'static str = "Offer";
    const ABOUT: &'static str = "One thing to do that appears and goes away by itself.";
    const GROUP: Group = Group::Onwards;
    const FIELDS: &'static [Field] = &[
        needed("title", "Heading", LINE),
        optional("text", "What is offered", SENTENCES),
        needed("label", "Words of the button", Is::Line(60)),
        needed("target", "Where it leads", Is::Target),
        optional("starts", "First day", Is::Day).hint("Leave it empty to begin at once"),
        optional("ends", "Last day", Is::Day).hint("It is gone at the midnight after it"),
        needed("look", "Look", Is::Choice(Look::CHOICES)),
    ];

    fn check(&self) -> std::result::Result<(), BlockFault> {
        match (self.starts, self.ends) {
            (Some(starts), Some(ends)) if ends < starts => {
                Err(BlockFault::wrong("ends", "Choose a last day that is not before the first"))
            }
            _ => Ok(()),
        }
    }

    fn html(&self, showing: &mut Showing<'_>) -> Result<String> {
        if !showing.reading.is_between(self.starts, self.ends) {
            return Ok(String::new());
        }
        let action = Link { label: self.label.clone(), href: showing.call(self.target, &self.label) };
        let ends = self.ends.map(|day| (showing.reading.day(day), day.to_string()));
        render(&OfferView { title: &self.title, text: &self.text, action, ends, look: self.look })
    }

    fn markdown(&self, out: &mut Markdown<'_>) {
        if !out.reading.is_between(self.starts, self.ends) {
            return;
        }
        out.heading(2, &self.title);
        let address = out.href(self.target);
        out.call(&self.text, &self.label, &address);
        if let Some(ends) = self.ends {
            out.paragraph(&format!("Until {}.", out.reading.day(ends)));
        }
    }

    fn sample(things: &SampleThings) -> Self {
        Self {
            title: "Is anyone answering yours?".to_owned(),
            text: "Give us your address. A person looks, and within three working days you have two pages.".to_owned(),
            label: "Ask for my two pages".to_owned(),
            target: Target::Form(things.form),
            starts: things.today.pred_opt(),
            ends: things.today.checked_add_days(chrono::Days::new(14)),
            look: Look::Brass,
        }
    }
}
