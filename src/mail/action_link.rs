//! The message that carries an action link: one purpose, one button, and how long it lives.

use askama::Template;

use super::Message;
use crate::accounts::{ActionLink, LinkPurpose, Staff};
use crate::app::App;
use crate::error::Result;
use crate::web::html::render;

/// A link that sets a password, for a new person or for one who forgot theirs.
#[derive(Debug, Clone)]
pub struct ActionLinkMail {
    /// The business's name.
    pub business: String,
    /// The person's name.
    pub name: String,
    /// The whole address of the link.
    pub link: String,
    /// What it does.
    pub purpose: LinkPurpose,
    /// The site's origin.
    pub origin: String,
}

/// The same mail, in HTML.
#[derive(Template)]
#[template(path = "mail/action_link.html")]
struct Html<'m> {
    business: &'m str,
    origin: &'m str,
    words: &'m Words,
    mail: &'m ActionLinkMail,
}

/// The same mail, in text.
#[derive(Template)]
#[template(path = "mail/action_link.txt")]
struct Text<'m> {
    business: &'m str,
    origin: &'m str,
    words: &'m Words,
    mail: &'m ActionLinkMail,
}

/// What differs from purpose to purpose.
struct Words {
    subject: String,
    heading: &'static str,
    greeting: String,
    reason: String,
    button: &'static str,
    life: String,
    not_you: &'static str,
}

impl ActionLinkMail {
    /// The mail of a link to its person.
    pub fn of(app: &App, link: &ActionLink, staff: &Staff) -> Self {
        Self {
            business: app.business().name.clone(),
            name: staff.name.clone(),
            link: app.link(&link.path(&app.keys)),
            purpose: link.purpose,
            origin: app.origin(),
        }
    }

    /// A believable one.
    pub fn sample() -> Self {
        Self {
            business: "Bellpull".to_owned(),
            name: "Ines Marlow".to_owned(),
            link: format!("https://www.bellpull.example/account/link/{}-{}", "0".repeat(32), "5f".repeat(32)),
            purpose: LinkPurpose::ResetPassword,
            origin: "https://www.bellpull.example".to_owned(),
        }
    }

    /// Both forms of the message.
    ///
    /// # Errors
    /// A template that cannot be rendered.
    pub fn message(&self) -> Result<Message> {
        let words = self.words();
        let (business, origin) = (self.business.as_str(), self.origin.as_str());
        Ok(Message {
            subject: words.subject.clone(),
            text: render(&Text { business, origin, words: &words, mail: self })?,
            html: render(&Html { business, origin, words: &words, mail: self })?,
        })
    }

    fn words(&self) -> Words {
        let business = &self.business;
        let greeting = format!("Hello {},", self.name);
        let life = format!(
            "The link lives {} and works once. It opens a page with a form; nothing changes before you send that.",
            self.purpose.life_in_words()
        );
        match self.purpose {
            LinkPurpose::SetPassword => Words {
                subject: format!("Set your password for {business}"),
                heading: "Set your password",
                greeting,
                reason: format!(
                    "Somebody at {business} added you to the staff of its website. Choose a password, and you are in."
                ),
                button: "Set your password",
                life,
                not_you: "If you don’t know what this is about, leave it: without a password nobody can sign in with your address.",
            },
            LinkPurpose::ResetPassword => Words {
                subject: format!("Choose a new password for {business}"),
                heading: "Choose a new password",
                greeting,
                reason: format!(
                    "Somebody asked on the sign-in page of {business} for a new password for your address."
                ),
                button: "Choose a new password",
                life,
                not_you: "If it was not you, leave it: your password stays as it is.",
            },
        }
    }
}
