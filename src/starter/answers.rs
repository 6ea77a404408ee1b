//! What the set-up page asks, checked.

use std::borrow::Cow;

use chrono_tz::Tz;
use validator::{Validate, ValidationError};

use super::countries;
use super::trade::Trade;
use crate::accounts::Password;
use crate::accounts::inputs::{self, InputFault};
use crate::mail::{EmailAddress, one_line};
use crate::promises::{OpeningHours, TimeOfDay};
use crate::settings::zones::{self, zone};
use crate::site::Business;
use crate::site::brand::Brand;
use crate::web::edge::Posted;

/// The colours that are offered: a hue in degrees, and its name.
pub(crate) const HUES: [(u16, &str); 8] = [
    (345, "Plum"),
    (20, "Brick"),
    (55, "Amber"),
    (130, "Leaf"),
    (165, "Pine"),
    (220, "Harbour"),
    (255, "Ink"),
    (300, "Violet"),
];
/// How strong a brand's colour is to begin with.
const STRENGTH: f64 = 0.13;
/// The order in which mistakes are told.
const ORDER: [&str; 9] = ["name", "trade", "owner", "email", "password", "recipient", "country", "currency", "zone"];

/// As typed.
#[derive(Debug, Clone, Default, Validate)]
pub(crate) struct Typed {
    #[validate(custom(function = "a_name"))]
    pub name: String,
    #[validate(custom(function = "a_trade"))]
    pub trade: String,
    #[validate(custom(function = "an_owner"))]
    pub owner: String,
    #[validate(custom(function = "an_address"))]
    pub email: String,
    #[validate(custom(function = "inputs::chosen_password"))]
    pub password: String,
    #[validate(custom(function = "an_optional_address"))]
    pub recipient: String,
    #[validate(custom(function = "a_country"))]
    pub country: String,
    #[validate(custom(function = "a_currency"))]
    pub currency: String,
    #[validate(custom(function = "a_zone"))]
    /// Empty for the country's.
    pub zone: String,
    pub hue: String,
    pub test: bool,
}

/// Once nothing in them is wrong.
#[derive(Debug, Clone)]
pub(crate) struct Answers {
    pub name: String,
    pub trade: Trade,
    pub owner: String,
    pub email: EmailAddress,
    /// Who receives enquiries.
    pub recipient: EmailAddress,
    pub country: String,
    pub currency: String,
    pub zone: Tz,
    pub brand: Brand,
    /// Whether a test message is to be sent.
    pub test: bool,
}

fn fault(words: &'static str) -> ValidationError {
    ValidationError::new("field").with_message(Cow::Borrowed(words))
}

fn hold(holds: bool, words: &'static str) -> Result<(), ValidationError> {
    if holds { Ok(()) } else { Err(fault(words)) }
}

fn a_name(text: &str) -> Result<(), ValidationError> {
    inputs::required(text, 80, "Enter the name of the business", "The name must be 80 characters or fewer")
}

fn an_owner(text: &str) -> Result<(), ValidationError> {
    inputs::required(text, 200, "Enter your name", "Your name must be 200 characters or fewer")
}

fn a_trade(text: &str) -> Result<(), ValidationError> {
    hold(Trade::parse(text).is_some(), "Choose what the business does")
}

fn an_address(text: &str) -> Result<(), ValidationError> {
    hold(EmailAddress::parse(text).is_some(), "Enter your email address, like name@example.com")
}

fn an_optional_address(text: &str) -> Result<(), ValidationError> {
    hold(
        text.is_empty() || EmailAddress::parse(text).is_some(),
        "Enter an email address like hello@example.com, or leave it empty",
    )
}

fn a_country(text: &str) -> Result<(), ValidationError> {
    hold(countries::find(text).is_some(), "Choose a country from the list")
}

fn a_currency(text: &str) -> Result<(), ValidationError> {
    hold(text.is_empty() || countries::currencies().contains(&text), "Choose a currency from the list")
}

fn a_zone(text: &str) -> Result<(), ValidationError> {
    hold(text.is_empty() || zone(text).is_some(), "Choose a time zone from the list, such as Europe/London")
}

/// The time zone of this machine, by the name that its settings give it. One that is no place, such as UTC, is where no business is.
fn zone_of_this_machine() -> Option<Tz> {
    let linked = || {
        let target = std::fs::read_link("/etc/localtime").ok()?;
        Some(target.to_str()?.split_once("zoneinfo/")?.1.to_owned())
    };
    let written = || std::fs::read_to_string("/etc/timezone").ok();
    linked().or_else(written).and_then(|name| zone(&name)).filter(|zone| zones::is_place(*zone))
}

