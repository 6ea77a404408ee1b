//! Cleans up after an earlier run that was killed. Only the holder of the cluster lock comes here,
//! so every server process found at work in the cluster is an orphan: it is asked to end, then
//! made to. The lock file it leaves may name a process number that someone else has by now, so it
//! is removed once no process of the cluster is left.

use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::error::Error;
use crate::pid_file;

/// How long an orphaned server may take over an orderly end, and over a quick one.
const ORDERLY: Duration = Duration::from_secs(8);
const QUICK: Duration = Duration::from_secs(4);
/// How long processes whose server is gone may take to notice it themselves.
const NOTICE: Duration = Duration::from_secs(2);

/// Ends every server process that works in `pg` and removes the stale lock file. Returns how many
/// there were. Quick where there is nothing to do.
pub(crate) fn clear(pg: &Path) -> Result<usize, Error> {
    let found = at_work(pg);
    if !found.is_empty() {
        tracing::warn!(processes = found.len(), "ending PostgreSQL processes of an earlier run");
        end_all(pg)?;
    }
    match fs::remove_file(pid_file::path(pg)) {
        Err(source) if source.kind() == std::io::ErrorKind::PermissionDenied => {
            Err(Error::File { what: "remove", path: pid_file::path(pg), source })
        }
        _ => Ok(found.len()),
    }
}

fn end_all(pg: &Path) -> Result<(), Error> {
    let begin = Instant::now();
    let server = pid_file::read(pg).map(|file| file.pid);
    let orderly = match server.filter(|pid| at_work(pg).contains(pid)) {
        Some(pid) => {
            signal(pid, Signal::SIGINT);
            ORDERLY
        }
        None => NOTICE,
    };
    let mut next = [(orderly, Signal::SIGQUIT), (orderly + QUICK, Signal::SIGKILL)].into_iter();
    let mut due = next.next();
    loop {
        let left = at_work(pg);
        if left.is_empty() {
            return Ok(());
        }
        if let Some((after, how)) = due
            && begin.elapsed() >= after
        {
            left.iter().for_each(|&pid| signal(pid, how));
            due = next.next();
        }
        if begin.elapsed() > orderly + QUICK + QUICK {
            let pids: Vec<String> = left.iter().map(i32::to_string).collect();
            return Err(Error::StillRunning { path: pg.to_owned(), pids: pids.join(" ") });
        }
        sleep(Duration::from_millis(20));
    }
}

fn signal(pid: i32, signal: Signal) {
    // It may have ended in between, which is what is wanted.
    let _ = kill(Pid::from_raw(pid), signal);
}

/// The server processes at work in `pg`. Every one has the cluster as its working directory, and
/// a zombie has none.
#[cfg(target_os = "linux")]
pub(crate) fn at_work(pg: &Path) -> Vec<i32> {
    use std::os::unix::fs::MetadataExt;

    let Ok(cluster) = fs::metadata(pg) else {
        return Vec::new();
    };
    let server = pid_file::read(pg).map(|file| file.pid);
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    processes
        .filter_map(|entry| {
            let pid: i32 = entry.file_name().to_str()?.parse().ok()?;
            let name = fs::read_to_string(entry.path().join("comm")).ok()?;
            if name.trim() != "postgres" {
                return None;
            }
            let ours = match fs::metadata(entry.path().join("cwd")) {
                Ok(cwd) => cwd.dev() == cluster.dev() && cwd.ino() == cluster.ino(),
                // Root in a container may lack the right to look: then its family tells.
                Err(error) => {
                    error.kind() == std::io::ErrorKind::PermissionDenied
                        && server.is_some()
                        && (server == Some(pid) || server == parent(&entry.path()))
                }
            };
            ours.then_some(pid)
        })
        .collect()
}

/// The parent's number in `/proc/N/stat`: the second field after the name in brackets.
#[cfg(target_os = "linux")]
fn parent(process: &Path) -> Option<i32> {
    let text = fs::read_to_string(process.join("stat")).ok()?;
    text.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

/// Without `/proc`: the process the lock file names, if its command line names the cluster.
#[cfg(not(target_os = "linux"))]
pub(crate) fn at_work(pg: &Path) -> Vec<i32> {
    let Some(file) = pid_file::read(pg) else {
        return Vec::new();
    };
    let pid = file.pid.to_string();
    let Ok(output) = std::process::Command::new("ps").args(["-o", "command=", "-p", pid.as_str()]).output() else {
        return Vec::new();
    };
    let line = String::from_utf8_lossy(&output.stdout).into_owned();
    let ours = line.contains("postgres") && line.contains(&*pg.to_string_lossy());
    if ours { vec![file.pid] } else { Vec::new() }
}
