//! `/admin/settings/region`: where the business is, by which clock it works, in which money it states prices, how it writes dates.

use askama::Template;
use validator::{Validate, ValidationError};

use super::history::{Fact, History};
use super::part::{self, Part};
use super::screen::{Around, Fields, Screen};
use super::zones;
use crate::accounts::access::Viewer;
use crate::accounts::inputs::{self, Input, InputFault};
use crate::admin::frame::Frame;
use crate::app::App;
use crate::db::Conn;
use crate::error::Result;
use crate::mail::one_line;
use crate::site::{Business, DateStyle, Service};
use crate::starter::countries::{self, Country};
use crate::web::edge::Posted;

const ORDER: [&str; 4] = ["country", "zone", "currency", "dates"];

/// Country, zone, currency and style of dates, as typed and as stored.
#[derive(Debug, Clone, PartialEq, Eq, Validate)]
pub(crate) struct Region {
    #[validate(custom(function = "a_country"))]
    country: String,
    #[validate(custom(function = "a_zone"))]
    zone: String,
    #[validate(custom(function = "a_currency"))]
    currency: String,
    #[validate(custom(function = "a_style"))]
    dates: String,
}

fn hold(holds: bool, words: &'static str) -> Result<(), ValidationError> {
    if holds { Ok(()) } else { Err(ValidationError::new("field").with_message(words.into())) }
}

fn a_country(text: &str) -> Result<(), ValidationError> {
    hold(text.is_empty() || countries::find(text).is_some(), "Choose a country from the list")
}

fn a_zone(text: &str) -> Result<(), ValidationError> {
    hold(zones::zone(text).is_some(), "Choose a time zone from the list, such as Europe/London")
}

fn a_currency(text: &str) -> Result<(), ValidationError> {
    hold(countries::currencies().contains(&text), "Choose a currency from the list")
}

fn a_style(text: &str) -> Result<(), ValidationError> {
    hold(DateStyle::parse(text).is_some(), "Choose how dates are written")
}

