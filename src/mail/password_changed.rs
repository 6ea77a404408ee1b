//! The message after every change of a password, so that its owner notices one that was not theirs.

use askama::Template;

use super::Message;
use crate::accounts::Staff;
use crate::app::App;
use crate::error::Result;
use crate::web::html::render;

/// Says that a password was changed, and what to do if that was somebody else.
#[derive(Debug, Clone)]
pub struct PasswordChangedMail {
    /// The business's name.
    pub business: String,
    /// The person's name.
    pub name: String,
    /// The person's address, which says which account is meant.
    pub email: String,
    /// The whole address of the page that sends a new link.
    pub link: String,
    /// The site's origin.
    pub origin: String,
}

/// The same mail, in HTML.
#[derive(Template)]
#[template(path = "mail/password_changed.html")]
struct Html<'m> {
    business: &'m str,
    origin: &'m str,
    greeting: &'m str,
    what: &'m str,
    mail: &'m PasswordChangedMail,
}

/// The same mail, in text.
#[derive(Template)]
#[template(path = "mail/password_changed.txt")]
struct Text<'m> {
    business: &'m str,
    origin: &'m str,
    greeting: &'m str,
    what: &'m str,
    mail: &'m PasswordChangedMail,
}

impl PasswordChangedMail {
    /// The mail to a person.
    pub fn of(app: &App, staff: &Staff) -> Self {
        Self {
            business: app.business().name.clone(),
            name: staff.name.clone(),
            email: staff.email.clone(),
            link: app.link("/account/password"),
            origin: app.origin(),
        }
    }

    /// A believable one.
    pub fn sample() -> Self {
        Self {
            business: "Bellpull".to_owned(),
            name: "Ines Marlow".to_owned(),
            email: "ines@bellpull.example".to_owned(),
            link: "https://www.bellpull.example/account/password".to_owned(),
            origin: "https://www.bellpull.example".to_owned(),
        }
    }

    /// Both forms of the message.
    ///
    /// # Errors
    /// A template that cannot be rendered.
    pub fn message(&self) -> Result<Message> {
        let (business, origin) = (self.business.as_str(), self.origin.as_str());
        let greeting = &format!("Hello {},", self.name);
        let what = &format!(
            "The password of {} for the website of {business} was changed, and every other browser was signed out.",
            self.email
        );
        Ok(Message {
            subject: format!("Your password for {business} was changed"),
            text: render(&Text { business, origin, greeting, what, mail: self })?,
            html: render(&Html { business, origin, greeting, what, mail: self })?,
        })
    }
}
