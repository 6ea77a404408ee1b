//! `shingle staff add EMAIL --role ROLE`.

use std::process::ExitCode;

use embedded_postgres::Role as DatabaseRole;
use tokio::runtime::Runtime;

use super::{Failure, database, open_app, output};
use crate::accounts::{Role, staff_cli};
use crate::config::Config;

/// Adds a person; the last line of standard output is the link that sets their password.
pub(super) fn add(runtime: &Runtime, config: Config, email: &str, role: Role) -> Result<ExitCode, Failure> {
    let database = database::open(&config, DatabaseRole::Guest)?;
    let app = open_app(runtime, config, database.url)?;
    let link = runtime.block_on(async {
        database::prepare(&app).await?;
        let link = staff_cli::add(&app, email, role).await?;
        app.db.close();
        Ok::<_, Failure>(link)
    })?;
    output::line(&link);
    Ok(ExitCode::SUCCESS)
}
