//! The real program with its embedded PostgreSQL and the demo, and its owner's browser.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

use embedded_postgres::{Access, Cluster, Options, Role};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tokio_postgres::{Client, NoTls};

const OWNER: &str = "owner@example.com";
const PASSWORD: &str = "ten thousand quiet bells";

/// A program that runs, in a directory of its own.
pub struct Program {
    child: Child,
    /// Kept open: the program goes on writing.
    _told: BufReader<ChildStdout>,
    database: Option<Access>,
    http: reqwest::Client,
    base: String,
    dir: tempfile::TempDir,
}

#[allow(dead_code, reason = "each bench needs a part of it")]
impl Program {
    /// Starts it and signs its owner in.
    pub async fn start() -> Self {
        let dir = tempfile::tempdir().expect("a directory");
        let data = dir.path().join("data");
        let mut child = Command::new(env!("CARGO_BIN_EXE_shingle"))
            .args(["serve", "--demo"])
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("SHINGLE_LISTEN", "127.0.0.1:0")
            .env("SHINGLE_DATA_DIR", &data)
            .env("SHINGLE_DEMO_PASSWORD", PASSWORD)
            .current_dir(dir.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("shingle starts");
        let mut told = BufReader::new(child.stdout.take().expect("its output"));
        let mut line = String::new();
        told.read_line(&mut line).expect("it says something");
        let base =
            line.trim().strip_prefix("Shingle is ready: ").unwrap_or_else(|| panic!("it says {line:?}")).to_owned();
        let options = Options::new(data, Role::Guest, "shingle");
        let opened = tokio::task::spawn_blocking(|| Cluster::open(options)).await.expect("it is joined");
        let database = Some(opened.expect("its database is joined"));
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .cookie_store(true)
            .no_proxy()
            .build()
            .expect("a client");
        let answer = http
            .post(format!("{base}/account/sign-in"))
            .header("origin", &base)
            .form(&[("email", OWNER), ("password", PASSWORD)])
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), 303, "the owner signs in");
        Self { child, _told: told, database, http, base, dir }
    }

    /// A session of its database that nobody else uses.
    pub async fn session(&self) -> Client {
        let url = self.database.as_ref().map(Access::url).expect("a database");
        let (client, connection) = tokio_postgres::connect(&url, NoTls).await.expect("a session");
        tokio::spawn(connection);
        client
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.base.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port")
    }

    /// Where its database is.
    pub fn database_url(&self) -> String {
        self.database.as_ref().map(Access::url).expect("a database")
    }

    /// A page of the desk.
    pub async fn get(&self, path: &str) -> String {
        let answer = self.http.get(format!("{}{path}", self.base)).send().await.expect("an answer");
        assert_eq!(answer.status(), 200, "{path}");
        answer.text().await.expect("a page")
    }

    /// What a form of the desk answers: its status, and the page or where it leads.
    pub async fn post(&self, path: &str, pairs: &[(String, String)]) -> (u16, String) {
        let request = self.http.post(format!("{}{path}", self.base)).header("origin", &self.base).form(pairs);
        let answer = request.send().await.expect("an answer");
        let to = answer.headers().get("location").and_then(|to| to.to_str().ok()).map(str::to_owned);
        let status = answer.status().as_u16();
        (status, to.unwrap_or(answer.text().await.expect("a page")))
    }

    /// Where the page's link to the next one leads.
    pub async fn next_page(&self, path: &str) -> String {
        let page = scraper::Html::parse_document(&self.get(path).await);
        let link = scraper::Selector::parse("a[rel=next]").expect("a selector");
        page.select(&link).find_map(|link| link.attr("href")).expect("there is more").to_owned()
    }

    /// What its database server has logged so far.
    pub fn log(&self) -> String {
        let found = walk(self.dir.path()).into_iter().find(|path| path.ends_with("postgres.log")).expect("a log");
        String::from_utf8_lossy(&std::fs::read(found).expect("the log")).into_owned()
    }

    /// Ends it as an operator does.
    pub async fn stop(mut self) {
        drop(self.database.take());
        kill(Pid::from_raw(i32::try_from(self.child.id()).expect("a number")), Signal::SIGTERM).expect("it is told");
        let ended = tokio::task::spawn_blocking(move || self.child.wait()).await.expect("it is awaited");
        assert!(ended.expect("it ends").success(), "it ends well");
    }
}

fn walk(dir: &std::path::Path) -> Vec<std::path::PathBuf> {
    let Ok(entries) = std::fs::read_dir(dir) else { return Vec::new() };
    let paths = entries.flatten().map(|entry| entry.path());
    paths.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}
