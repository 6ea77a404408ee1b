//! From an empty database to the first real enquiry, by the screens alone.

use std::time::{Duration, Instant};

use crate::starter::link;
use crate::support::{Browser, Script, TestApp};

async fn from_nothing_to_an_enquiry(script: Script, width: u32) {
    let app = TestApp::build().system_clock().start().await;
    let path = link(&app).await;
    let browser = Browser::open(&app.base, script).await;
    browser.width(width).await;
    let began = Instant::now();
    browser.go(&path).await;
    for (field, value) in [
        ("name", "Harbour Physio"),
        ("owner", "Mara Lindqvist"),
        ("email", "mara@harbour.example"),
        ("password", "three lanterns by the gate"),
    ] {
        browser.fill(field, value).await;
    }
    browser.choose("trade", "practice").await;
    browser.choose("hue", "220").await;
    browser.element("[name=country]").await.send_keys("Ireland").await.unwrap();
    browser.click("Make my site").await;
    browser.sees("Getting started").await;
    browser.click("I have read it").await;
    browser.sees("Read your privacy page Done").await;
    browser.click("Open the site").await;
    browser.sees("Open the site Done").await;

    // What staff send is a test: the first visitor is nobody.
    browser.tell("Network.clearBrowserCookies", serde_json::json!({})).await;
    browser.go("/contact").await;
    browser.sees("Harbour Physio").await;
    for (field, value) in [("message", "My knee, since Tuesday."), ("name", "Kim Ode"), ("email", "kim@example.com")] {
        browser.fill(field, value).await;
    }
    // People take longer than programs, who are suspected for it.
    tokio::time::sleep(Duration::from_secs(4)).await;
    browser.choose("consent", "yes").await;
    browser.click("Send message").await;
    browser.sees("We have your enquiry").await;
    browser.sign_in("mara@harbour.example", "three lanterns by the gate").await;
    browser.go("/admin/enquiries").await;
    browser.sees("Kim Ode").await;
    assert!(began.elapsed() < Duration::from_secs(120), "{:?} without a person's pauses", began.elapsed());
    browser.close().await;
    app.run_jobs().await;
    let mails = app.mails();
    assert!(mails.iter().any(|mail| mail.to.contains("mara@harbour.example")), "the owner is told: {}", mails.len());
    assert!(mails.iter().any(|mail| mail.to.contains("kim@example.com")), "the visitor has a receipt");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_owner_goes_from_nothing_to_the_first_enquiry() {
    from_nothing_to_an_enquiry(Script::On, 1280).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn so_on_a_telephone_without_script() {
    from_nothing_to_an_enquiry(Script::Off, 375).await;
}
