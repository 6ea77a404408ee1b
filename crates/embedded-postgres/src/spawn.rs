//! How a PostgreSQL program is run: as the right account, in its own process group, with nothing
//! of our environment, ending when we end, and able to reach a directory it could not walk to.

use std::fs::File;
#[cfg(target_os = "linux")]
use std::os::fd::AsRawFd;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use nix::fcntl::{FcntlArg, FdFlag, fcntl};
use nix::sys::signal::Signal;

use crate::account::Account;
use crate::error::Error;

/// A directory as a child process can name it. Below a private parent (a clone in root's home) the
/// server's account cannot walk to it; there the child inherits the open directory instead and
/// names it by its descriptor.
#[derive(Debug, Clone)]
pub(crate) struct Workplace {
    name: PathBuf,
    handed_down: Option<Arc<File>>,
}

impl Workplace {
    /// Opens `dir` for children of `account`.
    pub(crate) fn open(dir: &Path, account: &Account) -> Result<Workplace, Error> {
        #[cfg(target_os = "linux")]
        if account.switch {
            let file = File::open(dir).map_err(Error::file("open", dir))?;
            let name = PathBuf::from(format!("/proc/self/fd/{}", file.as_raw_fd()));
            return Ok(Workplace { name, handed_down: Some(Arc::new(file)) });
        }
        let _ = account;
        Ok(Workplace { name: dir.to_owned(), handed_down: None })
    }

    /// What the child calls the directory: the argument of `-D`.
    pub(crate) fn name(&self) -> &Path {
        &self.name
    }
}

/// A command for `program` working in `place`, which receives `at_death` when the *thread* that
/// spawns it ends (on Linux; elsewhere the next start cleans up). The working directory is `/`,
/// because PostgreSQL returns to it by name while it looks for its own files.
pub(crate) fn command(program: &Path, account: &Account, place: &Workplace, at_death: Signal) -> Command {
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("PATH", "/usr/local/bin:/usr/bin:/bin")
        .env("LC_ALL", "C")
        .current_dir("/")
        .process_group(0)
        .stdin(Stdio::null());
    account.apply(&mut command);
    let handed_down = place.handed_down.clone();
    let parent = std::process::id();
    // SAFETY: the closure runs in the child between fork and exec, where only async-signal-safe
    // calls are allowed: it makes nothing but the system calls fcntl, prctl and getppid, allocates
    // nothing and takes no lock. The directory it keeps open is owned by the closure.
    unsafe {
        command.pre_exec(move || {
            if let Some(dir) = &handed_down {
                fcntl(dir.as_ref(), FcntlArg::F_SETFD(FdFlag::empty()))?;
            }
            end_with_parent(at_death, parent)
        });
    }
    command
}

/// Asks the kernel for `signal` when the spawning thread ends. Runs after the change of account,
/// which would clear the request; a parent that ended before it is noticed by its number.
#[cfg(target_os = "linux")]
fn end_with_parent(signal: Signal, parent: u32) -> std::io::Result<()> {
    nix::sys::prctl::set_pdeathsig(signal)?;
    if std::os::unix::process::parent_id() != parent {
        return Err(std::io::ErrorKind::Interrupted.into());
    }
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn end_with_parent(_signal: Signal, _parent: u32) -> std::io::Result<()> {
    Ok(())
}

/// The last lines of what a program said, on one line, for a message.
pub(crate) fn last_words(output: &str) -> String {
    let lines: Vec<&str> = output.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let tail = lines.get(lines.len().saturating_sub(6)..).unwrap_or_default().join(" / ");
    if tail.is_empty() { "it said nothing".to_owned() } else { tail }
}
