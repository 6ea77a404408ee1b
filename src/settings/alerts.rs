//! `/admin/settings/alerts`: where somebody hears of trouble who does not look at the desk. No page shows more than the host.
//! What the environment sets counts, and stands here to be read only.

mod setting;
mod test;

use actix_web::{HttpResponse, web};
use askama::Template;
use uuid::Uuid;

use super::history::{Change, History};
use super::screen::{self, Around, Screen};
use super::topic::{self, Topic, Whole};
use crate::accounts::access::Viewer;
use crate::accounts::inputs::{Input, InputFault};
use crate::admin::frame::Frame;
use crate::alerts::{Alert, AlertKind, Tone};
use crate::app::App;
use crate::clock::Moment;
use crate::config::AlertUrl;
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::mail::one_line;
use crate::web::edge::Posted;

pub use setting::AlertSetting;
pub(crate) use test::LastTest;
pub use test::send as send_test;

impl Topic for AlertSetting {
    const TOPIC: &'static str = "alerts";
    const NAME: &'static str = "Alerts";
    const PATH: &'static str = "/admin/settings/alerts";
}

const ADDRESS_WORDS: &str = "Enter an address that begins with https://, such as https://hooks.example.com/services/…, \
                             without a user or a fragment";

/// Reads what an owner typed: what may go into a setting goes over TLS only.
fn address(text: &str) -> Option<AlertUrl> {
    let secure = |url: &AlertUrl| url.expose().is_some_and(|whole| whole.scheme() == "https");
    AlertUrl::parse(text).filter(secure).filter(|_| text.chars().count() <= 2000)
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "settings/alerts.html")]
pub struct AlertsPage {
    layout: Frame,
    errors: Vec<InputFault>,
    input: Input,
    state: Place,
    test: Option<LastTest>,
    told: Vec<&'static str>,
    shown: Vec<&'static str>,
    history: History,
}

/// Where alerts go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// To this host, as the environment says.
    Given(String),
    /// To this host, as was set here.
    Set(String),
    /// To nobody: what was set here for this host was sealed with another secret key.
    Sealed(String),
    /// To nobody.
    Nowhere,
}

impl Place {
    fn of(app: &App, stored: &AlertSetting) -> Self {
        let host = stored.host.clone();
        match &app.config.alert_url {
            Some(given) => Self::Given(given.host().to_owned()),
            None if !stored.is_set() => Self::Nowhere,
            None if stored.url(&app.keys).is_none() => Self::Sealed(host),
            None => Self::Set(host),
        }
    }

    fn is_given(&self) -> bool {
        matches!(self, Self::Given(_))
    }

    /// Whether there is anything to test.
    fn is_somewhere(&self) -> bool {
        matches!(self, Self::Given(_) | Self::Set(_))
    }

    /// Whether there is anything to take away.
    fn is_kept(&self) -> bool {
        matches!(self, Self::Set(_) | Self::Sealed(_))
    }
}

/// Where alerts go, in words.
pub(super) fn words(app: &App, stored: &AlertSetting) -> String {
    match Place::of(app, stored) {
        Place::Given(host) => format!("{host}, set where the program runs"),
        Place::Set(host) => host,
        Place::Sealed(host) => format!("The address at {host} can’t be opened with this secret key: enter it again"),
        Place::Nowhere => "No address is set: trouble is told at the desk only".to_owned(),
    }
}

impl AlertsPage {
    fn new(typed: &str, state: Place, test: Option<LastTest>, around: Around) -> Self {
        let Around { layout, history, errors } = around;
        let label = if state.is_kept() { "Another address" } else { "Address" };
        let input = Input { kind: "url", ..Input::text("address", label, typed) }.hinted(
            "The web hook of a chat or pager service: Slack, Mattermost, Teams, Google Chat, Discord, or your own.",
        );
        let kinds = |loud: bool| {
            let of = AlertKind::ALL.into_iter().filter(|kind| (kind.tone() == Tone::Alarm) == loud);
            of.map(AlertKind::words).collect()
        };
        Self {
            layout,
            input: input.with(&errors),
            state,
            test,
            told: kinds(true),
            shown: kinds(false),
            history,
            errors,
        }
    }
}

