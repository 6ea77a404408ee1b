//! `shingle doctor` on planted faults of the database and of mail: each line is shown failing.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;

use crate::support::smtp::{Protection, Sink};
use crate::support::{Database, Template};

use super::doctor::{is_broken, line};
use super::{Program, SECRET, free_port};

async fn execute(database: &Database, statements: &str) {
    let (client, connection) = tokio_postgres::connect(&database.url, tokio_postgres::NoTls).await.unwrap();
    let driver = tokio::spawn(connection);
    client.batch_execute(statements).await.unwrap_or_else(|error| panic!("{}", shingle::db::chain(&error)));
    drop(client);
    let _ = driver.await;
}

#[test]
fn a_database_that_cannot_be_reached() {
    let url = format!("postgres://u:hunter2@127.0.0.1:{}/x", free_port());
    let program = Program::new().with("DATABASE_URL", &url).with("SHINGLE_SECRET_KEY", SECRET);
    let ended = program.run(&["doctor"]).exits(1);
    is_broken(&ended.out, "database", "refused", "DATABASE_URL");
    assert!(!format!("{}{}", ended.out, ended.err).contains("hunter2"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_not_durable() {
    // The tests' own cluster is one, on purpose.
    let database = Database::like(Template::Empty).await;
    let ended = Program::on(&database).run(&["doctor"]).exits(1);
    is_broken(&ended.out, "durability", "fsync", "postgresql.conf");
    assert!(line(&ended.out, "durability").contains("synchronous_commit"), "{}", ended.out);
    assert!(line(&ended.out, "database rights").starts_with("ok "), "{}", ended.out);
    assert!(line(&ended.out, "migrations").starts_with("ok "), "{}", ended.out);
    assert!(line(&ended.out, "secret key").starts_with("ok "), "{}", ended.out);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn migrations_that_have_not_run() {
    let database = Database::like(Template::Bare).await;
    let ended = Program::on(&database).run(&["doctor"]);
    assert!(line(&ended.out, "migrations").contains("to run"), "{}", ended.out);
    assert!(line(&ended.out, "search").starts_with("warning "), "{}", ended.out);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_of_a_newer_release() {
    let database = Database::like(Template::Empty).await;
    execute(&database, "insert into compatibility values ('2999-01-01-000000', 99)").await;
    let ended = Program::on(&database).run(&["doctor"]).exits(1);
    is_broken(&ended.out, "migrations", "newer Shingle", "shingle migrate");
    let served = Program::on(&database).run(&["serve"]).exits(1);
    assert!(served.err.contains("needs a newer Shingle") && served.out.is_empty(), "{}", served.err);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_may_not_create_tables() {
    let database = Database::like(Template::Bare).await;
    let role = format!("guest_{}", std::process::id());
    execute(&database, &format!("create role {role} login")).await;
    let program = Program::on(&database).with("DATABASE_URL", &database.url.replace("postgres@", &format!("{role}@")));
    let ended = program.run(&["doctor"]).exits(1);
    is_broken(&ended.out, "database rights", "may not create tables", "grant create on schema public");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clocks_that_are_apart_and_a_server_that_is_too_old() {
    let database = Database::like(Template::Empty).await;
    // Functions of the same names, found first, stand in for another machine.
    let stand_in = "create schema planted;
        create function planted.clock_timestamp() returns timestamptz language sql
          as $$ select pg_catalog.clock_timestamp() + interval '3 minutes' $$;
        create function planted.current_setting(name text) returns text language sql
          as $$ select case name when 'server_version_num' then '140012' else pg_catalog.current_setting(name) end $$;
        do $$ begin execute format('alter database %I set search_path = planted, pg_catalog, public', current_database()); end $$";
    execute(&database, stand_in).await;
    let ended = Program::on(&database).run(&["doctor"]).exits(1);
    is_broken(&ended.out, "clocks", "s apart", "NTP");
    is_broken(&ended.out, "database", "PostgreSQL 14.12", "15 or later");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_secret_key_that_is_not_this_database_s() {
    let database = Database::like(Template::Empty).await;
    let program = Program::on(&database).with("SHINGLE_SECRET_KEY", &SECRET.to_uppercase());
    let ended = program.run(&["doctor"]).exits(1);
    is_broken(&ended.out, "secret key", "another one", "secret.key");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_server_that_is_away_or_offers_no_tls_or_refuses_the_sign_in() {
    let database = Database::like(Template::Empty).await;
    let with = |url: String| Program::on(&database).with("SHINGLE_SMTP_URL", &url).run(&["doctor"]).exits(1);

    let ended = with(format!("smtp://localhost:{}", free_port()));
    is_broken(&ended.out, "mail", "refused", "SHINGLE_SMTP_URL");

    // A name of this machine that does not look like it: TLS is required, and this server has none.
    let sink = Sink::start().await;
    let ended = with(format!("smtp://127.1:{}", sink.port()));
    assert!(line(&ended.out, "mail").to_ascii_uppercase().contains("STARTTLS"), "{}", ended.out);
    is_broken(&ended.out, "mail", "", "STARTTLS");
    assert!(sink.connections() > 0, "the server was asked");

    // TLS from the first byte, with a certificate that nobody vouches for.
    let sink = Sink::protected(Protection::Implicit).await;
    let ended = with(format!("smtps://ann:hunter2hunter2@localhost:{}", sink.port()));
    is_broken(&ended.out, "mail", "signed by an authority that is not trusted here", "SHINGLE_SMTP_URL");
    assert!(!format!("{}{}", ended.out, ended.err).contains("hunter2"), "{}", ended.out);

    let port = strict_server();
    let ended = with(format!("smtp://ann:hunter2hunter2@localhost:{port}"));
    is_broken(&ended.out, "mail", "authentication failed, says the server", "user and password");
    assert!(!format!("{}{}", ended.out, ended.err).contains("hunter2"), "{}", ended.out);
}

/// A mail server that takes nobody's password.
fn strict_server() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut lines = BufReader::new(stream.try_clone().expect("a line")).lines();
            let mut stream = stream;
            let mut say = |words: &str| stream.write_all(format!("{words}\r\n").as_bytes()).is_ok();
            say("220 strict.test ESMTP");
            while let Some(Ok(line)) = lines.next() {
                let goes_on = match line.get(..4) {
                    Some("EHLO") => say("250-strict.test\r\n250 AUTH PLAIN LOGIN"),
                    Some("AUTH") => say("535 5.7.8 authentication failed, says the server"),
                    Some("QUIT") => false,
                    _ => say("250 Ok"),
                };
                if !goes_on {
                    break;
                }
            }
        }
    });
    port
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_test_message_is_handed_over_or_the_server_s_words_are_told() {
    let database = Database::like(Template::Demo).await;
    let sink = Sink::start().await;
    let program = Program::on(&database).with("SHINGLE_SMTP_URL", &format!("smtp://localhost:{}", sink.port()));
    let ended = program.run(&["doctor", "--send-to", "ann@example.com"]);
    assert!(line(&ended.out, "mail").starts_with("ok "), "{}", ended.out);
    assert!(line(&ended.out, "test message").starts_with("ok "), "{}", ended.out);
    let mails = sink.mails();
    assert_eq!(mails.len(), 1, "{}", ended.out);
    assert_eq!(mails[0].to, "ann@example.com");
    assert!(!mails[0].subject.is_empty() && !mails[0].text.is_empty());

    sink.script(|stage| match stage {
        crate::support::smtp::Stage::Rcpt(_) => crate::support::smtp::Reply::Say(550, "5.1.1 nobody of that name"),
        _ => crate::support::smtp::Reply::Good,
    });
    let ended = program.run(&["doctor", "--send-to", "bea@example.com"]).exits(1);
    is_broken(&ended.out, "test message", "nobody of that name", "say why");
    let ended = program.run(&["doctor", "--send-to", "bea"]).exits(1);
    is_broken(&ended.out, "test message", "no email address", "name@example.com");
    assert_eq!(sink.taken().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_base_url_that_is_not_encrypted() {
    let database = Database::like(Template::Empty).await;
    let cases =
        [("http://www.example.com", "warning "), ("https://www.example.com", "ok "), ("http://127.0.0.1:8080", "ok ")];
    for (url, mark) in cases {
        let ended = Program::on(&database).with("SHINGLE_BASE_URL", url).run(&["doctor"]);
        assert!(line(&ended.out, "base URL").starts_with(mark), "{url}: {}", ended.out);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_alert_address_that_cannot_be_reached() {
    let database = Database::like(Template::Empty).await;
    let ended = Program::on(&database).run(&["doctor"]);
    assert!(line(&ended.out, "alerts").starts_with("warning "), "{}", ended.out);
    let url = format!("http://127.0.0.1:{}/services/hunter2", free_port());
    let ended = Program::on(&database).with("SHINGLE_ALERT_URL", &url).run(&["doctor"]).exits(1);
    is_broken(&ended.out, "alerts", "127.0.0.1: it cannot be reached", "SHINGLE_ALERT_URL");
    assert!(!format!("{}{}", ended.out, ended.err).contains("hunter2"), "the token is told: {}", ended.out);
    // A server that speaks no TLS.
    let plain = crate::support::hook::Hook::start().await;
    let url = format!("https://127.0.0.1:{}/", plain.port());
    let ended = Program::on(&database).with("SHINGLE_ALERT_URL", &url).run(&["doctor"]).exits(1);
    is_broken(&ended.out, "alerts", "cannot be reached", "SHINGLE_ALERT_URL");
    let ended = Program::on(&database).with("SHINGLE_ALERT_URL", &plain.url()).run(&["doctor"]);
    assert!(line(&ended.out, "alerts").starts_with("ok "), "{}", ended.out);
    assert_eq!(plain.taken().len(), 0, "doctor posted something");
}
