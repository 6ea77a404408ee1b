//! `/admin/settings/elsewhere`, *Social links*: where else the business is to be found. Each address is a row; a few empty ones are
//! offered, so that it works without script.

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
use crate::mail::one_line;
use crate::site::{Business, Profile};
use crate::web::edge::Posted;

/// Links at most.
const MOST: usize = 8;
/// Empty rows for further ones.
const MORE: usize = 3;

/// Whole addresses, in the order in which they are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Elsewhere(Vec<String>);

impl Elsewhere {
    /// The names of the places, in a line.
    pub(super) fn words(&self) -> String {
        if self.0.is_empty() {
            return "None yet".to_owned();
        }
        self.0.iter().map(|address| Profile::of(address).name).collect::<Vec<_>>().join(" · ")
    }
}

impl Part for Elsewhere {
    const NAME: &'static str = "Social links";
    const PATH: &'static str = "/admin/settings/elsewhere";

    fn of(business: &Business) -> Self {
        Self(business.elsewhere.clone())
    }

    fn onto(self, before: &Business) -> Business {
        Business { elsewhere: self.0, ..before.clone() }
    }

    fn facts(&self) -> Vec<Fact> {
        self.0.iter().zip(1..).map(|(address, number)| Fact::new(format!("Link {number}"), address)).collect()
    }
}

/// What was typed: a row each.
#[derive(Debug, Clone, Default)]
pub(crate) struct Typed(Vec<String>);

impl Fields<Elsewhere> for Typed {
    fn read(posted: &Posted) -> Self {
        let typed = posted.all("link").take(MOST + 1 + MORE).map(one_line);
        Self(typed.filter(|text| !text.is_empty()).map(|text| text.chars().take(1000).collect()).collect())
    }

    /// The addresses, or what is wrong with which row.
    fn setting(&self) -> Result<Elsewhere, Vec<InputFault>> {
        let (mut links, mut faults) = (Vec::new(), Vec::new());
        for (number, text) in self.0.iter().enumerate() {
            let mut wrong = |words: &str| faults.push(InputFault::new(format!("link-{number}"), words));
            match Profile::parse(text) {
                _ if number >= MOST => wrong("Eight links are enough: take this one away, or another"),
                None => wrong("Enter the whole address of your page, such as https://www.linkedin.com/company/example"),
                Some(profile) if links.contains(&profile.address) => wrong("This link stands here twice"),
                Some(profile) => links.push(profile.address),
            }
        }
        if faults.is_empty() { Ok(Elsewhere(links)) } else { Err(faults) }
    }
}

/// One row.
#[derive(Debug)]
struct LinkRow {
    number: usize,
    address: String,
    /// What the place is called; empty while nothing stands there.
    name: String,
    error: Option<String>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "settings/elsewhere.html")]
pub struct ElsewherePage {
    layout: Frame,
    errors: Vec<InputFault>,
    rows: Vec<LinkRow>,
    none: bool,
    history: History,
}

impl ElsewherePage {
    fn new(Typed(typed): Typed, around: Around) -> Self {
        let Around { layout, history, errors } = around;
        let none = typed.is_empty();
        let empty = MORE.min(MOST.saturating_sub(typed.len()));
        let row = |(number, address): (usize, String)| {
            let id = format!("link-{number}");
            LinkRow {
                number,
                name: Profile::parse(&address).map(|profile| profile.name).unwrap_or_default(),
                error: errors.iter().find(|fault| fault.id == id).map(|fault| fault.message.clone()),
                address,
            }
        };
        let rows = typed.into_iter().chain(std::iter::repeat_n(String::new(), empty)).enumerate().map(row).collect();
        Self { layout, rows, none, history, errors }
    }
}

impl Screen for ElsewherePage {
    type Setting = Elsewhere;
    type Typed = Typed;

    async fn page(_: &App, conn: &mut Conn, _: &Viewer, typed: Option<Typed>, around: Around) -> Result<Self> {
        let Elsewhere(stored) = part::stored(conn).await?;
        Ok(Self::new(typed.unwrap_or(Typed(stored)), around))
    }
}

impl ElsewherePage {
    /// The page with sample content.
    pub(super) fn sample(app: &App, links: &[&str]) -> Self {
        let typed = Typed(links.iter().map(|link| (*link).to_owned()).collect());
        let faults = typed.setting().err().unwrap_or_default();
        let added = ["Link 2: “https://www.instagram.com/bellpull” added"];
        let changes: &[&str] = if links.is_empty() { &[] } else { &added };
        Self::new(typed, Around::sample::<Elsewhere>(app, changes, faults))
    }
}
