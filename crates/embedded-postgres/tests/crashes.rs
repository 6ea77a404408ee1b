//! Sudden ends: of the server, of the program, of both; and what they and others leave lying about.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

use crate::holder::Holder;
use crate::support::{eventually, home, kill_9, processes, sql, try_sql, wide_open};

#[test]
fn a_server_that_dies_is_started_again_at_the_same_address() {
    let home = home();
    let access = home.owner();
    let url = access.url();
    sql(&url, "create table t (n int); insert into t values (42)");
    for round in 1..=3 {
        let pid = access.pid();
        kill_9(pid);
        eventually("the restart", || access.restarts() == round);
        assert_ne!(access.pid(), pid);
        assert_eq!(access.url(), url);
        assert_eq!(sql(&url, "select n from t"), "42");
    }
}

#[test]
fn stopping_while_the_server_is_down_leaves_no_process_behind() {
    let home = home().with_a_row();
    let access = home.owner();
    kill_9(access.pid());
    drop(access);
    assert_eq!(processes(&home.pg()), [0; 0]);
    home.row_is_there();
}

#[test]
fn killing_the_program_ends_the_server_and_the_next_start_recovers() {
    let home = home();
    let holder = Holder::owner(&home);
    sql(&holder.url(), "create table t (n int); insert into t values (42)");
    let pg = home.pg();
    assert!(!processes(&pg).is_empty());
    holder.kill_9();
    eventually("the end of the server", || processes(&pg).is_empty());
    home.row_is_there();
}

#[test]
fn killing_the_program_and_starting_at_once_recovers() {
    let home = home();
    for round in 0..3 {
        let holder = Holder::owner(&home);
        let url = holder.url();
        sql(&url, "create table if not exists t (n int)");
        sql(&url, &format!("insert into t values ({round})"));
        holder.kill_9();
        let access = home.owner();
        assert_eq!(sql(&access.url(), "select max(n) from t"), round.to_string());
    }
}

#[test]
fn killing_the_program_and_the_server_recovers() {
    let home = home();
    for round in 0..3 {
        let holder = Holder::owner(&home);
        let (url, server) = (holder.url(), holder.server());
        sql(&url, "create table if not exists t (n int)");
        sql(&url, &format!("insert into t values ({round})"));
        kill_9(server);
        holder.kill_9();
        let access = home.owner();
        assert_eq!(sql(&access.url(), "select max(n) from t"), round.to_string());
    }
}

#[test]
fn an_orphaned_server_that_hangs_is_killed() {
    let home = home().with_a_row();
    let holder = Holder::owner(&home);
    let server = nix::unistd::Pid::from_raw(i32::try_from(holder.server()).unwrap());
    nix::sys::signal::kill(server, nix::sys::signal::Signal::SIGSTOP).unwrap();
    holder.kill_9();
    home.row_is_there();
}

#[test]
fn a_stale_pid_file_naming_a_stranger_is_removed_and_the_stranger_spared() {
    let home = wide_open(home(), "data").with_a_row();
    // Of the server's own account: PostgreSQL itself takes such a one for a running server.
    let account = fs::metadata(home.pg()).unwrap().uid();
    let mut command = Command::new("sleep");
    command.arg("100").uid(account);
    let mut stranger = command.spawn().unwrap();
    let pid = stranger.id();
    let text = format!("{pid}\n/x\n1\n5432\n/tmp\n\n 1 1\nready\n");
    fs::write(home.pg().join("postmaster.pid"), text).unwrap();
    let socket = home.dir.join("socket");
    let lock = format!("{pid}\n/x\n1\n5432\n{}\n", socket.display());
    fs::write(socket.join(".s.PGSQL.5432.lock"), lock).unwrap();
    home.row_is_there();
    assert!(stranger.try_wait().unwrap().is_none(), "the stranger was ended");
    stranger.kill().unwrap();
    stranger.wait().unwrap();
}

#[test]
fn a_making_that_was_interrupted_starts_anew() {
    let home = home();
    fs::create_dir_all(home.dir.join("pg.init/base")).unwrap();
    fs::write(home.dir.join("pg.init/PG_VERSION"), "15\n").unwrap();
    let home = home.with_a_row();
    assert!(!home.dir.join("pg.init").exists());
    home.row_is_there();
}

#[test]
fn killing_the_program_while_it_makes_the_cluster_starts_anew() {
    let home = home();
    for part in ["pg.init", "pg.init/base", "pg.init/PG_VERSION", "pg.init/base/1/PG_VERSION"] {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["holder::hold", "--exact"]).env("EP_DIR", &home.dir);
        command.env("EP_REPORT", home.parent.path().join("report"));
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        eventually(part, || home.dir.join(part).exists() || home.pg().exists());
        child.kill().unwrap();
        child.wait().unwrap();
    }
    home.with_a_row().row_is_there();
}

#[test]
fn an_incomplete_cluster_is_put_aside_and_an_empty_one_replaced() {
    let home = home();
    fs::create_dir_all(home.dir.join("pg/base")).unwrap();
    fs::write(home.dir.join("pg/base/kept"), "x").unwrap();
    let home = home.with_a_row();
    home.row_is_there();
    assert_eq!(fs::read_to_string(home.dir.join("pg.incomplete-1/base/kept")).unwrap(), "x");

    let home = crate::support::home();
    fs::create_dir_all(home.pg()).unwrap();
    home.with_a_row().row_is_there();
}

#[test]
fn a_dead_backend_costs_connections_but_not_the_server() {
    let home = home();
    let access = home.owner();
    let pid = access.pid();
    let suicide = "copy (select 1) to program 'kill -9 $PPID'";
    assert!(try_sql(&access.url(), suicide).is_err());
    eventually("the recovery", || try_sql(&access.url(), "select 1").is_ok());
    assert_eq!((access.pid(), access.restarts()), (pid, 0));
}
