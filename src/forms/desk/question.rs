//! A question on the sheet: its words, its answers, and when it is asked.

use super::changes::MOST_CHOICES;
use super::screen::{Line, Looking};
use super::sheet::{ChoiceRow, FieldCard};
use super::when::WhenView;
use crate::forms::Kind;

/// One question.
#[derive(Debug)]
pub(super) struct FieldView {
    pub key: String,
    pub name: String,
    pub kind: Kind,
    pub label: String,
    pub required: bool,
    pub heading: bool,
    pub services: bool,
    pub open: bool,
    pub more: bool,
    pub first: bool,
    pub last: bool,
    pub focus: bool,
    pub faulty: bool,
    pub error: Option<String>,
    pub lines: Vec<Line>,
    pub further: Vec<Line>,
    pub choices: Vec<ChoiceView>,
    pub choices_error: Option<String>,
    pub may_grow: bool,
    pub when: WhenView,
}

/// One answer to choose.
#[derive(Debug)]
pub(super) struct ChoiceView {
    pub key: String,
    pub value: String,
    pub number: usize,
    pub label: String,
    pub hint: String,
    pub retired: bool,
    pub new: bool,
    pub first: bool,
    pub last: bool,
    pub focus: bool,
    pub error: Option<String>,
    pub hint_error: Option<String>,
}

impl Looking<'_> {
    pub fn field(&self, place: usize, count: usize, index: usize, card: &FieldCard) -> FieldView {
        let key = &card.key;
        let focus = self.focused(key);
        let inner = format!("{key}.");
        let within = self.showing.focus.as_deref().is_some_and(|focus| focus.starts_with(&inner));
        let further = self.further(card);
        let when = WhenView::new(self.sheet, self.services, place, key, &card.when, self.error(&format!("{key}.when")));
        let faulty = self.is_faulty(key);
        let choices = card.choices.iter().enumerate();
        FieldView {
            name: card.name.clone(),
            kind: card.kind,
            label: words(card),
            required: card.required,
            heading: card.label_is_title,
            services: card.services,
            open: focus || within || faulty || card.is_new(),
            more: further.iter().any(|line| line.error.is_some()),
            first: place == 0 && index == 0,
            last: place + 1 == self.sheet.steps.len() && index + 1 == count,
            focus,
            faulty,
            error: self.error(key),
            lines: self.lines(card),
            further,
            choices: choices.map(|(at, row)| self.choice(at, card.choices.len(), row)).collect(),
            choices_error: self.error(&format!("{key}.choices")),
            may_grow: card.kind.has_choices() && card.choices.len() < MOST_CHOICES,
            when,
            key: key.clone(),
        }
    }

    fn lines(&self, card: &FieldCard) -> Vec<Line> {
        let line = |name, label, value, rows| self.line(&card.key, name, label, value, rows);
        let mut lines = vec![line("label", "Question", &card.label, 1)];
        if card.kind == Kind::Consent {
            let hint = "The sentence beside the box. Nobody has ticked it before they do.";
            lines.push(Line { hint, ..line("statement", "What people agree to", &card.statement, 3) });
        }
        lines.push(Line { optional: true, ..line("hint", "Help under it", &card.hint, 2) });
        lines
    }

    fn further(&self, card: &FieldCard) -> Vec<Line> {
        let line = |name, label, value| Line { optional: true, ..self.line(&card.key, name, label, value, 1) };
        let hint = "Say how to mend it, such as “Enter your name”.";
        let mut lines = vec![Line { hint, ..line("missing", "Words where it is left empty", &card.missing) }];
        if !self.whole {
            return lines;
        }
        match card.kind {
            Kind::ShortText | Kind::LongText | Kind::Email | Kind::Phone | Kind::WebAddress => {
                lines.push(Line { number: true, ..line("max", "Most characters", &card.max) });
            }
            Kind::Number => {
                lines.push(Line { number: true, ..line("least", "Smallest number", &card.least) });
                lines.push(Line { number: true, ..line("most", "Greatest number", &card.most) });
            }
            _ => {}
        }
        lines
    }

    fn choice(&self, at: usize, count: usize, row: &ChoiceRow) -> ChoiceView {
        ChoiceView {
            value: row.value.clone(),
            number: at + 1,
            label: row.label.clone(),
            hint: row.hint.clone(),
            retired: row.retired,
            new: row.is_new(),
            first: at == 0,
            last: at + 1 == count,
            focus: self.focused(&row.key),
            error: self.error(&format!("{}.label", row.key)),
            hint_error: self.error(&format!("{}.hint", row.key)),
            key: row.key.clone(),
        }
    }
}

/// What a question is called in lists; a new one has no words yet.
pub(super) fn words(field: &FieldCard) -> String {
    if field.label.trim().is_empty() { "New question".to_owned() } else { field.label.clone() }
}
