//! `App`: everything that a request or a job needs, made once, and the way a process starts and stops.
//!
//! Used by `main` and by the tests alike. Only `App` holds state; handlers get it as `web::Data<App>`.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use metrics_exporter_prometheus::PrometheusHandle;
use tokio::sync::Semaphore;

use crate::alerts::Signs;
use crate::clock::Clock;
use crate::config::{AlertUrl, Config};
use crate::db::Db;
use crate::error::Result;
use crate::jobs::Wake;
use crate::keys::SecretKey;
use crate::mail::{EmailAddress, Mailer};
use crate::media::Store;
use crate::settings::{self, AlertSetting, MailSetting};
use crate::site::Business;
use crate::web::assets::Assets;
use crate::web::cache::{self, PageCache};

/// Names of our cookies: with `__Host-` where the site is served over HTTPS.
#[derive(Debug, Clone, Copy)]
pub struct Cookies {
    /// Of signed-in staff.
    pub session: &'static str,
    /// Of every browser that began a form.
    pub visitor: &'static str,
    /// Whether they are only sent over HTTPS.
    pub secure: bool,
}

/// How far the process is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Waiting for the database, migrating.
    Starting,
    /// Serving.
    Ready,
    /// Finishing what it has begun.
    Stopping,
}

/// What was set about mail in the admin, made ready.
#[derive(Default)]
struct SetMail {
    setting: MailSetting,
    mailer: Option<Mailer>,
}

/// What was set about alerts in the admin, opened.
#[derive(Default)]
struct SetAlerts {
    setting: AlertSetting,
    url: Option<AlertUrl>,
}

/// Everything of one process.
pub struct App {
    /// The settings.
    pub config: Config,
    /// The database.
    pub db: Db,
    /// Where mail goes while nothing is set in the admin: ask [`App::mailer`].
    pub mailer: Mailer,
    /// Where the bytes of media lie.
    pub media: Store,
    /// Time and randomness.
    pub clock: Clock,
    /// The secret key.
    pub keys: SecretKey,
    /// Static files.
    pub assets: Assets,
    /// Published pages, in memory.
    pub cache: PageCache,
    /// Wakes the runner and those who watch deliveries.
    pub wake: Wake,
    /// At most two passwords are hashed at once: each takes 19 MiB.
    pub hashing: Semaphore,
    /// At most two bodies with files are read at once: each takes 20 MB.
    pub uploads: Arc<Semaphore>,
    /// One picture is decoded at a time: the largest take 400 MB.
    pub drawing: Semaphore,
    /// Renders `/metrics`.
    pub metrics: PrometheusHandle,
    /// What only this process can see to be wrong.
    pub signs: Signs,
    business: RwLock<Arc<Business>>,
    mail: RwLock<SetMail>,
    alerts: RwLock<SetAlerts>,
    bound: OnceLock<SocketAddr>,
    demo: AtomicBool,
    phase: AtomicU8,
}

impl App {
    /// Puts an `App` together. The business is read with [`App::refresh_business`] once the database is migrated.
    pub fn new(config: Config, db: Db, mailer: Mailer, media: Store, clock: Clock, keys: SecretKey) -> Self {
        Self {
            config,
            db,
            mailer,
            media,
            clock,
            keys,
            assets: Assets::load(),
            cache: PageCache::new(cache::ROOM),
            wake: Wake::default(),
            hashing: Semaphore::new(2),
            uploads: Arc::new(Semaphore::new(2)),
            drawing: Semaphore::new(1),
            metrics: crate::web::metrics::install(),
            signs: Signs::default(),
            business: RwLock::default(),
            mail: RwLock::default(),
            alerts: RwLock::default(),
            bound: OnceLock::new(),
            demo: AtomicBool::new(false),
            phase: AtomicU8::new(0),
        }
    }

    /// The only origin put into links and mail, such as `https://www.example.com`.
    pub fn origin(&self) -> String {
        match (&self.config.base_url, self.bound.get()) {
            (Some(url), _) => url.origin().ascii_serialization(),
            (None, Some(address)) => format!("http://{address}"),
            (None, None) => format!("http://{}", self.config.listen),
        }
    }

    /// Remembers the address that was bound; the first one counts.
    pub fn set_bound(&self, address: SocketAddr) {
        // A second call changes nothing, which is what the first one promised.
        let _ = self.bound.set(address);
    }

