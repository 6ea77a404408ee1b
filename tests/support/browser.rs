//! A real headless Chromium, as a person uses it. At most two run at once; one driver serves the whole test process.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use thirtyfour::prelude::*;
use tokio::sync::SemaphorePermit;

use super::driver::{Script, start};

/// Watches a page from its first moment: policy violations and layout shifts.
const WATCH: &str = "window.__violations = []; window.__shift = 0;
    addEventListener('securitypolicyviolation', (e) => __violations.push(`${e.effectiveDirective} ${e.blockedURI}`));
    new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) __shift += e.value; })
      .observe({ type: 'layout-shift', buffered: true });";

/// What the person prefers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// A browser with a fresh profile. `close` it at the end.
pub struct Browser {
    /// For what has no name here.
    pub driver: WebDriver,
    base: String,
    profile: PathBuf,
    _place: SemaphorePermit<'static>,
}

impl Browser {
    /// Opens a browser, 1280 wide and light, for this origin.
    pub async fn open(base: &str, script: Script) -> Self {
        let (driver, profile, place) = start(script).await;
        let browser = Self { driver, base: base.to_owned(), profile, _place: place };
        browser.tell("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH })).await;
        browser.width(1280).await;
        browser.theme(Theme::Light).await;
        browser
    }

    /// Ends it.
    pub async fn close(self) {
        self.driver.quit().await.expect("the browser ends");
        // The profile goes with the run otherwise.
        let _ = std::fs::remove_dir_all(&self.profile);
    }

    /// One command of the DevTools protocol.
    pub async fn tell(&self, method: &str, parameters: Value) -> Value {
        let told = self.driver.cdp().send_raw(method, parameters).await;
        told.unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// Makes the window so wide, in CSS pixels.
    pub async fn width(&self, width: u32) {
        self.size(width, if width < 600 { 812 } else { 900 }).await;
    }

    /// Makes the window so wide and high, in CSS pixels.
    pub async fn size(&self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.tell("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// Prefers light or dark, and no motion, so that nothing is looked at half-way.
    pub async fn theme(&self, theme: Theme) {
        let scheme = if theme == Theme::Dark { "dark" } else { "light" };
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.tell("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    /// Takes the network away, or gives it back.
    pub async fn offline(&self, offline: bool) {
        let line = json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.tell("Network.enable", json!({})).await;
        self.tell("Network.emulateNetworkConditions", line).await;
    }

    /// Opens a path.
    pub async fn go(&self, path: &str) {
        let url = if path.starts_with('/') { format!("{}{path}", self.base) } else { path.to_owned() };
        self.driver.goto(&url).await.unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    /// The path that is open.
    pub async fn path(&self) -> String {
        self.driver.current_url().await.expect("an address").path().to_owned()
    }

    /// Waits until the path is open.
    pub async fn is_at(&self, path: &str) {
        let begin = Instant::now();
        while self.path().await != path {
            let here = self.path().await;
            assert!(
                begin.elapsed() < Duration::from_secs(20),
                "still at {here} instead of {path}: {}",
                self.words().await
            );
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    }

    /// What script answers in the page: `return ...`.
    pub async fn ask<T: DeserializeOwned>(&self, script: &str) -> T {
        let answer =
            self.driver.execute(script, Vec::new()).await.unwrap_or_else(|error| panic!("{script:.200}: {error}"));
        answer.convert().unwrap_or_else(|error| panic!("{script:.200}: {error}"))
    }

    /// The words that can be seen.
    pub async fn words(&self) -> String {
        let body = self.driver.find(By::Tag("body")).await.expect("a page");
        body.text().await.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Waits until these words can be seen.
    pub async fn sees(&self, words: &str) {
        let begin = Instant::now();
        loop {
            // While a page is left, the old one has no words any more.
            let now = match self.driver.find(By::Tag("body")).await {
                Ok(body) => body.text().await.unwrap_or_default(),
                Err(_) => String::new(),
            };
            let now = now.split_whitespace().collect::<Vec<_>>().join(" ");
            if now.contains(words) {
                return;
            }
            assert!(begin.elapsed() < Duration::from_secs(20), "{words:?} is not seen at {}: {now}", self.path().await);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The first visible element of a CSS selector, waited for.
    pub async fn element(&self, css: &str) -> WebElement {
        let found = self.driver.query(By::Css(css)).and_displayed().first().await;
        match found {
            Ok(element) => element,
            Err(error) => panic!("{css} at {}: {error}", self.path().await),
        }
    }

    /// Clicks the first visible link or button whose words begin so.
    pub async fn click(&self, words: &str) {
        let xpath =
            format!("//*[self::a or self::button or self::summary][starts-with(normalize-space(.), {words:?})]");
        let found = self.driver.query(By::XPath(&xpath)).and_displayed().first().await;
        match found {
            Ok(element) => self.click_on(&element).await,
            Err(error) => panic!("no {words:?} at {}: {error}", self.path().await),
        }
    }

    /// Clicks an element, brought into the middle of the window first.
    pub async fn click_on(&self, element: &WebElement) {
        let there = vec![element.to_json().expect("an element")];
        let scroll = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' });";
        self.driver.execute(scroll, there).await.expect("it scrolls");
        element.click().await.unwrap_or_else(|error| panic!("a click: {error}"));
    }

    /// Types into a field, instead of what stands there.
    pub async fn fill(&self, field: &str, value: &str) {
        let input = self.element(&format!("[name='{field}']")).await;
        input.clear().await.expect("it is emptied");
        input.send_keys(value).await.expect("it is typed");
    }

    /// Ticks a box or a radio button.
    pub async fn choose(&self, field: &str, value: &str) {
        let input =
            self.driver.query(By::Css(format!("[name='{field}'][value='{value}']"))).first().await.expect("a choice");
        if !input.is_selected().await.expect("a state") {
            self.click_on(&input).await;
        }
    }

    /// What stands in a field.
    pub async fn value(&self, field: &str) -> String {
        self.element(&format!("[name='{field}']")).await.value().await.expect("a value").unwrap_or_default()
    }

    /// Whether a box or a radio button is chosen.
    pub async fn is_chosen(&self, field: &str, value: &str) -> bool {
        let input =
            self.driver.query(By::Css(format!("[name='{field}'][value='{value}']"))).first().await.expect("a choice");
        input.is_selected().await.expect("a state")
    }

    /// Goes back with the browser's button.
    pub async fn back(&self) {
        self.driver.back().await.expect("it goes back");
    }

    /// Loads the page anew.
    pub async fn reload(&self) {
        self.driver.refresh().await.expect("it loads again");
    }

    /// Presses a key.
    pub async fn press(&self, key: Key) {
        self.driver.action_chain().send_keys(String::from(char::from(key))).perform().await.expect("a key");
    }

    /// Signs a member of staff in by the page.
    pub async fn sign_in(&self, email: &str, password: &str) {
        self.go("/account/sign-in").await;
        self.fill("email", email).await;
        self.fill("password", password).await;
        self.click("Sign in").await;
        self.is_at("/admin").await;
    }

    /// Errors and warnings in the console since it was asked last, but for answers that a test provoked (`known`, such as `422`).
    pub async fn errors(&self, known: &[&str]) -> Vec<String> {
        let log = self.driver.browser_log().await.expect("a log");
        let bad = log.into_iter().filter(|entry| entry.level == "SEVERE" || entry.level == "WARNING");
        let mut bad: Vec<String> = bad.map(|entry| entry.message).collect();
        // Chromium on Linux has no sharing and says so of each page; other systems have it.
        bad.retain(|message| !message.contains("'web-share'") && !known.iter().any(|part| message.contains(part)));
        bad
    }

    /// Saves a picture of the whole page where `SHINGLE_SHOTS` names a directory.
    pub async fn shot(&self, name: &str) {
        let Some(folder) = std::env::var_os("SHINGLE_SHOTS") else { return };
        let folder = PathBuf::from(folder);
        std::fs::create_dir_all(&folder).expect("a directory for pictures");
        let size = self.tell("Page.getLayoutMetrics", json!({})).await["cssContentSize"].clone();
        let clip = json!({ "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1 });
        let wish = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        let answer = self.tell("Page.captureScreenshot", wish).await;
        let bytes = BASE64_STANDARD.decode(answer["data"].as_str().unwrap_or_default()).expect("base 64");
        std::fs::write(folder.join(format!("{name}.png")), bytes).expect("a picture");
    }
}
