//! In a terminal: words for people, in colour unless they say otherwise.

use std::fs::{File, OpenOptions};
use std::io::Read;
use std::os::fd::OwnedFd;
use std::os::unix::fs::OpenOptionsExt;
use std::process::Stdio;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use nix::fcntl::OFlag;
use nix::pty::{grantpt, posix_openpt, ptsname_r, unlockpt};
use nix::sys::signal::Signal;
use reqwest::Method;

use crate::support::{Client, Database, Template};

use super::{Program, Running};

const ESCAPE: char = '\u{1b}';

/// A terminal: what programs write to, and what stands on it in the end.
struct Terminal {
    theirs: File,
    seen: Receiver<Vec<u8>>,
}

impl Terminal {
    fn open() -> Self {
        // Both ends are closed in the children of other tests, which would keep the terminal open otherwise.
        let ours = posix_openpt(OFlag::O_RDWR | OFlag::O_NOCTTY | OFlag::O_CLOEXEC).expect("a terminal");
        grantpt(&ours).and_then(|()| unlockpt(&ours)).expect("it can be used");
        let name = ptsname_r(&ours).expect("its name");
        let no_control = OFlag::O_NOCTTY.bits();
        let theirs =
            OpenOptions::new().read(true).write(true).custom_flags(no_control).open(name).expect("its other end");
        let mut ours = File::from(OwnedFd::from(ours));
        let (tell, seen) = channel();
        // Read all the time: a full terminal would stop the program.
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            // When the last writer has gone Linux answers with an error; what was read until then is there.
            let _ = ours.read_to_end(&mut bytes);
            tell.send(bytes)
        });
        Self { theirs, seen }
    }

    fn writer(&self) -> Stdio {
        self.theirs.try_clone().expect("a writer").into()
    }

    /// Everything that was written, when all writers have ended.
    fn text(self) -> String {
        drop(self.theirs);
        let bytes = self.seen.recv_timeout(Duration::from_secs(20)).expect("nobody writes any more");
        String::from_utf8_lossy(&bytes).replace("\r\n", "\n")
    }
}

/// Serves with its log on a terminal, has one page looked at, and answers what stands there.
async fn log_in_a_terminal(program: &Program) -> String {
    let terminal = Terminal::open();
    let mut command = program.command(&["serve"]);
    command.stdout(Stdio::piped()).stderr(terminal.writer());
    let mut running = Running::of(command.spawn().expect("shingle runs"), &program.place);
    // The command keeps its copy of the terminal as long as it lives.
    drop(command);
    let first = running.line(Duration::from_secs(60));
    let visitor = Client::new(first.strip_prefix("Shingle is ready: ").expect("it is ready"));
    assert_eq!(visitor.request(Method::GET, "/about").send().await.status(), 200);
    running.signal(Signal::SIGTERM);
    assert_eq!(running.ends(Duration::from_secs(20)).0, Some(0));
    terminal.text()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn logs_in_a_terminal_are_words_in_colour_unless_no_color_says_otherwise() {
    let database = Database::like(Template::Demo).await;
    for (no_color, colours) in [(None, true), (Some("1"), false), (Some(""), true)] {
        let mut program = Program::on(&database);
        if let Some(value) = no_color {
            program = program.with("NO_COLOR", value);
        }
        let log = log_in_a_terminal(&program).await;
        let line = log.lines().find(|line| line.contains("status") && line.contains("request"));
        let line = line.unwrap_or_else(|| panic!("no line of the request: {log}"));
        assert!(line.contains("INFO") && line.contains("/{path:.*}"), "{line}");
        assert!(log.lines().all(|line| !line.trim_start().starts_with('{')), "JSON for a person: {log}");
        assert_eq!(log.contains(ESCAPE), colours, "NO_COLOR={no_color:?}: {log:?}");
    }
}

#[test]
fn doctor_in_a_terminal_gives_lines_and_json_only_when_asked() {
    let program = Program::new();
    for (arguments, json) in [(&["doctor"][..], false), (&["doctor", "--json"], true)] {
        let terminal = Terminal::open();
        let mut command = program.command(arguments);
        let status = command.stdout(terminal.writer()).stderr(terminal.writer()).status().expect("shingle runs");
        drop(command);
        assert_eq!(status.code(), Some(0));
        let text = terminal.text();
        assert!(!text.contains(ESCAPE), "{text:?}");
        if json {
            let report: serde_json::Value = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}: {text}"));
            assert_eq!(report["good"], true);
        } else {
            assert!(text.starts_with("ok      settings: "), "{text}");
            let marks = ["ok      ", "warning ", "BROKEN  "];
            assert!(text.lines().all(|line| marks.iter().any(|mark| line.starts_with(mark))), "{text}");
        }
    }
}
