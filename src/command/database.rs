//! The database of a command: the operator's own, or the embedded server in the data directory.

use std::path::Path;
use std::time::{Duration, Instant};

use embedded_postgres::{Access, Cluster, Options, Role};
use secrecy::SecretString;

use super::Failure;
use crate::app::App;
use crate::config::Config;
use crate::db::{self, DatabaseUrl, MigrateError, Tx};
use crate::installation::Installation;

/// How long a database that is away is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// An address, and the embedded server behind it where there is one.
pub(super) struct Database {
    pub url: DatabaseUrl,
    pub embedded: Option<Access>,
}

/// Makes the data directory, readable by its owner only.
pub(super) fn make_data_dir(path: &Path) -> Result<(), Failure> {
    let made = std::fs::create_dir_all(path).and_then(|()| {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let found = std::fs::metadata(path)?.permissions().mode();
            if found & 0o077 != 0 {
                std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700))?;
            }
        }
        Ok(())
    });
    made.map_err(|error| Failure::other(format!("the data directory {} cannot be used: {error}", path.display())))
}

/// Opens the database of a command. Blocks while the embedded server starts.
pub(super) fn open(config: &Config, role: Role) -> Result<Database, Failure> {
    make_data_dir(&config.data_dir)?;
    if let Some(url) = &config.database_url {
        return Ok(Database { url: DatabaseUrl::parse(url).map_err(Failure::usage)?, embedded: None });
    }
    let dir = std::path::absolute(&config.data_dir).map_err(Failure::other)?;
    let access = Cluster::open(Options::new(dir, role, "shingle")).map_err(Failure::other)?;
    let url = DatabaseUrl::parse(&SecretString::from(access.url())).map_err(Failure::other)?;
    Ok(Database { url, embedded: Some(access) })
}

/// Migrates, waiting up to a minute for a database that is away.
pub(super) async fn migrate(url: &DatabaseUrl) -> Result<usize, Failure> {
    let began = Instant::now();
    loop {
        match db::migrate(url).await {
            Ok(count) => return Ok(count),
            Err(MigrateError::Connect(error)) if began.elapsed() < PATIENCE => {
                tracing::warn!(%error, "the database is away; trying again");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            Err(MigrateError::Connect(error)) => {
                let waited = began.elapsed().as_secs();
                let words =
                    format!("{error}. It was tried for {waited} s: look whether {url} runs, and at DATABASE_URL.");
                return Err(Failure::other(words));
            }
            Err(error) => return Err(Failure::other(error)),
        }
    }
}

/// Brings the database up to date, makes sure that it is this secret key's, and reads the business it is for.
pub(super) async fn prepare(app: &App) -> Result<(), Failure> {
    migrate(app.db.url()).await?;
    let (now, keys) = (app.clock.now(), app.keys.clone());
    app.db.write(async move |tx: &mut Tx| Installation::claim(tx, now, &keys).await).await?;
    app.refresh_business().await?;
    Ok(())
}
