//! `--demo` and `shingle demo`: fill an empty database once, keep what is there, and leave other content alone.

use crate::support::{Client, DEMO_PASSWORD, Database, Template};

use super::{Program, SECRET};

async fn signs_in(base: &str, password: &str) -> bool {
    let page = Client::new(base);
    page.post("/account/sign-in", &[("email", "owner@example.com"), ("password", password)]).await.status() == 303
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn serve_demo_says_two_lines_and_a_second_start_keeps_data_and_password() {
    let program = Program::new();
    let mut running = program.serve(&["serve", "--demo"]);
    let password = running.demo_password();
    assert!(signs_in(&running.base, &password).await);
    let visitor = running.client();
    assert!(visitor.get("/").await.header("x-robots-tag").is_some_and(|value| value.contains("noindex")));
    let page = visitor.get("/forms/contact/message").await;
    let sent = visitor
        .submit(&page, &[("message", "A gate"), ("name", "Ann Ames"), ("email", "ann@example.com"), ("consent", "yes")])
        .await;
    assert_eq!(sent.status(), 303, "{}", sent.words());
    let receipt = sent.location().expect("a receipt");
    let reference = crate::forms::reference(&receipt).to_owned();

    let second = program.run(&["serve"]).exits(1);
    assert!(second.err.contains("data") && second.out.is_empty(), "{}", second.err);
    assert!(second.err.contains("already") || second.err.contains("running"), "what to do: {}", second.err);
    assert_eq!(visitor.get("/readyz").await.text, "ready\n", "the first one goes on");

    let base = running.base.clone();
    assert_eq!(
        running.stop(),
        [format!("Shingle is ready: {base}"), format!("Demo sign-in: owner@example.com {password}")]
    );

    let mut again = program.serve(&["serve", "--demo"]);
    assert_eq!(again.demo_password(), password);
    let owner = again.client();
    owner.sign_in("owner@example.com", &password).await;
    let kept = owner.get(&format!("/admin/enquiries/{reference}")).await;
    assert_eq!(kept.status(), 200, "the enquiry {reference} is kept: {}", kept.words());
    assert_eq!(visitor.at(&again.base).get(&receipt).await.status(), 200, "the receipt still opens");
    for name in ["secret.key", "demo.password"] {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(program.data().join(name)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{name}");
    }
    again.stop();

    // With the same data, a key from elsewhere is refused, also when nothing is served.
    let other = program.with("SHINGLE_SECRET_KEY", "quite another secret key with many characters");
    let refused = other.run(&["serve"]).exits(1);
    assert!(
        refused.err.contains("another secret key") && refused.err.contains("SHINGLE_SECRET_KEY"),
        "{}",
        refused.err
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_given_demo_password_is_applied_at_every_start() {
    let database = Database::like(Template::Demo).await;
    for password in ["seven herons wade at dusk", "eight herons wade at dawn"] {
        let program = Program::on(&database).with("SHINGLE_DEMO_PASSWORD", password);
        let mut running = program.serve(&["serve", "--demo"]);
        assert_eq!(running.demo_password(), password);
        assert!(signs_in(&running.base, password).await);
        assert!(!signs_in(&running.base, DEMO_PASSWORD).await, "the old one is over");
        running.stop();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn content_of_one_s_own_is_left_alone_and_nobody_is_created() {
    let database = Database::like(Template::Empty).await;
    let program = Program::on(&database);
    program.run(&["staff", "add", "ann@example.com", "--role", "owner"]).exits(0);
    let ended = program.run(&["demo"]).exits(0);
    assert!(ended.out.is_empty() && ended.err.contains("nothing was changed"), "{} {}", ended.out, ended.err);

    let running = program.serve(&["serve", "--demo"]);
    let page = running.client().get("/").await;
    assert!(page.words().contains("Shingle is running"), "{}", page.words());
    assert!(page.header("x-robots-tag").is_none(), "it is not a demo");
    assert!(running.log().contains("changed nothing and created nobody"), "{}", running.log());
    assert_eq!(running.stop().len(), 1, "no sign-in is told");

    let (client, connection) = tokio_postgres::connect(&database.url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    let query = "select (select count(*) from staff), (select count(*) from pages), (select count(*) from forms),
                        (select count(*) from installation where demo)";
    let row = client.query_one(query, &[]).await.unwrap();
    let counts: Vec<i64> = (0..4).map(|n| row.get(n)).collect();
    assert_eq!(counts, [1, 0, 0, 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_empty_database_shows_one_page_that_names_the_next_step() {
    let database = Database::like(Template::Bare).await;
    let running = Program::on(&database).serve(&["serve"]);
    let visitor = running.client();
    let page = visitor.get("/").await;
    assert_eq!(page.status(), 200);
    for step in ["shingle serve --demo", "shingle staff add"] {
        assert!(page.words().contains(step), "{}", page.words());
    }
    assert_eq!(visitor.get("/about").await.status(), 404);
    running.stop();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_commands_migrate_and_demo_do_their_work_once_and_say_so() {
    let database = Database::like(Template::Bare).await;
    let program = Program::on(&database).with("SHINGLE_DEMO_PASSWORD", DEMO_PASSWORD);
    let first = program.run(&["migrate"]).exits(0);
    assert!(first.out.contains("migration"), "{}", first.out);
    assert_eq!(program.run(&["migrate"]).exits(0).out, "The database is up to date.\n");
    for _ in 0..2 {
        let ended = program.run(&["demo"]).exits(0);
        assert_eq!(ended.out, format!("Demo sign-in: owner@example.com {DEMO_PASSWORD}\n"));
    }
    let (client, connection) = tokio_postgres::connect(&database.url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    let count: i64 = client.query_one("select count(*) from enquiries", &[]).await.unwrap().get(0);
    assert_eq!(count, 40);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_with_another_secret_key_refuses_every_command_that_would_use_it() {
    let database = Database::like(Template::Demo).await;
    let program = Program::on(&database).with("SHINGLE_SECRET_KEY", &SECRET.to_uppercase());
    let commands: [&[&str]; 5] = [
        &["serve"],
        &["serve", "--demo"],
        &["worker"],
        &["staff", "add", "ann@example.com", "--role", "owner"],
        &["demo"],
    ];
    for line in commands {
        let mut running = program.start(line);
        let (code, _) = running.ends(std::time::Duration::from_secs(30));
        assert_eq!(code, Some(1), "{line:?}: {}", running.log());
        assert!(running.log().contains("another secret key"), "{line:?}: {}", running.log());
        assert!(running.lines.is_empty(), "{line:?}: {:?}", running.lines);
    }
}
