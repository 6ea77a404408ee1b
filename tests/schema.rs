//! `src/schema.rs` is kept by hand: here it is compared with the database that the migrations make.

use std::collections::BTreeMap;

use crate::support::TestApp;

const WRITTEN: &str = include_str!("../src/schema.rs");

type Columns = BTreeMap<(String, String), String>;

/// Table, column and type of every `table!` in the file.
fn written() -> Columns {
    let (mut columns, mut table) = (Columns::new(), None);
    for line in WRITTEN.lines().map(str::trim) {
        if line.starts_with("//") || line.starts_with("diesel::") || line.starts_with('#') {
            table = None;
        } else if let (None, Some((name, _))) = (&table, line.split_once(" (").filter(|_| line.ends_with(") {"))) {
            table = Some(name.to_owned());
        } else if let (Some(table), Some((column, kind))) = (&table, line.split_once(" -> ")) {
            columns.insert((table.clone(), column.to_owned()), kind.trim_end_matches(',').to_owned());
        }
    }
    columns
}

/// The same of the database.
async fn migrated(app: &TestApp) -> Columns {
    let rows = app
        .sql(
            "select table_name, column_name, udt_name, is_nullable from information_schema.columns
             where table_schema = 'public' and table_name not like '\\_\\_diesel%'",
        )
        .await;
    let kind = |udt: &str, nullable: &str| {
        let plain = match udt {
            "bool" => "Bool",
            "text" => "Text",
            "timestamptz" => "Timestamptz",
            "int2" => "Int2",
            "int4" => "Int4",
            "int8" => "Int8",
            "float8" => "Float8",
            "uuid" => "Uuid",
            "json" => "Json",
            "jsonb" => "Jsonb",
            "bytea" => "Bytea",
            "date" => "Date",
            // Only PostgreSQL reads it: search gives its own SQL.
            "tsvector" => "Text",
            other => panic!("the type {other} is new: name it here"),
        };
        if nullable == "YES" { format!("Nullable<{plain}>") } else { plain.to_owned() }
    };
    rows.into_iter().map(|row| ((row[0].clone(), row[1].clone()), kind(&row[2], &row[3]))).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_schema_that_the_program_knows_is_the_one_that_the_migrations_make() {
    let app = TestApp::start().await;
    let (written, migrated) = (written(), migrated(&app).await);
    assert!(written.len() > 100, "only {} columns were read", written.len());
    let only = |one: &Columns, other: &Columns| -> Vec<String> {
        let differing = one.iter().filter(|(column, kind)| other.get(*column) != Some(*kind));
        differing.map(|((table, column), kind)| format!("{table}.{column} {kind}")).collect()
    };
    assert_eq!(only(&written, &migrated), Vec::<String>::new(), "only in src/schema.rs");
    assert_eq!(only(&migrated, &written), Vec::<String>::new(), "only in the database");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_foreign_key_that_keeps_a_promise_is_there() {
    let app = TestApp::start().await;
    let keys = app
        .sql(
            "select conrelid::regclass::text || ' ' || confrelid::regclass::text || ' ' || confdeltype::text
             from pg_constraint where contype = 'f'",
        )
        .await;
    let keys: Vec<&str> = keys.iter().map(|row| row[0].as_str()).collect();
    // r: deleting what is pointed to is refused; c: what hangs on it goes too.
    for key in [
        "block_references forms r",
        "block_references pages r",
        "block_references revisions c",
        "enquiries forms r",
        "enquiries form_versions r",
        "articles authors r",
        "timeline enquiries c",
        "deliveries enquiries c",
        "delivery_attempts deliveries c",
        "sessions staff c",
        "action_links staff c",
    ] {
        assert!(keys.contains(&key), "{key} is missing: {keys:?}");
    }
}