impl Region {
    /// In a line: "United Kingdom · Europe/London · GBP".
    pub(super) fn words(&self) -> String {
        let country = countries::find(&self.country).map(|country| country.name).unwrap_or_default();
        let all = [country, &self.zone, &self.currency];
        all.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

impl Fields<Self> for Region {
    fn read(posted: &Posted) -> Self {
        let field = |name: &str| one_line(posted.last(name).unwrap_or_default());
        Self { country: field("country"), zone: field("zone"), currency: field("currency"), dates: field("dates") }
    }

    fn setting(&self) -> Result<Self, Vec<InputFault>> {
        let faults = inputs::faults(self, &ORDER);
        if faults.is_empty() { Ok(self.clone()) } else { Err(faults) }
    }
}

impl Part for Region {
    const NAME: &'static str = "Region";
    const PATH: &'static str = "/admin/settings/region";

    fn of(business: &Business) -> Self {
        Self {
            country: business.country.clone(),
            zone: business.zone.name().to_owned(),
            currency: business.currency.clone(),
            dates: business.dates.as_str().to_owned(),
        }
    }

    fn onto(self, before: &Business) -> Business {
        Business {
            zone: zones::zone(&self.zone).unwrap_or(before.zone),
            dates: DateStyle::parse(&self.dates).unwrap_or(before.dates),
            country: self.country,
            currency: self.currency,
            ..before.clone()
        }
    }

    fn facts(&self) -> Vec<Fact> {
        let country = countries::find(&self.country).map_or(self.country.as_str(), |country| country.name);
        let dates = DateStyle::parse(&self.dates).unwrap_or_default();
        // The same day whenever it is read: a history is no calendar.
        let example = chrono::NaiveDate::from_ymd_opt(2026, 11, 3).map(|day| dates.day(day)).unwrap_or_default();
        vec![
            Fact::new("Country", country),
            Fact::new("Time zone", &self.zone),
            Fact::new("Currency", &self.currency),
            Fact::new("Dates", format!("as in {example}")),
        ]
    }
}

/// Prices that are written already: in which currency, and how many.
type Prices = Vec<(String, i64)>;

/// The page.
#[derive(Debug, Template)]
#[template(path = "settings/region.html")]
pub struct RegionPage {
    layout: Frame,
    errors: Vec<InputFault>,
    countries: Vec<(Country, bool)>,
    country_error: Option<String>,
    zone: Input,
    zones: Vec<&'static str>,
    currencies: Vec<(&'static str, bool)>,
    currency_error: Option<String>,
    /// Each style with today in it.
    styles: Vec<(DateStyle, String, bool)>,
    style_error: Option<String>,
    /// What becomes of prices that are written already, in a sentence; empty where there are none.
    prices: String,
    history: History,
}

impl RegionPage {
    fn new(app: &App, typed: &Region, prices: &Prices, around: Around) -> Self {
        let Around { layout, history, errors } = around;
        let today = app.business().today(app.clock.now());
        let error = |id: &str| errors.iter().find(|fault| fault.id == id).map(|fault| fault.message.clone());
        let style = |style: DateStyle| (style, style.day(today), style.as_str() == typed.dates);
        Self {
            layout,
            countries: countries::all().map(|country| (country, country.code == typed.country)).collect(),
            country_error: error("country"),
            zone: Input { proposals: "zones", ..Input::text("zone", "Time zone", &typed.zone) }
                .hinted("Type a city. Every time on the site, at the desk and in mails is in it.")
                .with(&errors),
            zones: zones::proposed(),
            currencies: countries::currencies().into_iter().map(|code| (code, code == typed.currency)).collect(),
            currency_error: error("currency"),
            styles: DateStyle::ALL.map(style).into(),
            style_error: error("dates"),
            prices: sentence(prices),
            history,
            errors,
        }
    }
}

/// "4 services have a price in GBP, one in EUR. …"
fn sentence(prices: &Prices) -> String {
    let of = |(place, (currency, count)): (usize, &(String, i64))| {
        let count = if *count == 1 { "one".to_owned() } else { count.to_string() };
        match (place, count.as_str()) {
            (0, "one") => format!("one service has a price in {currency}"),
            (0, _) => format!("{count} services have a price in {currency}"),
            _ => format!("{count} in {currency}"),
        }
    };
    let all = prices.iter().enumerate().map(of).collect::<Vec<_>>().join(", ");
    let mut letters = all.chars();
    let Some(first) = letters.next() else { return String::new() };
    let whole: String = first.to_uppercase().chain(letters).collect();
    format!("{whole}. A price that is written keeps its currency and its number: nothing is converted.")
}

impl Screen for RegionPage {
    type Setting = Region;
    type Typed = Region;

    async fn page(app: &App, conn: &mut Conn, _: &Viewer, typed: Option<Region>, around: Around) -> Result<Self> {
        let stored = part::stored(conn).await?;
        let prices = Service::currencies(conn).await?;
        Ok(Self::new(app, &typed.unwrap_or(stored), &prices, around))
    }
}

impl RegionPage {
    /// The page with sample content.
    pub(super) fn sample(app: &App, wrong: bool) -> Self {
        let mut typed = Region { country: "GB".to_owned(), ..Region::of(&app.business()) };
        if wrong {
            (typed.zone, typed.currency) = ("Londn".to_owned(), "pounds".to_owned());
        }
        let faults = if wrong { inputs::faults(&typed, &ORDER) } else { Vec::new() };
        let prices = vec![("GBP".to_owned(), 4), ("EUR".to_owned(), 1)];
        let changes = ["Dates: “as in 3 November 2026” became “as in 3 Nov 2026”"];
        Self::new(app, &typed, &prices, Around::sample::<Region>(app, &changes, faults))
    }
}
