//! The morning mail to a member of staff: what waits today, each with the way to it.

use askama::Template;
use chrono::{DateTime, Utc};

use super::{Message, one_line};
use crate::accounts::Staff;
use crate::app::App;
use crate::error::Result;
use crate::promises::{Waiting, WaitingEnquiry, WaitingTask};
use crate::web::html::render;

/// Rows of one group.
const LISTED: usize = 20;

/// What waits this morning.
#[derive(Debug, Clone)]
pub struct MorningMail {
    /// The business's name.
    pub business: String,
    /// The site's origin.
    pub origin: String,
    /// The person's name.
    pub name: String,
    /// The day: "Monday 23 November".
    pub day: String,
    /// What waits, the most urgent first.
    pub groups: Vec<MorningGroup>,
    /// The inbox's address.
    pub link: String,
    /// Where the mail is turned off.
    pub profile: String,
}

/// What waits for one reason.
#[derive(Debug, Clone)]
pub struct MorningGroup {
    /// Why.
    pub title: &'static str,
    /// The same in the subject, with its number.
    pub short: String,
    /// What.
    pub rows: Vec<MorningRow>,
    /// Whether there are more than are listed.
    pub more: bool,
}

/// One thing that waits.
#[derive(Debug, Clone)]
pub struct MorningRow {
    /// Whom or what to name.
    pub title: String,
    /// How it stands.
    pub words: String,
    /// The record's address.
    pub link: String,
}

#[derive(Template)]
#[template(path = "mail/morning.html")]
struct Html<'a> {
    business: &'a str,
    origin: &'a str,
    title: &'a str,
    summary: &'a str,
    mail: &'a MorningMail,
}

#[derive(Template)]
#[template(path = "mail/morning.txt")]
struct Text<'a> {
    business: &'a str,
    origin: &'a str,
    summary: &'a str,
    mail: &'a MorningMail,
}

impl MorningMail {
    /// The mail to a person.
    pub fn of(app: &App, person: &Staff, waiting: &Waiting, now: DateTime<Utc>) -> Self {
        let business = app.business();
        let record = |reference: &str| app.link(&format!("/admin/enquiries/{reference}"));
        let enquiry = |row: &WaitingEnquiry| MorningRow {
            title: one_line(&row.who),
            words: row.words.clone(),
            link: record(&row.reference),
        };
        let task = |row: &WaitingTask| MorningRow {
            title: one_line(&row.words),
            words: format!("{}, by {}", one_line(&row.who), business.dates.near(row.due_on)),
            link: record(&row.reference),
        };
        let enquiries = |rows: &[WaitingEnquiry]| rows.iter().map(enquiry).collect::<Vec<_>>();
        let groups = [
            MorningGroup::of("Late", "late", enquiries(&waiting.overdue)),
            MorningGroup::of("Due today", "due today", enquiries(&waiting.today)),
            MorningGroup::of("New", "new", enquiries(&waiting.new)),
            MorningGroup::of("To do", "to do", waiting.tasks.iter().map(task).collect()),
        ];
        Self {
            business: business.name.clone(),
            origin: app.origin(),
            name: one_line(&person.name),
            day: business.dates.weekday(business.today(now)),
            groups: groups.into_iter().flatten().collect(),
            link: app.link("/admin/enquiries"),
            profile: app.link("/account"),
        }
    }

    /// A believable one.
    pub fn sample() -> Self {
        let row = |title: &str, words: &str| MorningRow {
            title: title.to_owned(),
            words: words.to_owned(),
            link: "https://www.bellpull.example/admin/enquiries/SH-7K3-MQ9-TWC".to_owned(),
        };
        let groups = [
            MorningGroup::of("Late", "late", vec![row("Maud Ferreira", "reply 17 h late")]),
            MorningGroup::of(
                "Due today",
                "due today",
                vec![row("J. Abiola", "reply due 09:40, in 40 min"), row("Nadia Brightwell", "reply due 15:00")],
            ),
            MorningGroup::of("New", "new", vec![row("Marianne Greave", "reply due tomorrow 10:00")]),
            MorningGroup::of("To do", "to do", vec![row("Send the price list", "Sam Okafor, by 4 November")]),
        ];
        Self {
            business: "Bellpull".to_owned(),
            origin: "https://www.bellpull.example".to_owned(),
            name: "Ines Marlow".to_owned(),
            day: "Wednesday 4 November".to_owned(),
            groups: groups.into_iter().flatten().collect(),
            link: "https://www.bellpull.example/admin/enquiries".to_owned(),
            profile: "https://www.bellpull.example/account".to_owned(),
        }
    }

    /// Both forms of the message.
    ///
    /// # Errors
    /// A template that cannot be rendered.
    pub fn message(&self) -> Result<Message> {
        let parts: Vec<&str> = self.groups.iter().map(|group| group.short.as_str()).collect();
        let summary = if parts.is_empty() { "Nothing waits any more".to_owned() } else { parts.join(", ") };
        let title = format!("{}: {}", self.day, summary);
        let (business, origin, summary) = (self.business.as_str(), self.origin.as_str(), summary.as_str());
        let html = render(&Html { business, origin, title: &title, summary, mail: self })?;
        let text = render(&Text { business, origin, summary, mail: self })?;
        Ok(Message { subject: title, text, html })
    }
}

impl MorningGroup {
    /// A group with the first rows; `None` where there are none.
    fn of(title: &'static str, words: &str, mut rows: Vec<MorningRow>) -> Option<Self> {
        let more = rows.len() > LISTED;
        rows.truncate(LISTED);
        let number = if more { format!("more than {LISTED}") } else { rows.len().to_string() };
        (!rows.is_empty()).then(|| Self { title, short: format!("{number} {words}"), rows, more })
    }
}
