//! From the sheet to a definition: new parts get their names, and what is wrong is said beside its field.

mod question;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::changes::{MOST_FIELDS, MOST_QUESTIONS, MOST_STEPS};
use super::sheet::{NEW, Sheet, StepCard, When};
use crate::accounts::inputs::InputFault;
use crate::forms::definition::{Condition, Definition, ReplyPromise, Roles, Step};
use crate::forms::known::free_name;
use crate::forms::{DefinitionFault, Known};

/// What a sheet is made into a definition with.
pub(super) struct Making<'a> {
    /// Every name that this form ever had.
    pub known: &'a Known,
    /// The form as it stands: what is not on the sheet comes from it.
    pub base: &'a Definition,
    /// The services that may be chosen, by slug: no choice may have the value of one.
    pub services: &'a [(String, String)],
    faults: Vec<InputFault>,
    names: BTreeMap<String, String>,
}

impl<'a> Making<'a> {
    pub fn new(known: &'a Known, base: &'a Definition, services: &'a [(String, String)]) -> Self {
        Self { known, base, services, faults: Vec::new(), names: BTreeMap::new() }
    }

    /// The definition.
    ///
    /// # Errors
    /// What has to be mended, in the order of the sheet.
    pub fn definition(mut self, sheet: &Sheet) -> Result<Definition, Vec<InputFault>> {
        self.name_all(sheet);
        let lines = [
            ("title", "the title", &sheet.title, 120),
            ("send", "the words on the last button", &sheet.send, 60),
            ("promise", "when somebody replies, in words", &sheet.promise, 200),
        ];
        for (id, what, text, most) in lines {
            self.required(id.to_owned(), what, text, most);
        }
        self.within("closing_note".to_owned(), "what happens next", &sheet.closing_note, 1_000);
        self.within("closed_note".to_owned(), "the words while it is closed", &sheet.closed_note, 1_000);
        let closes_on = self.day(&sheet.closes_on);
        if sheet.steps.is_empty() || sheet.steps.len() > MOST_STEPS || sheet.fields().count() > MOST_QUESTIONS {
            let words = format!("A form has 1 to {MOST_STEPS} steps, and at most {MOST_QUESTIONS} questions");
            self.faults.push(InputFault::new("steps", words));
        }
        let steps = sheet.steps.iter().enumerate().map(|(place, step)| self.step(sheet, place, step)).collect();
        let role = |role: &String| (!role.is_empty()).then(|| self.named(role));
        let [name, email, phone, company, excerpt] = &sheet.roles;
        let definition = Definition {
            version: 1,
            title: tidy(&sheet.title),
            roles: Roles { name: role(name), email: role(email), phone: role(phone), company: role(company) },
            excerpt: role(excerpt),
            send: tidy(&sheet.send),
            reply_promise: ReplyPromise {
                working_hours: self.base.reply_promise.working_hours,
                words: tidy(&sheet.promise),
            },
            closing_note: tidy(&sheet.closing_note),
            closed_note: tidy(&sheet.closed_note),
            closes_on,
            steps,
        };
        if self.faults.is_empty()
            && let Err(fault) = definition.check()
        {
            self.faults.push(of_check(&fault));
        }
        if self.faults.is_empty() { Ok(definition) } else { Err(self.faults) }
    }

    /// Finds a name for whatever is new.
    fn name_all(&mut self, sheet: &Sheet) {
        let mut steps: Vec<String> = sheet.steps.iter().map(|step| step.name.clone()).collect();
        let mut fields: Vec<String> = sheet.fields().map(|field| field.name.clone()).collect();
        for step in sheet.steps.iter().filter(|step| step.name.starts_with(NEW)) {
            // What has a meaning of its own in addresses.
            let taken = |name: &str| ["check", "sent"].contains(&name) || steps.iter().any(|other| other == name);
            let name = free_name(&step.label, taken);
            steps.push(name.clone());
            self.names.insert(step.name.clone(), name);
        }
        for field in sheet.fields() {
            if field.is_new() {
                let name = self.known.new_field(&field.label, &fields);
                fields.push(name.clone());
                self.names.insert(field.name.clone(), name);
            }
            let mut values: Vec<String> = field.choices.iter().map(|choice| choice.value.clone()).collect();
            values.extend(self.services.iter().map(|(slug, _)| slug.clone()));
            for choice in field.choices.iter().filter(|choice| choice.is_new()) {
                let value = self.known.new_choice(&field.name, &choice.label, &values);
                values.push(value.clone());
                self.names.insert(choice.value.clone(), value);
            }
        }
    }

