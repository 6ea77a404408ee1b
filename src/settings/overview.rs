//! `/admin/settings`: one topic a page, each with what it says now.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::alerts::AlertSetting;
use super::business::Card;
use super::colour::Colour;
use super::elsewhere::Elsewhere;
use super::logo::LogoPart;
use super::mail::MailSetting;
use super::part::Part;
use super::region::Region;
use super::search_engines::Listing;
use super::topic::Topic as _;
use crate::accounts::access::Viewer;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::error::Result;
use crate::promises::OpeningHours;
use crate::site::Business;
use crate::web::html::page;

/// The page.
#[derive(Debug, Template)]
#[template(path = "settings/overview.html")]
pub struct SettingsPage {
    layout: Frame,
    groups: Vec<Group>,
}

/// Topics that belong together.
#[derive(Debug)]
struct Group {
    title: &'static str,
    topics: Vec<Topic>,
}

/// One topic.
#[derive(Debug)]
struct Topic {
    href: &'static str,
    title: &'static str,
    words: String,
}

/// A part of the business, with what it says now.
fn topic<P: Part>(words: String) -> Topic {
    Topic { href: P::PATH, title: P::NAME, words }
}

impl SettingsPage {
    pub(super) fn new(layout: Frame, business: &Business, mail: String, alerts: String) -> Self {
        let other = |href, title, words: String| Topic { href, title, words };
        let names = [&business.name, &business.phone, &business.email].map(String::as_str);
        let named: Vec<&str> = names.into_iter().filter(|text| !text.is_empty()).collect();
        let group = |title, topics| Group { title, topics };
        let groups = vec![
            group(
                "Who you are",
                vec![
                    topic::<Card>(named.join(" · ")),
                    topic::<LogoPart>(LogoPart::of(business).words().to_owned()),
                    topic::<Colour>(Colour::of(business).words()),
                    topic::<Elsewhere>(Elsewhere::of(business).words()),
                ],
            ),
            group(
                "Where and when",
                vec![
                    topic::<Region>(Region::of(business).words()),
                    other(OpeningHours::PATH, OpeningHours::NAME, business.opening.words()),
                ],
            ),
            group("Being found", vec![topic::<Listing>(Listing::of(business).words().to_owned())]),
            group(
                "Enquiries and messages",
                vec![
                    other(
                        "/admin/forms",
                        "Recipients and reply promises",
                        "Who gets the enquiries of each form, and by when somebody replies".to_owned(),
                    ),
                    other(MailSetting::PATH, MailSetting::NAME, mail),
                    other(AlertSetting::PATH, AlertSetting::NAME, alerts),
                ],
            ),
            group(
                "Behind the desk",
                vec![
                    other("/admin/staff", "Staff", "Who works here, and what each may do".to_owned()),
                    other("/dev/samples", "Samples", "Every page, block and mail with invented content".to_owned()),
                ],
            ),
        ];
        Self { layout, groups }
    }
}

/// `GET /admin/settings`.
pub async fn show(app: web::Data<App>, viewer: Viewer) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let stored = super::stored::<MailSetting>(&mut conn).await?;
    let told = super::stored::<AlertSetting>(&mut conn).await?;
    let layout = Frame::new(&app, &mut conn, &viewer, "Settings", Section::Settings).await?;
    let (mail, alerts) = (super::mail::words(&app, &stored), super::alerts::words(&app, &told));
    page(StatusCode::OK, &SettingsPage::new(layout, &app.business(), mail, alerts))
}
