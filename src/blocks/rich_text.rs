//! Running text: restricted HTML, cleaned on every save.

use askama::Template;
use serde::{Deserialize, Serialize};

use super::{BlockFault, look, needed};
use crate::error::Result;
use crate::web::html::{CleanHtml, render};

look! {
    /// How running text looks.
    Look {
        /// As text.
        #[default]
        Text = "text",
        /// Large, on plaster: a quotation.
        Plaster = "plaster",
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

impl RichText {
    pub(super) fn clean(&mut self) {
        self.html = CleanHtml::clean(&self.html).as_str().to_owned();
    }

    pub(super) fn check(&self) -> std::result::Result<(), BlockFault> {
        needed("html", &self.html)
    }

    pub(super) fn html(&self) -> Result<String> {
        // Cleaned again: what an older release stored may not pass today's rules.
        render(&RichTextView { html: CleanHtml::with_anchors(&self.html), look: self.look })
    }

    pub(super) fn sample() -> Self {
        Self {
            html: "<h2>What we look at first</h2><p>The form, from an <strong>old telephone</strong>. Then the <a href=\"/services\">prices</a>.</p><ul><li>Does it ring?</li><li>Does somebody come?</li></ul>".to_owned(),
            look: Look::Text,
        }
    }
}
