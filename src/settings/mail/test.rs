//! *Send me a test*: a message that walks the whole way of all mail, once, and what became of it.

use std::time::Duration;

use actix_web::{HttpResponse, web};

use crate::accounts::Staff;
use crate::accounts::access::Viewer;
use crate::accounts::people::Done;
use crate::acts::Act;
use crate::app::App;
use crate::db::{Conn, Tx};
use crate::deliveries::{Delivery, Kind, StaffMail, State};
use crate::error::{AppError, Result};
use crate::site::Business;

/// For how many quarters of a second an answer waits for the first attempt.
const PATIENCE_IN_QUARTERS: u32 = 8;

/// What became of the last test.
#[derive(Debug, Clone)]
pub(crate) struct LastTest {
    /// To whom, and when.
    pub words: String,
    /// How far it is.
    pub state: State,
    /// The mail server's words.
    pub server: String,
}

impl LastTest {
    pub(super) async fn load(conn: &mut Conn, business: &Business) -> Result<Option<Self>> {
        let Some(delivery) = Delivery::newest(conn, Kind::MailTest).await? else { return Ok(None) };
        let attempts = Delivery::attempts_of(conn, &[delivery.id]).await?;
        let to = &delivery.recipient;
        Ok(Some(Self {
            words: format!("To {to}, {}", business.day_and_time(delivery.created_at)),
            state: delivery.state(),
            server: attempts.last().map(|attempt| attempt.words.clone()).unwrap_or_default(),
        }))
    }

    /// In a few words.
    pub fn state_words(&self) -> &'static str {
        match self.state {
            State::HandedOver => "Handed over",
            State::Kept => "Kept on this machine",
            State::Waiting | State::Sending | State::Held => "On its way",
            State::Refused => "Refused",
            State::GivenUp | State::Cancelled | State::NoRecipient => "Failed",
        }
    }

    /// Its classes.
    pub fn class(&self) -> &'static str {
        match self.state {
            State::HandedOver => "tag tag-good",
            State::Kept | State::Waiting | State::Sending | State::Held => "tag tag-note",
            _ => "tag tag-bad",
        }
    }

    /// What a failure means, where the server's words or our own say so.
    pub fn meaning(&self) -> Option<&'static str> {
        let words = self.server.to_lowercase();
        let says = |parts: &[&str]| parts.iter().any(|part| words.contains(part));
        match self.state {
            State::HandedOver | State::Kept | State::Cancelled => None,
            _ if says(&["connection refused", "timed out", "dns", "lookup", "unreachable", "no route"]) => {
                Some("Nothing answers under that name and number: compare them with what your provider told you.")
            }
            _ if says(&["535", "534", "530", "authenticat"]) => {
                Some("The server does not take that user name and password.")
            }
            _ if says(&["certificate"]) => Some("The server’s certificate is not to be trusted under that name."),
            _ => None,
        }
    }

    /// Whether there is more to come.
    pub fn is_under_way(&self) -> bool {
        matches!(self.state, State::Waiting | State::Sending | State::Held)
    }
}

/// Waits a moment for the first attempt: most servers answer, or don't, within it. Nothing is lost by not waiting longer.
async fn first_attempt(app: &App) -> Result<()> {
    for _ in 0..PATIENCE_IN_QUARTERS {
        let last = LastTest::load(&mut *app.db.read().await?, &app.business()).await?;
        if last.is_none_or(|last| !last.is_under_way()) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    Ok(())
}

/// `POST /admin/settings/mail/test`: to whoever asks for it, and to nobody else.
pub async fn send(app: web::Data<App>, viewer: Viewer) -> Result<HttpResponse> {
    let (at, who) = (app.clock.moment(), viewer.staff_id);
    let work = async move |tx: &mut Tx| {
        let staff = Staff::find(tx.conn(), who).await?.ok_or(AppError::NotFound)?;
        Delivery::queue_for_staff(tx, at, StaffMail::Test, &staff).await?;
        Act::MailTested { to: staff.email }.write(tx, at, who).await
    };
    let act = app.db.write(work).await?;
    first_attempt(&app).await?;
    Ok(Done::at_place("/admin/settings/mail", Some(act), "test"))
}