    fn named(&self, name: &str) -> String {
        self.names.get(name).map_or_else(|| name.to_owned(), Clone::clone)
    }

    fn say(&mut self, id: String, words: impl Into<String>) {
        self.faults.push(InputFault::new(id, words));
    }

    fn within(&mut self, id: String, what: &str, text: &str, most: usize) {
        let length = tidy(text).chars().count();
        if length > most {
            let words = format!("{} {length} characters: keep it to {most}", with_verb(what));
            self.say(id, words);
        }
    }

    fn required(&mut self, id: String, what: &str, text: &str, most: usize) {
        if tidy(text).is_empty() {
            self.say(id, format!("Enter {what}"));
        } else {
            self.within(id, what, text, most);
        }
    }

    fn day(&mut self, typed: &str) -> Option<NaiveDate> {
        if typed.is_empty() {
            return None;
        }
        let day = NaiveDate::parse_from_str(typed, "%Y-%m-%d").ok();
        if day.is_none() {
            self.say("closes_on".to_owned(), "Enter the last day as a date, such as 2027-03-31, or leave it empty");
        }
        day
    }

    fn step(&mut self, sheet: &Sheet, place: usize, step: &StepCard) -> Step {
        let id = |name: &str| format!("{}.{name}", step.key);
        self.required(id("label"), "the short name of the step", &step.label, 60);
        self.required(id("title"), "the heading of the step", &step.title, 160);
        self.within(id("introduction"), "the introduction", &step.introduction, 600);
        let skip_when = self.condition(sheet, place, &step.key, &step.when);
        if step.fields.is_empty() {
            self.say(step.key.clone(), format!("Add a question to the step “{}”, or delete it", step.label));
        } else if step.fields.len() > MOST_FIELDS {
            self.say(step.key.clone(), format!("A step has at most {MOST_FIELDS} questions: make two of it"));
        }
        Step {
            name: self.named(&step.name),
            label: tidy(&step.label),
            title: tidy(&step.title),
            introduction: tidy(&step.introduction),
            skip_when,
            fields: step.fields.iter().map(|field| self.field(sheet, place, field)).collect(),
        }
    }

    /// A condition of something that stands in a step: on a question of an earlier one, and on answers that can be given.
    fn condition(&mut self, sheet: &Sheet, place: usize, key: &str, when: &When) -> Option<Condition> {
        if !when.is_set() {
            return None;
        }
        let id = || format!("{key}.when");
        let of =
            sheet.steps.iter().enumerate().find_map(|(at, step)| {
                step.fields.iter().find(|field| field.name == when.field).map(|field| (at, field))
            });
        let Some((at, field)) = of else {
            self.say(id(), "The question that decides this is gone: choose another, or none");
            return None;
        };
        if at >= place {
            let words = format!("“{}” is not asked in an earlier step: choose another question, or none", field.label);
            self.say(id(), words);
        } else if when.is.is_empty() {
            self.say(id(), format!("Tick at least one answer to “{}”", field.label));
        } else if field.kind.has_choices() && !field.services {
            let offered = |value: &String| field.choices.iter().any(|row| row.value == *value && !row.retired);
            if !when.is.iter().any(offered) {
                self.say(id(), format!("None of these answers to “{}” is offered any more: tick another", field.label));
            }
        }
        Some(Condition { field: self.named(&when.field), is: when.is.iter().map(|value| self.named(value)).collect() })
    }
}

fn tidy(text: &str) -> String {
    text.trim().to_owned()
}

/// "The title has", "The words on the last button have".
fn with_verb(what: &str) -> String {
    let mut letters = what.chars();
    let upper: String = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
    if what.contains("words") { format!("{upper} have") } else { format!("{upper} has") }
}

/// What the definition itself refuses, as the sheet says it.
fn of_check(fault: &DefinitionFault) -> InputFault {
    match fault {
        DefinitionFault::NoReply => InputFault::new(
            "role-email",
            "Nobody could be answered: choose a required email or telephone question that everybody is asked",
        ),
        DefinitionFault::Role(role) => {
            InputFault::new(format!("role-{role}"), "Choose a question of the right kind, or none")
        }
        other => InputFault::new("steps", format!("It can’t be saved so: {other}")),
    }
}
