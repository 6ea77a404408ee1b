//! The way through a form: which steps the answers lead through, and where the first gap is.

use super::answers::Answers;
use super::definition::{Definition, Step};
use super::validate::Fault;

/// The way that some answers lead.
#[derive(Debug)]
pub struct Walk<'a> {
    definition: &'a Definition,
    answers: &'a Answers,
    answered: &'a [String],
}

impl<'a> Walk<'a> {
    /// The way through `definition` with these answers; `answered` names the steps that were posted without a fault.
    pub fn new(definition: &'a Definition, answers: &'a Answers, answered: &'a [String]) -> Self {
        Self { definition, answers, answered }
    }

    /// The steps that are walked through, unknown ones included.
    pub fn steps(&self) -> impl Iterator<Item = &'a Step> {
        let answers = self.answers;
        self.definition.steps.iter().filter(move |step| answers.walks(step))
    }

    /// The faults of one step.
    pub fn faults(&self, step: &Step) -> Vec<Fault> {
        step.fields
            .iter()
            .filter(|field| self.answers.asks(field))
            .filter_map(|field| field.tidy(self.answers).err())
            .collect()
    }

    /// The first step that is not answered, or no longer without a fault.
    pub fn first_gap(&self) -> Option<&'a Step> {
        self.steps().find(|step| !self.answered.contains(&step.name) || !self.faults(step).is_empty())
    }

    /// The step after this one; `None` after the last.
    pub fn after(&self, name: &str) -> Option<&'a Step> {
        self.steps().skip_while(|step| step.name != name).nth(1)
    }

    /// The step before this one.
    pub fn before(&self, name: &str) -> Option<&'a Step> {
        self.steps().take_while(|step| step.name != name).last()
    }

    /// "Step 2 of 3": the number of this step and of all that are walked through.
    pub fn place(&self, name: &str) -> (usize, usize) {
        let number = self.steps().take_while(|step| step.name != name).count() + 1;
        (number, self.steps().count())
    }

    /// Whether this step may be shown: everything before it is answered.
    pub fn reaches(&self, name: &str) -> bool {
        self.steps()
            .take_while(|step| step.name != name)
            .all(|step| self.answered.contains(&step.name) && self.faults(step).is_empty())
    }
}
