//! The screen of the menus.

use askama::Template;

use super::choices::{Choice, Choices};
use super::sheet::{Row, Sheet, most};
use crate::accounts::access::Viewer;
use crate::accounts::inputs::{Input, InputFault};
use crate::admin::frame::Frame;
use crate::site::Place;
use crate::site::desk::parts::{Meanwhile, Tab, tabs};

/// The screen.
#[derive(Debug, Template)]
#[template(path = "site/desk/menus.html")]
pub struct MenusPage {
    layout: Frame,
    tabs: Vec<Tab>,
    errors: Vec<InputFault>,
    pub(super) meanwhile: Option<Meanwhile>,
    pub(super) seen: String,
    places: Vec<PlaceView>,
    groups: Vec<(&'static str, Vec<Choice>)>,
    note: Input,
}

/// One of the three places.
#[derive(Debug)]
struct PlaceView {
    name: &'static str,
    title: &'static str,
    about: &'static str,
    rows: Vec<RowView>,
    /// Whether entries are added, moved and taken away; the one button is only emptied.
    several: bool,
    more: bool,
}

/// One entry.
#[derive(Debug)]
struct RowView {
    number: usize,
    label: String,
    leads: String,
    hidden: &'static str,
    label_error: Option<String>,
    leads_error: Option<String>,
    focus: bool,
}

fn words(place: Place) -> (&'static str, &'static str) {
    match place {
        Place::Main => ("Main menu", "At the top of every page. Five entries are read, nine are not."),
        Place::Action => {
            ("The button in the header", "The one thing that you want visitors to do. Empty both to have none.")
        }
        Place::Footer => ("Footer", "Small links at the end of every page."),
    }
}

impl MenusPage {
    pub(super) fn new(
        layout: Frame,
        viewer: &Viewer,
        sheet: &Sheet,
        choices: &Choices,
        focus: Option<(Place, usize)>,
        errors: Vec<InputFault>,
    ) -> Self {
        let error = |id: String| errors.iter().find(|fault| fault.id == id).map(|fault| fault.message.clone());
        let place = |place: Place| {
            let name = place.as_str();
            let row = |(row, number): (&Row, usize)| RowView {
                number,
                label: row.label.clone(),
                leads: row.leads.clone(),
                hidden: choices.hidden(&row.leads),
                label_error: error(format!("{name}-label-{number}")),
                leads_error: error(format!("{name}-leads-{number}")),
                focus: focus == Some((place, number)),
            };
            let (title, about) = words(place);
            let several = place != Place::Action;
            let blank = [Row::default()];
            let rows = if several || !sheet.rows(place).is_empty() { sheet.rows(place) } else { &blank };
            let more = several && rows.len() < most(place);
            PlaceView { name, title, about, rows: rows.iter().zip(1..).map(row).collect(), several, more }
        };
        Self {
            layout,
            tabs: tabs(viewer, super::PATH),
            meanwhile: None,
            seen: String::new(),
            places: Place::ALL.map(place).into(),
            groups: choices.groups(),
            note: Input::text("note", "Last line (optional)", &sheet.note)
                .hinted("Under everything else: a registered address, a company number.")
                .with(&errors),
            errors,
        }
    }
}
