//! The doors of staff.

use super::{ADMIN, Gate};
use crate::support::{Browser, DEMO_PASSWORD, Script, TestApp};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_account_page_passes_the_gate() {
    let test = TestApp::demo().await;
    let mut gate = Gate::new(Browser::open(&test.base, Script::On).await, ADMIN);
    gate.page("/account/sign-in", &[]).await;
    gate.browser.fill("email", "owner@example.com").await;
    gate.browser.fill("password", "not the password").await;
    gate.browser.click("Sign in").await;
    gate.browser.sees("do not match").await;
    gate.state("sign-in with mistakes", &["422"]).await;
    gate.page("/account/password", &[]).await;
    gate.browser.fill("email", "owner@example.com").await;
    gate.browser.driver.action_chain().send_keys("\u{e007}").perform().await.expect("it is sent");
    gate.browser.sees("link").await;
    gate.state("a link was sent", &[]).await;
    test.run_jobs().await;
    let mail = test.mails().pop().expect("a mail with a link");
    gate.page(&mail.link("/account/link/"), &[]).await;
    gate.page("/account/link/there-is-no-such-link", &["404", "410"]).await;
    gate.browser.sign_in("owner@example.com", DEMO_PASSWORD).await;
    gate.page("/account", &[]).await;
    gate.close().await;
}
