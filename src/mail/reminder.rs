//! The reminder to staff: a promise is over soon, or was broken while nobody looked. Answering it answers the visitor.

use askama::Template;
use chrono::{DateTime, Utc};

use super::{Message, one_line};
use crate::app::App;
use crate::enquiries::Enquiry;
use crate::error::Result;
use crate::forms::Form;
use crate::promises::{Due, Level, by_words, near_words};
use crate::site::Business;
use crate::web::html::render;

/// A reminder of one enquiry.
#[derive(Debug, Clone)]
pub struct ReminderMail {
    /// The business's name.
    pub business: String,
    /// The site's origin.
    pub origin: String,
    /// Whom to name.
    pub who: String,
    /// The first words of their own answer; may be empty.
    pub excerpt: String,
    /// The form's title.
    pub form: String,
    /// The reference.
    pub reference: String,
    /// When it came.
    pub received: String,
    /// When the reply is due, near now: "15:00".
    pub near: String,
    /// When the reply is due, in full.
    pub due: String,
    /// Whether the promise is broken already.
    pub late: bool,
    /// Who has taken it up; empty for nobody.
    pub owner: String,
    /// The record's address.
    pub link: String,
    /// Where reminders are turned off.
    pub profile: String,
    /// Whether an answer to this mail reaches the visitor.
    pub can_reply: bool,
}

#[derive(Template)]
#[template(path = "mail/reminder.html")]
struct Html<'a> {
    business: &'a str,
    origin: &'a str,
    title: &'a str,
    heading: &'a str,
    what: &'a str,
    mail: &'a ReminderMail,
}

#[derive(Template)]
#[template(path = "mail/reminder.txt")]
struct Text<'a> {
    business: &'a str,
    origin: &'a str,
    heading: &'a str,
    what: &'a str,
    mail: &'a ReminderMail,
}

impl ReminderMail {
    /// The reminder of an enquiry, as it stands now.
    pub fn of(app: &App, business: &Business, enquiry: &Enquiry, form: &Form, owner: Option<String>) -> Self {
        let now = app.clock.now();
        let words = |say: fn(&Business, DateTime<Utc>, DateTime<Utc>) -> String| {
            enquiry.due_at.map(|due| say(business, due, now)).unwrap_or_default()
        };
        Self {
            business: business.name.clone(),
            origin: app.origin(),
            who: one_line(enquiry.title()),
            excerpt: one_line(&enquiry.excerpt),
            form: form.definition.title.clone(),
            reference: enquiry.reference.clone(),
            received: business.day_and_time(enquiry.received_at),
            near: words(near_words),
            due: words(by_words),
            late: Due::of(enquiry, now, business).level == Level::Red,
            owner: owner.map(|name| one_line(&name)).unwrap_or_default(),
            link: app.link(&format!("/admin/enquiries/{}", enquiry.reference)),
            profile: app.link("/account"),
            can_reply: !enquiry.email.is_empty(),
        }
    }

    /// A believable one.
    pub fn sample() -> Self {
        Self {
            business: "Bellpull".to_owned(),
            origin: "https://www.bellpull.example".to_owned(),
            who: "Maud Ferreira".to_owned(),
            excerpt: "People find us, see what it costs, and book without ringing three times.".to_owned(),
            form: "Start an enquiry".to_owned(),
            reference: "SH-7K3-MQ9-TWC".to_owned(),
            received: "3 November 2026, 14:02".to_owned(),
            near: "14:02".to_owned(),
            due: "Wednesday 4 November, 14:02".to_owned(),
            late: false,
            owner: "Ines Marlow".to_owned(),
            link: "https://www.bellpull.example/admin/enquiries/SH-7K3-MQ9-TWC".to_owned(),
            profile: "https://www.bellpull.example/account".to_owned(),
            can_reply: true,
        }
    }

    /// Both forms of the message.
    ///
    /// # Errors
    /// A template that cannot be rendered.
    pub fn message(&self) -> Result<Message> {
        let who: String = self.who.chars().take(80).collect();
        let (heading, what) = if self.late {
            ("A reply is late", format!("The reply to {who} was promised by {}.", self.due))
        } else {
            ("A reply is due soon", format!("The reply to {who} is promised by {}.", self.due))
        };
        let begin = if self.late { "Reply late".to_owned() } else { format!("Reply due {}", self.near) };
        let title = format!("{begin}: {who} ({})", self.reference);
        let (business, origin, what) = (self.business.as_str(), self.origin.as_str(), what.as_str());
        let html = render(&Html { business, origin, title: &title, heading, what, mail: self })?;
        let text = render(&Text { business, origin, heading, what, mail: self })?;
        Ok(Message { subject: title, text, html })
    }
}
