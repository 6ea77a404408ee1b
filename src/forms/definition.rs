//! What a form asks: a versioned document in the database. Its JSON has `version` 1; a later shape reads this one too.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::site::{DateStyle, Service};

/// A whole form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// The version of this shape.
    pub version: u32,
    /// The name of the form, for page titles and the inbox.
    pub title: String,
    /// Which fields say who asks.
    #[serde(default)]
    pub roles: Roles,
    /// The field whose first words stand in the inbox.
    #[serde(default)]
    pub excerpt: Option<String>,
    /// The words on the last button.
    pub send: String,
    /// When somebody answers.
    pub reply_promise: ReplyPromise,
    /// What happens next, on the receipt.
    #[serde(default)]
    pub closing_note: String,
    /// What stands there while the form is closed.
    #[serde(default)]
    pub closed_note: String,
    /// The last day on which it takes enquiries, where the business is. After it the form is closed by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes_on: Option<NaiveDate>,
    /// Its steps, in order.
    pub steps: Vec<Step>,
}

/// Which fields say who asks. Acceptance copies them into columns.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roles {
    /// The person's name.
    #[serde(default)]
    pub name: Option<String>,
    /// Their email address.
    #[serde(default)]
    pub email: Option<String>,
    /// Their telephone number.
    #[serde(default)]
    pub phone: Option<String>,
    /// Their firm.
    #[serde(default)]
    pub company: Option<String>,
}

impl Roles {
    /// Whether a field says who asks.
    pub fn names(&self, field: &str) -> bool {
        [&self.name, &self.email, &self.phone, &self.company].iter().any(|role| role.as_deref() == Some(field))
    }
}

/// When somebody answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplyPromise {
    /// Within how many working hours.
    pub working_hours: u32,
    /// In words, for the visitor.
    pub words: String,
}

/// One page of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its name in the address.
    pub name: String,
    /// Its short name, for the progress line.
    pub label: String,
    /// Its heading: a question.
    pub title: String,
    /// A sentence under the heading.
    #[serde(default)]
    pub introduction: String,
    /// When it is skipped.
    #[serde(default)]
    pub skip_when: Option<Condition>,
    /// What it asks.
    pub fields: Vec<Field>,
}

/// Holds when a field of an earlier step has one of these values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The field.
    pub field: String,
    /// Its values.
    pub is: Vec<String>,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its name, which never changes and is never used again for something else.
    pub name: String,
    /// What kind of answer it takes.
    pub kind: Kind,
    /// The question.
    pub label: String,
    /// One sentence under it.
    #[serde(default)]
    pub hint: String,
    /// Whether it must be answered.
    #[serde(default)]
    pub required: bool,
    /// Whether the step's title asks it already.
    #[serde(default)]
    pub label_is_title: bool,
    /// When it is shown; always without.
    #[serde(default)]
    pub show_when: Option<Condition>,
    /// What may be chosen.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// Whether the business's services may be chosen too: they stand first, with their prices, as they are when it is asked.
    #[serde(default)]
    pub services: bool,
    /// The most characters.
    #[serde(default)]
    pub max: Option<u32>,
    /// The least number.
    #[serde(default)]
    pub least: Option<i64>,
    /// The greatest number.
    #[serde(default)]
    pub most: Option<i64>,
    /// The token by which browsers fill it in.
    #[serde(default)]
    pub autocomplete: Option<String>,
    /// What a consent says.
    #[serde(default)]
    pub statement: String,
    /// Own words for mistakes.
    #[serde(default)]
    pub error: ErrorWords,
}

/// Own words for mistakes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorWords {
    /// When nothing was given.
    #[serde(default)]
    pub missing: Option<String>,
}

/// One possible answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// As stored; never changes.
    pub value: String,
    /// As shown.
    pub label: String,
    /// A second line.
    #[serde(default)]
    pub hint: String,
    /// Whether it is offered no more. It stays, so that old answers keep their words and its value is never used again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
    /// Whether it is a service: then it is no part of the stored definition.
    #[serde(skip)]
    pub is_service: bool,
}

