//! `shingle migrate`.

use std::process::ExitCode;

use embedded_postgres::Role;
use tokio::runtime::Runtime;

use super::{Failure, database, output};
use crate::config::Config;

/// Brings the database up to date.
pub(super) fn run(runtime: &Runtime, config: Config) -> Result<ExitCode, Failure> {
    let database = database::open(&config, Role::Guest)?;
    let count = runtime.block_on(database::migrate(&database.url))?;
    output::line(&match count {
        0 => "The database is up to date.".to_owned(),
        1 => "One migration was run.".to_owned(),
        count => format!("{count} migrations were run."),
    });
    Ok(ExitCode::SUCCESS)
}
