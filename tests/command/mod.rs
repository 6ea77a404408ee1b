//! The real program, started as an operator starts it.

mod alerts;
mod demo;
mod doctor;
mod doctor_faults;
mod life;
mod logs;
mod settings;
mod staff;
mod starting;
#[cfg(target_os = "linux")]
mod terminal;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::support::{Client, Database, Place};

/// The secret key of databases that are cloned from the tests' templates.
const SECRET: &str = "a secret key for tests: thirty-two characters and more";

/// How the program is started: a directory of its own, and settings.
pub struct Program {
    place: PathBuf,
    settings: BTreeMap<String, String>,
}

impl Program {
    /// With its embedded database, in an empty directory.
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(1);
        let place = Place::get().quick(&format!("command-{}", COUNT.fetch_add(1, Ordering::Relaxed)));
        let data = place.join("data").display().to_string();
        Self { place, settings: BTreeMap::new() }.with("SHINGLE_LISTEN", "127.0.0.1:0").with("SHINGLE_DATA_DIR", &data)
    }

    /// On a database of the tests' cluster.
    fn on(database: &Database) -> Self {
        Self::new().with("DATABASE_URL", &database.url).with("SHINGLE_SECRET_KEY", SECRET)
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.settings.insert(name.to_owned(), value.to_owned());
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.settings.remove(name);
        self
    }

    fn data(&self) -> PathBuf {
        self.place.join("data")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_shingle"));
        command.args(arguments).env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.envs(&self.settings).current_dir(&self.place).stdin(Stdio::null());
        command
    }

    /// Runs a short command to its end.
    pub fn run(&self, arguments: &[&str]) -> Ended {
        Ended::of(self.command(arguments).output().expect("shingle runs"))
    }

    /// Starts a long-running command without waiting for anything.
    fn start(&self, arguments: &[&str]) -> Running {
        let log = self.place.join("shingle.log");
        let errors = File::options().create(true).append(true).open(&log).expect("a log");
        let child = self.command(arguments).stdout(Stdio::piped()).stderr(errors).spawn().expect("shingle runs");
        Running::of(child, &self.place)
    }

    /// Starts the server, and waits until it is ready.
    pub fn serve(&self, arguments: &[&str]) -> Running {
        let mut running = self.start(arguments);
        let first = running.line(Duration::from_secs(120));
        let base = first.strip_prefix("Shingle is ready: ").unwrap_or_else(|| panic!("{first}"));
        running.base = base.to_owned();
        running
    }
}

/// A command that has ended.
pub struct Ended {
    code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ended {
    fn of(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Makes sure of the exit status.
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "out: {}\nerr: {}", self.out, self.err);
        self
    }

    /// The last line of its standard output.
    fn last(&self) -> &str {
        self.out.lines().last().unwrap_or_default()
    }
}

/// A server that runs.
pub struct Running {
    child: Option<Child>,
    told: Receiver<String>,
    lines: Vec<String>,
    base: String,
    log: PathBuf,
    place: PathBuf,
}

impl Running {
    /// A program that was started in this directory, with its standard output to be read.
    fn of(mut child: Child, place: &Path) -> Self {
        let lines = BufReader::new(child.stdout.take().expect("its output")).lines().map_while(Result::ok);
        let (tell, told) = channel();
        std::thread::spawn(move || lines.for_each(|line| drop(tell.send(line))));
        let (log, place) = (place.join("shingle.log"), place.to_owned());
        Self { child: Some(child), told, lines: Vec::new(), base: String::new(), log, place }
    }

    /// The next line of its standard output.
    fn line(&mut self, patience: Duration) -> String {
        let line = self.told.recv_timeout(patience).unwrap_or_else(|_| panic!("it says nothing: {}", self.log()));
        self.lines.push(line.clone());
        line
    }

    /// The password that it prints after being ready.
    fn demo_password(&mut self) -> String {
        let line = self.line(Duration::from_secs(5));
        line.strip_prefix("Demo sign-in: owner@example.com ").unwrap_or_else(|| panic!("{line}")).to_owned()
    }

    /// Everything on its standard error so far.
    fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    fn client(&self) -> Client {
        Client::new(&self.base)
    }

    fn address(&self) -> &str {
        self.base.strip_prefix("http://").unwrap_or(&self.base)
    }

    fn signal(&self, signal: Signal) {
        let child = self.child.as_ref().expect("it runs");
        kill(Pid::from_raw(i32::try_from(child.id()).expect("a number")), signal).expect("it is told");
    }

    /// Waits for its end; the status, and how long it took.
    fn ends(&mut self, patience: Duration) -> (Option<i32>, Duration) {
        let begin = Instant::now();
        let mut child = self.child.take().expect("it runs");
        loop {
            if let Some(status) = child.try_wait().expect("it is looked at") {
                self.lines.extend(self.told.iter());
                return (status.code(), begin.elapsed());
            }
            if begin.elapsed() > patience {
                let _ = child.kill();
                let _ = child.wait();
                panic!("it did not end within {patience:?}: {}", self.log());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Ends it as an operator does: well, in time, and with nothing left behind. Answers its standard output.
    pub fn stop(mut self) -> Vec<String> {
        self.signal(Signal::SIGTERM);
        let (code, took) = self.ends(Duration::from_secs(30));
        assert_eq!(code, Some(0), "{}", self.log());
        assert!(took < Duration::from_secs(15), "it took {took:?}");
        assert_eq!(processes_in(&self.place), Vec::<String>::new(), "left behind");
        std::mem::take(&mut self.lines)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            // A test that failed: nothing of it goes on.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Processes that run in this directory or name it.
fn processes_in(place: &Path) -> Vec<String> {
    let name = place.display().to_string();
    let mut found = Vec::new();
    for entry in std::fs::read_dir("/proc").expect("processes").flatten() {
        let pid = entry.file_name().to_string_lossy().into_owned();
        if pid.parse::<u32>().is_err() {
            continue;
        }
        let cwd = std::fs::read_link(entry.path().join("cwd")).unwrap_or_default();
        let words = std::fs::read(entry.path().join("cmdline")).unwrap_or_default();
        let words = String::from_utf8_lossy(&words).replace('\0', " ");
        if cwd.starts_with(place) || words.contains(&format!("{name}/")) {
            found.push(format!("{pid} {words} in {}", cwd.display()));
        }
    }
    found
}

/// A port that was free a moment ago.
fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("an address").port()
}
