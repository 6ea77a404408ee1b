//! Every question and every answer that a form has ever known. A field's name and a choice's value never change and are never used
//! again for something else: new ones are made here, from their labels.

use std::collections::BTreeMap;

use super::definition::{Choice, Definition, Field, Kind};
use super::version::Version;
use crate::site::slug::slug;

/// So long a name is made at most, without the number behind it.
const LONGEST: usize = 40;

/// What a form has ever known, by the names of its fields.
#[derive(Debug, Clone, Default)]
pub struct Known(BTreeMap<String, Field>);

impl Known {
    /// Of the versions of a form, the newest first. A field is known as it was asked last, with every choice it ever had.
    pub fn of(versions: &[Version]) -> Self {
        let mut known = Self::default();
        for version in versions {
            known.add(&version.definition);
        }
        known
    }

    /// Of one definition alone.
    pub fn of_definition(definition: &Definition) -> Self {
        let mut known = Self::default();
        known.add(&definition.stored());
        known
    }

    fn add(&mut self, older: &Definition) {
        for field in older.questions() {
            let known = self.0.entry(field.name.clone()).or_insert_with(|| field.clone());
            let new =
                field.choices.iter().filter(|choice| !known.choices.iter().any(|other| other.value == choice.value));
            let new: Vec<Choice> = new.cloned().collect();
            known.choices.extend(new);
        }
    }

    /// A field as it was asked last.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.0.get(name)
    }

    /// Whether a field has ever had a choice with this value.
    pub fn has_choice(&self, field: &str, value: &str) -> bool {
        self.field(field).is_some_and(|field| field.choices.iter().any(|choice| choice.value == value))
    }

    /// A name for a new field: none that another field has or ever had.
    pub fn new_field(&self, label: &str, taken: &[String]) -> String {
        free_name(label, |name| self.0.contains_key(name) || taken.iter().any(|other| other == name))
    }

    /// A value for a new choice: none that another choice of this field has or ever had.
    pub fn new_choice(&self, field: &str, label: &str, taken: &[String]) -> String {
        free_name(label, |value| self.has_choice(field, value) || taken.iter().any(|other| other == value))
    }

    /// Puts the choices that a definition has forgotten back into it, as retired ones.
    pub fn remember_in(&self, definition: &mut Definition) {
        for field in definition.steps.iter_mut().flat_map(|step| &mut step.fields) {
            let Some(known) = self.field(&field.name) else { continue };
            if !matches!(field.kind, Kind::Choice | Kind::Choices) {
                continue;
            }
            let lost = known.choices.iter().filter(|old| !field.choices.iter().any(|choice| choice.value == old.value));
            let lost: Vec<Choice> = lost.map(|choice| Choice { retired: true, ..choice.clone() }).collect();
            field.choices.extend(lost);
        }
    }
}

/// A name from words that can stand in addresses and posted forms, with a number behind it where it is taken.
pub(in crate::forms) fn free_name(words: &str, taken: impl Fn(&str) -> bool) -> String {
    let whole: String = slug(words).chars().take(LONGEST).collect();
    let whole = whole.trim_matches('-');
    let begins = whole.starts_with(|c: char| c.is_ascii_lowercase());
    let wanted = if begins { whole.to_owned() } else { format!("n-{whole}") };
    let numbered = (2..).map(|number| format!("{wanted}-{number}"));
    std::iter::once(wanted.clone()).chain(numbered).find(|name| !taken(name)).unwrap_or(wanted)
}
