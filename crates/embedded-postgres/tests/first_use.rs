//! The good cases: the first start, the later ones, the settings, the way out.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use embedded_postgres::{Cluster, Options, Role};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::support::{home, processes, socket_dir, sql, wide_open};

#[test]
fn the_first_start_makes_a_durable_utf8_database_without_tcp() {
    let home = home();
    let access = Cluster::open(Options::new(&home.dir, Role::Owner, "things")).unwrap();
    let url = access.url();
    assert!(url.starts_with("postgres://postgres@%2F") && url.ends_with(":5432/things"), "{url}");
    assert!(access.is_supervisor());
    for (name, value) in [
        ("fsync", "on"),
        ("full_page_writes", "on"),
        ("synchronous_commit", "on"),
        ("data_checksums", "on"),
        ("listen_addresses", ""),
        ("server_encoding", "UTF8"),
        ("unix_socket_permissions", "0700"),
    ] {
        assert_eq!(sql(&url, &format!("show {name}")), value, "{name}");
    }
    assert_eq!(sql(&url, "select upper('ä') || lower('Ö')"), "Äö");
    let mode = fs::metadata(socket_dir(&url)).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    let mode = fs::metadata(home.dir.join("postgres.log")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_later_start_is_quick_and_keeps_the_data() {
    let home = home().with_a_row();
    let begin = Instant::now();
    let access = home.owner();
    // A tenth of a second on an idle machine; making a cluster anew would take longer than this.
    assert!(begin.elapsed() < Duration::from_secs(5), "{:?}", begin.elapsed());
    assert_eq!(sql(&access.url(), "select n from t"), "42");
}

#[test]
fn another_database_is_added_to_a_cluster_that_exists() {
    let home = home().with_a_row();
    for _ in 0..2 {
        let mut options = home.options(Role::Owner);
        options.database = "more_things".to_owned();
        let access = Cluster::open(options).unwrap();
        assert_eq!(sql(&access.url(), "select current_database()"), "more_things");
    }
    home.row_is_there();
}

#[test]
fn the_log_quotes_nothing_that_was_stored() {
    let home = home();
    let access = home.owner();
    let url = access.url();
    sql(&url, "create table p (mail text primary key); insert into p values ('ada@example.org')");
    let refused = crate::support::try_sql(&url, "insert into p values ('ada@example.org')");
    assert!(refused.unwrap_err().contains("duplicate key"));
    let log = fs::read_to_string(home.dir.join("postgres.log")).unwrap();
    assert!(log.contains("duplicate key"), "{log}");
    assert!(!log.contains("ada@"), "{log}");
}

#[test]
fn a_long_log_is_started_anew() {
    let home = home().with_a_row();
    let log = home.dir.join("postgres.log");
    fs::write(&log, vec![b'x'; 6 * 1024 * 1024]).unwrap();
    home.row_is_there();
    assert!(fs::metadata(&log).unwrap().len() < 100_000);
}

#[test]
fn a_path_too_long_for_a_socket_works() {
    let home = wide_open(home(), &"long".repeat(35));
    let access = home.owner();
    assert!(socket_dir(&access.url()).as_os_str().len() < 90);
    let socket = socket_dir(&access.url());
    access.stop(Duration::from_secs(20));
    assert!(!socket.exists(), "a temporary socket directory is left behind");
    home.with_a_row().row_is_there();
}

#[test]
fn stopping_and_dropping_leave_no_process_behind() {
    let home = home();
    let access = home.owner();
    assert!(!processes(&home.pg()).is_empty());
    access.stop(Duration::from_secs(20));
    assert_eq!(processes(&home.pg()), [0; 0]);
    drop(home.owner());
    assert_eq!(processes(&home.pg()), [0; 0]);
    assert!(!home.pg().join("postmaster.pid").exists());
}

#[test]
fn a_server_that_does_not_stop_is_killed_in_the_end() {
    let home = home().with_a_row();
    let access = home.owner();
    kill(Pid::from_raw(i32::try_from(access.pid()).unwrap()), Signal::SIGSTOP).unwrap();
    access.stop(Duration::from_millis(100));
    assert_eq!(processes(&home.pg()), [0; 0]);
    home.row_is_there();
}
