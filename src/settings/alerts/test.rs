//! *Send a test*: one message to the alert address, now, and what it said.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::{Duration, Utc};

use super::{AlertSetting, AlertsPage, Topic};
use crate::accounts::access::Viewer;
use crate::accounts::inputs::InputFault;
use crate::accounts::people::Done;
use crate::acts::Act;
use crate::alerts::Alert;
use crate::app::App;
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::settings::screen;
use crate::site::Business;

/// A test that is older says nothing of today.
const SHOWN: Duration = Duration::days(30);

/// What became of the last test.
#[derive(Debug, Clone)]
pub(crate) struct LastTest {
    /// To which host, and when.
    pub words: String,
    /// Why it was not taken, where it was not.
    pub fault: Option<String>,
}

impl LastTest {
    pub(super) async fn load(conn: &mut Conn, business: &Business, now: chrono::DateTime<Utc>) -> Result<Option<Self>> {
        let found = Act::newest(conn, "alert-tested", now - SHOWN).await?;
        Ok(found.and_then(|(act, at)| match act {
            Act::AlertTested { host, fault } => {
                Some(Self { words: format!("{host}, {}", business.day_and_time(at)), fault })
            }
            _ => None,
        }))
    }
}

/// `POST /admin/settings/alerts/test`: waits for what the other side says, ten seconds at most.
pub async fn send(app: web::Data<App>, viewer: Viewer) -> Result<HttpResponse> {
    let Some(to) = app.alert_url() else {
        let fault = InputFault::new("address", "Enter an address first: there is none that a test could go to");
        return screen::answer::<AlertsPage>(&app, &viewer, None, None, StatusCode::CONFLICT, vec![fault]).await;
    };
    let fault = Alert::send_test(&app, &to).await?.err().map(|fault| fault.to_string());
    let (at, who, act) = (app.clock.moment(), viewer.staff_id, Act::AlertTested { host: to.host().to_owned(), fault });
    let act = app.db.write(async move |tx: &mut Tx| act.write(tx, at, who).await).await?;
    Ok(Done::at(AlertSetting::PATH, Some(act)))
}
