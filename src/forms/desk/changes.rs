//! What the buttons of the sheet do. Each posts the whole form, and the same page comes back with the change: nothing is saved by it,
//! and it needs no script.

use super::sheet::{ChoiceRow, FieldCard, Sheet, StepCard};
use crate::accounts::inputs::InputFault;
use crate::editor::posted::Pairs;
use crate::forms::Kind;

/// Steps of a form at most.
pub(super) const MOST_STEPS: usize = 12;
/// Questions of a step at most.
pub(super) const MOST_FIELDS: usize = 20;
/// Questions of a form at most: its sheet is posted whole, and has to pass.
pub(super) const MOST_QUESTIONS: usize = 60;
/// Answers of a question at most, those that are offered no more included.
pub(super) const MOST_CHOICES: usize = 40;

/// What a button asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Act {
    /// To save it.
    Save,
    /// To change the sheet.
    Change(Change),
}

/// A change of the sheet. Places are names of the form: "s2", "s2.f1", "s2.f1.c3".
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Change {
    /// One more step, at the end.
    AddStep,
    /// A question of a kind, at the end of a step.
    Add(String, Kind),
    /// One more answer.
    Grow(String),
    /// One place up; a step's first question goes to the end of the step before.
    Up(String),
    /// One place down; a step's last question goes to the beginning of the next one.
    Down(String),
    /// Away.
    Delete(String),
    /// An answer is offered no more.
    Retire(String),
    /// An answer is offered again.
    Offer(String),
    /// Nothing: the page comes back with the answers of the question that was chosen for a condition.
    Show(String),
}

impl Act {
    /// What the pressed button says; saving, where it says nothing that is known.
    pub fn read(pairs: &Pairs<'_>) -> Self {
        Self::of(pairs.last("act")).map_or(Self::Save, Self::Change)
    }

    fn of(text: &str) -> Option<Change> {
        let mut words = text.split(' ');
        let verb = words.next()?;
        let mut place = || words.next().map(str::to_owned);
        Some(match verb {
            "step" => Change::AddStep,
            "add" => Change::Add(place()?, Kind::parse(&place()?).filter(|kind| *kind != Kind::HiddenSource)?),
            "grow" => Change::Grow(place()?),
            "up" => Change::Up(place()?),
            "down" => Change::Down(place()?),
            "delete" => Change::Delete(place()?),
            "retire" => Change::Retire(place()?),
            "offer" => Change::Offer(place()?),
            "show" => Change::Show(place()?),
            _ => return None,
        })
    }
}

/// Where something stands: its step, and in it its question, and in that its answer.
#[derive(Debug, Clone, Copy)]
enum Spot {
    Step(usize),
    Field(usize, usize),
    Choice(usize, usize, usize),
}

impl Sheet {
    fn spot(&self, key: &str) -> Option<Spot> {
        let mut found = None;
        for (s, step) in self.steps.iter().enumerate() {
            if step.key == key {
                found = Some(Spot::Step(s));
            }
            for (f, field) in step.fields.iter().enumerate() {
                if field.key == key {
                    found = Some(Spot::Field(s, f));
                }
                if let Some(c) = field.choices.iter().position(|choice| choice.key == key) {
                    found = Some(Spot::Choice(s, f, c));
                }
            }
        }
        found
    }

    fn field_at(&mut self, s: usize, f: usize) -> Option<&mut FieldCard> {
        self.steps.get_mut(s)?.fields.get_mut(f)
    }

    fn choice_at(&mut self, key: &str) -> Option<&mut ChoiceRow> {
        let Some(Spot::Choice(s, f, c)) = self.spot(key) else { return None };
        self.field_at(s, f)?.choices.get_mut(c)
    }
}

impl Change {
    /// Does it to the sheet, and answers the name of the part that it concerns, as it is called afterwards. A place that there is not
    /// changes nothing.
    ///
    /// # Errors
    /// Why it can't be done, beside what is in the way.
    pub fn apply(&self, sheet: &mut Sheet) -> Result<Option<String>, InputFault> {
        if let Self::Delete(key) = self {
            refuse_in_use(sheet, key)?;
        }
        let spot = self.perform(sheet);
        sheet.number();
        let step = |s: usize| sheet.steps.get(s);
        let field = |s: usize, f: usize| step(s)?.fields.get(f);
        Ok(spot.and_then(|spot| match spot {
            Spot::Step(s) => step(s).map(|step| step.key.clone()),
            Spot::Field(s, f) => field(s, f).map(|field| field.key.clone()),
            Spot::Choice(s, f, c) => field(s, f)?.choices.get(c).map(|choice| choice.key.clone()),
        }))
    }

