//! A page as Markdown (CommonMark with tables), for programs and for those who paste it elsewhere.

use chrono::{DateTime, Utc};

use super::markup;
use super::showing::Reading;
use crate::site::{Business, Reference, Resolver, Target};

/// Markdown as it is being written. Addresses in it are whole, since it is read away from the site.
#[derive(Debug)]
pub struct Markdown<'a> {
    text: String,
    origin: &'a str,
    resolver: &'a Resolver,
    /// When it is read.
    pub reading: Reading<'a>,
}

impl<'a> Markdown<'a> {
    /// An empty text.
    pub fn new(origin: &'a str, resolver: &'a Resolver, business: &'a Business, now: DateTime<Utc>) -> Self {
        Self { text: String::new(), origin, resolver, reading: Reading::new(resolver, business, now) }
    }

    /// What the blocks point to.
    pub fn resolver(&self) -> &'a Resolver {
        self.resolver
    }

    /// The address of what a block points to.
    pub fn href(&self, target: Target) -> String {
        self.resolver.href(target, &self.reading)
    }

    /// The whole text, with one line end.
    pub fn finish(self) -> String {
        let mut text = self.text.trim().to_owned();
        text.push('\n');
        text
    }

    /// An address as a whole one.
    pub fn whole(&self, address: &str) -> String {
        if address.starts_with('/') { format!("{}{address}", self.origin) } else { address.to_owned() }
    }

    fn part(&mut self, words: &str) {
        if words.trim().is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        self.text.push_str(words.trim_end());
    }

    /// A heading, unless it is empty.
    pub fn heading(&mut self, level: usize, words: &str) {
        if !words.trim().is_empty() {
            self.part(&format!("{} {}", "#".repeat(level), markup::escaped(words.trim())));
        }
    }

    /// A paragraph of plain text.
    pub fn paragraph(&mut self, words: &str) {
        self.part(&markup::escaped(words));
    }

    /// What is Markdown already.
    pub fn raw(&mut self, markdown: &str) {
        self.part(markdown);
    }

    /// Restricted HTML.
    pub fn rich(&mut self, html: &str) {
        let whole = self.rich_text(html);
        self.part(&whole);
    }

    /// Restricted HTML as Markdown, to be put somewhere.
    pub fn rich_text(&self, html: &str) -> String {
        let address = |reference: Reference| self.whole(&self.resolver.href(reference, &self.reading));
        let mut html = markup::with_addresses(html, address);
        // Addresses that somebody typed.
        html = html.replace("href=\"/", &format!("href=\"{}/", self.origin));
        markup::markdown(&html)
    }

    /// A link in a line.
    pub fn link(&self, label: &str, address: &str) -> String {
        format!("[{}]({})", markup::escaped(label), self.whole(address).replace(' ', "%20").replace(')', "%29"))
    }

    /// A paragraph that is a link.
    pub fn call(&mut self, text: &str, label: &str, address: &str) {
        let link = self.link(label, address);
        let words = if text.trim().is_empty() { link } else { format!("{} {link}", markup::escaped(text.trim())) };
        self.part(&words);
    }

    /// A list of lines that are Markdown already.
    pub fn list(&mut self, lines: &[String]) {
        let items: Vec<_> = lines.iter().map(|line| format!("- {}", line.replace('\n', "\n  "))).collect();
        self.part(&items.join("\n"));
    }

    /// A quotation and who said it.
    pub fn quote(&mut self, words: &str, by: &str) {
        let lines: Vec<_> = words.lines().map(|line| format!("> {}", markup::escaped(line))).collect();
        self.part(&lines.join("\n"));
        if !by.is_empty() {
            self.part(&format!("— {}", markup::escaped(by)));
        }
    }

    /// Text that is shown as it is, fenced with more backticks than it holds.
    pub fn code(&mut self, language: &str, text: &str) {
        let mut fence = "```".to_owned();
        while text.contains(&fence) {
            fence.push('`');
        }
        self.part(&format!("{fence}{language}\n{}\n{fence}", text.trim_end()));
    }

    /// A table; the first row is the header.
    pub fn table(&mut self, rows: &[Vec<String>]) {
        let line = |cells: &[String]| {
            let cells: Vec<_> = cells.iter().map(|cell| markup::escaped(cell)).collect();
            format!("| {} |", cells.join(" | "))
        };
        let mut lines = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            lines.push(line(row));
            if index == 0 {
                lines.push(format!("|{}", " --- |".repeat(row.len())));
            }
        }
        self.part(&lines.join("\n"));
    }

    /// A picture with its alternative text, and its caption under it.
    pub fn picture(&mut self, alternative: &str, address: &str, caption: &str) {
        let address = self.whole(address);
        self.part(&format!("![{}]({address})", markup::escaped(alternative)));
        if !caption.trim().is_empty() {
            self.part(&format!("*{}*", markup::escaped(caption.trim())));
        }
    }
}
