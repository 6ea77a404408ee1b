//! Mail: whether it leaves.

use std::sync::Arc;

use crate::app::App;
use crate::command::doctor::Finding;
use crate::mail::test_message::test_message;
use crate::mail::{EmailAddress, Envelope, Outcome};

/// Mail: the connection, and on request a message.
pub(in crate::command::doctor) async fn mail(app: &Arc<App>, send_to: Option<&str>) -> Vec<Finding> {
    const NAME: &str = "mail";
    let mut findings = Vec::new();
    match (app.mailer().test_connection().await, app.mailer().folder()) {
        (Ok(()), None) => findings.push(Finding::good(NAME, "the mail server answers, and takes the sign-in")),
        (Ok(()), Some(folder)) => {
            let words = format!("kept in {}: nobody receives it", folder.display());
            findings.push(Finding::warning(NAME, words, "Set SHINGLE_SMTP_URL to a mail server."));
        }
        (Err(words), _) => {
            let fix =
                "Check host, port, user and password in SHINGLE_SMTP_URL; smtp:// needs STARTTLS, smtps:// needs TLS.";
            findings.push(Finding::bad(NAME, words, fix));
        }
    }
    if let Some(text) = send_to {
        findings.push(send(app, text).await);
    }
    findings
}

async fn send(app: &App, to: &str) -> Finding {
    const NAME: &str = "test message";
    let Some(address) = EmailAddress::parse(to) else {
        return Finding::bad(NAME, format!("{to:?} is no email address"), "Give an address like name@example.com.");
    };
    let at = app.clock.moment();
    let id = at.id();
    let business = app.business();
    let envelope = Envelope {
        from_name: business.name.clone(),
        from: app.mail_from(),
        to_name: String::new(),
        to: address,
        reply_to: None,
        message_id: format!("<{id}@shingle.invalid>"),
        date: at.now,
    };
    let bytes = match envelope.bytes(&test_message(&business.name, &app.origin())) {
        Ok(bytes) => bytes,
        Err(error) => return Finding::bad(NAME, error.to_string(), "Check SHINGLE_MAIL_FROM."),
    };
    match app.mailer().hand_over(id, &app.mail_from(), to, bytes).await {
        Outcome::HandedOver(words) | Outcome::Kept(words) => Finding::good(NAME, words),
        Outcome::TryAgain(words) | Outcome::Refused(words) => {
            Finding::bad(NAME, words, "The mail server’s words say why.")
        }
    }
}
