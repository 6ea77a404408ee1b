//! Settings with sample content, fresh and with mistakes.

use super::alerts::{AlertsPage, Place};
use super::business::BusinessPage;
use super::colour::ColourPage;
use super::elsewhere::ElsewherePage;
use super::hours::HoursPage;
use super::logo::LogoPage;
use super::mail::{LastTest, MailPage};
use super::overview::SettingsPage;
use super::recipients::RecipientsPage;
use super::region::RegionPage;
use super::search_engines::{Away, SearchEnginesPage};
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::deliveries::State;
use crate::error::Result;
use crate::samples::Sample;
use crate::site::brand::Brand;
use crate::site::{Logo, Logos};

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
    // A drawing of the program's own, as large as a logo would be.
    let logo = |width| Some(Logo { address: app.assets.url("img/bell.svg"), width, height: 44 });
    let brand = Some(Brand { hue: 220.0, strength: 0.13 });
    let links = ["https://www.linkedin.com/company/bellpull", "https://www.instagram.com/bellpull"];
    let wrong = ["https://www.linkedin.com/company/bellpull", "instagram.com/bellpull", links[0]];
    let search = |listed, wrong, away| SearchEnginesPage::sample(app, listed, wrong, away);
    let fault = Some("This file is no picture that we can read. Choose an SVG, PNG, WebP or JPEG");
    Ok(vec![
        Sample::of("settings", &SettingsPage::new(layout, &app.business(), words, "hooks.example.com".to_owned()))?,
        Sample::of("settings-business", &BusinessPage::sample(app, false))?,
        Sample::of("settings-business-with-mistakes", &BusinessPage::sample(app, true))?,
        Sample::of("settings-logo", &LogoPage::sample(app, Logos { light: logo(64), dark: logo(64) }, None))?,
        Sample::of(
            "settings-logo-for-one-ground",
            &LogoPage::sample(app, Logos { light: logo(64), dark: None }, None),
        )?,
        Sample::of("settings-logo-empty", &LogoPage::sample(app, Logos::default(), None))?,
        Sample::of("settings-logo-with-mistakes", &LogoPage::sample(app, Logos::default(), fault))?,
        Sample::of("settings-colour", &ColourPage::sample(app, brand, "")?)?,
        Sample::of("settings-colour-empty", &ColourPage::sample(app, None, "")?)?,
        Sample::of("settings-colour-with-mistakes", &ColourPage::sample(app, brand, "#808080")?)?,
        Sample::of("settings-elsewhere", &ElsewherePage::sample(app, &links))?,
        Sample::of("settings-elsewhere-empty", &ElsewherePage::sample(app, &[]))?,
        Sample::of("settings-elsewhere-with-mistakes", &ElsewherePage::sample(app, &wrong))?,
        Sample::of("settings-region", &RegionPage::sample(app, false))?,
        Sample::of("settings-region-with-mistakes", &RegionPage::sample(app, true))?,
        Sample::of("settings-search-engines", &search(true, false, None))?,
        Sample::of("settings-search-engines-left-out", &search(false, false, None))?,
        Sample::of("settings-search-engines-before-it-is-open", &search(true, false, Some(Away::Closed)))?,
        Sample::of("settings-search-engines-of-the-demo", &search(true, false, Some(Away::Demo)))?,
        Sample::of("settings-search-engines-with-mistakes", &search(true, true, None))?,
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
