//! Text as a machine reads it: shown as it is, in lines.

use askama::Template;
use serde::{Deserialize, Serialize};

use super::field::{Field, Is, needed, optional};
use super::{Group, Kind, Markdown, SampleThings, Showing, look};
use crate::error::Result;
use crate::web::html::render;

look! {
    /// What it is written in.
    Language {
        /// Plain text.
        #[default]
        Text = "text", "Plain text";
        /// HTML.
        Html = "html", "HTML";
        /// CSS.
        Css = "css", "CSS";
        /// JavaScript.
        Js = "js", "JavaScript";
        /// HTTP.
        Http = "http", "HTTP";
        /// Records of a domain.
        Dns = "dns", "DNS records";
        /// A shell.
        Shell = "shell", "Shell";
        /// SQL.
        Sql = "sql", "SQL";
    }
}

/// Text as a machine reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// The text.
    pub code: String,
    /// What it is written in.
    #[serde(default)]
    pub language: Language,
    /// A line under it.
    #[serde(default)]
    pub caption: String,
}

#[derive(Template)]
#[template(path = "blocks/code.html")]
struct CodeView<'a> {
    code: &'a str,
    language: Language,
    name: &'static str,
    caption: &'a str,
}

impl Kind for Code {
    const LABEL: &'static str = "Code";
    const ABOUT: &'static str = "Text as a machine reads it, line by line.";
    const GROUP: Group = Group::Text;
    const FIELDS: &'static [Field] = &[
        needed("code", "Text", Is::Code(8_000)),
        needed("language", "Language", Is::Choice(Language::CHOICES)),
        optional("caption", "Caption", Is::Line(300)),
    ];

    fn html(&self, _: &mut Showing<'_>) -> Result<String> {
        let name = Language::CHOICES.iter().find(|(value, _)| self.language.is(value)).map_or("", |(_, name)| *name);
        render(&CodeView { code: self.code.trim_end(), language: self.language, name, caption: &self.caption })
    }

    fn markdown(&self, out: &mut Markdown<'_>) {
        out.code(if self.language == Language::Text { "" } else { self.language.class() }, &self.code);
        out.paragraph(&self.caption);
    }

    fn sample(_: &SampleThings) -> Self {
        Self {
            code: "bellpull.example.  TXT  \"v=spf1 include:mail.example -all\"".to_owned(),
            language: Language::Dns,
            caption: "Who may send mail in your name, in one line.".to_owned(),
        }
    }
}
