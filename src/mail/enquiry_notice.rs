//! The notice to staff: who asks, what they wrote, and the way to the record. Answering it answers the visitor.

use askama::Template;

use super::{Message, one_line};
use crate::app::App;
use crate::enquiries::Enquiry;
use crate::error::Result;
use crate::forms::Form;
use crate::promises::by_words;
use crate::site::Business;
use crate::web::html::render;

/// A notice of one enquiry.
#[derive(Debug, Clone)]
pub struct EnquiryNotice {
    /// The business's name.
    pub business: String,
    /// The site's origin.
    pub origin: String,
    /// Whom to name.
    pub who: String,
    /// The form's title.
    pub form: String,
    /// The reference.
    pub reference: String,
    /// When it came.
    pub received: String,
    /// When the reply is due, in words; may be empty.
    pub due: String,
    /// Questions with their answers.
    pub answers: Vec<(String, String)>,
    /// The record's address.
    pub link: String,
    /// Whether an answer to this mail reaches the visitor.
    pub can_reply: bool,
}

#[derive(Template)]
#[template(path = "mail/enquiry_notice.html")]
struct Html<'a> {
    business: &'a str,
    origin: &'a str,
    title: &'a str,
    mail: &'a EnquiryNotice,
}

#[derive(Template)]
#[template(path = "mail/enquiry_notice.txt")]
struct Text<'a> {
    business: &'a str,
    origin: &'a str,
    mail: &'a EnquiryNotice,
}

impl EnquiryNotice {
    /// The notice of an enquiry.
    pub fn of(app: &App, business: &Business, enquiry: &Enquiry, form: &Form) -> Self {
        let given = enquiry.answers();
        let fields = form.definition.steps.iter().flat_map(|step| &step.fields);
        let answers = fields.filter(|field| !given.all(&field.name).is_empty()).map(|field| {
            let words: Vec<String> =
                given.all(&field.name).iter().map(|value| field.words_in(value, business.dates)).collect();
            (field.label.clone(), words.join(", "))
        });
        Self {
            business: business.name.clone(),
            origin: app.origin(),
            who: one_line(enquiry.title()),
            form: form.definition.title.clone(),
            reference: enquiry.reference.clone(),
            received: business.day_and_time(enquiry.received_at),
            due: enquiry.due_at.map(|due| by_words(business, due, enquiry.received_at)).unwrap_or_default(),
            answers: answers.collect(),
            link: app.link(&format!("/admin/enquiries/{}", enquiry.reference)),
            can_reply: !enquiry.email.is_empty(),
        }
    }

    /// A believable one.
    pub fn sample() -> Self {
        Self {
            business: "Bellpull".to_owned(),
            origin: "https://www.bellpull.example".to_owned(),
            who: "Maud Ferreira".to_owned(),
            form: "Start an enquiry".to_owned(),
            reference: "SH-7K3-MQ9-TWC".to_owned(),
            received: "3 November 2026, 14:02".to_owned(),
            due: "Wednesday 4 November, 14:02".to_owned(),
            answers: vec![
                ("What do you need a hand with?".to_owned(), "Something mended".to_owned()),
                (
                    "What should be different in a year?".to_owned(),
                    "People find us, see what it costs,\nand book without ringing three times.".to_owned(),
                ),
            ],
            link: "https://www.bellpull.example/admin/enquiries/SH-7K3-MQ9-TWC".to_owned(),
            can_reply: true,
        }
    }

    /// Both forms of the message.
    ///
    /// # Errors
    /// A template that cannot be rendered.
    pub fn message(&self) -> Result<Message> {
        let who: String = self.who.chars().take(80).collect();
        let title = format!("New enquiry from {who} ({})", self.reference);
        let html = render(&Html { business: &self.business, origin: &self.origin, title: &title, mail: self })?;
        let text = render(&Text { business: &self.business, origin: &self.origin, mail: self })?;
        Ok(Message { subject: title, text, html })
    }
}
