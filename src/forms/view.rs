//! The form of one step, as it stands on its own page or inside any other.

use askama::Template;
use askama::filters::HtmlSafe;

use super::answers::Answers;
use super::definition::{Definition, Kind, Step};
use super::field::FieldView;
use super::post::TRAP;
use super::validate::Fault;
use super::walk::Walk;
use crate::site::DateStyle;

/// The `<form>` of a step, with its fields and control fields. It posts to its own address, from wherever it stands.
#[derive(Debug, Clone, Template)]
#[template(path = "forms/step_form.html")]
pub struct StepForm {
    /// Where it posts to.
    pub action: String,
    /// Its fields.
    pub fields: Vec<FieldView>,
    /// `_draft`; empty before there is one.
    pub draft: String,
    /// `_key`, minted by the server in uncached pages; script fills it in cached ones.
    pub key: String,
    /// `_source` as the server knows it.
    pub source: String,
    /// Whether the visitor came from the check page.
    pub returning: bool,
    /// The words on the button.
    pub button: String,
    /// Whether this post sends the enquiry: script keeps it where the line fails.
    pub sends: bool,
    /// The name of the honeypot.
    pub trap: &'static str,
    /// Whether staff only look at it: then script keeps and sends nothing.
    pub preview: bool,
}

/// A template of ours: it escapes what was typed by itself.
impl HtmlSafe for StepForm {}

/// Where the pages of a form stand: each step, the check page and the receipt below one address.
#[derive(Debug, Clone)]
pub(super) struct Way {
    /// The address above them.
    pub base: String,
    /// What each address carries: the draft of a browser without cookies, or the answers of a preview.
    pub query: String,
    /// Where a preview leads back to; `None` for visitors.
    pub preview: Option<String>,
}

impl Way {
    /// Where visitors go.
    pub fn public(slug: &str, query: &str) -> Self {
        Self { base: format!("/forms/{slug}"), query: query.to_owned(), preview: None }
    }

    /// Where staff look at a form.
    pub fn preview(slug: &str, query: String) -> Self {
        let home = format!("/admin/forms/{slug}");
        Self { base: format!("{home}/preview"), query, preview: Some(home) }
    }

    /// The address of a page.
    pub fn to(&self, name: &str) -> String {
        format!("{}/{name}{}", self.base, self.query)
    }

    /// The same with a query of its own.
    pub fn with(&self, query: impl Into<String>) -> Self {
        Self { query: query.into(), ..self.clone() }
    }
}

/// One row of the answers so far.
#[derive(Debug, Clone)]
pub struct AnswerRow {
    /// The question.
    pub label: String,
    /// The answer in words; empty where none was given.
    pub words: String,
    /// Where it is changed.
    pub change: String,
}

impl StepForm {
    /// A step's form with what was typed.
    pub fn new(
        slug: &str,
        definition: &Definition,
        step: &Step,
        answers: &Answers,
        faults: &[Fault],
        embedded: bool,
    ) -> Self {
        let sends = definition.is_one_step();
        Self {
            action: format!("/forms/{slug}/{}", step.name),
            fields: step
                .fields
                .iter()
                .filter(|field| answers.asks(field))
                .map(|field| FieldView::of(field, answers, faults, embedded))
                .collect(),
            draft: String::new(),
            key: String::new(),
            source: String::new(),
            returning: false,
            button: if sends { definition.send.clone() } else { "Continue".to_owned() },
            sends,
            trap: TRAP,
            preview: false,
        }
    }

    /// Whether one of the fields carries the page's heading.
    pub fn has_title(&self) -> bool {
        self.fields.iter().any(|field| field.label_is_title)
    }
}

/// The answers so far, in words, of every step that is walked through.
pub(super) fn answer_rows(
    way: &Way,
    walk: &Walk<'_>,
    answers: &Answers,
    dates: DateStyle,
    only_answered: bool,
) -> Vec<AnswerRow> {
    let mut rows = Vec::new();
    for step in walk.steps() {
        for field in step.fields.iter().filter(|field| answers.asks(field) && field.kind != Kind::HiddenSource) {
            let values = field.tidy(answers).unwrap_or_default();
            if only_answered && (values.is_empty() || field.kind == Kind::Consent) {
                continue;
            }
            let words = values.iter().map(|value| field.words_in(value, dates)).collect::<Vec<_>>().join(", ");
            let change = format!("{}#{}", way.to(&step.name), field.name);
            rows.push(AnswerRow { label: field.label.clone(), words, change });
        }
    }
    rows
}
