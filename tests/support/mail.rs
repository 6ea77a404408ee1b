//! A mail as its reader sees it.

use mail_parser::{Address, HeaderValue, MessageParser};

/// A mail that was handed over.
#[derive(Debug, Clone)]
pub struct Mail {
    /// The recipient of the envelope.
    pub to: String,
    /// The sender in its header.
    pub from: String,
    /// Where an answer goes.
    pub reply_to: Option<String>,
    /// Its subject, decoded.
    pub subject: String,
    /// Its text form.
    pub text: String,
    /// Its HTML form.
    pub html: String,
    /// Its Message-ID without brackets.
    pub message_id: String,
    /// The bytes.
    pub raw: Vec<u8>,
}

impl Mail {
    /// Reads a mail.
    pub fn read(to: &str, bytes: &[u8]) -> Self {
        let message = MessageParser::default().parse(bytes).expect("a mail");
        let one = |address: Option<&Address<'_>>| {
            address.and_then(Address::first).and_then(|found| found.address()).map(str::to_owned)
        };
        Self {
            to: to.to_owned(),
            from: one(message.from()).unwrap_or_default(),
            reply_to: one(message.reply_to()),
            subject: message.subject().unwrap_or_default().to_owned(),
            text: message.body_text(0).unwrap_or_default().into_owned(),
            html: message.body_html(0).unwrap_or_default().into_owned(),
            message_id: message.message_id().unwrap_or_default().to_owned(),
            raw: bytes.to_vec(),
        }
    }

    /// A header as text; empty where there is none.
    pub fn header(&self, name: &str) -> String {
        let message = MessageParser::default().parse(&self.raw).expect("a mail");
        match message.header(name.to_owned()) {
            Some(HeaderValue::Text(text)) => text.to_string(),
            Some(other) => format!("{other:?}"),
            None => String::new(),
        }
    }

    /// Every address of a page in the text form.
    pub fn links(&self) -> Vec<String> {
        let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"');
        let words = self.text.split(ends).filter(|word| word.starts_with("http://") || word.starts_with("https://"));
        words.map(|word| word.trim_end_matches(['.', ',']).to_owned()).collect()
    }

    /// The first link whose path begins with `path`.
    pub fn link(&self, path: &str) -> String {
        let found =
            self.links().into_iter().find(|link| url::Url::parse(link).is_ok_and(|url| url.path().starts_with(path)));
        found.unwrap_or_else(|| panic!("no link to {path} in {}", self.text))
    }
}
