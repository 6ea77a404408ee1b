//! `shingle demo`: fills an empty database without serving.

use std::process::ExitCode;

use embedded_postgres::Role;
use secrecy::ExposeSecret;
use tokio::runtime::Runtime;

use super::{Failure, database, open_app, output};
use crate::config::Config;
use crate::demo::{self, Filled};

/// Fills the database, or says why not.
pub(super) fn run(runtime: &Runtime, config: Config) -> Result<ExitCode, Failure> {
    let database = database::open(&config, Role::Guest)?;
    let app = open_app(runtime, config, database.url)?;
    let filled = runtime.block_on(async {
        database::migrate(app.db.url()).await?;
        let filled = demo::fill(&app).await?;
        app.db.close();
        Ok::<_, Failure>(filled)
    })?;
    match filled {
        Filled::Demo(password) => {
            output::line(&format!("Demo sign-in: {} {}", demo::OWNER, password.expose_secret()));
        }
        Filled::NotEmpty => {
            output::error("this database holds content of your own: nothing was changed, nobody was created")
        }
    }
    Ok(ExitCode::SUCCESS)
}
