//! The screens about forms with sample content, in every state that looks different.

use chrono::{DateTime, NaiveDate, Utc};

use super::creation::{FormCreationPage, beginning};
use super::preview::Preview;
use super::screen::{Meanwhile, SheetPage, Showing};
use super::sheet::{FieldCard, Sheet};
use super::versions::FormVersionsPage;
use super::{FormClosingPage, FormDeletionPage, FormRow, FormsPage};
use crate::accounts::Role;
use crate::accounts::access::Viewer;
use crate::accounts::inputs::InputFault;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::demo;
use crate::error::{AppError, Result};
use crate::forms::{Form, FormState, Kind, Version};
use crate::samples::Sample;
use crate::site::usage::PlaceSeen;
use crate::web::edge::Posted;

fn layout(app: &App, title: &str) -> Frame {
    Frame::sample(app, title, Section::Forms)
}

/// All of them.
///
/// # Errors
/// A template that cannot be rendered.
pub(crate) fn samples(app: &App) -> Result<Vec<Sample>> {
    let mut samples = lists(app)?;
    samples.extend(sheets(app)?);
    samples.extend(others(app)?);
    Ok(samples)
}

fn places() -> Vec<PlaceSeen> {
    let place = |title: &str, path: Option<&str>, edit: &str| PlaceSeen {
        title: title.to_owned(),
        path: path.map(str::to_owned),
        edit: Some(edit.to_owned()),
    };
    let page = "/admin/pages/00000000-0000-0000-0000-000000000000";
    vec![
        place("Start", Some("/"), page),
        place("Contact", Some("/contact"), page),
        place("the menu (Ring the bell)", None, "/admin/menus"),
    ]
}

/// The list, and the questions before a form is closed or deleted.
fn lists(app: &App) -> Result<Vec<Sample>> {
    let (business, at) = (app.business(), app.clock.moment());
    let form = |slug| demo::sample_form(at, slug);
    let closed = Form { state: FormState::Closed, ..form("audit-request")? };
    let mut over = form("contact")?;
    over.definition.closes_on = NaiveDate::from_ymd_opt(2026, 1, 31);
    let rows = vec![
        FormRow::of(&business, form("project")?, Some(at.now), places(), at.now),
        FormRow::of(&business, closed, None, Vec::new(), at.now),
        FormRow::of(&business, over, None, Vec::new(), at.now),
    ];
    let page = |rows, all: bool| FormsPage { layout: layout(app, "Forms"), rows, whole: all, sets: all, tests: all };
    let asks = |places, answered| {
        Ok::<_, AppError>(FormDeletionPage::new(layout(app, "Delete a form"), form("contact")?, places, answered))
    };
    let closing =
        |places| Ok::<_, AppError>(FormClosingPage::new(layout(app, "Close a form"), form("project")?, places));
    Ok(vec![
        Sample::of("forms-list", &page(rows, true))?,
        Sample::of("forms-list-empty", &page(Vec::new(), true))?,
        Sample::of("form-closing", &closing(places())?)?,
        Sample::of("form-closing-unused", &closing(Vec::new())?)?,
        Sample::of("form-deletion", &asks(Vec::new(), 0)?)?,
        Sample::of("form-deletion-in-use", &asks(places(), 0)?)?,
        Sample::of("form-deletion-answered", &asks(Vec::new(), 12)?)?,
    ])
}

fn sheet(app: &App, viewer: &Viewer, form: &Form, sheet: &Sheet, over: bool, showing: Showing) -> SheetPage {
    let title = &form.definition.title;
    let title = if showing.faults.is_empty() { title.clone() } else { format!("Error: {title}") };
    let services = [("new-sites".to_owned(), "New sites".to_owned())];
    SheetPage::new(layout(app, &title), viewer, form, over, sheet, &services, showing)
}