/// What kind of answer a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// One line.
    ShortText,
    /// Several lines.
    LongText,
    /// An email address.
    Email,
    /// A telephone number.
    Phone,
    /// A web address, with or without `https://`.
    WebAddress,
    /// A whole number.
    Number,
    /// One of several choices.
    Choice,
    /// Any of several choices.
    Choices,
    /// Yes or no.
    YesNo,
    /// A day, as three parts.
    Date,
    /// A consent, unticked at first.
    Consent,
    /// Filled by script or address, never shown.
    HiddenSource,
}

impl Definition {
    /// A step by its name, with its place.
    pub fn step(&self, name: &str) -> Option<(usize, &Step)> {
        self.steps.iter().enumerate().find(|(_, step)| step.name == name)
    }

    /// A field by its name, with its step.
    pub fn field(&self, name: &str) -> Option<(&Step, &Field)> {
        self.steps
            .iter()
            .find_map(|step| step.fields.iter().find(|field| field.name == name).map(|field| (step, field)))
    }

    /// Every field, in the order in which they are asked.
    pub fn questions(&self) -> impl Iterator<Item = &Field> {
        self.steps.iter().flat_map(|step| &step.fields)
    }

    /// The name of the first step.
    pub fn first_step(&self) -> &str {
        self.steps.first().map_or("", |step| step.name.as_str())
    }

    /// Whether some field lets people choose from the services.
    pub fn asks_for_services(&self) -> bool {
        self.questions().any(|field| field.services)
    }

    /// Puts the services where people choose from them. Their slugs are the stored values, which never change.
    pub fn offer(&mut self, services: &[Service]) {
        for field in self.steps.iter_mut().flat_map(|step| &mut step.fields).filter(|field| field.services) {
            let own = std::mem::take(&mut field.choices);
            field.choices = services
                .iter()
                .filter(|service| !own.iter().any(|choice| choice.value == service.slug))
                .map(|service| Choice {
                    value: service.slug.clone(),
                    label: service.name.clone(),
                    hint: service.price_words(),
                    retired: false,
                    is_service: true,
                })
                .collect();
            field.choices.extend(own);
        }
    }

    /// The definition as it is stored: without what was put in when it was read.
    #[must_use]
    pub fn stored(&self) -> Self {
        let mut stored = self.clone();
        for field in stored.steps.iter_mut().flat_map(|step| &mut step.fields) {
            field.choices.retain(|choice| !choice.is_service);
        }
        stored
    }

    /// Whether the form is sent from its own single page.
    pub fn is_one_step(&self) -> bool {
        self.steps.len() == 1
    }
}

impl Field {
    /// What may be chosen now: everything but what is retired.
    pub fn offered(&self) -> impl Iterator<Item = &Choice> {
        self.choices.iter().filter(|choice| !choice.retired)
    }

    /// The label of a stored value: of choices their label, of others the value itself.
    pub fn words(&self, value: &str) -> String {
        self.words_in(value, DateStyle::default())
    }

    /// The same, with days in a style of dates.
    pub fn words_in(&self, value: &str, dates: DateStyle) -> String {
        match self.kind {
            Kind::Choice | Kind::Choices => self
                .choices
                .iter()
                .find(|choice| choice.value == value)
                .map_or_else(|| value.to_owned(), |c| c.label.clone()),
            Kind::YesNo | Kind::Consent => if value == "yes" { "Yes" } else { "No" }.to_owned(),
            Kind::Date => chrono::NaiveDate::parse_from_str(value, "%Y-%m-%d")
                .map_or_else(|_| value.to_owned(), |day| dates.day(day)),
            _ => value.to_owned(),
        }
    }

    /// The names under which this field is posted: a date has three parts.
    pub fn posted_names(&self) -> Vec<String> {
        match self.kind {
            Kind::Date => ["day", "month", "year"].iter().map(|part| format!("{}.{part}", self.name)).collect(),
            _ => vec![self.name.clone()],
        }
    }
}
