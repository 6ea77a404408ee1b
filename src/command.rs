//! The command line: one subcommand for each thing that an operator does.
//!
//! A plain `main` makes the multi-thread runtime that drives every connection, listener and job; actix's own workers are
//! single-thread runtimes beside it.

mod database;
mod demo;
mod doctor;
mod init;
pub mod logs;
mod migrate;
mod output;
mod serve;
mod staff;
mod worker;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand};

use crate::accounts::Role;
use crate::app::App;
use crate::clock::Clock;
use crate::config::{Config, Source};
use crate::db::Db;
use crate::keys::SecretKey;
use crate::mail::Mailer;
use crate::media::Store;

/// The website and client desk of a service business.
#[derive(Debug, Parser)]
#[command(name = "shingle", version)]
struct Line {
    /// A settings file; otherwise shingle.toml in the working directory, where there is one.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Serve the site and the desk, and run jobs.
    Serve {
        /// Fill an empty database with the demonstration.
        #[arg(long)]
        demo: bool,
    },
    /// Run jobs beside a server on the same database.
    Worker,
    /// Bring the database up to date.
    Migrate,
    /// Fill an empty database with the demonstration.
    Demo,
    /// Start a site of your own in an empty database: asks what the set-up page asks, and prints the link that sets your password.
    Init(init::Given),
    /// People who may sign in.
    Staff {
        #[command(subcommand)]
        act: StaffAct,
    },
    /// Look for what is wrong, and say how to mend it.
    Doctor {
        /// One JSON document instead of lines.
        #[arg(long)]
        json: bool,
        /// Send a test message to this address.
        #[arg(long, value_name = "EMAIL")]
        send_to: Option<String>,
    },
}

#[derive(Debug, Subcommand)]
enum StaffAct {
    /// Add somebody, and print the link that sets their password.
    Add {
        /// Their email address.
        email: String,
        /// What they may do.
        #[arg(long)]
        role: Role,
    },
}

/// Why a command failed: its words, and whether the operator's settings or arguments are at fault.
#[derive(Debug)]
pub(crate) struct Failure {
    words: String,
    usage: bool,
}

impl Failure {
    /// A wrong setting or argument: exit status 2.
    pub(crate) fn usage(words: impl std::fmt::Display) -> Self {
        Self { words: words.to_string(), usage: true }
    }

    /// Anything else: exit status 1.
    pub(crate) fn other(words: impl std::fmt::Display) -> Self {
        Self { words: words.to_string(), usage: false }
    }
}

impl From<crate::error::AppError> for Failure {
    fn from(error: crate::error::AppError) -> Self {
        use crate::error::AppError;
        match error {
            AppError::Conflict(words) => Self::other(words),
            AppError::BadRequest(words) => Self::usage(words),
            other => Self::other(other),
        }
    }
}

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    let line = match Line::try_parse() {
        Ok(line) => line,
        Err(error) => {
            // clap writes help to standard output and mistakes to standard error, each with its own status.
            let status = u8::try_from(error.exit_code()).unwrap_or(2);
            return if error.print().is_ok() { ExitCode::from(status) } else { ExitCode::from(2) };
        }
    };
    match act(line) {
        Ok(code) => code,
        Err(failure) => {
            output::error(&failure.words);
            ExitCode::from(if failure.usage { 2 } else { 1 })
        }
    }
}

fn act(line: Line) -> Result<ExitCode, Failure> {
    let read = Source::of_process(line.config.as_deref()).and_then(|source| Config::read(&source));
    if let Act::Doctor { json, send_to } = line.act {
        return doctor::run(read, json, send_to);
    }
    let config = read.map_err(Failure::usage)?;
    logs::start(&config.log);
    // The ring provider is the only one in the tree; a second install in one process is harmless.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::other)?;
    // The pooled mail transport spawns a task when it is made and when it is dropped: both happen inside the runtime.
    let _inside = runtime.enter();
    match line.act {
        Act::Serve { demo } => serve::run(&runtime, config, demo),
        Act::Worker => worker::run(&runtime, config),
        Act::Migrate => migrate::run(&runtime, config),
        Act::Demo => demo::run(&runtime, config),
        Act::Init(given) => init::run(&runtime, config, given),
        Act::Staff { act: StaffAct::Add { email, role } } => staff::add(&runtime, config, &email, role),
        Act::Doctor { .. } => Ok(ExitCode::SUCCESS),
    }
}

/// Puts an `App` together on a database address.
fn open_app(
    runtime: &tokio::runtime::Runtime,
    config: Config,
    url: crate::db::DatabaseUrl,
) -> Result<Arc<App>, Failure> {
    let clock = Clock::System;
    let db = Db::new(url, runtime.handle().clone())?;
    let keys = SecretKey::open(&config, clock.moment()).map_err(Failure::other)?;
    let mailer = Mailer::of_settings(config.smtp.as_ref(), &config.data_dir, &db).map_err(Failure::usage)?;
    let media = Store::on_disk(config.data_dir.join("media"));
    Ok(Arc::new(App::new(config, db, mailer, media, clock, keys)))
}
