//! The programs behind [`super::Browser`]: one chromedriver for the whole test process, and a Chromium a session.

use std::fs::File;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use thirtyfour::LoggingPrefsLogLevel;
use thirtyfour::prelude::*;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::place::Place;

/// At most so many browsers run at once.
static PLACES: Semaphore = Semaphore::const_new(2);

/// What a browser is told at its start: no network of its own, nothing that outlives it.
const FLAGS: [&str; 12] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
    "--window-size=1280,900",
];

/// Whether pages may run script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// As most people browse.
    On,
    /// As some do, and as everybody does when script fails.
    Off,
}

fn program(names: &[&str]) -> PathBuf {
    let dirs = std::env::var_os("PATH").unwrap_or_default();
    let found = names
        .iter()
        .flat_map(|name| std::env::split_paths(&dirs).map(move |dir| dir.join(name)))
        .find(|path| path.is_file());
    found.unwrap_or_else(|| panic!("none of {names:?} is installed: bin/test installs what browser tests need"))
}

/// The address of the one driver. It lives as long as this process; the caretaker ends it.
fn driver_url() -> &'static str {
    static URL: OnceLock<String> = OnceLock::new();
    URL.get_or_init(|| {
        let place = Place::get().durable("browser");
        let log = place.join("chromedriver.log");
        let file = File::create(&log).expect("a log");
        #[expect(clippy::zombie_processes, reason = "it ends after this process")]
        let _runs = Command::new(program(&["chromedriver"]))
            .arg("--port=0")
            .current_dir(&place)
            .stdin(Stdio::null())
            .stdout(file.try_clone().expect("a log"))
            .stderr(file)
            .spawn()
            .expect("chromedriver runs");
        let begin = Instant::now();
        loop {
            let said = std::fs::read_to_string(&log).unwrap_or_default();
            if let Some((_, rest)) = said.split_once("started successfully on port ")
                && let Some((port, _)) = rest.split_once('.')
            {
                return format!("http://127.0.0.1:{port}");
            }
            assert!(begin.elapsed() < Duration::from_secs(30), "chromedriver does not start: {said}");
            std::thread::sleep(Duration::from_millis(20));
        }
    })
}

/// Starts a browser with a fresh profile: the session, the profile's directory, and the right to be there.
pub(super) async fn start(script: Script) -> (WebDriver, PathBuf, SemaphorePermit<'static>) {
    static COUNT: AtomicU32 = AtomicU32::new(1);
    let place = PLACES.acquire().await.expect("a place");
    let profile = Place::get().durable("browser").join(format!("profile-{}", COUNT.fetch_add(1, Ordering::Relaxed)));
    let mut wishes = DesiredCapabilities::chrome();
    for flag in FLAGS {
        wishes.add_arg(flag).expect("a flag");
    }
    wishes.add_arg(&format!("--user-data-dir={}", profile.display())).expect("a profile");
    let chromium = program(&["chromium", "chromium-browser", "google-chrome"]);
    wishes.set_binary(&chromium.to_string_lossy()).expect("a program");
    wishes.set_browser_log_level(LoggingPrefsLogLevel::All).expect("a wish");
    if script == Script::Off {
        let off = json!({ "profile.managed_default_content_settings.javascript": 2 });
        wishes.add_experimental_option("prefs", off).expect("a preference");
    }
    let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(120)).build().expect("a client");
    let driver = WebDriver::builder(driver_url(), wishes).client(http).connect().await.expect("a browser");
    (driver, profile, place)
}
