//! The database: nodes that start at once migrate once, newer databases are refused, and addresses mean what they say.

mod tls;

use secrecy::SecretString;
use shingle::db::{self, DatabaseUrl, MigrateError};
use tokio_postgres::NoTls;
use tokio_postgres::config::SslMode;

use crate::support::{Database, Template};

fn parse(url: &str) -> Result<DatabaseUrl, String> {
    DatabaseUrl::parse(&SecretString::from(url)).map_err(|error| error.to_string())
}

/// Runs a query on a database, and answers the first column of each row.
async fn sql(database: &Database, query: &str) -> Vec<String> {
    let (client, connection) = tokio_postgres::connect(&database.url, NoTls).await.expect("a connection");
    let driver = tokio::spawn(connection);
    let messages = client.simple_query(query).await.unwrap_or_else(|error| panic!("{query}: {}", db::chain(&error)));
    drop(client);
    let _ = driver.await;
    let rows = messages.into_iter().filter_map(|message| match message {
        tokio_postgres::SimpleQueryMessage::Row(row) => Some(row.get(0).unwrap_or_default().to_owned()),
        _ => None,
    });
    rows.collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nodes_that_start_at_once_migrate_once() {
    let database = Database::like(Template::Bare).await;
    let url = parse(&database.url).unwrap();
    assert!(!db::pending(&url).await.expect("it can be looked at").is_empty());
    let nodes: Vec<_> = (0..4)
        .map(|_| {
            let url = url.clone();
            tokio::spawn(async move { db::migrate(&url).await })
        })
        .collect();
    let mut counts = Vec::new();
    for node in nodes {
        counts.push(node.await.expect("a node").expect("it migrates"));
    }
    let stored = sql(&database, "select version from __diesel_schema_migrations").await;
    assert!(!stored.is_empty());
    assert_eq!(counts.iter().sum::<usize>(), stored.len(), "{counts:?}");
    assert_eq!(counts.iter().filter(|count| **count > 0).count(), 1, "one node did it all: {counts:?}");
    assert!(db::pending(&url).await.expect("it can be looked at").is_empty());
    assert_eq!(db::migrate(&url).await.expect("it migrates"), 0);
    let locks = sql(&database, "select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())").await;
    assert_eq!(locks, ["0"], "the lock is given back");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_of_a_newer_release_is_refused_in_words_and_not_touched() {
    let database = Database::like(Template::Empty).await;
    let url = parse(&database.url).unwrap();
    sql(&database, "insert into compatibility values ('2999-01-01-000000', 99)").await;
    for refused in [db::migrate(&url).await.map(|_| ()), db::pending(&url).await.map(|_| ())] {
        let error = refused.expect_err("it is refused");
        assert!(matches!(error, MigrateError::TooOld { needed: 99 }), "{error}");
        let words = error.to_string();
        assert!(
            words.contains("needs a newer Shingle") && words.contains("99") && words.contains("install"),
            "{words}"
        );
    }
    sql(&database, "update compatibility set oldest_generation = 1").await;
    assert_eq!(db::migrate(&url).await.expect("it may be served again"), 0);
}

#[test]
fn a_remote_database_is_reached_over_verified_tls_unless_said_otherwise() {
    let cases = [
        ("postgres://u:p@db.example.com/x", SslMode::Require),
        ("postgresql://u:p@db.example.com:6432/x", SslMode::Require),
        ("postgres://u:p@db.example.com/x?sslmode=prefer", SslMode::Require),
        ("postgres://u:p@db.example.com/x?sslmode=allow", SslMode::Require),
        ("postgres://u:p@db.example.com/x?sslmode=verify-full", SslMode::Require),
        ("postgres://u:p@db.example.com/x?sslmode=verify-ca&sslrootcert=system", SslMode::Require),
        ("postgres://u:p@192.0.2.7/x", SslMode::Require),
        ("postgres://u:p@[2001:db8::1]/x", SslMode::Require),
        ("postgres://u:p@127.0.0.1.example.com/x", SslMode::Require),
        ("postgres://u:p@db.example.com/x?sslmode=disable", SslMode::Disable),
        ("postgres://u:p@localhost/x", SslMode::Disable),
        ("postgres://u:p@127.0.0.1:5433/x", SslMode::Disable),
        ("postgres://u:p@localhost/x?sslmode=prefer", SslMode::Disable),
        ("postgres://u:p@localhost/x?sslmode=require", SslMode::Require),
        ("postgres://u@%2Frun%2Fpostgresql/x", SslMode::Disable),
        ("postgres://u@%2Frun%2Fpostgresql:5433/x?connect_timeout=3", SslMode::Disable),
        ("postgres://u@/x?host=/run/postgresql", SslMode::Disable),
        ("postgres:///x?host=/run/postgresql&user=u", SslMode::Disable),
    ];
    let wrong: Vec<String> = cases
        .into_iter()
        .filter_map(|(url, wanted)| match parse(url) {
            Ok(parsed) if parsed.driver().get_ssl_mode() == wanted => None,
            Ok(parsed) => Some(format!("{url}: {:?}", parsed.driver().get_ssl_mode())),
            Err(words) => Some(format!("{url}: {words}")),
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_address_that_cannot_be_used_is_refused_with_the_reason_and_without_the_password() {
    let empty = tempfile::NamedTempFile::new().expect("a file");
    let without = format!("postgres://u:hunter2@db.example.com/x?sslrootcert={}", empty.path().display());
    let cases = [
        ("postgres://u:hunter2@db.example.com/x?sslmode=sometimes", "sslmode=sometimes"),
        ("postgres://u:hunter2@db.example.com/x?sslmode=", "sslmode="),
        ("postgres://u:hunter2@db.example.com/x?sslrootcert=/nowhere/ca.pem", "/nowhere/ca.pem"),
        (without.as_str(), "no certificate"),
        ("postgres://u:hunter2@db.example.com:notaport/x", ""),
        ("postgres://u:hunter2@db.example.com/x?colour=blue", "colour"),
    ];
    for (url, reason) in cases {
        let words = parse(url).expect_err(url);
        assert!(words.contains("DATABASE_URL") && words.contains(reason), "{url}: {words}");
        assert!(!words.contains("hunter2"), "{words}");
    }
}

#[test]
fn an_address_does_not_show_its_password_in_its_debug_form() {
    let parsed = parse("postgres://u:hunter2@db.example.com/x").unwrap();
    assert!(!format!("{parsed:?}").contains("hunter2"));
}
