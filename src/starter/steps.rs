//! *Getting started*: what is still to be done before a site should be open. Each step is done when it is really so; the dashboard
//! and `doctor` read the same.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::accounts::access::Viewer;
use crate::app::App;
use crate::db::{Conn, Tx};
use crate::deliveries::{Delivery, Kind, State};
use crate::error::Result;
use crate::forms::Form;
use crate::settings;

/// Under which it is stored what only its owner can know.
const TOPIC: &str = "started";

/// What only its owner can know.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[serde(default)]
struct Started {
    privacy_read: bool,
}

/// How a step is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// On a screen.
    At(&'static str, &'static str),
    /// By a button: where it posts, and its words.
    By(&'static str, &'static str),
}

/// One step.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// What it is.
    pub name: &'static str,
    /// Why, in a sentence.
    pub words: &'static str,
    /// Whether it is done.
    pub done: bool,
    /// How it is made.
    pub way: Way,
    /// A page to look at first; empty for none.
    pub look: &'static str,
}

/// What is so, in the order of the steps.
type Facts = [bool; 6];

/// Every step of this site, in order.
///
/// # Errors
/// The database is away.
pub async fn steps(app: &App, conn: &mut Conn) -> Result<Vec<Step>> {
    let business = app.business();
    let started: Started = settings::current(conn, TOPIC).await?.unwrap_or_default();
    let tried = Delivery::newest(conn, Kind::MailTest).await?;
    let tested = Form::proofs(conn).await?.iter().any(|proof| proof.last_test.is_some());
    Ok(with([
        !business.phone.is_empty() || !business.address.is_empty(),
        business.logos.light.is_some() || business.name_alone,
        tried.is_some_and(|delivery| delivery.state() == State::HandedOver),
        tested,
        started.privacy_read,
        business.open,
    ]))
}

fn with([reached, marked, mailed, tested, read, open]: Facts) -> Vec<Step> {
    let step = |name, words, done, way, look| Step { name, words, done, way, look };
    vec![
        step(
            "Say how you are reached",
            "Telephone, address and hours stand at the end of every page.",
            reached,
            Way::At("/admin/settings/business", "Business"),
            "",
        ),
        step(
            "Show your logo",
            "It stands at the top of every page. If you have none, say so, and your name stands there alone.",
            marked,
            Way::At("/admin/settings/logo", "Logo"),
            "",
        ),
        step(
            "Prove that mail leaves",
            "Name your mail server, and send yourself a message through it.",
            mailed,
            Way::At("/admin/settings/mail", "Mail"),
            "",
        ),
        step(
            "Send a test enquiry",
            "It goes the whole way, and shows who is told.",
            tested,
            Way::At("/admin/tests", "Tests"),
            "",
        ),
        step(
            "Read your privacy page",
            "It states what this program really stores. You answer for it.",
            read,
            Way::By("/admin/privacy-reading", "I have read it"),
            "/privacy",
        ),
        step(
            "Open the site",
            "Until then visitors find a page that says: opening soon.",
            open,
            Way::By("/admin/opening", "Open the site"),
            "/",
        ),
    ]
}

/// On the first day.
pub(crate) fn sample() -> Vec<Step> {
    with([true, false, false, false, false, false])
}

/// `POST /admin/privacy-reading`: *I have read it*.
///
/// # Errors
/// The database is away.
pub async fn note_privacy(app: web::Data<App>, viewer: Viewer) -> Result<HttpResponse> {
    let (now, who) = (app.clock.now(), viewer.staff_id);
    let read = Started { privacy_read: true };
    app.db.write(async move |tx: &mut Tx| settings::append(tx, now, TOPIC, &read, Some(who)).await).await?;
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, "/admin")).finish())
}
