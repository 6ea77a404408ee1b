//! What the pages of a form show: a step, the check page, a closed form, answers that were not sent. `pages.rs` answers with
//! them, `samples.rs` fills them in.

use askama::Template;

use super::answers::Answers;
use super::form::Form;
use super::validate::Fault;
use super::view::{AnswerRow, StepForm, Way, answer_rows};
use super::walk::Walk;
use crate::app::App;
use crate::error::{AppError, Result};
use crate::site::doors;
use crate::web::edge::Posted;
use crate::web::html::Drawing;
use crate::web::layout::WizardLayout;

/// One step.
#[derive(Debug, Template)]
#[template(path = "forms/step.html")]
pub struct StepPage {
    layout: WizardLayout,
    errors: Vec<SummaryRow>,
    step_line: String,
    title: String,
    introduction: String,
    form: StepForm,
    slug: String,
    answers: Vec<AnswerRow>,
    /// The form's own door, where no answers stand yet.
    door: Drawing,
    keeps: bool,
    /// Whether staff look at a form of one step: what they send is a test.
    test: bool,
}

/// One mistake in the summary.
#[derive(Debug, Clone)]
pub struct SummaryRow {
    /// The id of the input that it links to.
    pub id: String,
    /// How to mend it.
    pub message: String,
}

/// The answers before they are sent.
#[derive(Debug, Template)]
#[template(path = "forms/check.html")]
pub struct CheckPage {
    layout: WizardLayout,
    slug: String,
    action: String,
    /// Whether staff only look at it.
    preview: bool,
    rows: Vec<AnswerRow>,
    draft: String,
    send: String,
    promise: String,
    /// Whether staff look at it: what they send is a test.
    test: bool,
}

/// A closed form.
#[derive(Debug, Template)]
#[template(path = "forms/closed.html")]
pub struct ClosedPage {
    layout: WizardLayout,
    title: String,
    note: String,
    /// Until when it was open; empty where somebody closed it.
    until: String,
    /// What was typed into a page from before the form was closed.
    typed: Vec<(String, String)>,
}

/// Answers that came under a key that was used for others.
#[derive(Debug, Template)]
#[template(path = "forms/not_sent.html")]
pub struct NotSentPage {
    layout: WizardLayout,
    rows: Vec<AnswerRow>,
    action: String,
    draft: String,
    reference: String,
    receipt: String,
}

impl StepPage {
    /// The page of the step that `view` posts to.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where the form has no such step.
    pub(super) fn new(
        app: &App,
        form: &Form,
        walk: &Walk<'_>,
        answers: &Answers,
        view: StepForm,
        faults: &[Fault],
        way: &Way,
    ) -> Result<Self> {
        let action = view.action.split('?').next().unwrap_or_default();
        let name = action.rsplit('/').next().unwrap_or_default().to_owned();
        let (_, step) = form.definition.step(&name).ok_or(AppError::NotFound)?;
        let (number, of) = walk.place(&name);
        let home = || way.preview.clone().unwrap_or_else(|| "/".to_owned());
        let back = if view.returning {
            way.to("check")
        } else {
            walk.before(&name).map_or_else(home, |step| way.to(&step.name))
        };
        let prefix = if faults.is_empty() { "" } else { "Error: " };
        let title = format!("{prefix}{} - {}", step.title, form.definition.title);
        let change = if way.query.is_empty() { way.with("?return=check") } else { way.clone() };
        Ok(Self {
            layout: WizardLayout { preview: way.preview.clone(), ..WizardLayout::new(app, &title, &back) },
            errors: faults.iter().map(|f| SummaryRow { id: f.field.clone(), message: f.words.clone() }).collect(),
            step_line: if of > 1 { format!("Step {number} of {of} · {}", step.label) } else { step.label.clone() },
            title: if view.has_title() { String::new() } else { step.title.clone() },
            introduction: step.introduction.clone(),
            keeps: !view.draft.is_empty(),
            answers: answer_rows(&change, walk, answers, app.business().dates, true),
            form: view,
            door: Drawing::of_generator(doors::door(&form.slug)),
            slug: form.slug.clone(),
            test: false,
        })
    }

    /// The same, saying to staff that what they send is a test.
    pub(super) fn for_staff(self, test: bool) -> Self {
        Self { test, ..self }
    }
}

impl CheckPage {
    /// The answers of a draft, each with its way back.
    pub(super) fn new(app: &App, form: &Form, walk: &Walk<'_>, answers: &Answers, draft: String, way: &Way) -> Self {
        let definition = &form.definition;
        let last = walk.steps().last().map(|step| step.name.clone()).unwrap_or_default();
        let mark =
            if way.query.is_empty() { "?return=check".to_owned() } else { format!("{}&return=check", way.query) };
        let title = format!("Check your answers - {}", definition.title);
        Self {
            layout: WizardLayout { preview: way.preview.clone(), ..WizardLayout::new(app, &title, &way.to(&last)) },
            rows: answer_rows(&way.with(mark), walk, answers, app.business().dates, false),
            action: if way.preview.is_some() { way.to("check") } else { format!("{}/check", way.base) },
            preview: way.preview.is_some(),
            draft,
            send: definition.send.clone(),
            promise: definition.reply_promise.words.clone(),
            test: false,
            slug: form.slug.clone(),
        }
    }

    /// The same, saying to staff that what they send is a test.
    pub(super) fn for_staff(self, test: bool) -> Self {
        Self { test, ..self }
    }
}

impl ClosedPage {
    /// The page of a form that takes nothing now.
    pub(super) fn new(app: &App, form: &Form, posted: &Posted) -> Self {
        let today = app.business().today(app.clock.now());
        let over = form.definition.closes_on.filter(|last| *last < today);
        let kept = posted.0.iter().filter(|(name, value)| !name.starts_with('_') && !value.is_empty());
        Self {
            layout: WizardLayout::new(app, &form.definition.title, "/contact"),
            title: form.definition.title.clone(),
            note: form.definition.closed_note.clone(),
            until: over.map(|last| last.format("%-d %B %Y").to_string()).unwrap_or_default(),
            typed: kept.cloned().collect(),
        }
    }
}

impl NotSentPage {
    /// The answers that came under a used key; `token` is the fresh draft that holds them, `reference` what was sent first.
    pub(super) fn new(
        app: &App,
        form: &Form,
        walk: &Walk<'_>,
        answers: &Answers,
        token: String,
        reference: &str,
    ) -> Self {
        let (slug, first) = (&form.slug, form.definition.first_step());
        // The browser's cookie may stand for another draft: this one is carried by its address.
        let query = format!("?draft={token}");
        Self {
            layout: WizardLayout::new(app, "Not sent", &format!("/forms/{slug}/{first}{query}")),
            rows: answer_rows(&Way::public(slug, &query), walk, answers, app.business().dates, false),
            action: format!("/forms/{slug}/check"),
            draft: token,
            reference: reference.to_owned(),
            receipt: format!("/forms/{slug}/sent/{reference}"),
        }
    }
}
