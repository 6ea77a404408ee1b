//! `/admin/settings`: one topic a page, each with what it says now.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::alerts::AlertSetting;
use super::mail::MailSetting;
use crate::accounts::access::Viewer;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::error::Result;
use crate::site::Business;
use crate::web::html::page;

/// The page.
#[derive(Debug, Template)]
#[template(path = "settings/overview.html")]
pub struct SettingsPage {
    layout: Frame,
    topics: Vec<Topic>,
}

/// One topic.
#[derive(Debug)]
struct Topic {
    href: &'static str,
    title: &'static str,
    words: String,
}

impl SettingsPage {
    pub(super) fn new(layout: Frame, business: &Business, mail: String, alerts: String) -> Self {
        let topic = |href, title, words| Topic { href, title, words };
        let names = [&business.name, &business.phone, &business.email].map(String::as_str);
        let named: Vec<&str> = names.into_iter().filter(|text| !text.is_empty()).collect();
        let topics = vec![
            topic("/admin/settings/business", "Business", named.join(" · ")),
            topic("/admin/settings/hours", "Working hours and holidays", business.opening.words()),
            topic(
                "/admin/forms",
                "Recipients and reply promises",
                "Who gets the enquiries of each form, and by when somebody replies".to_owned(),
            ),
            topic("/admin/settings/mail", "Mail", mail),
            topic("/admin/settings/alerts", "Alerts", alerts),
            topic("/dev/samples", "Samples", "Every page, block and mail with invented content".to_owned()),
        ];
        Self { layout, topics }
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
