//! The pages of a form with sample content, in every state that looks different.

use std::sync::Arc;

use super::answers::Answers;
use super::form::Form;
use super::screens::{CheckPage, ClosedPage, NotSentPage, StepPage};
use super::validate::Fault;
use super::view::{StepForm, Way};
use super::walk::Walk;
use crate::app::App;
use crate::demo;
use crate::error::{AppError, Result};
use crate::samples::Sample;
use crate::web::edge::Posted;

/// All of them.
///
/// # Errors
/// A template that cannot be rendered.
pub(crate) fn samples(app: &App) -> Result<Vec<Sample>> {
    let form = demo::sample_form(app.clock.moment(), "project")?;
    let nothing = Answers::default();
    let answers = demo::sample_answers();
    let answered: Vec<String> = form.definition.steps.iter().map(|step| step.name.clone()).collect();
    let walk = Walk::new(&form.definition, &answers, &answered);
    let last = answered.last().map(String::as_str).unwrap_or_default();
    let stale = Posted(Arc::new(vec![("goals".to_owned(), answers.text("goals").to_owned())]));
    Ok(vec![
        Sample::of("step", &step(app, &form, form.definition.first_step(), &nothing, false)?)?,
        Sample::of("step-with-mistakes", &step(app, &form, last, &nothing, true)?)?,
        Sample::of("step-with-answers", &step(app, &form, last, &answers, false)?)?,
        Sample::of(
            "check-your-answers",
            &CheckPage::new(app, &form, &walk, &answers, String::new(), &Way::public(&form.slug, "")),
        )?,
        Sample::of(
            "not-sent",
            &NotSentPage::new(app, &form, &walk, &answers, "draft".to_owned(), demo::SAMPLE_REFERENCE),
        )?,
        Sample::of("form-closed", &ClosedPage::new(app, &form, &Posted::default()))?,
        Sample::of("form-closed-meanwhile", &ClosedPage::new(app, &form, &stale))?,
    ])
}

/// A step: fresh, or with every mistake that can be made by leaving it empty.
fn step(app: &App, form: &Form, name: &str, answers: &Answers, tried: bool) -> Result<StepPage> {
    let (_, step) = form.definition.step(name).ok_or(AppError::NotFound)?;
    let walk = Walk::new(&form.definition, answers, &[]);
    let faults: Vec<Fault> = if tried { walk.faults(step) } else { Vec::new() };
    let mut view = StepForm::new(&form.slug, &form.definition, step, answers, &faults, false);
    if !answers.is_empty() {
        // Any draft will do: the note that answers are kept stands where there is one.
        "draft".clone_into(&mut view.draft);
    }
    StepPage::new(app, form, &walk, answers, view, &faults, &Way::public(&form.slug, ""))
}
