//! Rendering templates, answering with pages, and the types of text that templates show unescaped.
//!
//! No template says `|safe`: a type says it of itself, by askama's `HtmlSafe`, and `tests/samples/markup.rs` lists those that do.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, dev};
use askama::Template;
use askama::filters::HtmlSafe;
use std::future::{Ready, ready};

use super::edge::{Posted, Upload};
use super::known_clean;
use crate::blocks::markup::{self, Anchors, Heading};
use crate::error::Result;
use crate::site::Reference;

/// A template's text. Every template is rendered here, so that a trace tells which ones were: that is how the tests know that
/// each has a sample.
///
/// # Errors
/// Where the template cannot be rendered.
pub fn render<T: Template>(template: &T) -> Result<String> {
    tracing::trace!(target: "shingle::templates", template = std::any::type_name::<T>(), "rendered");
    #[expect(clippy::disallowed_methods, reason = "the one place that renders")]
    Ok(template.render()?)
}

/// A page with its status.
///
/// # Errors
/// Where the template cannot be rendered.
pub fn page(status: StatusCode, template: &impl Template) -> Result<HttpResponse> {
    Ok(HttpResponse::build(status).content_type("text/html; charset=utf-8").body(render(template)?))
}

/// HTML that was cleaned by ammonia, or made by a template of ours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CleanHtml(String);

impl CleanHtml {
    /// Cleans rich text: the restricted set of elements, links to http, https, mailto, tel and this site, nothing else.
    pub fn clean(html: &str) -> Self {
        const TAGS: [&str; 16] = [
            "p",
            "h2",
            "h3",
            "h4",
            "ul",
            "ol",
            "li",
            "blockquote",
            "pre",
            "code",
            "hr",
            "br",
            "strong",
            "em",
            "s",
            "a",
        ];
        let cleaned = ammonia::Builder::empty()
            .tags(TAGS.into_iter().collect())
            .tag_attributes(
                [("a", ["href"].into_iter().collect()), ("ol", ["start"].into_iter().collect())].into_iter().collect(),
            )
            .url_schemes(["http", "https", "mailto", "tel"].into_iter().chain(markup::OWN).collect())
            .url_relative(ammonia::UrlRelative::PassThrough)
            .attribute_filter(|_, name, value| {
                let own = name == "href" && markup::OWN.iter().any(|scheme| value.starts_with(&format!("{scheme}:")));
                (!own || markup::own_link(value).is_some()).then(|| value.into())
            })
            .link_rel(Some("noopener"))
            .clean(html)
            .to_string();
        Self(cleaned)
    }

    /// Rich text as a page shows it: cleaned again, since what an older release stored may not pass today's rules, with ids on
    /// its headings and addresses in its links to our own things. Answers its second-level headings too.
    pub fn shown(html: &str, anchors: &mut Anchors, address: impl Fn(Reference) -> String) -> (Self, Vec<Heading>) {
        let cleaned = known_clean::remembered(html, |html| Self::clean(html).0);
        let (anchored, headings) = markup::with_anchors(&markup::with_addresses(&cleaned, address), anchors);
        (Self(anchored), headings)
    }

    /// What a template of ours rendered.
    ///
    /// # Errors
    /// Where the template cannot be rendered.
    pub fn of_template(template: &impl Template) -> Result<Self> {
        Ok(Self(render(template)?))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl HtmlSafe for CleanHtml {}

impl fmt::Display for CleanHtml {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// SVG that this program drew itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing(String);

impl Drawing {
    /// A drawing of front doors: the generator writes no text of anybody's.
    pub fn of_generator(svg: String) -> Self {
        Self(svg)
    }
}

impl HtmlSafe for Drawing {}

impl fmt::Display for Drawing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// JSON-LD that can stand in a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonLd(String);

impl JsonLd {
    /// `<`, `>` and `&` are escaped, so that no text ends its element.
    pub fn new(data: &serde_json::Value) -> Self {
        Self(data.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026"))
    }
}

impl HtmlSafe for JsonLd {}

impl fmt::Display for JsonLd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromRequest for Upload {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    /// The file that the edge has let in.
    fn from_request(request: &HttpRequest, _: &mut dev::Payload) -> Self::Future {
        ready(Ok(request.extensions().get::<Self>().cloned().unwrap_or_default()))
    }
}

impl FromRequest for Posted {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    /// The pairs that the edge has read.
    fn from_request(request: &HttpRequest, _: &mut dev::Payload) -> Self::Future {
        ready(Ok(request.extensions().get::<Self>().cloned().unwrap_or_default()))
    }
}
