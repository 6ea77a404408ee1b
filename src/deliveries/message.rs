//! Which message a delivery carries: looks up what it is about, and writes it.

use super::delivery::Delivery;
use super::state::Kind;
use crate::accounts;
use crate::app::App;
use crate::enquiries::Enquiry;
use crate::error::{AppError, Result};
use crate::forms::Form;
use crate::mail::enquiry_notice::EnquiryNotice;
use crate::mail::enquiry_receipt::EnquiryReceipt;
use crate::mail::reminder::ReminderMail;
use crate::mail::test_message::test_message;
use crate::mail::{EmailAddress, Envelope};
use crate::promises;

/// The bytes of a delivery's message.
pub(super) async fn write(app: &App, delivery: &Delivery) -> Result<Vec<u8>> {
    let mut conn = app.db.read().await?;
    let business = app.business();
    let mut reply_to = None;
    let mut test = false;
    let mut message = match delivery.kind() {
        Kind::Notice | Kind::Receipt | Kind::Reminder => {
            let id = delivery.enquiry_id.ok_or_else(|| AppError::internal("a delivery", "it names no enquiry"))?;
            let enquiry = Enquiry::find(&mut conn, id).await?;
            let form = Form::at_version(&mut conn, enquiry.form_id, enquiry.form_version).await?;
            test = enquiry.test;
            match delivery.kind() {
                Kind::Receipt => EnquiryReceipt::of(app, &business, &enquiry, &form).message()?,
                kind => {
                    reply_to = EmailAddress::parse(&enquiry.email).map(|address| (enquiry.name.clone(), address));
                    if kind == Kind::Reminder {
                        let owner = match enquiry.owner_id {
                            Some(id) => accounts::Staff::find(&mut conn, id).await?.map(|owner| owner.name),
                            None => None,
                        };
                        ReminderMail::of(app, &business, &enquiry, &form, owner).message()?
                    } else {
                        EnquiryNotice::of(app, &business, &enquiry, &form).message()?
                    }
                }
            }
        }
        Kind::ActionLink => accounts::action_link_message(app, &mut conn, delivery.action_link_id).await?,
        Kind::MailTest => test_message(&business.name, &app.origin()),
        Kind::Morning => promises::morning_message(app, &mut conn, delivery.subject_staff).await?,
        Kind::PasswordChanged => accounts::password_changed_message(app, &mut conn, delivery.subject_staff).await?,
    };
    if test {
        message.subject = format!("[Test] {}", message.subject);
    }
    let to = EmailAddress::parse(&delivery.recipient)
        .ok_or_else(|| AppError::internal("a delivery", "the recipient's address"))?;
    let envelope = Envelope {
        from_name: business.name.clone(),
        from: app.mail_from(),
        to_name: delivery.recipient_name.clone(),
        to,
        reply_to,
        message_id: delivery.message_id.clone(),
        date: delivery.created_at,
    };
    envelope.bytes(&message)
}
