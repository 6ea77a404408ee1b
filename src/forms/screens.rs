//! What the pages of a form show: a step, the check page, a closed form, answers that were not sent. `pages.rs` answers with
//! them, `samples.rs` fills them in.

use askama::Template;

use super::answers::Answers;
use super::form::Form;
use super::validate::Fault;
use super::view::{AnswerRow, StepForm, answer_rows};
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
    /// The page of the step that `view` posts to; `query` carries the draft of a browser without cookies.
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
        query: &str,
    ) -> Result<Self> {
        let name = view.action.rsplit('/').next().unwrap_or_default().to_owned();
        let (_, step) = form.definition.step(&name).ok_or(AppError::NotFound)?;
        let (number, of) = walk.place(&name);
        let before = || walk.before(&name).map(|step| format!("/forms/{}/{}{query}", form.slug, step.name));
        let back = if view.returning {
            format!("/forms/{}/check{query}", form.slug)
        } else {
            before().unwrap_or_else(|| "/".to_owned())
        };
        let prefix = if faults.is_empty() { "" } else { "Error: " };
        let title = format!("{prefix}{} - {}", step.title, form.definition.title);
        let change = if query.is_empty() { "?return=check" } else { query };
        Ok(Self {
            layout: WizardLayout::new(app, &title, &back),
            errors: faults.iter().map(|f| SummaryRow { id: f.field.clone(), message: f.words.clone() }).collect(),
            step_line: if of > 1 { format!("Step {number} of {of} · {}", step.label) } else { step.label.clone() },
            title: if view.has_title() { String::new() } else { step.title.clone() },
            introduction: step.introduction.clone(),
            keeps: !view.draft.is_empty(),
            answers: answer_rows(&form.slug, walk, answers, app.business().dates, (true, change)),
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
    pub(super) fn new(app: &App, form: &Form, walk: &Walk<'_>, answers: &Answers, draft: String, query: &str) -> Self {
        let (slug, definition) = (&form.slug, &form.definition);
        let last = walk.steps().last().map(|step| step.name.clone()).unwrap_or_default();
        let change = if query.is_empty() { "?return=check".to_owned() } else { format!("{query}&return=check") };
        let title = format!("Check your answers - {}", definition.title);
        Self {
            layout: WizardLayout::new(app, &title, &format!("/forms/{slug}/{last}{query}")),
            rows: answer_rows(slug, walk, answers, app.business().dates, (false, &change)),
            draft,
            send: definition.send.clone(),
            promise: definition.reply_promise.words.clone(),
            test: false,
            slug: slug.clone(),
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
        let kept = posted.0.iter().filter(|(name, value)| !name.starts_with('_') && !value.is_empty());
        Self {
            layout: WizardLayout::new(app, &form.definition.title, "/contact"),
            title: form.definition.title.clone(),
            note: form.definition.closed_note.clone(),
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
            rows: answer_rows(slug, walk, answers, app.business().dates, (false, &query)),
            action: format!("/forms/{slug}/check"),
            draft: token,
            reference: reference.to_owned(),
            receipt: format!("/forms/{slug}/sent/{reference}"),
        }
    }
}
