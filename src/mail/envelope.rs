//! A message made ready to leave: headers and both forms as the bytes that are sent, kept and repeated.

use chrono::{DateTime, Utc};
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};

use super::address::one_line;
use super::{EmailAddress, Message};
use crate::error::{AppError, Result};

/// Who a message is from, for, and answered to.
#[derive(Debug, Clone)]
pub struct Envelope {
    /// The sender's name.
    pub from_name: String,
    /// The sender's address.
    pub from: String,
    /// The recipient's name; may be empty.
    pub to_name: String,
    /// The recipient.
    pub to: EmailAddress,
    /// Where answers go: a visitor is only ever here.
    pub reply_to: Option<(String, EmailAddress)>,
    /// The whole Message-ID with its angle brackets: one delivery, one id.
    pub message_id: String,
    /// The date of the message.
    pub date: DateTime<Utc>,
}

impl Envelope {
    /// The bytes of the message.
    ///
    /// # Errors
    /// Where an address or the whole cannot be written as a message; the delivery is then given up with these words.
    pub fn bytes(&self, message: &Message) -> Result<Vec<u8>> {
        let wrong = |cause: &dyn std::fmt::Display| AppError::internal("a message", cause);
        let mailbox = |name: &str, address: lettre::Address| {
            let name = undisguised(name);
            Mailbox::new((!name.is_empty()).then_some(name), address)
        };
        let from = EmailAddress::parse(&self.from)
            .and_then(|a| a.to_address())
            .ok_or_else(|| wrong(&"the sender's address"))?;
        let to = self.to.to_address().ok_or_else(|| wrong(&"the recipient's address"))?;
        let mut builder = lettre::Message::builder()
            .from(mailbox(&self.from_name, from))
            .to(mailbox(&self.to_name, to))
            .subject(undisguised(&message.subject))
            .message_id(Some(self.message_id.clone()))
            .date(self.date.into())
            .raw_header(auto_generated());
        if let Some((name, address)) = &self.reply_to
            && let Some(address) = address.to_address()
        {
            builder = builder.reply_to(mailbox(name, address));
        }
        let part = |kind: ContentType, body: &str| {
            // Lone CR and LF would be mended on the way: the bytes are kept, so they are right from the start.
            let body = body.replace("\r\n", "\n").replace('\r', "\n").replace('\n', "\r\n");
            SinglePart::builder().header(kind).body(body)
        };
        let both = MultiPart::alternative()
            .singlepart(part(ContentType::TEXT_PLAIN, &message.text))
            .singlepart(part(ContentType::TEXT_HTML, &message.html));
        Ok(builder.multipart(both).map_err(|error| wrong(&error))?.formatted())
    }
}

/// One line in which nothing that looks like an encoded word is left: a mail program would decode it, line ends included.
fn undisguised(text: &str) -> String {
    one_line(text).replace("=?", "= ?")
}

/// Tells other mail programs not to answer by themselves.
fn auto_generated() -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned())
}
