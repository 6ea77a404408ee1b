//! Makes the cluster on the first start and judges it on every later one. A new cluster is made
//! complete, database included, as `pg.init` and then renamed: `pg` is never half made by us.

use std::fs::{self, DirBuilder, File};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::Signal;

use crate::account::Account;
use crate::cluster::Options;
use crate::error::Error;
use crate::files::Files;
use crate::programs::{Programs, install_version};
use crate::spawn::{Workplace, command, last_words};
use crate::stale;

/// In the cluster: the databases made so far, one a line, so that a later start need not ask.
const DATABASES: &str = "embedded-postgres.databases";
/// How long a making that was killed may go on writing.
const LAST_WORDS: Duration = Duration::from_secs(10);

/// Sees to it that `pg` is a complete cluster with the wanted database, and returns the programs
/// that fit it.
pub(crate) fn ensure(files: &Files, account: &Account, options: &Options) -> Result<Programs, Error> {
    discard(&files.pg_init())?;
    let pg = files.pg();
    let Some(major) = version(&pg)? else {
        let programs = match &options.programs {
            Some(programs) => programs.clone(),
            None => Programs::find()?,
        };
        put_aside(files)?;
        create(files, account, options, &programs)?;
        return Ok(programs);
    };
    let programs = fitting(&pg, major, options)?;
    if account.switch && fs::metadata(&pg).is_ok_and(|meta| meta.uid() == 0) {
        account.give_all(&pg)?;
    }
    if !databases(&pg).lines().any(|name| name == options.database) {
        create_database(&pg, account, options, &programs)?;
    }
    Ok(programs)
}

/// The major version of a complete cluster, `None` where there is none or only the beginning of
/// one; data without a version is refused, because starting afresh would hide it.
fn version(pg: &Path) -> Result<Option<u32>, Error> {
    let data = pg.join("global/pg_control").exists();
    let version = match fs::read_to_string(pg.join("PG_VERSION")) {
        Ok(text) => text.trim().parse().ok(),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(source) => return Err(Files::unusable(pg, source)),
    };
    match version {
        Some(major) if data => Ok(Some(major)),
        None if data => Err(Error::Damaged { path: pg.to_owned() }),
        _ => Ok(None),
    }
}

fn fitting(pg: &Path, major: u32, options: &Options) -> Result<Programs, Error> {
    let programs = match &options.programs {
        Some(programs) => programs.clone(),
        None => match Programs::of_version(major) {
            Some(programs) => programs,
            None => Programs::find()?,
        },
    };
    if programs.major() == major {
        return Ok(programs);
    }
    Err(Error::OtherVersion {
        path: pg.to_owned(),
        cluster: major,
        programs: programs.major(),
        bin: programs.bin().to_owned(),
        install: install_version(major),
    })
}

/// Removes what an interrupted making left: nobody ever used it.
fn discard(path: &Path) -> Result<(), Error> {
    if path.symlink_metadata().is_ok() {
        stale::clear(path)?;
        tracing::warn!(path = %path.display(), "removing a half-made database");
        let until = Instant::now() + LAST_WORDS;
        loop {
            match fs::remove_dir_all(path) {
                // What initdb had started itself ends with its input, and may write for a moment still.
                Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty && Instant::now() < until => {
                    thread::sleep(Duration::from_millis(20));
                }
                other => return other.map_err(Error::file("remove", path)),
            }
        }
    }
    Ok(())
}

/// Moves an incomplete `pg`, which did not come from here, out of the way without losing it.
fn put_aside(files: &Files) -> Result<(), Error> {
    let pg = files.pg();
    if pg.symlink_metadata().is_err() || fs::remove_dir(&pg).is_ok() {
        return Ok(());
    }
    let free = (1..10_000)
        .map(|number| files.root().join(format!("pg.incomplete-{number}")))
        .find(|path| path.symlink_metadata().is_err());
    let aside = free.unwrap_or_else(|| files.root().join("pg.incomplete"));
    tracing::warn!(path = %aside.display(), "an incomplete database was put aside");
    fs::rename(&pg, &aside).map_err(Error::file("rename", &pg))
}

fn create(files: &Files, account: &Account, options: &Options, programs: &Programs) -> Result<(), Error> {
    let (making, pg) = (files.pg_init(), files.pg());
    tracing::info!(path = %pg.display(), version = programs.major(), "making a new database");
    DirBuilder::new().mode(0o700).create(&making).map_err(|source| Files::unusable(files.root(), source))?;
    account.give(&making)?;
    initdb(&making, account, options, programs)?;
    create_database(&making, account, options, programs)?;
    fs::rename(&making, &pg).and_then(|()| File::open(files.root())?.sync_all()).map_err(Error::file("complete", &pg))
}

fn initdb(making: &Path, account: &Account, options: &Options, programs: &Programs) -> Result<(), Error> {
    let place = Workplace::open(making, account)?;
    let mut command = command(&programs.initdb(), account, &place, Signal::SIGKILL);
    command.arg("-D").arg(place.name());
    command.args(["-U", "postgres", "-k", "--encoding=UTF8", "--no-instructions"]);
    command.args(["--auth-local=trust", "--auth-host=reject"]);
    command.args(match (programs.major(), cfg!(target_os = "macos")) {
        (17.., _) => ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
        // macOS sorts every UTF-8 locale by bytes but knows none called C.UTF-8.
        (_, true) => ["--locale=C", "--lc-ctype=en_US.UTF-8", "--locale-provider=libc"],
        (_, false) => ["--locale=C.UTF-8", "--lc-messages=C", "--locale-provider=libc"],
    });
    if options.is_throwaway() {
        command.arg("--no-sync");
    }
    let output = command.output().map_err(|source| Error::Spawn {
        program: programs.initdb(),
        user: account.name.clone(),
        source,
    })?;
    if output.status.success() {
        return Ok(());
    }
    Err(refused(making, &output.stderr))
}

/// Creates the database with the server in single-user mode, which needs no client and leaves the
/// cluster stopped and checkpointed.
fn create_database(pg: &Path, account: &Account, options: &Options, programs: &Programs) -> Result<(), Error> {
    let spawn_error = |source| Error::Spawn { program: programs.server(), user: account.name.clone(), source };
    let place = Workplace::open(pg, account)?;
    let mut command = command(&programs.server(), account, &place, Signal::SIGQUIT);
    command.arg("--single").arg("-D").arg(place.name());
    if options.is_throwaway() {
        command.args(["-c", "fsync=off"]);
    }
    command.arg("template1").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(spawn_error)?;
    if let Some(mut stdin) = child.stdin.take() {
        let sql = format!("CREATE DATABASE \"{}\"\n", options.database);
        stdin.write_all(sql.as_bytes()).map_err(spawn_error)?;
    }
    let output = child.wait_with_output().map_err(spawn_error)?;
    let words = String::from_utf8_lossy(&output.stderr);
    let failed = !output.status.success() || words.contains("ERROR:");
    if failed && !words.contains("already exists") {
        return Err(refused(pg, &output.stderr));
    }
    let note: PathBuf = pg.join(DATABASES);
    fs::write(&note, format!("{}{}\n", databases(pg), options.database)).map_err(Error::file("write", &note))?;
    account.give(&note)
}

fn databases(pg: &Path) -> String {
    fs::read_to_string(pg.join(DATABASES)).unwrap_or_default()
}

fn refused(path: &Path, stderr: &[u8]) -> Error {
    let output = last_words(&String::from_utf8_lossy(stderr));
    Error::Initialise { path: path.to_owned(), output }
}
