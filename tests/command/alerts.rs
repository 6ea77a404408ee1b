//! What is wrong, as an operator's programs see it: figures, and the alert address.

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::Program;
use crate::support::hook::Hook;
use crate::support::{Client, eventually};

/// The value of a figure.
async fn figure(client: &Client, name: &str) -> Option<String> {
    let text = client.get("/metrics").await.text;
    text.lines().find_map(|line| line.strip_prefix(name)).map(|value| value.trim().to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_killed_is_told_to_the_alert_address_and_stands_in_the_figures() {
    let hook = Hook::start().await;
    let program = Program::new().with("SHINGLE_ALERT_URL", &hook.url());
    let running = program.serve(&["serve", "--demo"]);
    let client = running.client();
    let kept = "shingle_alerts_open{kind=\"mail-kept\"}";
    eventually("the first look", async || (figure(&client, kept).await.as_deref() == Some("1")).then_some(())).await;
    let restarted = "shingle_alerts_open{kind=\"database-restarted\"}";
    assert_eq!(figure(&client, restarted).await.as_deref(), Some("0"));
    for name in ["shingle_deliveries_stuck", "shingle_delivery_oldest_waiting_seconds", "shingle_database_up"] {
        // The sweeper and the look at what is wrong begin at the same time.
        eventually(name, async || figure(&client, name).await).await;
    }
    let file = std::fs::read_to_string(program.data().join("pg/postmaster.pid")).expect("the database runs");
    let pid: i32 = file.lines().next().unwrap().trim().parse().unwrap();
    kill(Pid::from_raw(pid), Signal::SIGKILL).unwrap();
    eventually("it is written down", async || (figure(&client, restarted).await.as_deref() == Some("1")).then_some(()))
        .await;
    eventually("it is told", async || (!hook.told().is_empty()).then_some(())).await;
    assert_eq!(hook.told(), ["database-restarted open"]);
    let log = running.log();
    assert!(!log.contains("hunter2"), "the token stands in the log: {log}");
}
