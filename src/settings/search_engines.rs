//! `/admin/settings/search-engines`: whether search engines may list the site. While they are asked to stay away, every screen of
//! the desk says so: a site that nobody can find looks well from inside.

use askama::Template;

use super::history::{Fact, History};
use super::part::{self, Part};
use super::screen::{Around, Fields, Screen};
use crate::accounts::access::Viewer;
use crate::accounts::inputs::InputFault;
use crate::admin::frame::Frame;
use crate::app::App;
use crate::db::Conn;
use crate::error::Result;
use crate::site::Business;
use crate::web::edge::Posted;

/// Whether search engines may list the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Listing(bool);

/// Nothing where nothing was chosen.
impl Fields<Listing> for Option<Listing> {
    fn read(posted: &Posted) -> Self {
        match posted.last("search")? {
            "listed" => Some(Listing(true)),
            "left-out" => Some(Listing(false)),
            _ => None,
        }
    }

    fn setting(&self) -> Result<Listing, Vec<InputFault>> {
        self.ok_or_else(|| vec![InputFault::new("search", "Choose whether search engines may list the site")])
    }
}

impl Listing {
    /// In a line.
    pub(super) fn words(self) -> &'static str {
        if self.0 { "May list the site" } else { "Are asked to stay away" }
    }
}

impl Part for Listing {
    const NAME: &'static str = "Search engines";
    const PATH: &'static str = "/admin/settings/search-engines";

    fn of(business: &Business) -> Self {
        Self(business.listed)
    }

    fn onto(self, before: &Business) -> Business {
        Business { listed: self.0, ..before.clone() }
    }

    fn facts(&self) -> Vec<Fact> {
        vec![Fact::new("Search engines", self.words())]
    }
}

/// Why search engines stay away whatever is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Away {
    /// It is the demonstration.
    Demo,
    /// The site is not open yet.
    Closed,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "settings/search_engines.html")]
pub struct SearchEnginesPage {
    layout: Frame,
    errors: Vec<InputFault>,
    listed: bool,
    away: Option<Away>,
    history: History,
}

impl SearchEnginesPage {
    fn new(Listing(listed): Listing, away: Option<Away>, around: Around) -> Self {
        let Around { layout, history, errors } = around;
        Self { layout, errors, listed, away, history }
    }

    fn is_demo(&self) -> bool {
        self.away == Some(Away::Demo)
    }

    fn is_closed(&self) -> bool {
        self.away == Some(Away::Closed)
    }
}

impl Screen for SearchEnginesPage {
    type Setting = Listing;
    type Typed = Option<Listing>;

    async fn page(
        app: &App,
        conn: &mut Conn,
        _: &Viewer,
        typed: Option<Option<Listing>>,
        around: Around,
    ) -> Result<Self> {
        let stored = part::stored(conn).await?;
        let away = match (app.is_demo(), app.business().open) {
            (true, _) => Some(Away::Demo),
            (false, false) => Some(Away::Closed),
            (false, true) => None,
        };
        Ok(Self::new(typed.flatten().unwrap_or(stored), away, around))
    }
}

impl SearchEnginesPage {
    /// The page with sample content.
    pub(super) fn sample(app: &App, listed: bool, wrong: bool, away: Option<Away>) -> Self {
        let chosen = (!wrong).then_some(Listing(listed));
        let changes = ["Search engines: “May list the site” became “Are asked to stay away”"];
        let around = Around::sample::<Listing>(app, &changes, chosen.setting().err().unwrap_or_default());
        Self::new(Listing(listed), away, around)
    }
}
