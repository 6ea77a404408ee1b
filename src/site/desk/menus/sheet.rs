//! The menus as a form holds them, and what its buttons do to them.

use super::choices::Choices;
use crate::accounts::inputs::InputFault;
use crate::mail::one_line;
use crate::site::{Entry, Leads, Place};
use crate::web::edge::Posted;

/// Characters of an entry's words at most.
const LABEL: usize = 40;
/// And of the last line.
const NOTE: usize = 240;

/// One entry as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Its words.
    pub label: String,
    /// Where it leads, as [`Leads::text`] says it; empty for nowhere yet.
    pub leads: String,
}

/// The whole form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    main: Vec<Row>,
    action: Vec<Row>,
    footer: Vec<Row>,
    /// The last line of the footer.
    pub note: String,
}

/// Entries of a place at most: more than so many nobody finds anything in.
pub fn most(place: Place) -> usize {
    match place {
        Place::Main => 9,
        Place::Action => 1,
        Place::Footer => 12,
    }
}

impl Sheet {
    /// The menus as they are kept.
    pub fn of(entries: &[Entry], note: &str) -> Self {
        let mut sheet = Self { note: note.to_owned(), ..Self::default() };
        for entry in entries {
            sheet.rows_mut(entry.place).push(Row { label: entry.label.clone(), leads: entry.leads.text() });
        }
        sheet
    }

    /// What was posted.
    pub fn read(posted: &Posted) -> Self {
        let mut sheet = Self { note: one_line(posted.last("note").unwrap_or_default()), ..Self::default() };
        for place in Place::ALL {
            let (label, leads) = (format!("{}-label", place.as_str()), format!("{}-leads", place.as_str()));
            let pairs = posted.all(&label).zip(posted.all(&leads));
            let rows = pairs.map(|(label, leads)| Row { label: one_line(label), leads: leads.to_owned() });
            *sheet.rows_mut(place) = rows.take(most(place)).collect();
        }
        sheet
    }

    /// The entries of a place.
    pub fn rows(&self, place: Place) -> &[Row] {
        match place {
            Place::Main => &self.main,
            Place::Action => &self.action,
            Place::Footer => &self.footer,
        }
    }

    fn rows_mut(&mut self, place: Place) -> &mut Vec<Row> {
        match place {
            Place::Main => &mut self.main,
            Place::Action => &mut self.action,
            Place::Footer => &mut self.footer,
        }
    }

    /// Takes rows away in which nothing stands.
    pub fn tidy(&mut self) {
        for place in Place::ALL {
            self.rows_mut(place).retain(|row| *row != Row::default());
        }
    }

    /// What is wrong, in the order of the page.
    pub fn faults(&self, choices: &Choices) -> Vec<InputFault> {
        let mut faults = Vec::new();
        for place in Place::ALL {
            for (row, number) in self.rows(place).iter().zip(1..) {
                let id = |part: &str| format!("{}-{part}-{number}", place.as_str());
                if row.label.is_empty() {
                    faults.push(InputFault::new(id("label"), "Enter the words of this entry"));
                } else if row.label.chars().count() > LABEL {
                    let words = format!("“{}” is too long: keep it to {LABEL} characters", row.label);
                    faults.push(InputFault::new(id("label"), words));
                }
                if !choices.has(&row.leads) {
                    let words = format!("Choose where “{}” leads", row.label);
                    faults.push(InputFault::new(id("leads"), words));
                }
            }
        }
        if self.note.chars().count() > NOTE {
            faults.push(InputFault::new("note", format!("Keep the last line to {NOTE} characters")));
        }
        faults
    }

    /// With mistakes, for a sample: an entry without words, and one that leads nowhere.
    pub(super) fn spoil(&mut self) {
        self.main.push(Row { label: "Something new".to_owned(), leads: String::new() });
        if let Some(first) = self.main.as_mut_slice().first_mut() {
            first.label.clear();
        }
    }

    /// The entries of a place, ready to be kept.
    pub fn entries(&self, place: Place) -> Vec<(String, Leads)> {
        let rows = self.rows(place).iter();
        rows.filter_map(|row| Some((row.label.clone(), Leads::parse(&row.leads)?))).collect()
    }
}

/// What a button does to the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// One more entry.
    Add(Place),
    /// An entry one place up. Places count from 0 on.
    Up(Place, usize),
    /// An entry one place down.
    Down(Place, usize),
    /// An entry away.
    Drop(Place, usize),
}

impl Change {
    /// What a pressed button says: "up main 2".
    pub fn parse(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let (verb, place) = (words.next()?, words.next()?);
        let place = Place::ALL.into_iter().find(|known| known.as_str() == place)?;
        if verb == "add" {
            return Some(Self::Add(place));
        }
        let at = words.next()?.parse::<usize>().ok()?.checked_sub(1)?;
        match verb {
            "up" => Some(Self::Up(place, at)),
            "down" => Some(Self::Down(place, at)),
            "drop" => Some(Self::Drop(place, at)),
            _ => None,
        }
    }

    /// Does it, and answers the row that it concerns afterwards, from 1 on. A row that there is not changes nothing.
    pub fn apply(self, sheet: &mut Sheet) -> Option<(Place, usize)> {
        let (place, row) = match self {
            Self::Add(place) => {
                let rows = sheet.rows_mut(place);
                if rows.len() < most(place) {
                    rows.push(Row::default());
                }
                (place, rows.len().checked_sub(1)?)
            }
            Self::Up(place, at) => {
                let (rows, above) = (sheet.rows_mut(place), at.checked_sub(1)?);
                (at < rows.len()).then(|| rows.swap(above, at))?;
                (place, above)
            }
            Self::Down(place, at) => {
                let rows = sheet.rows_mut(place);
                (at + 1 < rows.len()).then(|| rows.swap(at, at + 1))?;
                (place, at + 1)
            }
            Self::Drop(place, at) => {
                let rows = sheet.rows_mut(place);
                (at < rows.len()).then(|| rows.remove(at))?;
                (place, at.min(rows.len().checked_sub(1)?))
            }
        };
        Some((place, row + 1))
    }
}
