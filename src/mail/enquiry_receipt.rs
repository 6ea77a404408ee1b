//! The visitor's own copy: the reference and what happens next. Nothing that a visitor wrote stands in it, so that nobody can
//! send words of their own to a stranger through our form.

use askama::Template;

use super::Message;
use crate::app::App;
use crate::enquiries::Enquiry;
use crate::error::Result;
use crate::forms::Form;
use crate::promises::by_sentence;
use crate::site::Business;
use crate::web::html::render;

/// A receipt of one enquiry.
#[derive(Debug, Clone)]
pub struct EnquiryReceipt {
    /// The business's name.
    pub business: String,
    /// The site's origin.
    pub origin: String,
    /// The reference.
    pub reference: String,
    /// When it came.
    pub received: String,
    /// When somebody answers, in the form's own words.
    pub promise: String,
    /// By when somebody answers, as a sentence; may be empty.
    pub due: String,
    /// What happens next.
    pub closing_note: String,
    /// The business's telephone number; may be empty.
    pub phone: String,
    /// The head office of the business, or else where it is: a line each.
    pub office: Vec<String>,
}

#[derive(Template)]
#[template(path = "mail/enquiry_receipt.html")]
struct Html<'a> {
    business: &'a str,
    origin: &'a str,
    title: &'a str,
    mail: &'a EnquiryReceipt,
}

#[derive(Template)]
#[template(path = "mail/enquiry_receipt.txt")]
struct Text<'a> {
    business: &'a str,
    origin: &'a str,
    mail: &'a EnquiryReceipt,
}

impl EnquiryReceipt {
    /// The receipt of an enquiry.
    pub fn of(app: &App, business: &Business, enquiry: &Enquiry, form: &Form) -> Self {
        Self {
            business: business.name.clone(),
            origin: app.origin(),
            reference: enquiry.reference.clone(),
            received: business.day_and_time(enquiry.received_at),
            promise: form.definition.reply_promise.words.clone(),
            due: enquiry.due_at.map(|due| by_sentence(business, due, enquiry.received_at)).unwrap_or_default(),
            closing_note: form.definition.closing_note.clone(),
            phone: business.phone.clone(),
            office: business.office_lines(),
        }
    }

    /// A believable one.
    pub fn sample() -> Self {
        Self {
            business: "Bellpull".to_owned(),
            origin: "https://www.bellpull.example".to_owned(),
            reference: "SH-7K3-MQ9-TWC".to_owned(),
            received: "3 November 2026, 14:02".to_owned(),
            promise: "Ines reads it and replies within one working day.".to_owned(),
            due: "Somebody replies by Wednesday 4 November, 14:02, London time.".to_owned(),
            closing_note: "If we’re not the right people, she says so and names somebody who is.".to_owned(),
            phone: "01632 960 441".to_owned(),
            office: vec!["Bellpull Ltd, no. 01234567".to_owned(), "4 Lamplighter Steps, Whitcliffe".to_owned()],
        }
    }

    /// Both forms of the message.
    ///
    /// # Errors
    /// A template that cannot be rendered.
    pub fn message(&self) -> Result<Message> {
        let title = format!("We have your enquiry: {}", self.reference);
        let (business, origin) = (self.business.as_str(), self.origin.as_str());
        let html = render(&Html { business, origin, title: &title, mail: self })?;
        let text = render(&Text { business, origin, mail: self })?;
        Ok(Message { subject: title, text, html })
    }
}
