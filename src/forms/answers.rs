//! Answers as typed: every posted name with its values, in a document that drafts and enquiries keep.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::definition::{Condition, Definition, Field, Step};
use crate::web::edge::Posted;

/// Posted values by name. In drafts they are as typed; in enquiries they are checked and tidied.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(BTreeMap<String, Vec<String>>);

impl Answers {
    /// What a post says about the fields of one step; everything else is ignored. Of a single field the last value counts.
    pub fn of_post(step: &Step, posted: &Posted) -> Self {
        let mut answers = Self::default();
        for field in &step.fields {
            for name in field.posted_names() {
                let values: Vec<String> = if field.kind == super::Kind::Choices {
                    posted.all(&name).map(str::to_owned).collect()
                } else {
                    posted.last(&name).map(str::to_owned).into_iter().collect()
                };
                if !values.is_empty() {
                    answers.0.insert(name, values);
                }
            }
        }
        answers
    }

    /// The answers of pairs, as the demo's content gives them.
    pub fn of_pairs(pairs: impl IntoIterator<Item = (String, Vec<String>)>) -> Self {
        Self(pairs.into_iter().collect())
    }

    /// The single value under a name; empty where there is none.
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).and_then(|values| values.last()).map_or("", String::as_str)
    }

    /// All values under a name.
    pub fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether nothing was answered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Sets the values under a name; none takes it away.
    pub fn set(&mut self, name: &str, values: Vec<String>) {
        if values.is_empty() {
            self.0.remove(name);
        } else {
            self.0.insert(name.to_owned(), values);
        }
    }

    /// Replaces everything about one step: the last post wins.
    pub fn replace_step(&mut self, step: &Step, new: Self) {
        for field in &step.fields {
            for name in field.posted_names() {
                self.0.remove(&name);
            }
        }
        self.0.extend(new.0);
    }

    /// Whether a condition holds.
    pub fn meets(&self, condition: &Condition) -> bool {
        self.all(&condition.field).iter().any(|value| condition.is.contains(value))
    }

    /// Whether a field is asked.
    pub fn asks(&self, field: &Field) -> bool {
        field.show_when.as_ref().is_none_or(|condition| self.meets(condition))
    }

    /// Whether a step is walked through.
    pub fn walks(&self, step: &Step) -> bool {
        !step.skip_when.as_ref().is_some_and(|condition| self.meets(condition))
    }

    /// The tidied answers of everything that is asked, for acceptance. Call it only where nothing is at fault.
    pub fn tidied(&self, definition: &Definition) -> Self {
        let mut tidy = Self::default();
        for step in definition.steps.iter().filter(|step| self.walks(step)) {
            for field in step.fields.iter().filter(|field| self.asks(field)) {
                if let Ok(values) = field.tidy(self) {
                    tidy.set(&field.name, values);
                }
            }
        }
        tidy
    }

    /// All text of the answers, for search and the spam score.
    pub fn prose(&self, definition: &Definition) -> String {
        let mut text = String::new();
        for field in definition.steps.iter().flat_map(|step| &step.fields) {
            for value in self.all(&field.name) {
                text.push_str(&field.words(value));
                text.push('\n');
            }
        }
        text
    }
}

impl Answers {
    /// Only what the visitor wrote themselves, for the spam score: no choices, no contact.
    pub fn written(&self, definition: &Definition) -> String {
        use super::definition::Kind;
        let mut text = String::new();
        for field in definition.steps.iter().flat_map(|step| &step.fields) {
            let roles = &definition.roles;
            let is_name = roles.name.as_deref() == Some(field.name.as_str());
            if matches!(field.kind, Kind::LongText) || (field.kind == Kind::ShortText && !is_name) {
                for value in self.all(&field.name) {
                    text.push_str(value);
                    text.push('\n');
                }
            }
        }
        text
    }
}
