//! Two locks: who runs the server, and who is the one long-running program.

use std::thread;
use std::time::Duration;

use embedded_postgres::{Cluster, Error, Role};

use crate::holder::Holder;
use crate::support::{home, processes, sql};

#[test]
fn a_second_owner_is_refused_naming_the_first() {
    let home = home();
    let holder = Holder::owner(&home);
    let text = home.open(Role::Owner).unwrap_err().to_string();
    assert!(text.contains(&format!("process {} is already serving", holder.pid())), "{text}");
    assert_eq!(sql(&holder.url(), "select 1"), "1");
    holder.finish();
    drop(home.owner());
}

#[test]
fn a_guest_joins_a_running_owner_and_leaves_it_running() {
    let home = home();
    let holder = Holder::owner(&home);
    let guest = home.open(Role::Guest).unwrap();
    assert!(!guest.is_supervisor());
    assert_eq!(guest.pid(), holder.server());
    assert_eq!(guest.url(), holder.url());
    assert_eq!(sql(&guest.url(), "select 1"), "1");
    guest.stop(Duration::from_secs(1));
    assert_eq!(sql(&holder.url(), "select 1"), "1");
    holder.finish();
    assert_eq!(processes(&home.pg()), [0; 0]);
}

#[test]
fn a_guest_runs_the_server_alone_and_an_owner_waits_for_it() {
    let home = home();
    let guest = home.open(Role::Guest).unwrap();
    assert!(guest.is_supervisor());
    sql(&guest.url(), "create table t (n int); insert into t values (42)");
    let options = home.options(Role::Owner);
    let owner = thread::spawn(move || Cluster::open(options).unwrap());
    thread::sleep(Duration::from_millis(500));
    assert!(!owner.is_finished());
    assert_eq!(sql(&guest.url(), "select n from t"), "42");
    guest.stop(Duration::from_secs(20));
    let owner = owner.join().unwrap();
    assert!(owner.is_supervisor());
    assert_eq!(sql(&owner.url(), "select n from t"), "42");
}

#[test]
fn an_owner_that_waited_in_vain_says_for_whom() {
    let home = home();
    let guest = home.open(Role::Guest).unwrap();
    let mut options = home.options(Role::Owner);
    options.wait = Duration::from_millis(300);
    let error = Cluster::open(options.clone()).unwrap_err();
    assert!(matches!(error, Error::Busy { .. }));
    let text = error.to_string();
    assert!(text.contains(&format!("process {}", std::process::id())), "{text}");
    drop(guest);
    drop(Cluster::open(options).unwrap());
}

#[test]
fn a_guest_waits_for_another_guest_that_runs_the_server_alone() {
    let home = home();
    let first = home.open(Role::Guest).unwrap();
    let options = home.options(Role::Guest);
    let second = thread::spawn(move || Cluster::open(options).unwrap());
    thread::sleep(Duration::from_millis(300));
    assert!(!second.is_finished());
    drop(first);
    let second = second.join().unwrap();
    assert!(second.is_supervisor());
    assert_eq!(sql(&second.url(), "select 1"), "1");
}

#[test]
fn guests_of_a_starting_owner_wait_until_it_is_ready() {
    let home = home();
    let options = home.options(Role::Owner);
    let owner = thread::spawn(move || Cluster::open(options).unwrap());
    while !home.dir.join("pg.init").exists() {
        thread::sleep(Duration::from_millis(1));
    }
    let guest = home.open(Role::Guest).unwrap();
    assert!(!guest.is_supervisor());
    assert_eq!(sql(&guest.url(), "select 1"), "1");
    drop(owner.join().unwrap());
}
