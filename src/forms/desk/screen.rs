//! The sheet as a page: a form's steps with their questions, and beside them what concerns the form as a whole.

use askama::Template;

use super::changes::{MOST_FIELDS, MOST_QUESTIONS, MOST_STEPS};
use super::question::{FieldView, words};
use super::sheet::{FieldCard, ROLES, Sheet, StepCard};
use super::when::{Opt, WhenView};
use crate::accounts::access::{Power, Viewer};
use crate::accounts::inputs::{Input, InputFault};
use crate::admin::frame::Frame;
use crate::forms::{Form, Kind};

/// The sheet.
#[derive(Debug, Template)]
#[template(path = "forms/sheet.html")]
pub struct SheetPage {
    layout: Frame,
    errors: Vec<InputFault>,
    slug: String,
    title: String,
    open: bool,
    /// Whether its last day is over.
    over: bool,
    version: i32,
    seen: i32,
    /// Whether the viewer may change more than words.
    whole: bool,
    /// Whether the viewer may change recipients.
    sets: bool,
    hours: u32,
    about: Vec<Input>,
    roles: Vec<RoleView>,
    steps: Vec<StepView>,
    kinds: [Kind; 11],
    meanwhile: Option<Meanwhile>,
    warning: Option<&'static str>,
}

/// How the sheet is to be shown.
#[derive(Debug, Default)]
pub(super) struct Showing {
    /// What has to be mended.
    pub faults: Vec<InputFault>,
    /// The part that was just added or changed.
    pub focus: Option<String>,
    /// What somebody else saved meanwhile.
    pub meanwhile: Option<Meanwhile>,
    /// From which version this person set out, where that is not the newest.
    pub seen: Option<i32>,
}

/// What somebody else saved meanwhile.
#[derive(Debug)]
pub(super) struct Meanwhile {
    /// Who.
    pub who: String,
    /// When.
    pub when: String,
    /// What is otherwise in what this person wrote.
    pub changes: Vec<String>,
}

/// Which question says who asks.
#[derive(Debug)]
struct RoleView {
    id: &'static str,
    label: &'static str,
    options: Vec<Opt>,
    error: Option<String>,
}

/// One line to fill in.
#[derive(Debug)]
pub(super) struct Line {
    pub id: String,
    pub label: &'static str,
    pub hint: &'static str,
    pub value: String,
    pub error: Option<String>,
    pub optional: bool,
    /// How many lines it takes; one for a plain input.
    pub rows: u8,
    /// Whether it is for a number.
    pub number: bool,
}

/// One step.
#[derive(Debug)]
struct StepView {
    key: String,
    name: String,
    number: usize,
    label: String,
    first: bool,
    last: bool,
    only: bool,
    focus: bool,
    error: Option<String>,
    lines: Vec<Line>,
    when: WhenView,
    fields: Vec<FieldView>,
    full: bool,
}

impl SheetPage {
    pub(super) fn new(
        layout: Frame,
        viewer: &Viewer,
        form: &Form,
        over: bool,
        sheet: &Sheet,
        services: &[(String, String)],
        showing: Showing,
    ) -> Self {
        let whole = viewer.may(Power::Forms);
        let looking = Looking { sheet, services, showing: &showing, whole };
        let no_copy = sheet.roles.get(1).is_some_and(String::is_empty);
        Self {
            slug: form.slug.clone(),
            title: form.definition.title.clone(),
            open: form.state == crate::forms::FormState::Open,
            over,
            version: form.version,
            seen: showing.seen.unwrap_or(form.version),
            whole,
            sets: viewer.may(Power::People),
            hours: form.definition.reply_promise.working_hours,
            about: looking.about(),
            roles: looking.roles(),
            steps: sheet.steps.iter().enumerate().map(|(place, step)| looking.step(place, step)).collect(),
            kinds: Kind::OFFERED,
            warning: no_copy.then_some("No question is for the email address: nobody gets a copy of what they sent, and you can answer by telephone only."),
            errors: showing.faults,
            meanwhile: showing.meanwhile,
            layout,
        }
    }

