//! `shingle doctor`: a healthy installation, and the faults of this machine.

use std::os::unix::fs::PermissionsExt;

use serde_json::Value;

use super::Program;

/// The line of a report that begins with this name.
pub(super) fn line<'a>(out: &'a str, name: &str) -> &'a str {
    let found = out.lines().find(|line| line.get(8..).is_some_and(|rest| rest.starts_with(&format!("{name}: "))));
    found.unwrap_or_else(|| panic!("no line {name}: {out}"))
}

/// A line that says that something is broken, and how to mend it.
pub(super) fn is_broken(out: &str, name: &str, words: &str, fix: &str) {
    let line = line(out, name);
    assert!(line.starts_with("BROKEN  "), "{line}");
    let (said, mend) = line.split_once(" -> ").unwrap_or_else(|| panic!("no way to mend it: {line}"));
    assert!(said.contains(words), "{words:?} is not in: {line}");
    assert!(mend.contains(fix), "{fix:?} is not in: {line}");
}

#[test]
fn a_healthy_installation_passes_and_pending_migrations_and_a_missing_base_url_are_told() {
    let program = Program::new();
    let fresh = program.run(&["doctor"]).exits(0);
    assert!(line(&fresh.out, "migrations").starts_with("warning "), "{}", fresh.out);
    assert!(line(&fresh.out, "migrations").contains("shingle migrate"), "{}", fresh.out);
    assert!(line(&fresh.out, "base URL").starts_with("warning "), "{}", fresh.out);
    assert!(line(&fresh.out, "base URL").contains("SHINGLE_BASE_URL"), "{}", fresh.out);
    assert!(line(&fresh.out, "mail").starts_with("warning "), "{}", fresh.out);
    assert_eq!(super::processes_in(&program.place), Vec::<String>::new());

    program.run(&["staff", "add", "ann@example.com", "--role", "owner"]).exits(0);
    let program = program.with("SHINGLE_BASE_URL", "https://www.example.com");
    let ended = program.run(&["doctor", "--json"]).exits(0);
    let report: Value = serde_json::from_str(&ended.out).unwrap_or_else(|error| panic!("{error}: {}", ended.out));
    assert_eq!(report["good"], true, "{report:#}");
    let findings = report["findings"].as_array().expect("findings");
    let good = |name: &str| findings.iter().any(|finding| finding["name"] == name && finding["health"] == "good");
    for name in [
        "settings",
        "base URL",
        "data directory",
        "database",
        "database rights",
        "durability",
        "clocks",
        "migrations",
        "secret key",
    ] {
        assert!(good(name), "{name}: {report:#}");
    }
    let incomplete = findings.iter().find(|finding| {
        let empty = |part: &str| finding[part].as_str().is_none_or(str::is_empty);
        empty("words") || (finding["health"] != "good" && empty("fix"))
    });
    assert!(incomplete.is_none(), "{incomplete:?}");

    // Rights of the secret: this machine's fault, planted last.
    let key = program.data().join("secret.key");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    let ended = program.run(&["doctor"]).exits(1);
    is_broken(&ended.out, "data directory", "secret.key can be read by other accounts", "chmod 600");
}

#[test]
fn a_wrong_setting_is_a_finding_with_exit_2() {
    let program = Program::new().with("SHINGLE_NOTIFY", "desk");
    let ended = program.run(&["doctor"]).exits(2);
    is_broken(&ended.out, "settings", "SHINGLE_NOTIFY", "environment or in shingle.toml");
    let ended = program.run(&["doctor", "--json"]).exits(2);
    let report: Value = serde_json::from_str(&ended.out).expect("JSON");
    assert_eq!(report["good"], false);
    assert_eq!(report["findings"][0]["health"], "bad");
}

#[test]
fn a_data_directory_that_cannot_be_written_is_named() {
    let program = Program::new();
    std::fs::write(program.data(), "a file in its place").unwrap();
    let ended = program.run(&["doctor"]).exits(1);
    is_broken(&ended.out, "data directory", "cannot be written", "SHINGLE_DATA_DIR");
    assert_eq!(std::fs::read_to_string(program.data()).unwrap(), "a file in its place");
}
