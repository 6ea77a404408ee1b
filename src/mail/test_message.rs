//! The message that `doctor` sends on request: it proves the whole way.

use super::Message;

/// A test message of a business.
pub fn test_message(business: &str, origin: &str) -> Message {
    let words = format!("This message proves that {business} can send mail from {origin}. Nothing needs to be done.");
    Message {
        subject: format!("Test message from {business}"),
        text: format!("{words}\n"),
        html: format!(
            "<!doctype html><html lang=\"en-GB\"><title>Test message</title><p>{}</p></html>",
            askama::filters::escape(&words, askama::filters::Html).map(|w| w.to_string()).unwrap_or_default()
        ),
    }
}
