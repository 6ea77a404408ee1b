//! Settings with sample content, fresh and with mistakes.

use super::alerts::{AlertsPage, Place};
use super::business::BusinessPage;
use super::hours::HoursPage;
use super::mail::{LastTest, MailPage};
use super::overview::SettingsPage;
use super::recipients::RecipientsPage;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::deliveries::State;
use crate::error::Result;
use crate::samples::Sample;

/// All of them.
///
/// # Errors
/// A template that cannot be rendered.
pub(crate) fn samples(app: &App) -> Result<Vec<Sample>> {
    let form = crate::demo::sample_form(app.clock.moment(), "project")?;
    let test = |state, server: &str| LastTest {
        words: "To ines@bellpull.example, 20 November 2026, 10:00".to_owned(),
        state,
        server: server.to_owned(),
    };
    let (good, bad) = (test(State::HandedOver, "250 2.0.0 Ok: queued"), test(State::Refused, "535 5.7.8 bad password"));
    let mail = |given, wrong, test| MailPage::sample(app, given, wrong, test);
    let host = || "hooks.example.com".to_owned();
    let alerts = |place, wrong, fault| AlertsPage::sample(app, place, wrong, fault);
    let layout = Frame::sample(app, "Settings", Section::Settings);
    let words = "smtps://mail.example.com:465, from hello@bellpull.example".to_owned();
    Ok(vec![
        Sample::of("settings", &SettingsPage::new(layout, &app.business(), words, "hooks.example.com".to_owned()))?,
        Sample::of("settings-business", &BusinessPage::sample(app, false))?,
        Sample::of("settings-business-with-mistakes", &BusinessPage::sample(app, true))?,
        Sample::of("settings-hours", &HoursPage::sample(app, false))?,
        Sample::of("settings-hours-with-mistakes", &HoursPage::sample(app, true))?,
        Sample::of("settings-mail", &mail(false, false, Some(good)))?,
        Sample::of("settings-mail-with-mistakes", &mail(false, true, Some(bad)))?,
        Sample::of("settings-mail-under-way", &mail(false, false, Some(test(State::Waiting, ""))))?,
        Sample::of("settings-mail-set-elsewhere", &mail(true, false, None))?,
        Sample::of("settings-alerts", &alerts(Place::Set(host()), false, None))?,
        Sample::of("settings-alerts-empty", &alerts(Place::Nowhere, false, None))?,
        Sample::of("settings-alerts-with-mistakes", &alerts(Place::Set(host()), true, Some("it answers 403")))?,
        Sample::of("settings-alerts-set-elsewhere", &alerts(Place::Given(host()), false, None))?,
        Sample::of("settings-alerts-sealed", &alerts(Place::Sealed(host()), false, None))?,
        Sample::of("settings-form", &RecipientsPage::sample(app, &form, false))?,
        Sample::of("settings-form-with-mistakes", &RecipientsPage::sample(app, &form, true))?,
    ])
}
