//! The program that is killed: the real binary with its embedded database, on disk.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::support::Place;

/// The running program, and how it is started.
pub struct Killed {
    place: PathBuf,
    smtp_port: u16,
    child: Child,
    base: String,
    /// The database's address: the socket's directory is the server's own, so it is read from its files.
    pub url: String,
}

impl Killed {
    /// Starts the program on an empty directory.
    pub async fn start(smtp_port: u16) -> Self {
        let place = Place::get().durable("crash");
        let (child, base) = spawn(&place, smtp_port).await;
        let url = url_of(&place);
        Self { place, smtp_port, child, base, url }
    }

    /// Where it keeps its files.
    pub fn place(&self) -> &Path {
        &self.place
    }

    /// Its origin.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Kills the program, and leaves its database to what happens then.
    pub fn kill_server(&mut self) {
        self.child.kill().expect("it is killed");
        self.child.wait().expect("it has ended");
    }

    /// Kills the database: the first process alone, or one of the others, or all of them, turn by turn.
    pub fn kill_database(&self, turn: usize) {
        let Some(first) = first_line(&self.place).and_then(|line| line.parse::<i32>().ok()) else { return };
        let mut others = children_of(first);
        let victims = match turn % 3 {
            0 => [vec![first], others].concat(),
            1 => vec![first],
            _ => others.pop().into_iter().collect(),
        };
        for pid in victims {
            // It may have ended by itself meanwhile.
            let _ = kill(Pid::from_raw(pid), Signal::SIGKILL);
        }
    }

    /// Starts the program again.
    pub async fn start_again(&mut self) {
        (self.child, self.base) = spawn(&self.place, self.smtp_port).await;
        self.url = url_of(&self.place);
    }

    /// Ends it as an operator does, and makes sure that it ends well and leaves nothing behind.
    pub async fn stop(mut self) {
        let pid = i32::try_from(self.child.id()).expect("a process number");
        kill(Pid::from_raw(pid), Signal::SIGTERM).expect("it is told to stop");
        let status =
            tokio::task::spawn_blocking(move || self.child.wait()).await.expect("it is awaited").expect("it has ended");
        assert!(status.success(), "it ends well: {status}");
        assert!(first_line(&self.place).is_none(), "its database has stopped too");
    }
}

/// Runs `serve --demo` until it says that it is ready.
async fn spawn(place: &Path, smtp_port: u16) -> (Child, String) {
    let log = File::options().create(true).append(true).open(place.join("shingle.log")).expect("a log");
    let mut child = Command::new(env!("CARGO_BIN_EXE_shingle"))
        .args(["serve", "--demo"])
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("SHINGLE_LISTEN", "127.0.0.1:0")
        .env("SHINGLE_DATA_DIR", place.join("data"))
        .env("SHINGLE_SMTP_URL", format!("smtp://127.0.0.1:{smtp_port}"))
        .env("SHINGLE_NOTIFY", "desk@example.com")
        .env("SHINGLE_DEMO_PASSWORD", crate::support::DEMO_PASSWORD)
        .env("SHINGLE_ENQUIRY_LIMIT", "0")
        .env("SHINGLE_ENQUIRY_MIN_SECONDS", "0")
        .env("SHINGLE_LOG", "warn")
        .current_dir(place)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()
        .expect("shingle runs");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines().map_while(Result::ok);
    let (tell, told) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let first = lines.next();
        // Nobody may be waiting any more.
        let _ = tell.send(first.and_then(|line| line.strip_prefix("Shingle is ready: ").map(str::to_owned)));
        // It goes on talking, and must not find the line cut.
        lines.for_each(drop);
    });
    let base =
        tokio::time::timeout(Duration::from_secs(120), told).await.expect("it is ready in time").expect("it is read");
    let base = base.unwrap_or_else(|| panic!("shingle does not start: {}", last_words(&place.join("shingle.log"))));
    (child, base)
}

fn last_words(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(8)..].join("\n")
}

/// The lines of the server's own file about itself; its first is its process number, its fifth the socket's directory.
fn server_lines(place: &Path) -> Option<Vec<String>> {
    let text = std::fs::read_to_string(place.join("data/pg/postmaster.pid")).ok()?;
    Some(text.lines().map(|line| line.trim().to_owned()).collect())
}

fn first_line(place: &Path) -> Option<String> {
    server_lines(place)?.into_iter().next()
}

fn url_of(place: &Path) -> String {
    let lines = server_lines(place).expect("the database runs");
    let socket = lines.get(4).expect("a socket").replace('/', "%2F");
    format!("postgres://postgres@{socket}:5432/shingle")
}

/// The processes whose parent is this one.
fn children_of(parent: i32) -> Vec<i32> {
    let mut children = Vec::new();
    for entry in std::fs::read_dir("/proc").expect("processes").flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse::<i32>().ok()) else { continue };
        let stat = std::fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        // After the name in brackets come the state and the parent.
        let its = stat
            .rsplit_once(") ")
            .and_then(|(_, rest)| rest.split(' ').nth(1))
            .and_then(|text| text.parse::<i32>().ok());
        if its == Some(parent) {
            children.push(pid);
        }
    }
    children
}
