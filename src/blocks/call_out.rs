//! A call-out: an example or a remark that stands out of the text.

use askama::Template;
use serde::{Deserialize, Serialize};

use super::field::{Field, Is, needed};
use super::{Group, Kind, Markdown, SampleThings, Showing, look};
use crate::error::Result;
use crate::web::html::{CleanHtml, render};

look! {
    /// Where a call-out stands.
    Look {
        /// In the flow, on plaster.
        #[default]
        Plaster = "plaster", "In the text, on plaster";
        /// In the margin, where there is one.
        Aside = "aside", "In the margin";
    }
}

/// A call-out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallOut {
    /// What it is: "For example".
    pub label: String,
    /// Restricted HTML.
    pub html: String,
    /// Where it stands.
    #[serde(default)]
    pub look: Look,
}

#[derive(Template)]
#[template(path = "blocks/call_out.html")]
struct CallOutView<'a> {
    label: &'a str,
    html: CleanHtml,
    look: Look,
}

impl Kind for CallOut {
    const LABEL: &'static str = "Call-out";
    const ABOUT: &'static str = "An example or a remark that stands out of the text.";
    const GROUP: Group = Group::Text;
    const FIELDS: &'static [Field] = &[
        needed("label", "Label", Is::Line(40)).hint("“For example”, “Worth knowing”"),
        needed("html", "Text", Is::Rich(2_000)),
        needed("look", "Where it stands", Is::Choice(Look::CHOICES)),
    ];

    fn html(&self, showing: &mut Showing<'_>) -> Result<String> {
        render(&CallOutView { label: &self.label, html: showing.rich(&self.html), look: self.look })
    }

    fn markdown(&self, out: &mut Markdown<'_>) {
        let text = out.rich_text(&self.html);
        let lines: Vec<_> = text.lines().map(|line| format!("> {line}")).collect();
        out.raw(&format!("> **{}**\n>\n{}", super::markup::escaped(&self.label), lines.join("\n")));
    }

    fn sample(_: &SampleThings) -> Self {
        Self {
            label: "For example".to_owned(),
            html:
                "<p>A roofer’s form thanked 61 people and passed on none of them. The server had counted the thank-you \
                   page, and so we know the number.</p>"
                    .to_owned(),
            look: Look::Plaster,
        }
    }
}
