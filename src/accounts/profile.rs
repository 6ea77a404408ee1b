//! What somebody chooses for themselves: a name, light or dark, which mail, shortcuts.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, web};
use validator::{Validate, ValidationError};

use super::access::Viewer;
use super::inputs::{self, Input, InputFault};
use super::pages::OwnPage;
use super::{Choices, Staff, Theme};
use crate::app::App;
use crate::db::Tx;
use crate::error::Result;
use crate::mail::one_line;
use crate::web::edge::Posted;
use crate::web::html::page;

/// The choices as they are shown.
#[derive(Debug)]
pub struct ProfileView {
    /// The name.
    pub name: Input,
    /// Every theme, and whether it is chosen.
    pub themes: Vec<(Theme, bool)>,
    /// The tick boxes: name, label, hint, whether ticked.
    pub ticks: Vec<(&'static str, &'static str, &'static str, bool)>,
}

impl ProfileView {
    /// What was chosen, with mistakes; mail about enquiries only for whoever sees them.
    pub fn new(choices: &Choices, enquiries: bool, errors: &[InputFault]) -> Self {
        let mut ticks = Vec::new();
        if enquiries {
            let morning = "What waits, on mornings of working days. Nothing waits, no mail.";
            ticks.push(("morning", "Morning mail", morning, choices.morning_mail));
            let reminders = "A mail before a reply promise breaks, for enquiries that are yours or reach you by mail.";
            ticks.push(("reminders", "Reminders", reminders, choices.reminders));
        }
        let keys = "Such as g e for the enquiries; ? shows them all.";
        ticks.push(("shortcuts", "Shortcuts by keyboard", keys, choices.shortcuts));
        Self {
            name: Input::person(&choices.name).with(errors),
            themes: Theme::ALL.into_iter().map(|theme| (theme, theme == choices.theme)).collect(),
            ticks,
        }
    }
}

#[derive(Validate)]
struct Typed {
    #[validate(custom(function = "inputs::your_name"))]
    name: String,
    #[validate(custom(function = "a_theme"))]
    theme: String,
}

fn a_theme(text: &str) -> Result<(), ValidationError> {
    let words = "Choose how the desk looks";
    Theme::parse(text).map(drop).ok_or_else(|| ValidationError::new("theme").with_message(words.into()))
}

impl From<Staff> for Choices {
    fn from(staff: Staff) -> Self {
        Self {
            name: staff.name,
            theme: staff.theme,
            shortcuts: staff.shortcuts,
            morning_mail: staff.morning_mail,
            reminders: staff.reminders,
        }
    }
}

/// `POST /account/profile`.
///
/// # Errors
/// The database is away.
pub async fn save(app: web::Data<App>, viewer: Viewer, posted: Posted) -> Result<HttpResponse> {
    let field = |name: &str| one_line(posted.last(name).unwrap_or_default());
    let ticked = |name: &str| posted.last(name).is_some();
    let typed = Typed { name: field("name"), theme: field("theme") };
    let faults = inputs::faults(&typed, &["name", "theme"]);
    let choices = Choices {
        name: typed.name,
        theme: Theme::parse(&typed.theme).unwrap_or_default(),
        shortcuts: ticked("shortcuts"),
        morning_mail: ticked("morning"),
        reminders: ticked("reminders"),
    };
    if !faults.is_empty() {
        let mut conn = app.db.read().await?;
        let shown = OwnPage::load(&app, &mut conn, &viewer, None, Some(choices), faults).await?;
        return page(StatusCode::UNPROCESSABLE_ENTITY, &shown);
    }
    let (who, enquiries) = (viewer.staff_id, viewer.may(super::access::Power::Enquiries));
    let work = async move |tx: &mut Tx| {
        let mut choices = choices;
        if !enquiries && let Some(staff) = Staff::find(tx.conn(), who).await? {
            // They were not asked about mail that they do not get.
            (choices.morning_mail, choices.reminders) = (staff.morning_mail, staff.reminders);
        }
        Staff::choose(tx, who, &choices).await
    };
    app.db.write(work).await?;
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, "/account?done=profile")).finish())
}
