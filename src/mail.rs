//! Mail: typed messages, one file each, and the ways they leave (SMTP, a folder, memory in tests).
//!
//! Nothing sends from a request: messages leave through [`crate::deliveries`], which renders them, keeps the bytes and repeats
//! those same bytes under one Message-ID.

pub mod action_link;
mod address;
pub mod enquiry_notice;
pub mod enquiry_receipt;
mod envelope;
pub mod kept;
mod mailer;
pub mod morning;
pub mod password_changed;
pub mod reminder;
pub mod test_message;

pub use address::{EmailAddress, one_line};
pub use envelope::Envelope;
pub use mailer::{Mailer, Outcome};

/// What a message says, in its two forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// One line, without control characters.
    pub subject: String,
    /// The text form: whole in itself, with every link.
    pub text: String,
    /// The HTML form.
    pub html: String,
}
