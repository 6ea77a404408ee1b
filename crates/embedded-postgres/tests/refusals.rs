//! What cannot be recovered from is refused with what to do, and nothing is lost by it.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use embedded_postgres::{Cluster, Error, Programs, Role};

use crate::holder::Holder;
use crate::support::{am_root, home, open_home};

fn refusal(result: Result<embedded_postgres::Access, Error>) -> String {
    match result {
        Ok(_) => panic!("the cluster was opened"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn another_major_version_is_refused_naming_both() {
    let home = home().with_a_row();
    let file = home.pg().join("PG_VERSION");
    let version = fs::read_to_string(&file).unwrap();
    fs::write(&file, "12\n").unwrap();
    let text = refusal(home.open(Role::Owner));
    let found = Programs::find().unwrap().major();
    assert!(text.contains("made by PostgreSQL 12"), "{text}");
    assert!(text.contains(&format!("are PostgreSQL {found}")), "{text}");
    assert!(text.contains("install postgresql") && text.contains("pg_upgrade"), "{text}");
    fs::write(&file, version).unwrap();
    home.row_is_there();
}

#[test]
fn data_without_a_version_is_refused_and_kept() {
    let home = home().with_a_row();
    let file = home.pg().join("PG_VERSION");
    let version = fs::read_to_string(&file).unwrap();
    fs::remove_file(&file).unwrap();
    let text = refusal(home.open(Role::Owner));
    assert!(text.contains("damaged") && text.contains("backup"), "{text}");
    fs::write(&file, version).unwrap();
    home.row_is_there();
}

#[test]
fn a_file_in_place_of_the_directory_is_refused() {
    let home = home();
    fs::write(&home.dir, "").unwrap();
    let text = refusal(home.open(Role::Owner));
    assert!(text.contains(&home.dir.display().to_string()), "{text}");
    assert!(text.contains("mkdir -p") && text.contains("choose another"), "{text}");
}

#[test]
fn a_directory_that_may_not_be_written_is_refused() {
    let home = open_home();
    fs::create_dir(&home.dir).unwrap();
    fs::set_permissions(&home.dir, Permissions::from_mode(0o555)).unwrap();
    let holder = Holder::ordinary(&home);
    let text = holder.outcome.as_ref().unwrap_err().clone();
    assert!(text.contains(&home.dir.display().to_string()), "{text}");
    assert!(text.contains("Permission denied") && text.contains("chown"), "{text}");
    holder.finish();
}

#[test]
fn a_directory_that_cannot_be_reached_is_refused() {
    let home = open_home();
    let private = home.parent.path().join("private");
    fs::create_dir(&private).unwrap();
    let mode = if am_root() { 0o700 } else { 0o000 };
    fs::set_permissions(&private, Permissions::from_mode(mode)).unwrap();
    let dir = private.join("data");
    let home = crate::support::Home { dir, parent: home.parent };
    let holder = Holder::ordinary(&home);
    let text = holder.outcome.as_ref().unwrap_err().clone();
    assert!(text.contains(&home.dir.display().to_string()), "{text}");
    assert!(text.contains("Permission denied"), "{text}");
    holder.finish();
    fs::set_permissions(&private, Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn missing_or_old_programs_are_refused_with_the_command_that_installs_them() {
    let text = Programs::find_in(&[]).unwrap_err().to_string();
    assert!(text.contains("install postgresql"), "{text}");

    let home = home();
    fs::create_dir(&home.dir).unwrap();
    for name in ["postgres", "initdb"] {
        let script = "#!/bin/sh\necho 'postgres (PostgreSQL) 11.4 (Debian)'\n";
        fs::write(home.dir.join(name), script).unwrap();
        fs::set_permissions(home.dir.join(name), Permissions::from_mode(0o755)).unwrap();
    }
    let text = Programs::find_in(std::slice::from_ref(&home.dir)).unwrap_err().to_string();
    assert!(text.contains("only version 11") && text.contains("install"), "{text}");

    let mut places = vec![home.dir.clone()];
    places.push(Programs::find().unwrap().bin().to_owned());
    assert!(Programs::find_in(&places).unwrap().major() >= 15);
}

#[test]
fn a_setting_the_server_rejects_is_told_in_its_words() {
    let home = home();
    let mut options = home.options(Role::Owner);
    options.settings.push(("no_such_setting".to_owned(), "1".to_owned()));
    let text = refusal(Cluster::open(options));
    assert!(text.contains("no_such_setting") && text.contains("postgres.log"), "{text}");
    drop(home.owner());
}

#[test]
fn a_name_that_is_no_plain_word_is_refused() {
    for name in ["", "Upper", "a b", "a\"; drop database x", "a/b", "1a", &"a".repeat(64)] {
        let home = home();
        let mut options = home.options(Role::Owner);
        options.database = name.to_owned();
        assert!(matches!(Cluster::open(options), Err(Error::DatabaseName(_))), "{name}");
    }
}
