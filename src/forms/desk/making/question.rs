//! One question of the sheet, with its limits and its answers.

use super::{Making, tidy};
use crate::forms::definition::{ErrorWords, Field};
use crate::forms::desk::changes::MOST_CHOICES;
use crate::forms::desk::sheet::{ChoiceRow, FieldCard, Sheet};
use crate::forms::{Choice, Kind};

impl Making<'_> {
    pub(super) fn field(&mut self, sheet: &Sheet, place: usize, card: &FieldCard) -> Field {
        let id = |name: &str| format!("{}.{name}", card.key);
        if card.kind != Kind::HiddenSource {
            self.required(id("label"), "the question", &card.label, 200);
        }
        self.within(id("hint"), "the help", &card.hint, 400);
        self.within(id("missing"), "the words where it is left empty", &card.missing, 200);
        if card.kind == Kind::Consent {
            self.required(id("statement"), "what people agree to", &card.statement, 1_000);
        }
        let show_when = self.condition(sheet, place, &card.key, &card.when);
        let (max, least, most) = self.limits(card);
        let choices = self.choices(card);
        let stored = self.known.field(&card.name);
        let own =
            stored.map_or_else(|| autocomplete(sheet, card).map(str::to_owned), |field| field.autocomplete.clone());
        let missing = tidy(&card.missing);
        Field {
            name: self.named(&card.name),
            kind: card.kind,
            label: tidy(&card.label),
            hint: tidy(&card.hint),
            required: card.required,
            label_is_title: card.label_is_title,
            show_when,
            choices,
            services: card.services,
            max,
            least,
            most,
            autocomplete: own,
            statement: tidy(&card.statement),
            error: ErrorWords { missing: (!missing.is_empty()).then_some(missing) },
        }
    }

    fn limits(&mut self, card: &FieldCard) -> (Option<u32>, Option<i64>, Option<i64>) {
        let id = |name: &str| format!("{}.{name}", card.key);
        let max = self.number(id("max"), &card.max).and_then(|max| match u32::try_from(max) {
            Ok(max @ 1..=20_000) => Some(max),
            _ => {
                self.say(id("max"), "The most characters are 1 to 20,000: enter such a number, or leave it empty");
                None
            }
        });
        let (least, most) = (self.number(id("least"), &card.least), self.number(id("most"), &card.most));
        if let (Some(least), Some(most)) = (least, most)
            && least > most
        {
            self.say(id("most"), format!("The greatest number is less than the smallest, {least}: change one of them"));
        }
        (max, least, most)
    }

    fn number(&mut self, id: String, typed: &str) -> Option<i64> {
        let digits = typed.trim().replace(',', "");
        if digits.is_empty() {
            return None;
        }
        let number = digits.parse().ok();
        if number.is_none() {
            self.say(id, "Enter a whole number, such as 12, or leave it empty");
        }
        number
    }

    fn choices(&mut self, card: &FieldCard) -> Vec<Choice> {
        if !card.kind.has_choices() {
            return Vec::new();
        }
        if !card.services && card.choices.iter().all(|choice| choice.retired) {
            let words = format!("“{}” needs an answer to choose: add one, or offer one again", card.label);
            self.say(format!("{}.choices", card.key), words);
        } else if card.choices.len() > MOST_CHOICES {
            self.say(format!("{}.choices", card.key), format!("A question has at most {MOST_CHOICES} answers"));
        }
        card.choices.iter().map(|row| self.choice(row)).collect()
    }

    fn choice(&mut self, row: &ChoiceRow) -> Choice {
        self.required(format!("{}.label", row.key), "the answer", &row.label, 160);
        self.within(format!("{}.hint", row.key), "the line under the answer", &row.hint, 200);
        Choice {
            value: self.named(&row.value),
            label: tidy(&row.label),
            hint: tidy(&row.hint),
            retired: row.retired,
            is_service: false,
        }
    }
}

/// How browsers fill a new question in.
fn autocomplete(sheet: &Sheet, card: &FieldCard) -> Option<&'static str> {
    let [name, _, _, company, _] = &sheet.roles;
    match card.kind {
        Kind::Email => Some("email"),
        Kind::Phone => Some("tel"),
        Kind::WebAddress => Some("url"),
        Kind::ShortText if *name == card.name => Some("name"),
        Kind::ShortText if *company == card.name => Some("organization"),
        _ => None,
    }
}