    fn may_add_step(&self) -> bool {
        self.whole && self.steps.len() < MOST_STEPS
    }

    /// For the words about the last day.
    fn stays_closed(&self) -> bool {
        self.open && self.over
    }
}

/// What the parts of the page are made from.
pub(super) struct Looking<'a> {
    pub sheet: &'a Sheet,
    pub services: &'a [(String, String)],
    pub showing: &'a Showing,
    pub whole: bool,
}

impl Looking<'_> {
    pub fn error(&self, id: &str) -> Option<String> {
        self.showing.faults.iter().find(|fault| fault.id == id).map(|fault| fault.message.clone())
    }

    pub fn is_faulty(&self, key: &str) -> bool {
        let begins = format!("{key}.");
        self.showing.faults.iter().any(|fault| fault.id == key || fault.id.starts_with(&begins))
    }

    pub fn focused(&self, key: &str) -> bool {
        self.showing.focus.as_deref() == Some(key)
    }

    fn about(&self) -> Vec<Input> {
        let sheet = self.sheet;
        let mut about = vec![
            Input::text("title", "Title", &sheet.title).hinted("In the inbox, and in the browser’s tab."),
            Input::text("send", "Words on the last button", &sheet.send),
            Input::lines("promise", "When somebody replies, in words", &sheet.promise)
                .hinted("Shown before and after Send."),
            Input::lines("closing_note", "What happens next (optional)", &sheet.closing_note).hinted("On the receipt."),
            Input::lines("closed_note", "While it is closed (optional)", &sheet.closed_note)
                .hinted("In place of the questions."),
        ];
        if self.whole {
            let hint = "It closes by itself when this day is over.";
            let day = Input::text("closes_on", "Last day (optional)", &sheet.closes_on).hinted(hint);
            about.push(Input { kind: "date", ..day });
        }
        about.into_iter().map(|input| input.with(&self.showing.faults)).collect()
    }

    fn roles(&self) -> Vec<RoleView> {
        let role = |((id, label, kinds), chosen): (&(&'static str, &'static str, &[Kind]), &String)| {
            let fitting = self.sheet.fields().filter(|field| kinds.contains(&field.kind) || field.name == *chosen);
            let option = |field: &FieldCard| Opt::new(&field.name, &words(field), field.name == *chosen);
            let none = Opt::new("", "No question", chosen.is_empty());
            let options = std::iter::once(none).chain(fitting.map(option)).collect();
            RoleView { id, label, options, error: self.error(id) }
        };
        ROLES.iter().zip(&self.sheet.roles).map(role).collect()
    }

    pub fn line(&self, key: &str, name: &str, label: &'static str, value: &str, rows: u8) -> Line {
        let id = format!("{key}.{name}");
        let error = self.error(&id);
        Line { error, id, label, hint: "", value: value.to_owned(), optional: false, rows, number: false }
    }

    fn step(&self, place: usize, step: &StepCard) -> StepView {
        let line = |name, label, value| self.line(&step.key, name, label, value, 1);
        let lines = vec![
            line("title", "Heading of the step", &step.title),
            Line { hint: "Beside “Step 1 of 3”.", ..line("label", "Short name", &step.label) },
            Line { rows: 2, optional: true, ..line("introduction", "Introduction", &step.introduction) },
        ];
        let count = self.sheet.steps.len();
        let fields = step.fields.iter().enumerate();
        StepView {
            key: step.key.clone(),
            name: step.name.clone(),
            number: place + 1,
            label: step.label.clone(),
            first: place == 0,
            last: place + 1 == count,
            only: count == 1,
            focus: self.focused(&step.key),
            error: self.error(&step.key),
            lines,
            when: WhenView::new(
                self.sheet,
                self.services,
                place,
                &step.key,
                &step.when,
                self.error(&format!("{}.when", step.key)),
            ),
            fields: fields.map(|(index, field)| self.field(place, step.fields.len(), index, field)).collect(),
            full: step.fields.len() >= MOST_FIELDS || self.sheet.fields().count() >= MOST_QUESTIONS,
        }
    }
}
