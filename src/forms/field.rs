//! A field made ready for showing.

use std::fmt;

use super::answers::Answers;
use super::definition::{Field, Kind};
use super::validate::Fault;

/// One field with what was typed and what is wrong with it.
#[derive(Debug, Clone)]
pub struct FieldView {
    /// The name it posts under.
    pub name: String,
    /// The id of its first input.
    pub id: String,
    /// Its kind.
    pub kind: Kind,
    /// The question.
    pub label: String,
    /// One sentence under it.
    pub hint: String,
    /// Whether "(optional)" stands beside the label.
    pub optional_words: bool,
    /// Whether its label is the page's heading.
    pub label_is_title: bool,
    /// As typed.
    pub value: String,
    /// The parts of a date, as typed.
    pub day: String,
    /// The month, as typed.
    pub month: String,
    /// The year, as typed.
    pub year: String,
    /// What may be chosen.
    pub choices: Vec<ChoiceView>,
    /// How to mend it.
    pub error: Option<String>,
    /// How browsers fill it in.
    pub autocomplete: Option<String>,
    /// The keyboard that telephones show.
    pub inputmode: Option<&'static str>,
    /// The type of the input.
    pub input_type: &'static str,
    /// What a consent says.
    pub statement: String,
}

/// One choice made ready for showing.
#[derive(Debug, Clone)]
pub struct ChoiceView {
    /// As posted.
    pub value: String,
    /// As shown.
    pub label: String,
    /// A second line.
    pub hint: String,
    /// The id of its input.
    pub id: String,
    /// Whether it is chosen.
    pub checked: bool,
}

impl Kind {
    /// The kinds that a new question can have.
    pub const OFFERED: [Self; 11] = [
        Self::ShortText,
        Self::LongText,
        Self::Choice,
        Self::Choices,
        Self::YesNo,
        Self::Email,
        Self::Phone,
        Self::WebAddress,
        Self::Number,
        Self::Date,
        Self::Consent,
    ];

    /// In words, for those who make forms.
    pub fn label(self) -> &'static str {
        match self {
            Self::ShortText => "One line of text",
            Self::LongText => "Several lines of text",
            Self::Email => "Email address",
            Self::Phone => "Telephone number",
            Self::WebAddress => "Web address",
            Self::Number => "Number",
            Self::Choice => "One of several answers",
            Self::Choices => "Any of several answers",
            Self::YesNo => "Yes or no",
            Self::Date => "Date",
            Self::Consent => "Consent: a box to tick",
            Self::HiddenSource => "Filled in by itself",
        }
    }

    /// A kind as written in definitions.
    pub fn parse(text: &str) -> Option<Self> {
        Self::OFFERED.into_iter().chain([Self::HiddenSource]).find(|kind| kind.as_str() == text)
    }

    /// Whether people choose among answers that the form lists.
    pub fn has_choices(self) -> bool {
        matches!(self, Self::Choice | Self::Choices)
    }

    /// As written in definitions.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ShortText => "short-text",
            Self::LongText => "long-text",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::WebAddress => "web-address",
            Self::Number => "number",
            Self::Choice => "choice",
            Self::Choices => "choices",
            Self::YesNo => "yes-no",
            Self::Date => "date",
            Self::Consent => "consent",
            Self::HiddenSource => "hidden-source",
        }
    }

    /// Whether it is this kind; for templates.
    pub fn is(&self, name: &str) -> bool {
        self.as_str() == name
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FieldView {
    /// A field with the answers so far. In a page (`embedded`) its label is never the heading.
    pub fn of(field: &Field, answers: &Answers, faults: &[Fault], embedded: bool) -> Self {
        let part = |name: &str| answers.text(&format!("{}.{name}", field.name)).to_owned();
        let (input_type, inputmode) = match field.kind {
            Kind::Email => ("email", Some("email")),
            Kind::Phone => ("tel", Some("tel")),
            // `url` and `number` inputs lose what they don't understand; text keeps what was typed.
            Kind::WebAddress => ("text", Some("url")),
            Kind::Number => ("text", Some("numeric")),
            Kind::HiddenSource => ("hidden", None),
            _ => ("text", None),
        };
        Self {
            name: field.name.clone(),
            id: field.name.clone(),
            kind: field.kind,
            label: field.label.clone(),
            hint: field.hint.clone(),
            optional_words: !field.required && field.kind != Kind::Consent,
            label_is_title: field.label_is_title && !embedded,
            value: answers.text(&field.name).to_owned(),
            day: part("day"),
            month: part("month"),
            year: part("year"),
            choices: choices(field, answers),
            error: faults.iter().find(|fault| fault.field == field.name).map(|fault| fault.words.clone()),
            autocomplete: field.autocomplete.clone(),
            inputmode,
            input_type,
            statement: field.statement.clone(),
        }
    }

    /// Whether it is a group of inputs under one legend.
    pub fn is_group(&self) -> bool {
        matches!(self.kind, Kind::Choice | Kind::Choices | Kind::YesNo | Kind::Date)
    }

    /// The ids of hint and error, for assistive software.
    pub fn described_by(&self) -> Option<String> {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.id));
        let error = self.error.is_some().then(|| format!("{}-error", self.id));
        let ids: Vec<String> = hint.into_iter().chain(error).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

fn choices(field: &Field, answers: &Answers) -> Vec<ChoiceView> {
    let chosen = answers.all(&field.name);
    let yes_no = [("yes", "Yes"), ("no", "No")];
    let given: Vec<(String, String, String)> = match field.kind {
        Kind::YesNo => yes_no.iter().map(|(v, l)| ((*v).to_owned(), (*l).to_owned(), String::new())).collect(),
        _ => field.offered().map(|c| (c.value.clone(), c.label.clone(), c.hint.clone())).collect(),
    };
    given
        .into_iter()
        .enumerate()
        .map(|(index, (value, label, hint))| ChoiceView {
            // The first one has the field's own id: the error summary links to it.
            id: if index == 0 { field.name.clone() } else { format!("{}-{}", field.name, index + 1) },
            checked: chosen.contains(&value),
            value,
            label,
            hint,
        })
        .collect()
}
