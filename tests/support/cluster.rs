//! The private PostgreSQL of this test process, and a database per test, cloned from a migrated template.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, OnceLock};

use embedded_postgres::{Access, Cluster, Options, Role};
use secrecy::SecretString;
use shingle::app::App;
use shingle::clock::Clock;
use shingle::config::{Config, Source};
use shingle::db::{DatabaseUrl, Db};
use shingle::keys::SecretKey;
use shingle::mail::Mailer;
use tokio::runtime::Runtime;
use tokio::sync::OnceCell;
use tokio_postgres::NoTls;

use super::app::{DEMO_PASSWORD, SECRET, beginning};
use super::place::Place;

/// Lives as long as the process: makes and drops databases, whatever the runtimes of the tests do.
pub static KEEPER: LazyLock<Runtime> = LazyLock::new(|| {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
});

/// What a database is cloned from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    /// Nothing at all, not even tables.
    Bare,
    /// Migrated and claimed, without content.
    Empty,
    /// With the demo in it.
    Demo,
}

/// A database of one test; dropped with the value.
pub struct Database {
    name: String,
    /// Its address.
    pub url: String,
}

fn cluster() -> &'static Access {
    static CLUSTER: OnceLock<Result<Access, String>> = OnceLock::new();
    let opened = CLUSTER.get_or_init(|| {
        let mut options = Options::new(Place::get().quick("cluster"), Role::Owner, "keeper");
        options.settings = [
            ("fsync", "off"),
            ("synchronous_commit", "off"),
            ("full_page_writes", "off"),
            ("autovacuum", "off"),
            ("max_connections", "400"),
            ("max_wal_size", "4GB"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec();
        Cluster::open(options).map_err(|error| error.to_string())
    });
    opened.as_ref().unwrap_or_else(|error| panic!("the tests' PostgreSQL: {error}"))
}

fn url_of(name: &str) -> String {
    let url = cluster().url();
    let (server, _) = url.rsplit_once('/').expect("an address with a database");
    format!("{server}/{name}")
}

/// Runs one statement without a transaction.
async fn run(database: &str, statement: String) -> Result<(), tokio_postgres::Error> {
    let url = url_of(database);
    let (client, connection) = tokio_postgres::connect(&url, NoTls).await?;
    let driver = tokio::spawn(connection);
    let done = client.batch_execute(&statement).await;
    drop(client);
    // The session has ended on the server before anybody clones what it was connected to.
    let _ = driver.await;
    done
}

async fn create(name: &str, template: &str) {
    let statement = format!("create database {name} template {template}");
    run("keeper", statement).await.unwrap_or_else(|error| panic!("{name}: {}", shingle::db::chain(&error)));
}

impl Database {
    /// A new database like its template.
    pub async fn like(template: Template) -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(1);
        let name = format!("t_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let made = name.clone();
        KEEPER
            .spawn(async move {
                let template = match template {
                    Template::Bare => "template0",
                    Template::Empty => empty().await,
                    Template::Demo => demo().await,
                };
                create(&made, template).await;
            })
            .await
            .expect("the database is made");
        Self { url: url_of(&name), name }
    }

    /// Cuts every connection of this database and lets nobody in, until [`Database::put_back`].
    pub async fn take_away(&self) {
        let name = self.name.clone();
        let cut = format!(
            "alter database {name} allow_connections false;
             select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'"
        );
        KEEPER.spawn(async move { run("keeper", cut).await }).await.expect("it runs").expect("the database is cut off");
    }

    /// Lets connections in again.
    pub async fn put_back(&self) {
        let let_in = format!("alter database {} allow_connections true", self.name);
        KEEPER.spawn(async move { run("keeper", let_in).await }).await.expect("it runs").expect("the database is back");
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let statement = format!("drop database if exists {} with (force)", self.name);
        // The whole cluster goes at the end: this only keeps memory low meanwhile.
        KEEPER.spawn(async move { run("keeper", statement).await });
    }
}

/// An `App` on a template, for the time of filling it.
async fn filling(url: &str) -> Arc<App> {
    let source = Source::of_pairs([("SHINGLE_SECRET_KEY", SECRET), ("SHINGLE_DEMO_PASSWORD", DEMO_PASSWORD)]);
    let config = Config::read(&source).expect("settings");
    let url = DatabaseUrl::parse(&SecretString::from(url)).expect("an address");
    let db = Db::new(url, tokio::runtime::Handle::current()).expect("a pool");
    let clock = Clock::standing(beginning());
    let keys = SecretKey::open(&config, clock.moment()).expect("a key");
    Arc::new(App::new(config, db, Mailer::Memory(Arc::default()), super::build::MEDIA.clone(), clock, keys))
}

async fn empty() -> &'static str {
    static MADE: OnceCell<()> = OnceCell::const_new();
    MADE.get_or_init(|| async {
        create("empty", "template0").await;
        let url = DatabaseUrl::parse(&SecretString::from(url_of("empty"))).expect("an address");
        shingle::db::migrate(&url).await.expect("migrations run");
        let app = filling(&url_of("empty")).await;
        let (now, keys) = (app.clock.now(), app.keys.clone());
        app.db
            .write(async move |tx: &mut shingle::db::Tx| {
                shingle::installation::Installation::claim(tx, now, &keys).await
            })
            .await
            .expect("the database is claimed");
        app.db.close();
    })
    .await;
    "empty"
}

async fn demo() -> &'static str {
    static MADE: OnceCell<()> = OnceCell::const_new();
    MADE.get_or_init(|| async {
        create("demo", empty().await).await;
        let app = filling(&url_of("demo")).await;
        shingle::demo::fill(&app).await.expect("the demo is filled");
        // Its pictures are made once, and not by every test that runs jobs.
        shingle::jobs::run_due(&app).await.expect("its jobs are run");
        app.db.close();
    })
    .await;
    "demo"
}
