//! A condition as the sheet shows it: which question of an earlier step decides, and with which answers.

use super::question::words;
use super::sheet::{FieldCard, Sheet, When};
use crate::forms::Kind;

/// One choice of a list.
#[derive(Debug, Clone)]
pub(super) struct Opt {
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

impl Opt {
    pub fn new(value: &str, label: &str, chosen: bool) -> Self {
        Self { value: value.to_owned(), label: label.to_owned(), chosen }
    }
}

/// A condition.
#[derive(Debug)]
pub(super) struct WhenView {
    /// The part that has it: "s2" or "s2.f1".
    pub key: String,
    /// The question whose answers are listed.
    pub of: String,
    /// The questions that can decide, none first.
    pub questions: Vec<Opt>,
    /// The answers of the one that does.
    pub answers: Vec<Opt>,
    /// How to mend it.
    pub error: Option<String>,
}

impl WhenView {
    pub fn new(
        sheet: &Sheet,
        services: &[(String, String)],
        place: usize,
        key: &str,
        when: &When,
        error: Option<String>,
    ) -> Self {
        let earlier = sheet.steps.iter().take(place).flat_map(|step| &step.fields).filter(|field| field.decides());
        let mut questions: Vec<Opt> =
            earlier.map(|field| Opt::new(&field.name, &words(field), field.name == when.field)).collect();
        let of = sheet.field(&when.field);
        if when.is_set() && !questions.iter().any(|option| option.chosen) {
            // It decides still, but no longer may: the page says so, and nothing is changed behind anybody's back.
            let label = of.map_or_else(|| "A question that is gone".to_owned(), words);
            questions.push(Opt::new(&when.field, &label, true));
        }
        let answers = of.map(|field| answers(field, services, &when.is)).unwrap_or_default();
        Self { key: key.to_owned(), of: when.field.clone(), questions, answers, error }
    }

    /// Whether there is anything to choose.
    pub fn is_possible(&self) -> bool {
        !self.questions.is_empty()
    }

    /// Whether there is a condition.
    pub fn is_set(&self) -> bool {
        !self.of.is_empty()
    }

    /// In words, for whoever may not change it.
    pub fn words(&self) -> String {
        let question = self.questions.iter().find(|option| option.chosen).map_or("", |option| option.label.as_str());
        let answers: Vec<String> =
            self.answers.iter().filter(|option| option.chosen).map(|option| format!("“{}”", option.label)).collect();
        format!("when “{question}” is {}", if answers.is_empty() { "…".to_owned() } else { answers.join(" or ") })
    }
}

/// The answers that can be given, and those that a condition names all the same.
fn answers(field: &FieldCard, services: &[(String, String)], chosen: &[String]) -> Vec<Opt> {
    let is = |value: &str| chosen.iter().any(|other| other == value);
    let option = |value: &str, label: &str| Opt::new(value, label, is(value));
    let mut list: Vec<Opt> = match field.kind {
        Kind::YesNo => vec![option("yes", "Yes"), option("no", "No")],
        Kind::Consent => vec![option("yes", "Ticked")],
        _ => Vec::new(),
    };
    if field.services {
        list.extend(services.iter().map(|(slug, name)| option(slug, name)));
    }
    for row in field.choices.iter().filter(|row| !row.retired || is(&row.value)) {
        let label = if row.retired { format!("{} (no longer offered)", row.label) } else { row.label.clone() };
        list.push(option(&row.value, if label.is_empty() { "New answer" } else { &label }));
    }
    let others = chosen.iter().filter(|value| !list.iter().any(|option| option.value == **value));
    let others: Vec<Opt> = others.map(|value| Opt::new(value, value, true)).collect();
    list.extend(others);
    list
}
