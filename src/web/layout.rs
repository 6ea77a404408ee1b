//! The frames around pages: what every page of one kind shares.

use std::sync::Arc;

use super::html::JsonLd;
use crate::app::App;
use crate::site::Business;

/// The parts of a page that every frame needs.
#[derive(Debug, Clone)]
pub struct Shell {
    /// The whole title: "Thing - Section - Site".
    pub title: String,
    /// The business.
    pub business: Arc<Business>,
    /// Whether this is the demo, and openly so.
    pub demo: bool,
    prefix: String,
}

impl Shell {
    /// The shell of a page.
    pub fn new(app: &App, title: &str) -> Self {
        let business = app.business();
        let title = if title.is_empty() { business.title() } else { format!("{title} - {}", business.name) };
        Self { title, demo: app.is_demo(), prefix: app.assets.url(""), business }
    }

    /// The address of a static file.
    pub fn asset(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }
}

/// The site's own frame: header with menu, footer.
#[derive(Debug, Clone)]
pub struct SiteLayout {
    /// The shared parts.
    pub shell: Shell,
    /// For search engines and previews.
    pub description: String,
    /// The page's one address; empty on error pages.
    pub canonical: String,
    /// The path, to mark the menu.
    pub path: String,
    /// JSON-LD for search engines.
    pub data: Vec<JsonLd>,
    /// The kind of page to Open Graph.
    pub kind: &'static str,
}

impl SiteLayout {
    /// The frame of a public page.
    pub fn new(app: &App, title: &str, description: &str, path: &str) -> Self {
        Self {
            shell: Shell::new(app, title),
            description: description.to_owned(),
            canonical: app.link(path),
            path: path.to_owned(),
            data: Vec::new(),
            kind: "website",
        }
    }
}

impl SiteLayout {
    /// The frame of an error page: it has no address of its own, and repeats none that somebody made up.
    pub fn of_error(app: &App, title: &str) -> Self {
        Self { canonical: String::new(), path: String::new(), ..Self::new(app, title, "", "") }
    }
}

/// The frame of a form: Back, name, telephone, and no menu.
#[derive(Debug, Clone)]
pub struct WizardLayout {
    /// The shared parts.
    pub shell: Shell,
    /// Where Back leads.
    pub back: String,
}

impl WizardLayout {
    /// The frame of a step.
    pub fn new(app: &App, title: &str, back: &str) -> Self {
        Self { shell: Shell::new(app, title), back: back.to_owned() }
    }
}

/// The frame of sign-in and action links: a name and nothing else.
#[derive(Debug, Clone)]
pub struct Plain {
    /// The shared parts.
    pub shell: Shell,
}

impl Plain {
    /// The frame.
    pub fn new(app: &App, title: &str) -> Self {
        Self { shell: Shell::new(app, title) }
    }
}
