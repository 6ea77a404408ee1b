//! What staff are written about their accounts; deliveries ask for the words when they leave.

use uuid::Uuid;

use super::{ActionLink, Staff};
use crate::app::App;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::mail::Message;
use crate::mail::action_link::ActionLinkMail;
use crate::mail::password_changed::PasswordChangedMail;

/// The message with an action link. The link's token is made here.
///
/// # Errors
/// [`AppError::NotFound`] where the link or its person is gone.
pub async fn action_link_message(app: &App, conn: &mut Conn, link: Option<Uuid>) -> Result<Message> {
    let link = ActionLink::find(conn, link.ok_or(AppError::NotFound)?).await?;
    let staff = Staff::find(conn, link.staff_id).await?.ok_or(AppError::NotFound)?;
    ActionLinkMail::of(app, &link, &staff).message()
}

/// The message that says that a password was changed.
///
/// # Errors
/// [`AppError::NotFound`] where the person is gone.
pub async fn password_changed_message(app: &App, conn: &mut Conn, staff: Option<Uuid>) -> Result<Message> {
    let staff = Staff::find(conn, staff.ok_or(AppError::NotFound)?).await?.ok_or(AppError::NotFound)?;
    PasswordChangedMail::of(app, &staff).message()
}
