//! Alerts: where they go is set without a restart, sealed, shown by its host only, and the environment comes before it.

use secrecy::ExposeSecret;
use shingle::keys::SecretKey;

use super::{back_to, owner, saved};
use crate::support::TestApp;
use crate::support::hook::Hook;

const PATH: &str = "/admin/settings/alerts";
const WHOLE: &str = "https://hooks.example.com/services/hunter2?thread=7";

/// Sets an address as the screen stores it. The screen takes https only, and the test's web hook speaks plain HTTP.
async fn set_plain(app: &TestApp, address: &str) {
    let sealed = app.app.keys.seal(app.app.clock.moment(), "alert address", &address.into()).unwrap();
    let value = serde_json::json!({ "host": "127.0.0.1", "address": sealed });
    app.execute(&format!(
        "insert into settings (topic, version, value, at) select 'alerts', coalesce(max(version), 0) + 1, '{value}', now()
         from settings where topic = 'alerts'"
    ))
    .await;
    app.app.refresh_business().await.unwrap();
}

async fn newest(app: &TestApp) -> String {
    app.sql_text("select value->>'address' from settings where topic = 'alerts' order by version desc limit 1").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_address_is_sealed_and_no_page_shows_more_than_its_host() {
    let app = TestApp::demo().await;
    let desk = owner(&app).await;
    assert!(desk.get(PATH).await.words().contains("No address is set"));
    let page = saved(&desk, PATH, &[("address", WHOLE)]).await;
    assert!(page.words().contains("Alerts go to hooks.example.com"), "{}", page.words());
    assert_eq!(app.app.alert_url().unwrap().expose().unwrap().as_str(), WHOLE, "not in force");
    for path in [PATH, "/admin/settings", "/admin/staff/acts"] {
        let page = desk.get(path).await;
        assert!(page.words().contains("hooks.example.com") && !page.text.contains("hunter2"), "{path}");
    }
    let stored = app.sql_text("select string_agg(t::text, '') from (select value::text from settings union all select act::text from staff_acts) t").await;
    assert!(!stored.contains("hunter2"), "{stored}");
    let kept = newest(&app).await;
    let open = |keys: &SecretKey, context| keys.unseal(context, &kept).map(|text| text.expose_secret().to_owned());
    assert_eq!(open(&app.app.keys, "alert address").as_deref(), Some(WHOLE));
    assert_eq!(open(&app.app.keys, "mail password"), None, "it opens as something else");
    assert_eq!(open(&SecretKey::of_bytes(vec![7; 40]), "alert address"), None, "it opens with another key");
    // The same again, or nothing, changes nothing.
    for same in [WHOLE, ""] {
        saved(&desk, PATH, &[("address", same)]).await;
        assert_eq!(newest(&app).await, kept, "{same:?}");
    }
    let page = saved(&desk, PATH, &[("address", "https://hooks.example.com/services/another")]).await;
    assert!(page.first(".version").unwrap().contains("Address: another one"), "{:?}", page.first(".version"));
    let page = saved(&desk, PATH, &[("away", "yes")]).await;
    assert!(page.words().contains("No address is set") && app.app.alert_url().is_none());
    assert!(!page.has("#test"), "there is nothing to test");
    back_to(&desk, PATH, 2).await;
    assert_eq!(app.app.alert_url().unwrap().expose().unwrap().as_str(), WHOLE);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_an_https_address_without_a_user_is_taken_and_a_mistake_comes_back() {
    let app = TestApp::demo().await;
    let desk = owner(&app).await;
    let page = desk.get(PATH).await;
    for wrong in [
        "hooks.example.com/services",
        "http://hooks.example.com/services",
        "ftp://hooks.example.com/",
        "https://ines:word@hooks.example.com/",
        "https://hooks.example.com/#part",
        "https://",
    ] {
        let refused = desk.submit(&page, &[("address", wrong)]).await;
        assert_eq!(refused.status(), 422, "{wrong}");
        assert_eq!(refused.input("address").as_deref(), Some(wrong));
        assert!(refused.has("#address[aria-invalid]"), "{wrong}");
    }
    assert_eq!(app.sql_i64("select count(*) from settings where topic = 'alerts'").await, 0);
    assert_eq!(desk.post(&format!("{PATH}/test"), &[]).await.status(), 409, "a test to nowhere");
    let late = [("seen", "7"), ("address", WHOLE)];
    assert_eq!(desk.post(PATH, &late).await.status(), 409, "somebody else was quicker");
    assert!(app.app.alert_url().is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn alerts_go_to_the_set_address_on_every_node_without_a_restart() {
    let hook = Hook::start().await;
    let app = TestApp::demo().await;
    let node = app.second_node().await;
    app.execute("delete from form_recipients; update staff set disabled_at = created_at where role = 'owner'").await;
    shingle::jobs::sweep(&app.app).await.unwrap();
    app.run_jobs().await;
    assert!(hook.taken().is_empty());
    // What is wrong already is told as soon as there is somebody to tell.
    set_plain(&app, &hook.url()).await;
    shingle::jobs::sweep(&app.app).await.unwrap();
    app.run_jobs().await;
    assert!(hook.told().contains(&"no-recipient open".to_owned()), "{:?}", hook.told());
    assert_eq!(hook.taken()[0].path, "/services/hunter2?thread=7");
    assert!(node.app.alert_url().is_none());
    shingle::jobs::sweep(&node.app).await.unwrap();
    assert!(node.app.alert_url().is_some(), "another node does not follow");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_test_says_in_words_what_became_of_it() {
    let hook = Hook::start().await;
    let app = TestApp::demo().await;
    let desk = owner(&app).await;
    set_plain(&app, &hook.url()).await;
    let sent = desk.post(&format!("{PATH}/test"), &[]).await;
    assert_eq!(sent.status(), 303);
    let page = desk.get(&sent.location().unwrap()).await;
    assert!(page.first(".flash p").unwrap().contains("Test alert sent to 127.0.0.1, which took it"));
    assert!(page.first("#test").unwrap().contains("Taken"), "{:?}", page.first("#test"));
    assert_eq!(hook.told(), ["test test"]);
    hook.answer("403 No", "");
    app.clock.advance(chrono::TimeDelta::minutes(1));
    desk.post(&format!("{PATH}/test"), &[]).await;
    app.clock.advance(chrono::TimeDelta::minutes(1));
    let page = desk.get(PATH).await;
    let test = page.first("#test").unwrap();
    assert!(test.contains("Not taken") && test.contains("it answers 403"), "{test}");
    assert!(page.first(".banner-warn").unwrap().contains("The alert address does not take what it is sent"));
    // Another address: what was said of the one before is gone.
    let page = saved(&desk, PATH, &[("address", WHOLE)]).await;
    assert!(!page.has(".banner-warn"), "{:?}", page.first(".banner-warn"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_environment_comes_first_and_the_screen_says_so() {
    let hook = Hook::start().await;
    let app = TestApp::build().demo().setting("SHINGLE_ALERT_URL", &hook.url()).start().await;
    let desk = owner(&app).await;
    let page = desk.get(PATH).await;
    assert!(page.words().contains("SHINGLE_ALERT_URL sets it") && page.words().contains("Alerts go to 127.0.0.1"));
    assert!(!page.has("#address") && !page.text.contains("hunter2") && !page.words().contains("Save"));
    assert_eq!(desk.post(PATH, &[("seen", "0"), ("address", WHOLE)]).await.status(), 303);
    assert_eq!(app.sql_i64("select count(*) from settings where topic = 'alerts'").await, 0);
    desk.post(&format!("{PATH}/test"), &[]).await;
    assert_eq!(hook.told(), ["test test"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_of_another_secret_key_is_said_and_not_used() {
    let app = TestApp::demo().await;
    let desk = owner(&app).await;
    saved(&desk, PATH, &[("address", WHOLE)]).await;
    app.execute(
        "update settings set value = jsonb_set(value, '{address}', '\"00\"') where topic = 'alerts' and version = 2",
    )
    .await;
    app.app.refresh_business().await.unwrap();
    assert!(app.app.alert_url().is_none());
    assert!(desk.get(PATH).await.words().contains("encrypted with another secret key"));
    saved(&desk, PATH, &[("address", WHOLE)]).await;
    assert!(app.app.alert_url().is_some());
}
