//! Whether a definition can be used. An illegal one is refused with its reason before it is stored.

use std::collections::BTreeSet;

use super::definition::{Condition, Definition, Field, Kind, Step};

/// Step names with a meaning of their own in addresses.
const RESERVED_STEPS: [&str; 2] = ["check", "sent"];

/// Why a definition is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DefinitionFault {
    /// A newer shape.
    #[error("version {0} of form definitions is not known here")]
    Version(u32),
    /// Nothing to ask.
    #[error("the form has no steps, or the step {0:?} has no fields")]
    Empty(String),
    /// A name that can't stand in an address or a posted form.
    #[error("{0:?} can't be a name: use small letters, digits and hyphens, beginning with a letter")]
    Name(String),
    /// A name with a meaning of its own.
    #[error("the name {0:?} is reserved")]
    Reserved(String),
    /// A name used twice.
    #[error("the name {0:?} is used twice")]
    Duplicate(String),
    /// A condition on something that isn't there.
    #[error("{place:?} depends on {field:?}, which is no field of this form")]
    UnknownCondition {
        /// The step or field with the condition.
        place: String,
        /// What it depends on.
        field: String,
    },
    /// A condition on a value that can't be chosen.
    #[error("{place:?} depends on the value {value:?}, which can't be chosen")]
    UnknownValue {
        /// The step or field with the condition.
        place: String,
        /// The value.
        value: String,
    },
    /// A condition on its own or a later step: nobody could know it yet, and two of them make a circle.
    #[error("{place:?} depends on {field:?}, which is not asked in an earlier step")]
    Cycle {
        /// The step or field with the condition.
        place: String,
        /// What it depends on.
        field: String,
    },
    /// Choices that aren't there, or where none belong.
    #[error("the field {0:?} needs choices if its kind is choice or choices, and none otherwise")]
    Choices(String),
    /// A limit that can't be kept.
    #[error("the limits of the field {0:?} contradict each other")]
    Limits(String),
    /// A consent that says nothing.
    #[error("the consent {0:?} has no statement")]
    Statement(String),
    /// A role that points nowhere or at the wrong kind.
    #[error("the role {0:?} points to a field that is not there or of another kind")]
    Role(&'static str),
    /// Nobody could answer.
    #[error("there is no way to reply: a required email or telephone field, always asked, must be named under roles")]
    NoReply,
}

impl Definition {
    /// Checks a definition before it is stored.
    ///
    /// # Errors
    /// The first fault.
    pub fn check(&self) -> Result<(), DefinitionFault> {
        if self.version != 1 {
            return Err(DefinitionFault::Version(self.version));
        }
        if self.steps.is_empty() {
            return Err(DefinitionFault::Empty(String::new()));
        }
        let (mut steps, mut fields) = (BTreeSet::new(), BTreeSet::new());
        for (place, step) in self.steps.iter().enumerate() {
            check_step(step, &mut steps)?;
            for field in &step.fields {
                check_field(field, &mut fields)?;
                self.check_condition(&field.name, field.show_when.as_ref(), place)?;
            }
            self.check_condition(&step.name, step.skip_when.as_ref(), place)?;
        }
        self.check_roles()
    }

    fn check_condition(&self, place: &str, condition: Option<&Condition>, at: usize) -> Result<(), DefinitionFault> {
        let Some(condition) = condition else { return Ok(()) };
        let unknown = || DefinitionFault::UnknownCondition { place: place.to_owned(), field: condition.field.clone() };
        let (step, field) = self.field(&condition.field).ok_or_else(unknown)?;
        let earlier = self.step(&step.name).is_some_and(|(index, _)| index < at);
        if !earlier {
            return Err(DefinitionFault::Cycle { place: place.to_owned(), field: condition.field.clone() });
        }
        for value in &condition.is {
            let possible = match field.kind {
                // Services come and go.
                Kind::Choice | Kind::Choices => {
                    field.services || field.choices.iter().any(|choice| choice.value == *value)
                }
                Kind::YesNo => value == "yes" || value == "no",
                Kind::Consent => value == "yes",
                _ => true,
            };
            if !possible {
                return Err(DefinitionFault::UnknownValue { place: place.to_owned(), value: value.clone() });
            }
        }
        Ok(())
    }

    fn check_roles(&self) -> Result<(), DefinitionFault> {
        let roles = &self.roles;
        let pointing = [
            ("name", &roles.name, &[Kind::ShortText][..]),
            ("email", &roles.email, &[Kind::Email][..]),
            ("phone", &roles.phone, &[Kind::Phone][..]),
            ("company", &roles.company, &[Kind::ShortText][..]),
        ];
        for (role, name, kinds) in pointing {
            let Some(name) = name else { continue };
            if !self.field(name).is_some_and(|(_, field)| kinds.contains(&field.kind)) {
                return Err(DefinitionFault::Role(role));
            }
        }
        if self.excerpt.as_ref().is_some_and(|name| self.field(name).is_none()) {
            return Err(DefinitionFault::Role("excerpt"));
        }
        let certain = |name: &Option<String>| {
            name.as_ref()
                .and_then(|name| self.field(name))
                .is_some_and(|(step, field)| field.required && field.show_when.is_none() && step.skip_when.is_none())
        };
        if certain(&roles.email) || certain(&roles.phone) { Ok(()) } else { Err(DefinitionFault::NoReply) }
    }
}

fn check_step(step: &Step, seen: &mut BTreeSet<String>) -> Result<(), DefinitionFault> {
    if !is_name(&step.name) {
        return Err(DefinitionFault::Name(step.name.clone()));
    }
    if RESERVED_STEPS.contains(&step.name.as_str()) {
        return Err(DefinitionFault::Reserved(step.name.clone()));
    }
    if !seen.insert(step.name.clone()) {
        return Err(DefinitionFault::Duplicate(step.name.clone()));
    }
    if step.fields.is_empty() { Err(DefinitionFault::Empty(step.name.clone())) } else { Ok(()) }
}

fn check_field(field: &Field, seen: &mut BTreeSet<String>) -> Result<(), DefinitionFault> {
    if field.name.starts_with('_') {
        return Err(DefinitionFault::Reserved(field.name.clone()));
    }
    if !is_name(&field.name) {
        return Err(DefinitionFault::Name(field.name.clone()));
    }
    if !seen.insert(field.name.clone()) {
        return Err(DefinitionFault::Duplicate(field.name.clone()));
    }
    let chosen = matches!(field.kind, Kind::Choice | Kind::Choices);
    if chosen == (field.offered().next().is_none() && !field.services) || field.services && !chosen {
        return Err(DefinitionFault::Choices(field.name.clone()));
    }
    let mut values = BTreeSet::new();
    if let Some(twice) = field.choices.iter().find(|choice| !values.insert(choice.value.as_str())) {
        return Err(DefinitionFault::Duplicate(twice.value.clone()));
    }
    let contradict = matches!((field.least, field.most), (Some(least), Some(most)) if least > most);
    if contradict || field.max == Some(0) {
        return Err(DefinitionFault::Limits(field.name.clone()));
    }
    if field.kind == Kind::Consent && field.statement.is_empty() {
        return Err(DefinitionFault::Statement(field.name.clone()));
    }
    Ok(())
}

fn is_name(text: &str) -> bool {
    text.len() <= 60
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}
