//! The program under test: a whole `App` with its HTTP server on a database of its own.

use std::sync::{Arc, PoisonError};

use actix_web::dev::ServerHandle;
use chrono::{DateTime, TimeZone, Utc};
use shingle::accounts::{Role, Staff};
use shingle::app::{App, Phase};
use shingle::clock::Clock;
use shingle::db::{Conn, Tx};
use shingle::mail::{EmailAddress, Mailer};
use tempfile::TempDir;
use tokio_postgres::NoTls;

use super::build::{Build, hear, open_app, serve};
use super::client::Client;
use super::cluster::Database;
use super::mail::Mail;

/// The password of the demo's owner, `owner@example.com`.
pub const DEMO_PASSWORD: &str = "nine quiet bells at noon";
/// The secret key of every test.
pub(super) const SECRET: &str = "a secret key for tests: thirty-two characters and more";

/// When a standing clock stands: a Friday morning.
pub(super) fn beginning() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 20, 10, 0, 0).single().expect("a time")
}

/// A running program. Everything of it ends with the value.
pub struct TestApp {
    /// The program's inside.
    pub app: Arc<App>,
    /// Its clock: `test.clock.advance(...)`.
    pub clock: Clock,
    /// Its origin, such as `http://127.0.0.1:40123`.
    pub base: String,
    /// Its database.
    pub database: Database,
    pub(super) hears: bool,
    pub(super) server: ServerHandle,
    pub(super) _data_dir: TempDir,
}

impl TestApp {
    /// A program on an empty database.
    pub async fn start() -> Self {
        Self::build().start().await
    }

    /// A program with the demo.
    pub async fn demo() -> Self {
        Self::build().demo().start().await
    }

    /// A program with other settings: `TestApp::build().setting("SHINGLE_ENQUIRY_LIMIT", "0").demo().start().await`.
    pub fn build() -> Build {
        Build::new(Clock::standing(beginning()))
    }

    /// Another node on the same database, with the same clock and mail; it must end before this one.
    pub async fn second_node(&self) -> Node {
        let mailer = Some(self.app.mailer.clone());
        let app = open_app(self.app.config.clone(), mailer, self.clock.clone(), &self.database.url).await;
        let (base, server) = serve(&app);
        if self.hears {
            hear(&app).await;
        }
        Node { app, base, server }
    }

    /// A browser that has never been here.
    pub fn client(&self) -> Client {
        Client::new(&self.base)
    }

    /// A member of staff with a password.
    pub async fn staff(&self, role: Role) -> (Staff, String) {
        let password = format!("a long {role} password of the tests");
        let hash = {
            let chosen = shingle::accounts::Password::parse(&password).expect("a good password");
            shingle::accounts::hashing::hash(&self.app, chosen).await.expect("a hash")
        };
        let at = self.clock.moment();
        let number = hex::encode(at.bytes::<4>());
        let staff = self
            .app
            .db
            .write(async move |tx: &mut Tx| {
                let email = EmailAddress::parse(&format!("{role}.{number}@staff.example")).expect("an address");
                let mut staff = Staff::add(tx, at, &format!("The {role}"), &email, role).await?;
                staff.set_password(tx, &hash).await?;
                Ok(staff)
            })
            .await
            .expect("staff is added");
        (staff, password)
    }

    /// A browser in which a new member of staff is signed in.
    pub async fn client_as(&self, role: Role) -> Client {
        let (staff, password) = self.staff(role).await;
        let client = self.client();
        client.sign_in(&staff.email, &password).await;
        client
    }

    /// A browser in which the demo's owner is signed in.
    pub async fn demo_owner(&self) -> Client {
        let client = self.client();
        client.sign_in("owner@example.com", DEMO_PASSWORD).await;
        client
    }

    /// Every mail that was handed over into memory, oldest first.
    pub fn mails(&self) -> Vec<Mail> {
        let Mailer::Memory(sent) = &self.app.mailer else { panic!("mail does not go into memory here") };
        let sent = sent.lock().unwrap_or_else(PoisonError::into_inner);
        sent.iter().map(|mail| Mail::read(&mail.to, &mail.bytes)).collect()
    }

    /// Forgets the mails so far.
    pub fn forget_mails(&self) {
        let Mailer::Memory(sent) = &self.app.mailer else { panic!("mail does not go into memory here") };
        sent.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Runs every job that is due by the clock; answers how many there were.
    pub async fn run_jobs(&self) -> usize {
        shingle::jobs::run_due(&self.app).await.expect("jobs run")
    }

    /// Writes so many enquiries by hand, up to the clock's time.
    pub async fn fill(&self, count: usize) {
        self.execute(&super::many::statements(count, self.clock.now())).await;
    }

    /// The one number of a query.
    pub async fn sql_i64(&self, query: &str) -> i64 {
        let text = self.sql_text(query).await;
        text.parse().unwrap_or_else(|_| panic!("{query} gives {text:?}"))
    }

    /// The one value of a query as text; empty where there is none.
    pub async fn sql_text(&self, query: &str) -> String {
        self.sql(query).await.into_iter().next().and_then(|row| row.into_iter().next()).unwrap_or_default()
    }

    /// Every row of a query as texts.
    pub async fn sql(&self, query: &str) -> Vec<Vec<String>> {
        let (client, connection) = tokio_postgres::connect(&self.database.url, NoTls).await.expect("a connection");
        let driver = tokio::spawn(connection);
        let answer = client.simple_query(query).await;
        drop(client);
        let _ = driver.await;
        let messages = answer.unwrap_or_else(|error| panic!("{query}: {}", shingle::db::chain(&error)));
        let rows = messages.into_iter().filter_map(|message| match message {
            tokio_postgres::SimpleQueryMessage::Row(row) => Some(row),
            _ => None,
        });
        rows.map(|row| (0..row.len()).map(|n| row.get(n).unwrap_or_default().to_owned()).collect()).collect()
    }

    /// Runs statements.
    pub async fn execute(&self, statements: &str) {
        self.sql(statements).await;
    }

    /// The same where it may be refused.
    pub async fn try_execute(&self, statements: &str) -> Result<(), tokio_postgres::Error> {
        let (client, connection) = tokio_postgres::connect(&self.database.url, NoTls).await?;
        let driver = tokio::spawn(connection);
        let answer = client.batch_execute(statements).await;
        drop(client);
        let _ = driver.await;
        answer
    }

    /// A connection as queries on nouns take it, for tests of one verb.
    pub async fn with_conn<T>(&self, work: impl AsyncFnOnce(&mut Conn) -> T) -> T {
        let mut reader = self.app.db.read().await.expect("a connection");
        work(&mut reader).await
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.app.set_phase(Phase::Stopping);
        // The command is sent by the call; nobody waits for its end.
        drop(self.server.stop(false));
        self.app.db.close();
    }
}

/// A second program on the database of a [`TestApp`].
pub struct Node {
    /// Its inside.
    pub app: Arc<App>,
    /// Its origin.
    pub base: String,
    server: ServerHandle,
}

impl Node {
    /// A browser that has never been here.
    pub fn client(&self) -> Client {
        Client::new(&self.base)
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        drop(self.server.stop(false));
        self.app.db.close();
    }
}
