//! Running text: restricted HTML, cleaned on every save.

use askama::Template;
use serde::{Deserialize, Serialize};

use super::field::{Field, Is, RICH, needed};
use super::{Group, Kind, Markdown, SampleThings, Showing, look};
use crate::error::Result;
use crate::web::html::{CleanHtml, render};

look! {
    /// How running text looks.
    Look {
        /// As text.
        #[default]
        Text = "text", "As text";
        /// Large, on plaster.
        Plaster = "plaster", "Large, on a band of plaster";
    }
}

/// Running text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RichText {
    /// Restricted HTML.
    pub html: String,
    /// How it looks.
    #[serde(default)]
    pub look: Look,
}

#[derive(Template)]
#[template(path = "blocks/rich_text.html")]
struct RichTextView {
    html: CleanHtml,
    look: Look,
}

impl Kind for RichText {
    const LABEL: &'static str = "Text";
    const ABOUT: &'static str = "Running text with headings, lists and links.";
    const GROUP: Group = Group::Text;
    const FIELDS: &'static [Field] = &[needed("html", "Text", RICH), needed("look", "Look", Is::Choice(Look::CHOICES))];

    fn html(&self, showing: &mut Showing<'_>) -> Result<String> {
        render(&RichTextView { html: showing.rich(&self.html), look: self.look })
    }

    fn markdown(&self, out: &mut Markdown<'_>) {
        out.rich(&self.html);
    }

    fn sample(things: &SampleThings) -> Self {
        Self {
            html: format!(
                "<h2>What we look at first</h2><p>The form, from an <strong>old telephone</strong>. Then the \
                 <a href=\"page:{}\">prices</a>.</p><ul><li>Does it ring?</li><li>Does somebody come?</li></ul>",
                things.page
            ),
            look: Look::Text,
        }
    }
}
