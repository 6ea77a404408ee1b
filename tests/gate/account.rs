//! The doors of staff.

use super::{ADMIN, Gate};
use crate::support::{Browser, DEMO_PASSWORD, Script, TestApp};

/// A plain picture.
fn picture() -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(300, 300, image::Rgb([47, 95, 168]))
        .write_to(&mut file, image::ImageFormat::Png)
        .expect("a PNG");
    file.into_inner()
}

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
    let files = tempfile::tempdir().expect("a directory");
    for (name, bytes, state, status) in [
        ("words.jpg", b"no picture".to_vec(), "a picture was refused", &["422"][..]),
        ("me.png", picture(), "with a picture", &[]),
    ] {
        let file = files.path().join(name);
        std::fs::write(&file, bytes).expect("a file");
        let field = gate.browser.driver.find(thirtyfour::By::Id("picture")).await.expect("the field");
        field.send_keys(file.to_string_lossy()).await.expect("it is chosen");
        gate.browser.click("Use this picture").await;
        gate.browser.sees(if status.is_empty() { "Your picture is kept" } else { "no picture that we can read" }).await;
        gate.state(state, status).await;
    }
    gate.page("/admin/staff", &[]).await;
    gate.close().await;
}
