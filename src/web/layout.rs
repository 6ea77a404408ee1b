//! The frames around pages: what every page of one kind shares.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::html::JsonLd;
use crate::app::App;
use crate::site::{Author, Business, Menus, Topic};

/// The parts of a page that every frame needs.
#[derive(Debug, Clone)]
pub struct Shell {
    /// The whole title: "Thing - Section - Site".
    pub title: String,
    /// The business.
    pub business: Arc<Business>,
    /// What its menus show today.
    pub menus: Menus,
    /// From when on they show something else by themselves: a form has had its last day.
    pub menus_change_at: Option<DateTime<Utc>>,
    /// Whether this is the demo, and openly so.
    pub demo: bool,
    /// Whether search engines are asked to leave it out.
    pub unlisted: bool,
    prefix: String,
}

impl Shell {
    /// The shell of a page.
    pub fn new(app: &App, title: &str) -> Self {
        let business = app.business();
        let title = if title.is_empty() { business.title() } else { format!("{title} - {}", business.name) };
        let today = business.today(app.clock.now());
        let after = business.menus.next_last_day(today).and_then(|last| last.succ_opt());
        Self {
            title,
            menus: business.menus.on(today),
            menus_change_at: after.map(|day| business.midnight(day)),
            demo: app.is_demo(),
            unlisted: app.is_unlisted(),
            prefix: app.assets.url(""),
            business,
        }
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
    /// Whether search engines are asked to leave it out.
    pub hidden: bool,
    /// The picture that goes with a shared link, as a whole address; empty for the business's own.
    pub picture: String,
    /// The address of the same page as Markdown.
    pub twin: Option<String>,
    /// The feed that goes with it.
    pub feed: Option<Feed>,
}

/// A feed to subscribe to.
#[derive(Debug, Clone)]
pub struct Feed {
    /// Its title.
    pub title: String,
    /// Its address.
    pub address: String,
}

impl Feed {
    /// Everything that is published.
    pub fn whole(business: &Business) -> Self {
        Self { title: business.name.clone(), address: "/feed.xml".to_owned() }
    }

    /// What is published under a topic.
    pub fn of_topic(business: &Business, topic: &Topic) -> Self {
        Self { title: format!("{}: {}", business.name, topic.name), address: format!("{}/feed.xml", topic.path()) }
    }

    /// What somebody publishes.
    pub fn of_author(business: &Business, author: &Author) -> Self {
        Self { title: format!("{}: {}", business.name, author.name), address: format!("{}/feed.xml", author.path()) }
    }
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
            hidden: false,
            picture: String::new(),
            twin: None,
            feed: None,
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
    /// Where a preview leads back to; `None` for visitors.
    pub preview: Option<String>,
}

impl WizardLayout {
    /// The frame of a step.
    pub fn new(app: &App, title: &str, back: &str) -> Self {
        Self { shell: Shell::new(app, title), back: back.to_owned(), preview: None }
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
