//! The database: what it is, what this account may do there, and what is in it.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use diesel::sql_query;
use diesel::sql_types::{Bool, Integer, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;

use crate::app::App;
use crate::command::doctor::Finding;
use crate::db;
use crate::error::{AppError, Result};

/// The oldest PostgreSQL, as `server_version_num`.
const OLDEST: i32 = 150_000;

#[derive(diesel::QueryableByName)]
struct Server {
    #[diesel(sql_type = Integer)]
    version: i32,
    #[diesel(sql_type = Text)]
    fsync: String,
    #[diesel(sql_type = Text)]
    full_page_writes: String,
    #[diesel(sql_type = Text)]
    synchronous_commit: String,
    #[diesel(sql_type = Timestamptz)]
    now: DateTime<Utc>,
    #[diesel(sql_type = Bool)]
    may_create: bool,
    #[diesel(sql_type = Bool)]
    trigrams: bool,
    #[diesel(sql_type = Nullable<Text>)]
    fingerprint_table: Option<String>,
}

/// The database: reachable, new enough, durable, in time, and up to date.
pub(in crate::command::doctor) async fn database(app: &Arc<App>) -> Vec<Finding> {
    let mut findings = Vec::new();
    match look(app).await {
        Err(error) => {
            let fix = "Check DATABASE_URL, the server, and the network between.";
            findings.push(Finding::bad("database", error.to_string(), fix));
            return findings;
        }
        Ok(server) => {
            findings.extend([
                version(&server),
                rights(&server),
                durability(&server),
                time(app, &server),
                search(&server),
            ]);
            findings.push(migrations(app).await);
            if server.fingerprint_table.is_some() {
                findings.push(key(app).await);
            }
        }
    }
    findings
}

async fn look(app: &App) -> Result<Server> {
    let mut conn = app.db.read().await?;
    Ok(sql_query(
        "select current_setting('server_version_num')::int as version, current_setting('fsync') as fsync,
                current_setting('full_page_writes') as full_page_writes,
                current_setting('synchronous_commit') as synchronous_commit, clock_timestamp() as now,
                has_schema_privilege(current_user, 'public', 'create') as may_create,
                exists (select 1 from pg_extension where extname = 'pg_trgm') as trigrams,
                to_regclass('installation')::text as fingerprint_table",
    )
    .get_result(&mut conn)
    .await?)
}

fn version(server: &Server) -> Finding {
    let words = format!("PostgreSQL {}.{}", server.version / 10_000, server.version % 10_000);
    if server.version < OLDEST {
        return Finding::bad("database", words, "Use PostgreSQL 15 or later.");
    }
    Finding::good("database", words)
}

fn rights(server: &Server) -> Finding {
    if server.may_create {
        return Finding::good("database rights", "tables can be created");
    }
    let fix = "As the database's owner: grant create on schema public to this account.";
    Finding::bad("database rights", "this account may not create tables", fix)
}

fn durability(server: &Server) -> Finding {
    let settings = [
        ("fsync", &server.fsync),
        ("full_page_writes", &server.full_page_writes),
        ("synchronous_commit", &server.synchronous_commit),
    ];
    let off: Vec<&str> = settings.iter().filter(|(_, value)| value.as_str() == "off").map(|(name, _)| *name).collect();
    if off.is_empty() {
        return Finding::good("durability", "a commit survives a crash");
    }
    let words = format!("{} is off: an accepted enquiry can be lost in a crash", off.join(", "));
    Finding::bad("durability", words, "Turn it on in postgresql.conf and reload the server.")
}

fn time(app: &App, server: &Server) -> Finding {
    let apart = (app.clock.now() - server.now).num_seconds().abs();
    if apart <= 5 {
        return Finding::good("clocks", "this machine and the database agree");
    }
    Finding::bad("clocks", format!("this machine and the database are {apart} s apart"), "Set both by NTP.")
}

fn search(server: &Server) -> Finding {
    if server.trigrams {
        return Finding::good("search", "near misses are found (pg_trgm)");
    }
    let fix = "Where your provider allows it: create extension pg_trgm.";
    Finding::warning("search", "pg_trgm is not there: search goes without near misses", fix)
}

async fn migrations(app: &App) -> Finding {
    match db::pending(app.db.url()).await {
        Ok(list) if list.is_empty() => Finding::good("migrations", "the database is up to date"),
        Ok(list) => {
            let words = format!("{} to run: {}", list.len(), list.join(", "));
            Finding::warning("migrations", words, "They run at the next start, or now with `shingle migrate`.")
        }
        Err(error) => Finding::bad("migrations", error.to_string(), "Run `shingle migrate` and read what it says."),
    }
}

async fn key(app: &App) -> Finding {
    #[derive(diesel::QueryableByName)]
    struct Stored {
        #[diesel(sql_type = Text)]
        fingerprint: String,
    }
    let stored = async {
        let mut conn = app.db.read().await?;
        let rows: Vec<Stored> =
            sql_query("select secret_fingerprint as fingerprint from installation").load(&mut conn).await?;
        Ok::<_, AppError>(rows)
    };
    match stored.await {
        Ok(rows) if rows.iter().all(|row| row.fingerprint == app.keys.fingerprint()) => {
            Finding::good("secret key", "it is the one that this database was made with")
        }
        Ok(_) => {
            let fix = "Bring back the secret.key of this database, or set SHINGLE_SECRET_KEY to it.";
            Finding::bad("secret key", "this database was made with another one", fix)
        }
        Err(error) => Finding::bad("secret key", error.to_string(), "See the database's line."),
    }
}
