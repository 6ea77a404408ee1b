//! The pages of starting, with sample content.

use super::answers::Typed;
use super::clearing::ClearingPage;
use super::opening::OpeningSoonPage;
use super::pages::{SetUpDonePage, SetUpPage};
use crate::accounts::inputs::InputFault;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::error::Result;
use crate::samples::Sample;
use crate::settings::mail;

/// All of them.
///
/// # Errors
/// A template that cannot be rendered.
pub(crate) fn samples(app: &App) -> Result<Vec<Sample>> {
    let frame = |title: &str| Frame::sample(app, title, Section::Settings);
    let typed = Typed { name: "Harbour Physio".to_owned(), email: "no address".to_owned(), ..Typed::blank() };
    let faults = typed.check().err().unwrap_or_default();
    let wrong = vec![InputFault::new("name", "Type Bellpull, so that nothing is cleared by accident")];
    Ok(vec![
        Sample::of("set-up", &SetUpPage::new(app, &Typed::blank(), &mail::Typed::default(), Vec::new()))?,
        Sample::of("set-up-mistakes", &SetUpPage::new(app, &typed, &mail::Typed::default(), faults))?,
        Sample::of("set-up-done", &SetUpDonePage::new(app))?,
        Sample::of("opening-soon", &OpeningSoonPage::new(app))?,
        Sample::of("own-site", &ClearingPage::new(frame("Start your own site"), "Bellpull", "", Vec::new()))?,
        Sample::of(
            "own-site-mistakes",
            &ClearingPage::new(frame("Error: Start your own site"), "Bellpull", "Bell", wrong),
        )?,
    ])
}
