//! Migrations: embedded, and run under one advisory lock.

use diesel::sql_query;
use diesel::sql_types::{BigInt, Integer};
use diesel_async::{AsyncMigrationHarness, AsyncPgConnection, RunQueryDsl};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::connect::{self, ConnectError, DatabaseUrl, TimeOuts};

/// This program's generation: migrations name the oldest one that may still serve the database.
pub const GENERATION: i32 = 3;

const MIGRATIONS: EmbeddedMigrations = embed_migrations!();
/// "shingle" in ASCII: nobody else's advisory lock.
const LOCK: i64 = 0x73_68_69_6e_67_6c_65;

/// Why the database could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// No connection.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// A statement failed.
    #[error("a migration failed: {0}")]
    Failed(String),
    /// A newer release has moved the database on.
    #[error(
        "this database needs a newer Shingle (generation {needed}; this program is {GENERATION}): install the newer release"
    )]
    TooOld {
        /// The oldest generation that may serve it.
        needed: i32,
    },
}

#[derive(diesel::QueryableByName)]
struct Oldest {
    #[diesel(sql_type = Integer)]
    oldest: i32,
}

/// Runs every pending migration and answers how many there were. Waits for another node that is doing the same.
///
/// # Errors
/// No connection, a failed statement, or a database that only newer programs may serve.
pub async fn migrate(url: &DatabaseUrl) -> Result<usize, MigrateError> {
    let mut connection = connect::open(url, TimeOuts::None).await?;
    sql_query("select pg_advisory_lock($1)")
        .bind::<BigInt, _>(LOCK)
        .execute(&mut connection)
        .await
        .map_err(|error| MigrateError::Failed(error.to_string()))?;
    refuse_newer(&mut connection).await?;
    let mut harness = AsyncMigrationHarness::new(connection);
    let run =
        harness.run_pending_migrations(MIGRATIONS).map_err(|error| MigrateError::Failed(error.to_string()))?.len();
    // Given back in so many words: a dropped connection lets go only when the server notices.
    sql_query("select pg_advisory_unlock($1)")
        .bind::<BigInt, _>(LOCK)
        .execute(&mut harness.into_inner())
        .await
        .map_err(|error| MigrateError::Failed(error.to_string()))?;
    Ok(run)
}

/// The names of migrations that have not run yet.
///
/// # Errors
/// No connection or no rights.
pub async fn pending(url: &DatabaseUrl) -> Result<Vec<String>, MigrateError> {
    let mut connection = connect::open(url, TimeOuts::None).await?;
    refuse_newer(&mut connection).await?;
    let mut harness = AsyncMigrationHarness::new(connection);
    let list = harness.pending_migrations(MIGRATIONS).map_err(|error| MigrateError::Failed(error.to_string()))?;
    Ok(list.iter().map(|migration| migration.name().to_string()).collect())
}

async fn refuse_newer(connection: &mut AsyncPgConnection) -> Result<(), MigrateError> {
    let known = sql_query("select 1 as oldest from pg_class where oid = to_regclass('compatibility')")
        .load::<Oldest>(connection)
        .await
        .map_err(|error| MigrateError::Failed(error.to_string()))?;
    if known.is_empty() {
        return Ok(());
    }
    let oldest = sql_query("select coalesce(max(oldest_generation), 1) as oldest from compatibility")
        .get_result::<Oldest>(connection)
        .await
        .map_err(|error| MigrateError::Failed(error.to_string()))?;
    if oldest.oldest > GENERATION { Err(MigrateError::TooOld { needed: oldest.oldest }) } else { Ok(()) }
}