impl Screen for AlertsPage {
    type Setting = Whole<AlertSetting>;
    type Typed = String;

    async fn page(app: &App, conn: &mut Conn, _: &Viewer, typed: Option<String>, around: Around) -> Result<Self> {
        let state = Place::of(app, &topic::stored(conn).await?);
        let test = LastTest::load(conn, &app.business(), app.clock.now()).await?;
        Ok(Self::new(&typed.unwrap_or_default(), state, test, around))
    }
}

/// `POST /admin/settings/alerts`. Empty keeps the address that is set; taking it away has a button of its own.
pub async fn save(app: web::Data<App>, viewer: Viewer, posted: Posted) -> Result<HttpResponse> {
    let typed = one_line(posted.last("address").unwrap_or_default());
    let before: AlertSetting = topic::stored(&mut *app.db.read().await?).await?;
    let (at, seen) = (app.clock.moment(), super::seen(&posted));
    let after = if app.config.alert_url.is_some() {
        before.clone()
    } else if posted.last("away").is_some() {
        AlertSetting::default()
    } else if typed.is_empty() {
        before.clone()
    } else if let Some(url) = address(&typed) {
        let same = before.url(&app.keys).and_then(|kept| kept.expose()) == url.expose();
        if same { before.clone() } else { AlertSetting::of(&app.keys, at, &url)? }
    } else {
        let fault = vec![InputFault::new("address", ADDRESS_WORDS)];
        return screen::refuse::<AlertsPage>(&app, &viewer, typed, fault).await;
    };
    let (who, given) = (viewer.staff_id, app.config.alert_url.is_some());
    let work = async move |tx: &mut Tx| write(tx, at, who, given, Change::of(seen, before, after)).await;
    screen::settle::<AlertsPage>(&app, &viewer, Some(typed), app.db.write(work).await).await
}

/// `POST /admin/settings/alerts/restoration`.
pub async fn restore(app: web::Data<App>, viewer: Viewer, posted: Posted) -> Result<HttpResponse> {
    let (at, who, number) = (app.clock.moment(), viewer.staff_id, super::number(&posted)?);
    let given = app.config.alert_url.is_some();
    let work = async move |tx: &mut Tx| {
        let change = Change::back(tx.conn(), number).await?;
        write(tx, at, who, given, change).await
    };
    let act = app.db.write(work).await?;
    screen::in_force::<AlertsPage>(&app, act).await
}

/// Writes a change. What was said of the address before holds for the new one no more, unless the environment's is in force.
async fn write(tx: &mut Tx, at: Moment, who: Uuid, given: bool, change: Change<AlertSetting>) -> Result<Option<Uuid>> {
    let act = change.write(tx, at, who).await?;
    if act.is_some() && !given {
        Alert::forget_address_fault(tx, at).await?;
    }
    Ok(act)
}

impl AlertsPage {
    /// The page with sample content.
    pub(super) fn sample(app: &App, state: Place, wrong: bool, fault: Option<&str>) -> Self {
        let tested = LastTest {
            words: "hooks.example.com, 20 November 2026, 10:00".to_owned(),
            fault: fault.map(str::to_owned),
        };
        let test = state.is_somewhere().then_some(tested);
        let faults = if wrong { vec![InputFault::new("address", ADDRESS_WORDS)] } else { Vec::new() };
        let typed = if wrong { "hooks.example.com" } else { "" };
        let changes = ["Host: “hooks.example.com” added", "Address: set"];
        Self::new(typed, state, test, Around::sample::<Whole<AlertSetting>>(app, &changes, faults))
    }
}