/// The sheet.
fn sheets(app: &App) -> Result<Vec<Sample>> {
    let at = app.clock.moment();
    let owner = Viewer::sample();
    let editor = Viewer { role: Role::Editor, ..Viewer::sample() };
    let project = demo::sample_form(at, "project")?;
    let whole = Sheet::of(&project.definition);
    let new = Form {
        definition: beginning("Ask for a visit".to_owned()),
        slug: "ask-for-a-visit".to_owned(),
        state: FormState::Closed,
        ..demo::sample_form(at, "contact")?
    };

    let mut every = Sheet::of(&new.definition);
    let mut cards: Vec<FieldCard> = Vec::new();
    for (number, kind) in Kind::OFFERED.into_iter().enumerate() {
        cards.push(FieldCard::new(format!("+{number}"), kind));
    }
    every.roles = Default::default();
    every.steps.iter_mut().for_each(|step| step.fields.clone_from(&cards));
    every.number();

    let mut wrong = whole.clone();
    wrong.title.clear();
    wrong.steps.iter_mut().flat_map(|step| &mut step.fields).take(1).for_each(|field| {
        field.services = true;
        field.choices.iter_mut().skip(3).for_each(|choice| choice.retired = true);
    });
    let faults = vec![
        InputFault::new("title", "Enter the title"),
        InputFault::new(
            "s1.f1",
            "“What do you need a hand with?” decides whether the step “What you have” is skipped: change that first, then delete it",
        ),
        InputFault::new("s1.f1.c1.label", "Enter the answer"),
        InputFault::new("s2.when", "Tick at least one answer to “What do you need a hand with?”"),
        InputFault::new("s3.f1.max", "Enter a whole number, such as 12, or leave it empty"),
        InputFault::new(
            "role-email",
            "Nobody could be answered: choose a required email or telephone question that everybody is asked",
        ),
    ];
    let mistakes = Showing { faults, ..Showing::default() };
    let changes = vec!["“Telephone number” is required now".to_owned(), "“Budget” deleted".to_owned()];
    let meanwhile = Meanwhile { who: "Kit Marsh-Okafor".to_owned(), when: "4 min ago".to_owned(), changes };
    let stale = Showing { meanwhile: Some(meanwhile), ..Showing::default() };
    Ok(vec![
        Sample::of("form-sheet", &sheet(app, &owner, &project, &whole, false, Showing::default()))?,
        Sample::of("form-sheet-new", &sheet(app, &owner, &new, &Sheet::of(&new.definition), true, Showing::default()))?,
        Sample::of("form-sheet-every-kind", &sheet(app, &owner, &new, &every, false, Showing::default()))?,
        Sample::of("form-sheet-mistakes", &sheet(app, &owner, &project, &wrong, true, mistakes))?,
        Sample::of("form-sheet-meanwhile", &sheet(app, &owner, &project, &whole, false, stale))?,
        Sample::of("form-sheet-words", &sheet(app, &editor, &project, &whole, false, Showing::default()))?,
    ])
}

/// Versions, a new form, the preview.
fn others(app: &App) -> Result<Vec<Sample>> {
    let (at, business) = (app.clock.moment(), app.business());
    let form = demo::sample_form(at, "project")?;
    let mut older = form.definition.clone();
    older.title = "Ring the bell".to_owned();
    if let Some(field) = older.steps.iter_mut().flat_map(|step| &mut step.fields).next() {
        field.required = false;
        field.choices.truncate(3);
    }
    let when = |days| at.now - chrono::Duration::days(days);
    let version = |number, definition: &_, at: DateTime<Utc>, who: Option<&str>| Version {
        number,
        definition: Clone::clone(definition),
        at,
        who: who.map(str::to_owned),
    };
    let history = [version(2, &form.definition, when(1), Some("Ines Marlow")), version(1, &older, when(40), None)];
    let versions = |refused: Option<&str>| {
        let layout = layout(app, "Versions");
        FormVersionsPage::new(layout, &business, true, &form.slug, &history, refused.map(str::to_owned))
    };
    let creation = |typed: &str, faults| FormCreationPage::new(layout(app, "A new form"), typed, faults);
    let answered: Vec<String> = form.definition.steps.iter().map(|step| format!("_answered={}", step.name)).collect();
    let query =
        format!("work=repair&goals=More+visitors&name=Nadia&email=n%40example.com&consent=yes&{}", answered.join("&"));
    let preview = Preview::new(form.clone(), &Posted::decode(query.as_bytes()));
    let meanwhile = "Kit Marsh-Okafor saved version 3 meanwhile. Look at it first, then decide again.";
    Ok(vec![
        Sample::of("form-versions", &versions(None))?,
        Sample::of("form-versions-refused", &versions(Some(meanwhile)))?,
        Sample::of("form-creation", &creation("", Vec::new()))?,
        Sample::of("form-creation-mistake", &creation("", vec![InputFault::new("title", "Enter the title")]))?,
        Sample::of("form-preview-step", &preview.step(app, form.definition.first_step(), &[])?)?,
        Sample::of("form-preview-check", &preview.check(app))?,
        Sample::of("form-preview-receipt", &preview.receipt(app))?,
    ])
}