    /// The address of a path on this site.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.origin())
    }

    /// The names of our cookies.
    pub fn cookies(&self) -> Cookies {
        if self.config.base_url.as_ref().is_some_and(|url| url.scheme() == "https") {
            Cookies { session: "__Host-shingle_session", visitor: "__Host-shingle_visitor", secure: true }
        } else {
            Cookies { session: "shingle_session", visitor: "shingle_visitor", secure: false }
        }
    }

    /// The business, from memory: pages that need no database use it too.
    pub fn business(&self) -> Arc<Business> {
        self.business.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the business and the demo's mark anew.
    ///
    /// # Errors
    /// The database is away.
    pub async fn refresh_business(&self) -> Result<()> {
        let mut reader = self.db.read().await?;
        let business = Business::current(&mut reader).await?;
        let demo = crate::installation::Installation::is_demo(&mut reader).await?;
        let mail: MailSetting = settings::stored(&mut reader).await?;
        let alerts: AlertSetting = settings::stored(&mut reader).await?;
        drop(reader);
        self.take_mail(mail);
        self.take_alerts(alerts);
        *self.business.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(business);
        self.demo.store(demo, Ordering::Relaxed);
        Ok(())
    }

    /// Whether this database is marked as the demo's.
    pub fn is_demo(&self) -> bool {
        self.demo.load(Ordering::Relaxed)
    }

    /// Whoever gets the demo's mail to staff instead of its invented people, where somebody is named.
    pub fn only_recipient(&self) -> Option<&EmailAddress> {
        self.config.notify.as_ref().filter(|_| self.is_demo())
    }

    /// How far the process is.
    pub fn phase(&self) -> Phase {
        match self.phase.load(Ordering::Relaxed) {
            0 => Phase::Starting,
            1 => Phase::Ready,
            _ => Phase::Stopping,
        }
    }

    /// Says how far the process is.
    pub fn set_phase(&self, phase: Phase) {
        let number = match phase {
            Phase::Starting => 0,
            Phase::Ready => 1,
            Phase::Stopping => 2,
        };
        self.phase.store(number, Ordering::Relaxed);
    }

    /// Where mail goes now: the environment's server, else the one that was set in the admin.
    pub fn mailer(&self) -> Mailer {
        let set = self.mail.read().unwrap_or_else(PoisonError::into_inner).mailer.clone();
        set.filter(|_| self.config.smtp.is_none()).unwrap_or_else(|| self.mailer.clone())
    }

    /// Takes what was set in the admin, where it is new. The connection pool of the server before is let go.
    fn take_mail(&self, setting: MailSetting) {
        if self.mail.read().unwrap_or_else(PoisonError::into_inner).setting == setting {
            return;
        }
        // Pools are made and let go on the main runtime: a worker's own would end with the worker.
        let _inside = self.db.main().enter();
        let made = setting.smtp(&self.keys).map(|smtp| Mailer::smtp(&smtp, Vec::new(), self.db.main().clone()));
        let mailer = match made {
            Some(Ok(mailer)) => Some(mailer),
            Some(Err(problem)) => {
                tracing::error!(problem, "the mail server of the settings can't be used: mail is kept");
                None
            }
            None if !setting.server.is_empty() => {
                tracing::error!("the mail password of the settings can't be opened with this secret key: mail is kept");
                None
            }
            None => None,
        };
        let fresh = SetMail { setting, mailer };
        let before = std::mem::replace(&mut *self.mail.write().unwrap_or_else(PoisonError::into_inner), fresh);
        drop(before);
    }

    /// Where alerts go now: the environment's address, else the one that was set in the admin. From memory, because the database
    /// may be what is broken.
    pub fn alert_url(&self) -> Option<AlertUrl> {
        let set = || self.alerts.read().unwrap_or_else(PoisonError::into_inner).url.clone();
        self.config.alert_url.clone().or_else(set)
    }

    /// Takes what was set in the admin, where it is new.
    fn take_alerts(&self, setting: AlertSetting) {
        let mut kept = self.alerts.write().unwrap_or_else(PoisonError::into_inner);
        if kept.setting == setting {
            return;
        }
        let url = setting.url(&self.keys);
        if url.is_none() && setting.is_set() {
            tracing::error!("the alert address of the settings can't be opened with this secret key: nobody is told");
        }
        *kept = SetAlerts { setting, url };
    }

    /// The sender of every mail.
    pub fn mail_from(&self) -> String {
        if let Some(given) = &self.config.mail_from {
            return given.to_string();
        }
        let set = self.mail.read().unwrap_or_else(PoisonError::into_inner).setting.sender();
        set.map_or_else(|| self.usual_sender(), |sender| sender.to_string())
    }

    /// The sender where nobody has set one.
    pub fn usual_sender(&self) -> String {
        if self.is_demo() {
            return "hello@bellpull.example".to_owned();
        }
        match self.config.base_url.as_ref().and_then(|url| url.domain()) {
            Some(host) if host != "localhost" => format!("hello@{host}"),
            _ => "shingle@localhost".to_owned(),
        }
    }
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("phase", &self.phase()).finish_non_exhaustive()
    }
}
