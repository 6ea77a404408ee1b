//! What somebody said, and who.

use askama::Template;
use serde::{Deserialize, Serialize};

use super::field::{Field, Is, needed, optional};
use super::{Group, Kind, Markdown, SampleThings, Showing, look};
use crate::error::Result;
use crate::web::html::render;

look! {
    /// How a quotation looks.
    Look {
        /// In the flow of a text.
        #[default]
        Text = "text", "In the flow of the text";
        /// In display type on a band of plaster.
        Plaster = "plaster", "Large, on a band of plaster";
    }
}

/// What somebody said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// The words, without quotation marks.
    pub text: String,
    /// Who said it.
    pub name: String,
    /// What they do.
    #[serde(default)]
    pub role: String,
    /// Where.
    #[serde(default)]
    pub firm: String,
    /// How it looks.
    #[serde(default)]
    pub look: Look,
}

#[derive(Template)]
#[template(path = "blocks/quote.html")]
struct QuoteView<'a> {
    text: &'a str,
    name: &'a str,
    line: String,
    look: Look,
}

impl Quote {
    /// "director, Osgood & Daughters".
    fn line(&self) -> String {
        let parts = [self.role.as_str(), self.firm.as_str()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

impl Kind for Quote {
    const LABEL: &'static str = "Quotation";
    const ABOUT: &'static str = "What a client said, with name, role and firm.";
    const GROUP: Group = Group::Text;
    const FIELDS: &'static [Field] = &[
        needed("text", "Words", Is::Text(800)).hint("Without quotation marks: they are set for you"),
        needed("name", "Who said it", Is::Line(120)),
        optional("role", "Role", Is::Line(120)),
        optional("firm", "Firm", Is::Line(120)),
        needed("look", "Look", Is::Choice(Look::CHOICES)),
    ];

    fn html(&self, _: &mut Showing<'_>) -> Result<String> {
        render(&QuoteView { text: &self.text, name: &self.name, line: self.line(), look: self.look })
    }

    fn markdown(&self, out: &mut Markdown<'_>) {
        let line = self.line();
        let by = if line.is_empty() { self.name.clone() } else { format!("{}, {line}", self.name) };
        out.quote(&self.text, &by);
    }

    fn sample(_: &SampleThings) -> Self {
        Self {
            text: "We thought trade was slow. It turned out that the website had stopped passing on messages."
                .to_owned(),
            name: "Hetty Osgood".to_owned(),
            role: "director".to_owned(),
            firm: "Osgood & Daughters".to_owned(),
            look: Look::Plaster,
        }
    }
}