    fn perform(&self, sheet: &mut Sheet) -> Option<Spot> {
        let name = sheet.new_name();
        match self {
            Self::AddStep => {
                if sheet.steps.len() < MOST_STEPS {
                    sheet.steps.push(StepCard { name, ..StepCard::default() });
                }
                Some(Spot::Step(sheet.steps.len().checked_sub(1)?))
            }
            Self::Add(key, kind) => {
                let Spot::Step(s) = sheet.spot(key)? else { return None };
                let room = sheet.fields().count() < MOST_QUESTIONS;
                let fields = &mut sheet.steps.get_mut(s)?.fields;
                if room && fields.len() < MOST_FIELDS {
                    let mut card = FieldCard::new(name.clone(), *kind);
                    if kind.has_choices() {
                        card.choices = vec![
                            ChoiceRow { value: format!("{name}1"), ..ChoiceRow::default() },
                            ChoiceRow { value: format!("{name}2"), ..ChoiceRow::default() },
                        ];
                    }
                    fields.push(card);
                }
                Some(Spot::Field(s, fields.len().checked_sub(1)?))
            }
            Self::Grow(key) => {
                let Spot::Field(s, f) = sheet.spot(key)? else { return None };
                let choices = &mut sheet.field_at(s, f)?.choices;
                if choices.len() < MOST_CHOICES {
                    // Above those that are offered no more.
                    let place = choices.iter().rposition(|choice| !choice.retired).map_or(0, |last| last + 1);
                    choices.insert(place, ChoiceRow { value: name, ..ChoiceRow::default() });
                    return Some(Spot::Choice(s, f, place));
                }
                None
            }
            Self::Up(key) => up(sheet, sheet.spot(key)?),
            Self::Down(key) => down(sheet, sheet.spot(key)?),
            Self::Delete(key) => delete(sheet, sheet.spot(key)?),
            Self::Retire(key) | Self::Offer(key) => {
                let choice = sheet.choice_at(key)?;
                choice.retired = matches!(self, Self::Retire(_));
                sheet.spot(key)
            }
            Self::Show(key) => sheet.spot(key),
        }
    }
}

fn up(sheet: &mut Sheet, spot: Spot) -> Option<Spot> {
    match spot {
        Spot::Step(s) => {
            sheet.steps.swap(s.checked_sub(1)?, s);
            Some(Spot::Step(s - 1))
        }
        Spot::Field(s, 0) => {
            let before = s.checked_sub(1)?;
            if sheet.steps.get(before)?.fields.len() >= MOST_FIELDS {
                return Some(spot);
            }
            let card = sheet.steps.get_mut(s)?.fields.remove(0);
            let fields = &mut sheet.steps.get_mut(before)?.fields;
            fields.push(card);
            Some(Spot::Field(before, fields.len() - 1))
        }
        Spot::Field(s, f) => {
            sheet.steps.get_mut(s)?.fields.swap(f - 1, f);
            Some(Spot::Field(s, f - 1))
        }
        Spot::Choice(s, f, c) => {
            sheet.field_at(s, f)?.choices.swap(c.checked_sub(1)?, c);
            Some(Spot::Choice(s, f, c - 1))
        }
    }
}

fn down(sheet: &mut Sheet, spot: Spot) -> Option<Spot> {
    match spot {
        Spot::Step(s) if s + 1 < sheet.steps.len() => {
            sheet.steps.swap(s, s + 1);
            Some(Spot::Step(s + 1))
        }
        Spot::Field(s, f) if f + 1 < sheet.steps.get(s)?.fields.len() => {
            sheet.steps.get_mut(s)?.fields.swap(f, f + 1);
            Some(Spot::Field(s, f + 1))
        }
        Spot::Field(s, f) => {
            if sheet.steps.get(s + 1)?.fields.len() >= MOST_FIELDS {
                return Some(spot);
            }
            let card = sheet.steps.get_mut(s)?.fields.remove(f);
            sheet.steps.get_mut(s + 1)?.fields.insert(0, card);
            Some(Spot::Field(s + 1, 0))
        }
        Spot::Choice(s, f, c) if c + 1 < sheet.field_at(s, f)?.choices.len() => {
            sheet.field_at(s, f)?.choices.swap(c, c + 1);
            Some(Spot::Choice(s, f, c + 1))
        }
        Spot::Step(_) | Spot::Choice(..) => None,
    }
}

/// What was saved once is never taken away from the answers of a question, but offered no more.
fn delete(sheet: &mut Sheet, spot: Spot) -> Option<Spot> {
    match spot {
        Spot::Step(s) if sheet.steps.len() > 1 => {
            sheet.steps.remove(s);
            forget_roles(sheet);
            Some(Spot::Step(s.saturating_sub(1)))
        }
        Spot::Field(s, f) => {
            sheet.steps.get_mut(s)?.fields.remove(f);
            forget_roles(sheet);
            Some(if f == 0 { Spot::Step(s) } else { Spot::Field(s, f - 1) })
        }
        Spot::Choice(s, f, c) => {
            let choices = &mut sheet.field_at(s, f)?.choices;
            if choices.get(c)?.is_new() {
                choices.remove(c);
            }
            Some(Spot::Field(s, f))
        }
        Spot::Step(_) => Some(spot),
    }
}

/// A question that is gone says nothing any more of who asks.
fn forget_roles(sheet: &mut Sheet) {
    let names: Vec<String> = sheet.fields().map(|field| field.name.clone()).collect();
    sheet.roles.iter_mut().filter(|role| !names.contains(role)).for_each(String::clear);
}

/// What decides over something else stays until that is changed.
fn refuse_in_use(sheet: &Sheet, key: &str) -> Result<(), InputFault> {
    let fields: Vec<&FieldCard> = match sheet.spot(key) {
        Some(Spot::Field(..)) => sheet.fields().filter(|field| field.key == key).collect(),
        Some(Spot::Step(_)) => {
            sheet.steps.iter().filter(|step| step.key == key).flat_map(|step| &step.fields).collect()
        }
        _ => return Ok(()),
    };
    for field in fields {
        let decided = sheet.decided_by(&field.name);
        if !decided.is_empty() {
            let words =
                format!("“{}” decides {}: change that first, then delete it", field.label, decided.join(" and "));
            return Err(InputFault::new(field.key.clone(), words));
        }
    }
    Ok(())
}
