//! The sheet of a service: what is typed, what is wrong with it, and how it is shown.

use askama::Template;
use uuid::Uuid;
use validator::{Validate, ValidationError};

use crate::accounts::inputs::{self, Input, InputFault};
use crate::admin::frame::Frame;
use crate::db::Conn;
use crate::editor::Opt;
use crate::error::Result;
use crate::mail::one_line;
use crate::money::Money;
use crate::settings::Fact;
use crate::site::desk::parts::{Meanwhile, Select, State, key};
use crate::site::desk::subject::Subject;
use crate::site::{Holder, Page, Service};
use crate::web::edge::Posted;

const ORDER: [&str; 3] = ["name", "outcome", "unit"];

/// The sheet.
#[derive(Debug, Template)]
#[template(path = "site/desk/service.html")]
pub struct ServicePage {
    layout: Frame,
    errors: Vec<InputFault>,
    subject: Subject,
    naming: [Input; 2],
    price: Input,
    is_from: bool,
    unit: Input,
    /// The currency in which it stood so far, where that is another than the business's.
    other_currency: String,
    currency: String,
    page: Select,
}

/// What was typed.
#[derive(Debug, Clone, Default, Validate)]
pub(super) struct Typed {
    #[validate(custom(function = "a_name"))]
    pub(super) name: String,
    #[validate(length(max = 240, message = "Keep it to 240 characters: one sentence"))]
    outcome: String,
    price: String,
    is_from: bool,
    #[validate(length(max = 40, message = "Keep it to 40 characters, such as “a month”"))]
    unit: String,
    pub(super) page: Option<Uuid>,
}

fn a_name(text: &str) -> Result<(), ValidationError> {
    inputs::required(text, 80, "Enter the name of the service", "The name must be 80 characters or fewer")
}

impl Typed {
    pub(super) fn read(posted: &Posted) -> Self {
        let line = |name: &str| one_line(posted.last(name).unwrap_or_default());
        Self {
            name: line("name"),
            outcome: line("outcome"),
            price: line("price"),
            is_from: posted.last("from").is_some_and(|value| !value.is_empty()),
            unit: line("unit"),
            page: key(posted, "page"),
        }
    }

    pub(super) fn of(service: &Service) -> Self {
        Self {
            name: service.name.clone(),
            outcome: service.outcome.clone(),
            price: service.price.as_ref().map(Money::typed).unwrap_or_default(),
            is_from: service.is_from,
            unit: service.unit.clone(),
            page: service.page,
        }
    }

    /// What is wrong, in the order of the page.
    pub(super) async fn faults(&self, conn: &mut Conn, currency: &str) -> Result<Vec<InputFault>> {
        let mut faults = self.typos(currency);
        if let Some(page) = self.page
            && Page::called(conn, page).await?.is_empty()
        {
            faults.push(InputFault::new("page", "That page is not there any more. Choose another"));
        }
        Ok(faults)
    }

    /// What is wrong with the words and the figures.
    fn typos(&self, currency: &str) -> Vec<InputFault> {
        let mut faults = inputs::faults(self, &ORDER);
        if !self.price.is_empty() && Money::parse(&self.price, currency).is_none() {
            let place = faults.iter().position(|fault| fault.id == "unit").unwrap_or(faults.len());
            let words = "Enter the price in figures, such as 4,800 or 12.50, or leave it empty";
            faults.insert(place, InputFault::new("price", words));
        }
        faults
    }

    /// The service with what was typed.
    pub(super) fn onto(&self, before: Service, currency: &str) -> Service {
        let price = Money::parse(&self.price, currency);
        Service {
            name: self.name.clone(),
            outcome: self.outcome.clone(),
            unit: self.unit.clone(),
            is_from: self.is_from && price.is_some(),
            price,
            page: self.page,
            ..before
        }
    }
}

/// A service that is there, or a new one.
pub(super) fn subject(stored: Option<&Service>) -> Subject {
    let new = || Subject::new("A new service");
    stored.map_or_else(new, |service| Subject::stored(service.id, &service.name, &Typed::of(service)))
}

impl ServicePage {
    /// In the currency of the business, and of something that may have had a price so far.
    pub(super) fn new(
        layout: Frame,
        subject: Subject,
        (currency, before): (&str, Option<&Money>),
        typed: &Typed,
        pages: Vec<Opt>,
        errors: Vec<InputFault>,
    ) -> Self {
        let before = before.map(|price| price.currency.clone());
        Self {
            layout,
            subject,
            naming: [
                Input::text("name", "Name", &typed.name)
                    .hinted("What clients call it. Its short name in forms is made from it once, and stays.")
                    .with(&errors),
                Input::lines("outcome", "What the client has afterwards (optional)", &typed.outcome)
                    .hinted("One sentence. It stands under the name.")
                    .with(&errors),
            ],
            price: Input::text("price", "Price (optional)", &typed.price)
                .hinted("Without one, nothing is said of the price.")
                .with(&errors),
            is_from: typed.is_from,
            unit: Input::text("unit", "For what (optional)", &typed.unit)
                .hinted("Such as “a month” or “per visit”; empty for the whole.")
                .with(&errors),
            other_currency: before.filter(|before| before != currency).unwrap_or_default(),
            currency: currency.to_owned(),
            page: Select::new(
                "page",
                "The page about it (optional)",
                "Its name leads there, once that page is live.",
                pages,
                &errors,
            ),
            errors,
        }
    }

    /// The sheet with sample content.
    pub(in crate::site::desk) fn sample(
        layout: Frame,
        service: &Service,
        (pages, holders): (Vec<Opt>, Vec<Holder>),
        how: State,
    ) -> Self {
        let (mut typed, mut subject) = (Typed::of(service), Subject { holders, ..subject(Some(service)) });
        match how {
            State::New => {
                let price = ("GBP", None);
                return Self::new(layout, self::subject(None), price, &Typed::default(), pages, Vec::new());
            }
            State::Wrong => (typed.name, typed.price) = (String::new(), "about five hundred".to_owned()),
            State::Stale => {
                typed.price = "700".to_owned();
                subject.meanwhile = Some(Meanwhile(vec![Fact::new("Price", service.price_words())]));
            }
            State::Stored => {}
        }
        let faults = typed.typos("GBP");
        Self::new(layout, subject, ("GBP", service.price.as_ref()), &typed, pages, faults)
    }
}
