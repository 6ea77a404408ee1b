//! Reads what the sheet's form posted. Only names that the form knows, or new ones, are taken: a field's kind and a choice's value
//! come from what is stored, never from a post.

use std::collections::BTreeSet;

use super::sheet::{ChoiceRow, FieldCard, NEW, ROLES, Sheet, StepCard, When};
use crate::editor::posted::Pairs;
use crate::forms::{Kind, Known};

impl Sheet {
    /// What was posted.
    pub fn read(pairs: &Pairs<'_>, known: &Known) -> Self {
        let mut seen = BTreeSet::new();
        let mut sheet = Self {
            title: pairs.line("title"),
            send: pairs.line("send"),
            promise: pairs.line("promise"),
            closing_note: pairs.text("closing_note"),
            closed_note: pairs.text("closed_note"),
            closes_on: pairs.line("closes_on").trim().to_owned(),
            roles: ROLES.map(|(name, ..)| pairs.line(name)),
            steps: pairs.all("step").iter().map(|key| step(pairs, known, key, &mut seen)).collect(),
        };
        let mut names = BTreeSet::new();
        sheet.steps.retain(|step| names.insert(step.name.clone()));
        sheet
    }
}

fn step(pairs: &Pairs<'_>, known: &Known, key: &str, seen: &mut BTreeSet<String>) -> StepCard {
    let part = |name: &str| format!("{key}.{name}");
    let fields = pairs.all(&part("field")).iter();
    StepCard {
        name: pairs.line(&part("name")),
        label: pairs.line(&part("label")),
        title: pairs.line(&part("title")),
        introduction: pairs.text(&part("introduction")),
        when: when(pairs, key),
        // Only a stranger's form says a name twice.
        fields: fields
            .filter_map(|key| field(pairs, known, key))
            .filter(|field| seen.insert(field.name.clone()))
            .collect(),
        key: key.to_owned(),
    }
}

/// A name that is stored stays; every other one is new.
fn own_or_new(name: String, own: bool) -> String {
    if own || name.starts_with(NEW) { name } else { format!("{NEW}{name}") }
}

fn field(pairs: &Pairs<'_>, known: &Known, key: &str) -> Option<FieldCard> {
    let part = |name: &str| format!("{key}.{name}");
    let ticked = |name: &str| !pairs.last(&part(name)).is_empty();
    let posted = pairs.line(&part("name"));
    let stored = known.field(&posted);
    let kind = stored.map(|field| field.kind).or_else(|| Kind::parse(pairs.last(&part("kind"))))?;
    let name = own_or_new(posted, stored.is_some());
    let mut values = BTreeSet::new();
    let choice = |key: &&str| {
        let part = |name: &str| format!("{key}.{name}");
        let value = pairs.last(&part("value")).to_owned();
        let own = known.has_choice(&name, &value);
        ChoiceRow {
            key: (*key).to_owned(),
            value: own_or_new(value, own),
            label: pairs.line(&part("label")),
            hint: pairs.line(&part("hint")),
            retired: !pairs.last(&part("retired")).is_empty(),
        }
    };
    let choices = pairs.all(&part("choice")).iter().map(choice).filter(|choice| values.insert(choice.value.clone()));
    Some(FieldCard {
        key: key.to_owned(),
        label: pairs.line(&part("label")),
        hint: pairs.text(&part("hint")),
        required: ticked("required"),
        label_is_title: ticked("heading"),
        when: when(pairs, key),
        services: kind.has_choices() && ticked("services"),
        max: pairs.line(&part("max")),
        least: pairs.line(&part("least")),
        most: pairs.line(&part("most")),
        statement: pairs.text(&part("statement")),
        missing: pairs.line(&part("missing")),
        choices: if kind.has_choices() { choices.collect() } else { Vec::new() },
        ..FieldCard::new(name, kind)
    })
}

fn when(pairs: &Pairs<'_>, key: &str) -> When {
    let field = pairs.line(&format!("{key}.when"));
    let is = pairs.all(&format!("{key}.is")).iter().map(|value| (*value).to_owned());
    // Answers are those of the question that stood there when they were ticked.
    let same = pairs.last(&format!("{key}.of")) == field;
    When { is: if same && !field.is_empty() { is.collect() } else { Vec::new() }, field }
}
