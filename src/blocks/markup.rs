//! Restricted HTML as it is stored: its words, what it points to, its headings, and the same as Markdown.
//!
//! A link to something of ours is stored as `page:KEY`, `form:KEY` or `media:KEY` and never as an address, so that it follows
//! a page that moves, and so that what it leads to can't be deleted. Addresses are filled in when it is shown.

use std::collections::BTreeSet;
use std::convert::Infallible;

use uuid::Uuid;

use crate::site::Reference;

/// The schemes of links to our own things.
pub const OWN: [&str; 3] = ["page", "form", "media"];

/// What stands inside a line: everything else begins a new one.
const INLINE: [&str; 5] = ["strong", "em", "s", "a", "code"];

/// Text without its tags, a line for each paragraph, heading and item.
pub fn lines(html: &str) -> Vec<String> {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let Some((tag, behind)) = after.split_once('>') else {
            rest = "";
            break;
        };
        let name = tag.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if !INLINE.contains(&name) {
            text.push('\n');
        }
        rest = behind;
    }
    text.push_str(rest);
    let text = unescape(&text);
    let lines = text.split('\n').map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect()
}

/// The same in one line.
pub fn words(html: &str) -> String {
    lines(html).join(" ")
}

/// The five entities that cleaned text holds.
pub fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", "\u{a0}")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

/// The key of a link to something of ours.
pub fn own_link(href: &str) -> Option<Reference> {
    let (scheme, key) = href.split_once(':')?;
    let id = Uuid::parse_str(key).ok()?;
    match scheme {
        "page" => Some(Reference::Page(id)),
        "form" => Some(Reference::Form(id)),
        "media" => Some(Reference::Media(id)),
        _ => None,
    }
}

/// Every link of a text to something of ours.
pub fn references(html: &str) -> Vec<Reference> {
    html.split("href=\"").skip(1).filter_map(|rest| own_link(rest.split('"').next()?)).collect()
}

/// The text with every link's address looked at: what `with` answers stands in its place, or the address itself.
///
/// # Errors
/// The first of `with`.
pub fn with_links<E>(html: &str, mut with: impl FnMut(&str) -> Result<Option<String>, E>) -> Result<String, E> {
    let mut out = String::with_capacity(html.len() + 64);
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("href=\"") {
        let (href, behind) = after.split_once('"').unwrap_or((after, ""));
        out.push_str(before);
        out.push_str("href=\"");
        match with(href)? {
            Some(other) => out.push_str(&other.replace('&', "&amp;").replace('"', "&quot;")),
            None => out.push_str(href),
        }
        out.push('"');
        rest = behind;
    }
    out.push_str(rest);
    Ok(out)
}

/// The text with addresses in place of its links to our own things.
pub fn with_addresses(html: &str, address: impl Fn(Reference) -> String) -> String {
    let Ok(shown) = with_links(html, |href| Ok::<_, Infallible>(own_link(href).map(&address)));
    shown
}

/// The ids that the headings of one page have so far: each stands once.
#[derive(Debug, Default)]
pub struct Anchors(BTreeSet<String>);

impl Anchors {
    /// An id for a heading with these words: the words themselves, and a number where another heading has them too.
    pub fn take(&mut self, words: &str) -> String {
        let plain = anchor(words);
        let mut id = plain.clone();
        let mut number = 2;
        while !self.0.insert(id.clone()) {
            id = format!("{plain}-{number}");
            number += 1;
        }
        id
    }
}

/// A heading of a text, as a list of contents shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its id.
    pub id: String,
    /// Its words.
    pub words: String,
}

/// Gives each second and third-level heading an id, and answers the second-level ones.
pub fn with_anchors(html: &str, anchors: &mut Anchors) -> (String, Vec<Heading>) {
    let mut out = String::with_capacity(html.len() + 64);
    let mut headings = Vec::new();
    let mut rest = html;
    while let Some(at) = next_heading(rest) {
        let (before, after) = rest.split_at(at);
        let level = if after.starts_with("<h2>") { "h2" } else { "h3" };
        let after = after.get(4..).unwrap_or_default();
        let inner = after.split_once("</h").map_or("", |(inner, _)| inner);
        let plain = words(inner);
        let id = anchors.take(&plain);
        out.push_str(before);
        out.push_str(&format!("<{level} id=\"{id}\">"));
        if level == "h2" {
            headings.push(Heading { id, words: plain });
        }
        rest = after;
    }
    out.push_str(rest);
    (out, headings)
}

fn next_heading(html: &str) -> Option<usize> {
    [html.find("<h2>"), html.find("<h3>")].into_iter().flatten().min()
}

/// An id from words: their letters and digits in lower case, with hyphens between.
fn anchor(words: &str) -> String {
    let mut id = String::new();
    for c in words.chars() {
        if c.is_alphanumeric() {
            id.extend(c.to_lowercase());
        } else if !id.ends_with('-') && !id.is_empty() && !matches!(c, '’' | '\'') {
            id.push('-');
        }
    }
    let id = id.trim_end_matches('-');
    if id.is_empty() { "section".to_owned() } else { id.to_owned() }
}

/// The same text as Markdown.
pub fn markdown(html: &str) -> String {
    let options = htmd::options::Options {
        bullet_list_marker: htmd::options::BulletListMarker::Dash,
        ul_bullet_spacing: 1,
        ol_number_spacing: 1,
        ..htmd::options::Options::default()
    };
    let converter = htmd::HtmlToMarkdown::builder().options(options).build();
    // It fails only where reading from memory fails.
    converter.convert(html).unwrap_or_else(|_| words(html))
}

/// Plain text that stands in Markdown as it is.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' => {
                out.push('\\');
                out.push(c);
            }
            '\r' | '\n' => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}
