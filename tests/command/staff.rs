//! `shingle staff add`: the last line of standard output is a link that works, also while the server runs.

use crate::support::smtp::Sink;
use crate::support::{Database, Template};

use super::{Program, free_port};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_link_works_at_once_while_the_embedded_database_serves() {
    let program = Program::new().with("SHINGLE_LISTEN", &format!("127.0.0.1:{}", free_port()));
    let running = program.serve(&["serve"]);
    assert!(running.client().get("/").await.words().contains("Shingle is running"));
    let ended = program.run(&["staff", "add", "ann.ames@example.com", "--role", "owner"]).exits(0);
    let link = ended.last();
    assert!(link.starts_with(&format!("{}/account/link/", running.base)), "{link}");
    let browser = running.client();
    let page = browser.get(link).await;
    assert_eq!(page.status(), 200);
    assert!(page.text.contains("Ann Ames"), "{}", page.words());
    let set = browser.submit(&page, &[("password", "eleven slow ferries home")]).await;
    assert_eq!(set.location().as_deref(), Some("/admin"), "{}", set.words());
    assert_eq!(browser.get("/admin").await.status(), 200);

    let again = program.run(&["staff", "add", "ANN.AMES@example.com", "--role", "owner"]).exits(1);
    assert!(again.err.contains("staff already") && again.out.is_empty(), "{} {}", again.out, again.err);
    assert_eq!(running.client().get("/readyz").await.text, "ready\n");
    running.stop();

    // Without a server the command runs the database alone, and leaves nothing behind.
    program.run(&["staff", "add", "bea@example.com", "--role", "editor"]).exits(0);
    assert_eq!(super::processes_in(&program.place), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_address_is_a_wrong_argument_and_adds_nobody() {
    let database = Database::like(Template::Empty).await;
    let program = Program::on(&database);
    for email in ["ann", "ann@", "a b@example.com"] {
        let ended = program.run(&["staff", "add", email, "--role", "owner"]).exits(2);
        assert!(ended.err.contains("not an email address") && ended.out.is_empty(), "{}", ended.err);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_link_goes_out_by_mail_too_where_there_is_a_mail_server() {
    let database = Database::like(Template::Empty).await;
    let sink = Sink::start().await;
    let program = Program::on(&database)
        .with("SHINGLE_SMTP_URL", &format!("smtp://localhost:{}", sink.port()))
        .with("SHINGLE_BASE_URL", "https://www.example.com");
    let link = program.run(&["staff", "add", "ann@example.com", "--role", "owner"]).exits(0).last().to_owned();
    assert!(link.starts_with("https://www.example.com/account/link/"), "{link}");
    let mut worker = program.start(&["worker"]);
    worker.line(std::time::Duration::from_secs(30));
    let mail = crate::support::eventually("the mail", || async { sink.mails().into_iter().next() }).await;
    assert_eq!(mail.to, "ann@example.com");
    assert_eq!(mail.link("/account/link/"), link);
    worker.stop();
}