impl Typed {
    pub fn read(posted: &Posted) -> Self {
        let field = |name: &str| one_line(posted.last(name).unwrap_or_default());
        Self {
            name: field("name"),
            trade: field("trade"),
            owner: field("owner"),
            email: field("email"),
            password: posted.last("password").unwrap_or_default().to_owned(),
            recipient: field("recipient"),
            country: field("country"),
            currency: field("currency"),
            zone: field("zone"),
            hue: field("hue"),
            test: posted.last("test").is_some(),
        }
    }

    /// What stands there before anything was typed.
    pub fn blank() -> Self {
        let zone = zone_of_this_machine();
        let mut here = countries::all().filter(|country| zone.is_some() && country.zone == zone);
        Self {
            country: here.next().map(|country| country.code.to_owned()).unwrap_or_default(),
            zone: zone.map(|zone| zone.name().to_owned()).unwrap_or_default(),
            hue: HUES.first().map(|(hue, _)| hue.to_string()).unwrap_or_default(),
            test: true,
            ..Self::default()
        }
    }

    /// The answers with the password, or everything that is wrong.
    pub fn check(&self) -> Result<(Answers, Password), Vec<InputFault>> {
        let faults = self.faults();
        match (self.answers(), Password::parse(&self.password)) {
            (Some(answers), Ok(password)) if faults.is_empty() => Ok((answers, password)),
            _ => Err(faults),
        }
    }

    /// The same for somebody who sets a password later.
    pub fn check_without_password(&self) -> Result<Answers, Vec<InputFault>> {
        let mut faults = self.faults();
        faults.retain(|fault| fault.id != "password");
        self.answers().filter(|_| faults.is_empty()).ok_or(faults)
    }

    fn faults(&self) -> Vec<InputFault> {
        let mut faults = inputs::faults(self, &ORDER);
        if let Some(country) =
            countries::find(&self.country).filter(|country| self.zone.is_empty() && country.zone.is_none())
        {
            let words = format!("{} has more than one time zone: choose yours from the list", country.name);
            faults.push(InputFault::new("zone", words));
        }
        faults
    }

    fn answers(&self) -> Option<Answers> {
        let email = EmailAddress::parse(&self.email)?;
        let recipient = if self.recipient.is_empty() { email.clone() } else { EmailAddress::parse(&self.recipient)? };
        let country = countries::find(&self.country)?;
        let hue = HUES.iter().map(|(hue, _)| *hue).find(|hue| hue.to_string() == self.hue).unwrap_or(HUES[0].0);
        Some(Answers {
            name: self.name.clone(),
            trade: Trade::parse(&self.trade)?,
            owner: self.owner.clone(),
            email,
            recipient,
            country: country.code.to_owned(),
            currency: if self.currency.is_empty() { country.currency } else { &self.currency }.to_owned(),
            zone: if self.zone.is_empty() { country.zone } else { zone(&self.zone) }?,
            brand: Brand { hue: f64::from(hue), strength: STRENGTH },
            test: self.test,
        })
    }
}

impl Answers {
    /// The business as it begins: closed, with a working week.
    pub fn business(&self, strapline: &str) -> Business {
        let week = TimeOfDay::new(9, 0).zip(TimeOfDay::new(17, 0));
        Business {
            name: self.name.clone(),
            strapline: strapline.to_owned(),
            email: self.recipient.to_string(),
            zone: self.zone,
            country: self.country.clone(),
            currency: self.currency.clone(),
            prefix: prefix(&self.name),
            brand: Some(self.brand),
            open: false,
            opening: week
                .map_or_else(OpeningHours::default, |(opens, closes)| OpeningHours::working_week(opens, closes)),
            ..Business::default()
        }
    }
}

/// What references begin with: the first letters of the name's words, or of the name.
fn prefix(name: &str) -> String {
    let letters = |text: &str| text.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_uppercase();
    let initials: String = name.split_whitespace().filter_map(|word| letters(word).chars().next()).take(3).collect();
    let whole: String = letters(name).chars().take(2).collect();
    [initials, whole].into_iter().find(|text| text.len() >= 2).unwrap_or_else(|| "SH".to_owned())
}
