//! How a program under test is put together: settings, mailer, clock, content.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use actix_web::dev::ServerHandle;
use secrecy::SecretString;
use shingle::app::{App, Phase};
use shingle::clock::Clock;
use shingle::config::{Config, Source};
use shingle::db::{DatabaseUrl, Db};
use shingle::keys::SecretKey;
use shingle::mail::Mailer;
use shingle::media::Store;
use tempfile::TempDir;

use super::app::{DEMO_PASSWORD, SECRET, TestApp};
use super::cluster::{Database, Template};
use super::place::Place;

/// What a program under test is made of.
pub struct Build {
    settings: BTreeMap<String, String>,
    mailer: Option<Mailer>,
    clock: Clock,
    template: Template,
    with_runner: bool,
    hears: bool,
}

impl Build {
    /// The usual: an empty database, mail in memory, jobs on demand.
    pub(super) fn new(clock: Clock) -> Self {
        Self {
            settings: BTreeMap::new(),
            mailer: None,
            clock,
            template: Template::Empty,
            with_runner: false,
            hears: false,
        }
    }

    /// Sets a setting.
    #[must_use]
    pub fn setting(mut self, name: &str, value: &str) -> Self {
        self.settings.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Hands mail to this mailer instead of memory.
    #[must_use]
    pub fn mailer(mut self, mailer: Mailer) -> Self {
        self.mailer = Some(mailer);
        self
    }

    /// Hands mail to the mail server of `SHINGLE_SMTP_URL`.
    #[must_use]
    pub fn smtp(self, port: u16) -> Self {
        self.setting("SHINGLE_SMTP_URL", &format!("smtp://127.0.0.1:{port}"))
    }

    /// Takes the machine's clock instead of one that stands.
    #[must_use]
    pub fn system_clock(mut self) -> Self {
        self.clock = Clock::System;
        self
    }

    /// Fills the database with the demo.
    #[must_use]
    pub fn demo(mut self) -> Self {
        self.template = Template::Demo;
        self
    }

    /// Runs jobs by itself, as the program does; otherwise they wait for [`TestApp::run_jobs`].
    #[must_use]
    pub fn runner(mut self) -> Self {
        self.with_runner = true;
        self
    }

    /// Hears of changes, as the program does: only then pages are answered from memory.
    #[must_use]
    pub fn hearing(mut self) -> Self {
        self.hears = true;
        self
    }

    /// Starts it.
    pub async fn start(self) -> TestApp {
        let database = Database::like(self.template).await;
        self.start_on(database).await
    }

    /// Starts it on a database that is there.
    pub async fn start_on(mut self, database: Database) -> TestApp {
        let data_dir = TempDir::with_prefix_in("data", Place::get().quick("apps")).expect("a data directory");
        let path = data_dir.path().to_string_lossy().into_owned();
        for (name, value) in [
            ("SHINGLE_LISTEN", "127.0.0.1:0"),
            ("SHINGLE_SECRET_KEY", SECRET),
            ("SHINGLE_DEMO_PASSWORD", DEMO_PASSWORD),
            ("SHINGLE_DATA_DIR", &path),
        ] {
            self.settings.entry(name.to_owned()).or_insert_with(|| value.to_owned());
        }
        let config = Config::read(&source_of(&self.settings)).expect("settings");
        let app = open_app(config, self.mailer, self.clock, &database.url).await;
        let (base, server) = serve(&app);
        if self.with_runner {
            let (stop, stopped) = tokio::sync::watch::channel(false);
            let runner = shingle::jobs::Runner::new(app.clone(), stopped);
            tokio::spawn(async move {
                runner.run().await;
                drop(stop);
            });
        }
        if self.hears {
            hear(&app).await;
        }
        TestApp { hears: self.hears, clock: app.clock.clone(), base, app, database, server, _data_dir: data_dir }
    }
}

fn source_of(settings: &BTreeMap<String, String>) -> Source {
    // Source takes a fixed number of pairs, of which the last counts: the places before are filled with a default.
    let mut source = [("SHINGLE_LOG", "info"); 16];
    for (place, (name, value)) in source.iter_mut().rev().zip(settings) {
        *place = (name, value);
    }
    Source::of_pairs(source)
}

/// Serves an app on a free port: its origin, and the handle that ends it.
pub(super) fn serve(app: &Arc<App>) -> (String, ServerHandle) {
    let listener = std::net::TcpListener::bind(app.config.listen).expect("a free port");
    let address = listener.local_addr().expect("an address");
    app.set_bound(address);
    app.set_phase(Phase::Ready);
    let server = shingle::server::listen(app.clone(), listener, 2).expect("a server");
    let handle = server.handle();
    tokio::spawn(server);
    (format!("http://{address}"), handle)
}

/// The media of all tests: bytes lie under their hash, so that nobody is in anybody's way.
pub(super) static MEDIA: LazyLock<Store> = LazyLock::new(Store::in_memory);

/// Lets an app hear of changes, and waits until it does.
pub(super) async fn hear(app: &Arc<App>) {
    tokio::spawn(shingle::site::hear_changes(app.clone()));
    super::eventually("hearing of changes", async || app.cache.generation.settled()).await;
}

/// An app on a database that is there. Mail goes into memory unless a mailer or a mail server is given.
pub(super) async fn open_app(config: Config, mailer: Option<Mailer>, clock: Clock, url: &str) -> Arc<App> {
    let url = DatabaseUrl::parse(&SecretString::from(url)).expect("an address");
    let db = Db::new(url, tokio::runtime::Handle::current()).expect("a pool");
    let keys = SecretKey::open(&config, clock.moment()).expect("a key");
    let mailer = match (mailer, &config.smtp) {
        (Some(given), _) => given,
        (None, None) => Mailer::Memory(Arc::default()),
        (None, smtp) => Mailer::of_settings(smtp.as_ref(), &config.data_dir, &db).expect("a mailer"),
    };
    let app = Arc::new(App::new(config, db, mailer, MEDIA.clone(), clock, keys));
    app.refresh_business().await.expect("the business is read");
    app
}
