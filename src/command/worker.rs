//! `shingle worker`: jobs without HTTP, beside servers on the same database.

use std::process::ExitCode;

use embedded_postgres::Role;
use tokio::runtime::Runtime;

use super::{Failure, database, open_app, output};
use crate::config::Config;
use crate::db::Tx;
use crate::installation::Installation;
use crate::server::{self, Background};

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
        database::migrate(app.db.url()).await?;
        let (now, keys) = (app.clock.now(), app.keys.clone());
        app.db.write(async move |tx: &mut Tx| Installation::claim(tx, now, &keys).await).await?;
        app.refresh_business().await?;
        let background = Background::start(&app);
        output::line("Shingle works on jobs.");
        server::told_to_stop().await.map_err(Failure::other)?;
        background.stop().await;
        app.db.close();
        Ok(ExitCode::SUCCESS)
    })
}
