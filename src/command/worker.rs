//! `shingle worker`: jobs without HTTP, beside servers on the same database.

use std::process::ExitCode;

use embedded_postgres::Role;
use tokio::runtime::Runtime;

use super::{Failure, database, open_app, output};
use crate::config::Config;
use crate::server::{Background, StopSignals};

/// Runs jobs until told to stop.
pub(super) fn run(runtime: &Runtime, config: Config) -> Result<ExitCode, Failure> {
    if config.database_url.is_none() {
        return Err(Failure::usage(
            "shingle worker needs DATABASE_URL: with the embedded database, `shingle serve` runs the jobs itself",
        ));
    }
    let database = database::open(&config, Role::Guest)?;
    let app = open_app(runtime, config, database.url)?;
    runtime.block_on(async {
        let mut signals = StopSignals::listen().map_err(Failure::other)?;
        tokio::select! {
            prepared = database::prepare(&app) => prepared?,
            () = signals.told() => return Ok(ExitCode::SUCCESS),
        }
        let background = Background::start(&app);
        output::line("Shingle works on jobs.");
        signals.told().await;
        background.stop().await;
        app.db.close();
        Ok(ExitCode::SUCCESS)
    })
}
