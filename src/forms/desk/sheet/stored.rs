//! The sheet of a form as it stands, before anybody changes it.

use super::{ChoiceRow, FieldCard, Sheet, StepCard, When};
use crate::forms::Choice;
use crate::forms::definition::{Condition, Definition, Field, Step};

impl Sheet {
    /// The sheet of a form as it stands.
    pub fn of(definition: &Definition) -> Self {
        let roles = &definition.roles;
        let named = [&roles.name, &roles.email, &roles.phone, &roles.company, &definition.excerpt];
        let mut sheet = Self {
            title: definition.title.clone(),
            send: definition.send.clone(),
            promise: definition.reply_promise.words.clone(),
            closing_note: definition.closing_note.clone(),
            closed_note: definition.closed_note.clone(),
            closes_on: definition.closes_on.map(|day| day.to_string()).unwrap_or_default(),
            roles: named.map(|name| name.clone().unwrap_or_default()),
            steps: definition.steps.iter().map(StepCard::of).collect(),
        };
        sheet.number();
        sheet
    }
}

impl StepCard {
    fn of(step: &Step) -> Self {
        Self {
            key: String::new(),
            name: step.name.clone(),
            label: step.label.clone(),
            title: step.title.clone(),
            introduction: step.introduction.clone(),
            when: When::of(step.skip_when.as_ref()),
            fields: step.fields.iter().map(FieldCard::of).collect(),
        }
    }
}

impl FieldCard {
    fn of(field: &Field) -> Self {
        let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
        Self {
            label: field.label.clone(),
            hint: field.hint.clone(),
            required: field.required,
            label_is_title: field.label_is_title,
            when: When::of(field.show_when.as_ref()),
            services: field.services,
            max: number(field.max.map(i64::from)),
            least: number(field.least),
            most: number(field.most),
            statement: field.statement.clone(),
            missing: field.error.missing.clone().unwrap_or_default(),
            choices: field.choices.iter().filter(|choice| !choice.is_service).map(ChoiceRow::of).collect(),
            ..Self::new(field.name.clone(), field.kind)
        }
    }
}

impl ChoiceRow {
    fn of(choice: &Choice) -> Self {
        Self {
            key: String::new(),
            value: choice.value.clone(),
            label: choice.label.clone(),
            hint: choice.hint.clone(),
            retired: choice.retired,
        }
    }
}

impl When {
    fn of(condition: Option<&Condition>) -> Self {
        condition.map(|when| Self { field: when.field.clone(), is: when.is.clone() }).unwrap_or_default()
    }
}
