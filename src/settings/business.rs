//! `/admin/settings/business`: what the business is called, how it is reached, what stands below its mails. A part of the stored
//! business, as all screens that say what it is: see [`super::part`].

use askama::Template;
use validator::{Validate, ValidationError};

use super::history::{Fact, History};
use super::part::{self, Part};
use super::screen::{Around, Fields, Screen};
use super::topic::Topic;
use crate::accounts::access::Viewer;
use crate::accounts::inputs::{self, Input, InputFault};
use crate::admin::frame::Frame;
use crate::app::App;
use crate::db::Conn;
use crate::error::Result;
use crate::mail::{EmailAddress, one_line};
use crate::site::{Business, TOPIC};
use crate::web::edge::Posted;

const ORDER: [&str; 8] = ["name", "strapline", "phone", "email", "address", "hours", "office", "prefix"];

/// The page.
#[derive(Debug, Template)]
#[template(path = "settings/business.html")]
pub struct BusinessPage {
    layout: Frame,
    errors: Vec<InputFault>,
    naming: [Input; 2],
    contact: [Input; 4],
    office: Input,
    prefix: Input,
    history: History,
}

/// Name, contact and head office, as typed and as stored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Validate)]
pub(crate) struct Card {
    #[validate(custom(function = "a_name"))]
    name: String,
    #[validate(length(max = 160, message = "The strapline must be 160 characters or fewer"))]
    strapline: String,
    #[validate(custom(function = "a_phone"))]
    phone: String,
    #[validate(custom(function = "an_address"))]
    email: String,
    #[validate(length(max = 300, message = "The address must be 300 characters or fewer"))]
    address: String,
    #[validate(length(max = 160, message = "The hours must be 160 characters or fewer"))]
    hours: String,
    #[validate(custom(function = "an_office"))]
    office: String,
    #[validate(custom(function = "a_prefix"))]
    prefix: String,
}

fn fault(words: &'static str) -> ValidationError {
    ValidationError::new("field").with_message(words.into())
}

fn a_name(text: &str) -> Result<(), ValidationError> {
    inputs::required(text, 80, "Enter the name of the business", "The name must be 80 characters or fewer")
}

fn a_phone(text: &str) -> Result<(), ValidationError> {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let legal = text.chars().all(|c| c.is_ascii_digit() || " +()-./".contains(c));
    if text.is_empty() || (legal && (4..=20).contains(&digits) && text.len() <= 40) {
        return Ok(());
    }
    Err(fault("Enter a telephone number with digits and spaces, such as 01632 960 441, or leave it empty"))
}

fn an_address(text: &str) -> Result<(), ValidationError> {
    if text.is_empty() || EmailAddress::parse(text).is_some() {
        return Ok(());
    }
    Err(fault("Enter an email address like hello@example.com, or leave it empty"))
}

fn an_office(text: &str) -> Result<(), ValidationError> {
    if text.lines().count() <= 8 && text.chars().count() <= 400 {
        return Ok(());
    }
    Err(fault("The head office must be 8 lines and 400 characters or fewer"))
}

fn a_prefix(text: &str) -> Result<(), ValidationError> {
    let legal = (2..=4).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphabetic());
    if legal { Ok(()) } else { Err(fault("Enter 2 to 4 letters from A to Z, such as SH")) }
}

impl Fields<Self> for Card {
    fn read(posted: &Posted) -> Self {
        let field = |name: &str| one_line(posted.last(name).unwrap_or_default());
        let lines = |name: &str| -> Vec<String> {
            let all = posted.last(name).unwrap_or_default().lines().map(one_line);
            all.filter(|line| !line.is_empty()).collect()
        };
        Self {
            name: field("name"),
            strapline: field("strapline"),
            phone: field("phone"),
            email: field("email"),
            address: lines("address").join(", "),
            hours: field("hours"),
            office: lines("office").join("\n"),
            prefix: field("prefix"),
        }
    }

    fn setting(&self) -> Result<Self, Vec<InputFault>> {
        let faults = inputs::faults(self, &ORDER);
        if faults.is_empty() { Ok(self.clone()) } else { Err(faults) }
    }
}

impl Part for Card {
    const NAME: &'static str = Business::NAME;
    const PATH: &'static str = Business::PATH;

    fn of(business: &Business) -> Self {
        Self {
            name: business.name.clone(),
            strapline: business.strapline.clone(),
            phone: business.phone.clone(),
            email: business.email.clone(),
            address: business.address.clone(),
            hours: business.hours.clone(),
            office: business.office.clone(),
            prefix: business.prefix.clone(),
        }
    }

    fn onto(self, before: &Business) -> Business {
        Business {
            prefix: self.prefix.to_ascii_uppercase(),
            name: self.name,
            strapline: self.strapline,
            phone: self.phone,
            email: self.email,
            address: self.address,
            hours: self.hours,
            office: self.office,
            ..before.clone()
        }
    }

    fn facts(&self) -> Vec<Fact> {
        vec![
            Fact::new("Name", &self.name),
            Fact::new("Strapline", &self.strapline),
            Fact::new("Telephone", &self.phone),
            Fact::new("Email", &self.email),
            Fact::new("Address", &self.address),
            Fact::new("Hours in words", &self.hours),
            Fact::new("Head office", self.office.replace('\n', ", ")),
            Fact::new("Prefix", &self.prefix),
        ]
    }
}

impl Topic for Business {
    const TOPIC: &'static str = TOPIC;
    const NAME: &'static str = "Business";
    const PATH: &'static str = "/admin/settings/business";
}

impl BusinessPage {
    fn new(typed: &Card, around: Around) -> Self {
        let Around { layout, history, errors } = around;
        let shown = |input: Input| input.with(&errors);
        Self {
            layout,
            naming: [
                shown(Input::text("name", "Name", &typed.name)),
                shown(
                    Input::text("strapline", "Strapline (optional)", &typed.strapline)
                        .hinted("What you do, in a few words."),
                ),
            ],
            contact: [
                shown(Input::text("phone", "Telephone (optional)", &typed.phone)),
                shown(Input::address("email", "Email address (optional)", &typed.email)),
                shown(Input::text("address", "Address (optional)", &typed.address)),
                shown(Input::text("hours", "Hours in words (optional)", &typed.hours).hinted(
                    "As visitors read them. Promises count by the working hours, which have a page of their own.",
                )),
            ],
            office: shown(
                Input::lines("office", "Head office (optional)", &typed.office)
                    .hinted("Company name, registered office and number, a line each. Empty: the address above."),
            ),
            prefix: shown(
                Input::text("prefix", "References begin with", &typed.prefix)
                    .hinted("2 to 4 letters. References that are given keep theirs."),
            ),
            history,
            errors,
        }
    }
}

impl Screen for BusinessPage {
    type Setting = Card;
    type Typed = Card;

    async fn page(_: &App, conn: &mut Conn, _: &Viewer, typed: Option<Card>, around: Around) -> Result<Self> {
        let stored = part::stored(conn).await?;
        Ok(Self::new(&typed.unwrap_or(stored), around))
    }
}

impl BusinessPage {
    /// The page with sample content.
    pub(super) fn sample(app: &App, wrong: bool) -> Self {
        let mut typed = Card::of(&app.business());
        if wrong {
            (typed.email, typed.prefix) = ("hello at bellpull".to_owned(), "B1".to_owned());
        }
        let faults = if wrong { inputs::faults(&typed, &ORDER) } else { Vec::new() };
        let changes = ["Telephone: “01632 960 440” became “01632 960 441”"];
        Self::new(&typed, Around::sample::<Card>(app, &changes, faults))
    }
}
