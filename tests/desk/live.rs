//! The desk follows what happens meanwhile.

use std::time::Duration;

use reqwest::Method;
use shingle::accounts::Role;

use super::{desk, enquiry};
use crate::support::Client;

/// Reads a stream of events until one of `kind` comes; answers its id.
async fn event(client: &Client, last: Option<&str>, kind: &str) -> Option<String> {
    let mut request = client.request(Method::GET, "/admin/events");
    if let Some(id) = last {
        request = request.header("Last-Event-ID", id);
    }
    let mut answer = request.open().await;
    assert_eq!(answer.status().as_u16(), 200);
    let mut text = String::new();
    let wanted = format!("event: {kind}\nid: ");
    let read = async {
        while let Ok(Some(bytes)) = answer.chunk().await {
            text.push_str(&String::from_utf8_lossy(&bytes));
            if let Some((_, rest)) = text.split_once(&wanted)
                && let Some((id, _)) = rest.split_once('\n')
            {
                return Some(id.to_owned());
            }
        }
        None
    };
    tokio::time::timeout(Duration::from_secs(8), read).await.ok().flatten()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_enquiry_is_told_at_once_and_a_lost_line_catches_up() {
    let (test, client) = desk().await;
    enquiry(&test, "One").await;
    let stands = event(&client, None, "stand").await.expect("where it stands");
    test.clock.advance(chrono::TimeDelta::seconds(5));
    let (told, _) = tokio::join!(event(&client, Some(&stands), "change"), async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        enquiry(&test, "Two").await
    });
    let told = told.expect("the second enquiry is told");
    assert_ne!(told, stands);
    // While the line was away a message left: whoever comes back with the old id learns of it.
    test.clock.advance(chrono::TimeDelta::seconds(5));
    test.run_jobs().await;
    assert!(event(&client, Some(&told), "change").await.is_some(), "what was missed is told");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_shut_out_hears_nothing_more() {
    let (test, _) = desk().await;
    let client = test.client_as(Role::Manager).await;
    enquiry(&test, "One").await;
    let stands = event(&client, None, "stand").await.expect("where it stands");
    let mut answer = client.request(Method::GET, "/admin/events").header("Last-Event-ID", &stands).open().await;
    test.execute("update staff set disabled_at = now() where role = 'manager'").await;
    let ended =
        tokio::time::timeout(Duration::from_secs(8), async { while let Ok(Some(_)) = answer.chunk().await {} }).await;
    assert!(ended.is_ok(), "the stream goes on");
    assert_eq!(client.get("/admin/events").await.status(), 303);
}
