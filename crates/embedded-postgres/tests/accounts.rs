//! Whoever runs it: an ordinary user as themselves, root through an unprivileged account.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::path::Path;

use crate::holder::Holder;
use crate::support::{am_root, home, open_home, processes, sql, wide_open};

fn uid(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().uid()
}

#[test]
fn works_below_a_private_parent_and_keeps_the_directory_its_owners() {
    let home = home();
    let me = nix::unistd::geteuid().as_raw();
    assert_eq!(fs::metadata(home.parent.path()).unwrap().permissions().mode() & 0o777, 0o700);
    let access = home.owner();
    assert_eq!(sql(&access.url(), "select 1"), "1");
    assert_eq!(uid(&home.dir), me);
    assert_eq!(uid(&home.dir.join("postgres.log")), me);
    let server = uid(Path::new(&format!("/proc/{}", access.pid())));
    assert_eq!(server, uid(&home.pg()));
    assert_ne!(server, 0, "the server runs as root");
    if !am_root() {
        assert_eq!(server, me);
    }
}

#[test]
fn works_below_an_open_parent() {
    let home = wide_open(home(), "data").with_a_row();
    home.row_is_there();
    assert!(home.dir.join("socket").exists(), "the socket could have stayed in the directory");
}

#[test]
fn works_as_an_ordinary_user_and_ends_with_it() {
    let home = open_home();
    fs::create_dir(&home.dir).unwrap();
    if am_root() {
        chown(&home.dir, Some(65534), Some(65534)).unwrap();
    }
    let holder = Holder::ordinary(&home);
    assert_eq!(sql(&holder.url(), "select 1"), "1");
    assert_eq!(uid(&home.pg()), uid(&home.dir));
    assert_eq!(uid(Path::new(&format!("/proc/{}", holder.server()))), uid(&home.dir));
    holder.kill_9();
    let holder = Holder::ordinary(&home);
    assert_eq!(sql(&holder.url(), "select 1"), "1");
    holder.finish();
    assert_eq!(processes(&home.pg()), [0; 0]);
}

#[test]
fn root_goes_on_with_an_ordinary_users_cluster_but_not_the_other_way_round() {
    let home = open_home();
    fs::create_dir(&home.dir).unwrap();
    if !am_root() {
        // Only root can prove this; anyone else finds that their own cluster stays theirs.
        let home = home.with_a_row();
        assert_eq!(uid(&home.pg()), nix::unistd::geteuid().as_raw());
        return;
    }
    chown(&home.dir, Some(65534), Some(65534)).unwrap();
    Holder::ordinary(&home).finish();
    let access = home.owner();
    assert_eq!(uid(Path::new(&format!("/proc/{}", access.pid()))), 65534);
    drop(access);

    for name in ["pg", "serve.lock", "cluster.lock"] {
        chown(home.dir.join(name), Some(65534), Some(65534)).unwrap();
    }
    chown(home.pg(), Some(1), Some(1)).unwrap();
    let holder = Holder::ordinary(&home);
    let text = holder.outcome.as_ref().unwrap_err().clone();
    assert!(text.contains("belongs to user daemon") && text.contains("chown -R"), "{text}");
    holder.finish();
}

#[test]
fn a_cluster_restored_as_root_is_given_back_to_the_server() {
    let home = home().with_a_row();
    if am_root() {
        let outside = home.parent.path().join("outside");
        fs::write(&outside, "").unwrap();
        symlink(&outside, home.pg().join("link")).unwrap();
        let mut chown = std::process::Command::new("chown");
        chown.args(["-hR", "0:0"]).arg(home.pg());
        assert!(chown.status().unwrap().success());
        home.row_is_there();
        assert_ne!(uid(&home.pg().join("global/pg_control")), 0);
        assert_eq!(uid(&outside), 0, "a link was followed out of the cluster");
    } else {
        home.row_is_there();
    }
}
