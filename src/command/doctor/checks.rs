//! What `doctor` looks at.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use diesel::sql_query;
use diesel::sql_types::{Bool, Integer, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;

use super::Finding;
use crate::app::App;
use crate::config::Config;
use crate::db;
use crate::error::{AppError, Result};
use crate::mail::test_message::test_message;
use crate::mail::{EmailAddress, Envelope, Outcome};
use crate::starter::SetUpLink;
use crate::starter::steps::steps;

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

/// The address that stands in links and mail.
pub(super) fn base_url(config: &Config) -> Finding {
    const NAME: &str = "base URL";
    match &config.base_url {
        None => Finding::warning(
            NAME,
            "not set: links and mail carry the loopback address",
            "Set SHINGLE_BASE_URL to the address that visitors use.",
        ),
        Some(url)
            if url.scheme() == "http"
                && url.host_str().is_some_and(|host| host != "localhost" && !host.starts_with("127.")) =>
        {
            Finding::warning(NAME, format!("{url} is not encrypted"), "Put an HTTPS proxy in front and use https://.")
        }
        Some(url) => Finding::good(NAME, url.to_string()),
    }
}

/// Whether the data directory can be written, and by its owner only.
pub(super) fn data_dir(config: &Config) -> Finding {
    const NAME: &str = "data directory";
    let path = &config.data_dir;
    let probe = path.join(format!(".doctor-{}", std::process::id()));
    let written = std::fs::create_dir_all(path)
        .and_then(|()| std::fs::write(&probe, b"x"))
        .and_then(|()| std::fs::remove_file(&probe));
    if let Err(error) = written {
        let fix = "Give it to the account that runs Shingle, or name another with SHINGLE_DATA_DIR.";
        return Finding::bad(NAME, format!("{} cannot be written: {error}", path.display()), fix);
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        for name in ["secret.key", "demo.password"] {
            let file = path.join(name);
            let open = std::fs::metadata(&file).is_ok_and(|found| found.permissions().mode() & 0o077 != 0);
            if open {
                let fix = format!("chmod 600 {}", file.display());
                return Finding::bad(NAME, format!("{} can be read by other accounts", file.display()), fix);
            }
        }
    }
    Finding::good(NAME, format!("{} can be written", path.display()))
}

/// The database: reachable, new enough, durable, in time, and up to date.
pub(super) async fn database(app: &Arc<App>) -> Vec<Finding> {
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
        Ok::<_, crate::error::AppError>(rows)
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

/// Mail: the connection, and on request a message.
pub(super) async fn mail(app: &Arc<App>, send_to: Option<&str>) -> Vec<Finding> {
    const NAME: &str = "mail";
    let mut findings = Vec::new();
    match (app.mailer().test_connection().await, app.mailer().folder()) {
        (Ok(()), None) => findings.push(Finding::good(NAME, "the mail server answers, and takes the sign-in")),
        (Ok(()), Some(folder)) => {
            let words = format!("kept in {}: nobody receives it", folder.display());
            findings.push(Finding::warning(NAME, words, "Set SHINGLE_SMTP_URL to a mail server."));
        }
        (Err(words), _) => {
            let fix =
                "Check host, port, user and password in SHINGLE_SMTP_URL; smtp:// needs STARTTLS, smtps:// needs TLS.";
            findings.push(Finding::bad(NAME, words, fix));
        }
    }
    if let Some(text) = send_to {
        findings.push(send(app, text).await);
    }
    findings
}

async fn send(app: &App, to: &str) -> Finding {
    const NAME: &str = "test message";
    let Some(address) = EmailAddress::parse(to) else {
        return Finding::bad(NAME, format!("{to:?} is no email address"), "Give an address like name@example.com.");
    };
    let at = app.clock.moment();
    let id = at.id();
    let business = app.business();
    let envelope = Envelope {
        from_name: business.name.clone(),
        from: app.mail_from(),
        to_name: String::new(),
        to: address,
        reply_to: None,
        message_id: format!("<{id}@shingle.invalid>"),
        date: at.now,
    };
    let bytes = match envelope.bytes(&test_message(&business.name, &app.origin())) {
        Ok(bytes) => bytes,
        Err(error) => return Finding::bad(NAME, error.to_string(), "Check SHINGLE_MAIL_FROM."),
    };
    match app.mailer().hand_over(id, &app.mail_from(), to, bytes).await {
        Outcome::HandedOver(words) | Outcome::Kept(words) => Finding::good(NAME, words),
        Outcome::TryAgain(words) | Outcome::Refused(words) => {
            Finding::bad(NAME, words, "The mail server’s words say why.")
        }
    }
}

/// The alert address: whether it can be reached. Nothing is posted.
pub(super) async fn alerts(app: &Arc<App>) -> Finding {
    const NAME: &str = "alerts";
    let Some(to) = app.alert_url() else {
        let fix =
            "Set SHINGLE_ALERT_URL to the web hook of a chat or pager service, or enter it under Settings, Alerts.";
        return Finding::warning(NAME, "nobody is told of trouble except in the admin", fix);
    };
    match crate::alerts::reach(&to).await {
        Ok(()) => Finding::good(NAME, format!("{} can be reached", to.host())),
        Err(fault) => {
            let fix = "Check SHINGLE_ALERT_URL or Settings, Alerts, and whether this machine may connect there.";
            Finding::bad(NAME, format!("{}: {fault}", to.host()), fix)
        }
    }
}

/// What is still to be done before the site should be open: what the dashboard shows as *Getting started*. Nothing of an empty
/// database or of the demonstration.
pub(super) async fn started(app: &Arc<App>) -> Option<Finding> {
    const NAME: &str = "getting started";
    let look = async {
        let mut conn = app.db.read().await?;
        if app.is_demo() {
            return Ok(None);
        }
        if let Some(link) = SetUpLink::of(&mut conn).await? {
            return Ok(Some(Err(app.link(&link.path(&app.keys)))));
        }
        Ok::<_, AppError>(Some(Ok(steps(app, &mut conn).await?)))
    };
    match look.await {
        Ok(None) => None,
        Ok(Some(Err(link))) => {
            Some(Finding::warning(NAME, "the database is empty", format!("Set up your site: {link}")))
        }
        Ok(Some(Ok(steps))) => {
            let open: Vec<&str> = steps.iter().filter(|step| !step.done).map(|step| step.name).collect();
            Some(if open.is_empty() {
                Finding::good(NAME, "everything is done")
            } else {
                Finding::warning(NAME, format!("still to do: {}", open.join("; ")), "See the dashboard, under Today.")
            })
        }
        // What keeps it from being read stands in a line of its own: the database is away, or migrations have not run.
        Err(_) => None,
    }
}
