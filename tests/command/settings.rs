//! Settings of the real program: refused at start with exit 2, the name, the value and what is allowed.

use std::os::unix::ffi::OsStringExt;

use super::Program;

#[test]
fn a_wrong_setting_ends_every_command_with_2_and_its_name() {
    let program = Program::new().with("SHINGLE_ENQUIRY_LIMIT", "many");
    for command in [&["serve"][..], &["serve", "--demo"], &["worker"], &["migrate"], &["demo"], &["doctor"]] {
        let ended = program.run(command).exits(2);
        let words = format!("{}{}", ended.out, ended.err);
        for part in ["SHINGLE_ENQUIRY_LIMIT", "\"many\"", "a whole number; 0 is off"] {
            assert!(words.contains(part), "{command:?}: {words}");
        }
    }
    let ended = program.run(&["staff", "add", "ann@example.com", "--role", "owner"]).exits(2);
    assert!(ended.err.contains("SHINGLE_ENQUIRY_LIMIT") && ended.out.is_empty(), "{}", ended.err);
    assert!(!program.data().exists(), "nothing is made before the settings are good");
}

#[test]
fn a_demo_password_that_is_too_common_is_refused_without_being_told() {
    for word in ["password1234", "short", "aaaaaaaaaaaaaaaa"] {
        let ended = Program::new().with("SHINGLE_DEMO_PASSWORD", word).run(&["serve", "--demo"]).exits(2);
        assert!(ended.err.contains("SHINGLE_DEMO_PASSWORD"), "{}", ended.err);
        assert!(ended.err.contains("12 to 128 characters") && !ended.err.contains(word), "{}", ended.err);
        assert!(ended.out.is_empty(), "{}", ended.out);
    }
}

#[test]
fn an_unknown_name_in_the_environment_or_the_file_is_refused() {
    let ended = Program::new().with("SHINGLE_PORT", "80").run(&["serve"]).exits(2);
    assert!(ended.err.contains("SHINGLE_PORT") && ended.err.contains("SHINGLE_LISTEN"), "{}", ended.err);

    let program = Program::new();
    std::fs::write(program.place.join("shingle.toml"), "SHINGLE_LOGS = \"info\"\n").unwrap();
    let ended = program.run(&["serve"]).exits(2);
    assert!(ended.err.contains("SHINGLE_LOGS") && ended.err.contains("is not a setting"), "{}", ended.err);
}

#[test]
fn another_program_s_variables_are_nobody_s_business() {
    let ended = Program::new().with("SMTP_URL", "x").with("SHINGLE_LOG", "[[").run(&["serve"]).exits(2);
    assert!(ended.err.contains("SHINGLE_LOG") && !ended.err.contains("SMTP_URL is"), "{}", ended.err);
}

#[test]
fn the_environment_wins_over_the_file_and_config_names_another_file() {
    let program = Program::new();
    let file = program.place.join("shingle.toml");
    std::fs::write(&file, "SHINGLE_ENQUIRY_LIMIT = \"from the file\"\n").unwrap();
    let ended = program.run(&["migrate"]).exits(2);
    assert!(ended.err.contains("from the file"), "{}", ended.err);
    let program = program.with("SHINGLE_ENQUIRY_LIMIT", "from the environment");
    let ended = program.run(&["migrate"]).exits(2);
    assert!(ended.err.contains("from the environment"), "{}", ended.err);

    let program = program.without("SHINGLE_ENQUIRY_LIMIT");
    std::fs::write(program.place.join("other.toml"), "SHINGLE_NOTIFY = \"from another file\"\n").unwrap();
    for line in [&["migrate", "--config", "other.toml"][..], &["--config", "other.toml", "migrate"]] {
        let ended = program.run(line).exits(2);
        assert!(ended.err.contains("SHINGLE_NOTIFY") && ended.err.contains("from another file"), "{}", ended.err);
    }
    let ended = program.run(&["migrate", "--config", "nowhere.toml"]).exits(2);
    assert!(ended.err.contains("nowhere.toml"), "{}", ended.err);
}

#[test]
fn a_file_that_cannot_be_read_is_refused_without_telling_its_secrets() {
    let program = Program::new();
    let file = program.place.join("shingle.toml");
    for (text, word) in [
        ("SHINGLE_SECRET_KEY = \"hunter2hunter2hunter2hunter2hunter2\nSHINGLE_LOG = \"info\"\n", "shingle.toml"),
        ("SHINGLE_ENQUIRY_LIMIT = [30]\n", "SHINGLE_ENQUIRY_LIMIT must be text or a whole number"),
        ("[section]\nSHINGLE_LOG = \"info\"\n", "section"),
    ] {
        std::fs::write(&file, text).unwrap();
        let ended = program.run(&["migrate"]).exits(2);
        assert!(ended.err.contains(word), "{}", ended.err);
        assert!(!ended.err.contains("hunter2"), "the secret is told: {}", ended.err);
    }
}

#[test]
fn a_value_that_is_no_text_is_refused_instead_of_ignored() {
    let mut command = Program::new().command(&["worker"]);
    command.env("SHINGLE_ENQUIRY_LIMIT", std::ffi::OsString::from_vec(vec![b'3', 0xff]));
    let ended = super::Ended::of(command.output().unwrap()).exits(2);
    assert!(ended.err.contains("SHINGLE_ENQUIRY_LIMIT"), "{}", ended.err);
}

#[test]
fn serving_everybody_needs_a_base_url() {
    let program = Program::new().with("SHINGLE_LISTEN", "0.0.0.0:0");
    let ended = program.run(&["serve"]).exits(2);
    assert!(ended.err.contains("SHINGLE_BASE_URL") && ended.err.contains("SHINGLE_LISTEN"), "{}", ended.err);
}

#[test]
fn a_database_address_that_cannot_be_used_is_a_wrong_setting() {
    let program = Program::new().with("DATABASE_URL", "postgres://u:hunter2@db.example.com/x?sslmode=sometimes");
    let ended = program.run(&["serve"]).exits(2);
    assert!(ended.err.contains("DATABASE_URL") && ended.err.contains("sslmode=sometimes"), "{}", ended.err);
    assert!(!ended.err.contains("hunter2"), "{}", ended.err);
}

#[test]
fn a_worker_without_a_database_of_its_own_is_refused() {
    let program = Program::new();
    let ended = program.run(&["worker"]).exits(2);
    assert!(ended.err.contains("DATABASE_URL") && ended.out.is_empty(), "{}", ended.err);
    assert!(!program.data().exists());
}

#[test]
fn wrong_arguments_end_with_2_and_help_with_0() {
    let program = Program::new();
    for line in [&[][..], &["sevre"], &["serve", "--dmeo"], &["staff", "add"], &["staff", "add", "ann@example.com"]] {
        let ended = program.run(line).exits(2);
        assert!(ended.out.is_empty() && ended.err.contains("Usage"), "{line:?}: {} {}", ended.out, ended.err);
    }
    let ended = program.run(&["staff", "add", "ann@example.com", "--role", "boss"]).exits(2);
    assert!(ended.err.contains("boss"), "{}", ended.err);
    let help = program.run(&["--help"]).exits(0);
    for word in ["serve", "worker", "migrate", "demo", "staff", "doctor", "--config"] {
        assert!(help.out.contains(word), "{}", help.out);
    }
    assert!(program.run(&["--version"]).exits(0).out.starts_with("shingle "));
}
