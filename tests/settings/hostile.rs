//! Hostile strings through every field of people and settings: nothing runs, nothing breaks, what was typed comes back.

use futures_util::stream::{self, StreamExt};

use super::owner;
use crate::hostile::{AT_ONCE, is_sound, strings};
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_field_takes_every_string() {
    let app = TestApp::demo().await;
    let desk = owner(&app).await;
    let all = strings();
    stream::iter(&all)
        .for_each_concurrent(AT_ONCE, |typed| {
            let desk = desk.clone();
            async move {
                let typed = &typed.chars().take(3000).collect::<String>();
                let text = typed.as_str();
                let posts: [(&str, Vec<(&str, &str)>); 15] = [
                    ("/admin/staff/invitation", vec![("name", text), ("email", text), ("role", text)]),
                    ("/account/profile", vec![("name", text), ("theme", text)]),
                    (
                        "/admin/settings/business",
                        ["name", "strapline", "phone", "email", "address", "hours", "office", "prefix", "seen"]
                            .map(|name| (name, text))
                            .to_vec(),
                    ),
                    (
                        "/admin/settings/hours",
                        ["mon-0-from", "sun-3-to", "holiday-day", "holiday-name", "seen"]
                            .map(|name| (name, text))
                            .to_vec(),
                    ),
                    (
                        "/admin/settings/mail",
                        ["server", "user", "password", "from", "seen"].map(|name| (name, text)).to_vec(),
                    ),
                    ("/admin/settings/alerts", vec![("address", text), ("seen", text)]),
                    (
                        "/admin/settings/forms/contact",
                        ["recipient-name", "recipient-email", "hours", "words", "seen"]
                            .map(|name| (name, text))
                            .to_vec(),
                    ),
                    ("/admin/settings/business/restoration", vec![("version", text)]),
                    (
                        "/admin/settings/region",
                        ["country", "zone", "currency", "dates", "seen"].map(|name| (name, text)).to_vec(),
                    ),
                    ("/admin/settings/elsewhere", vec![("link", text), ("link", text), ("seen", text)]),
                    (
                        "/admin/settings/colour",
                        ["hue", "strength", "code", "own", "seen"].map(|name| (name, text)).to_vec(),
                    ),
                    ("/admin/settings/search-engines", vec![("search", text), ("seen", text)]),
                    ("/admin/settings/logo", vec![("without", text), ("seen", text)]),
                    ("/admin/settings/logo/removal", vec![("which", text), ("seen", text)]),
                    ("/admin/forms/contact/state", vec![("state", text)]),
                ];
                for (path, pairs) in posts {
                    let page = desk.post(path, &pairs).await;
                    is_sound(&page, text);
                    assert!((400..500).contains(&page.status()), "{path} takes {text:?}: {}", page.status());
                }
            }
        })
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_kept_is_words_on_every_screen() {
    let app = TestApp::demo().await;
    let desk = owner(&app).await;
    let all = strings();
    // Every thirtieth: each is a whole round through the screens.
    for typed in all.iter().step_by(30) {
        let name: String = typed.chars().take(80).collect();
        let page = desk.get("/admin/settings/business").await;
        is_sound(
            &desk.submit(&page, &[("name", &name), ("strapline", &name), ("address", &name), ("office", &name)]).await,
            &name,
        );
        is_sound(&desk.post("/account/profile", &[("name", &name), ("theme", "system")]).await, &name);
        let number = app.sql_i64("select count(*) from staff").await;
        let email = format!("person{number}@example.com");
        is_sound(
            &desk.post("/admin/staff/invitation", &[("name", &name), ("email", &email), ("role", "author")]).await,
            &name,
        );
        for path in [
            "/admin",
            "/admin/staff",
            "/admin/staff/acts",
            "/admin/settings",
            "/admin/settings/business",
            "/account",
            "/",
        ] {
            let page = desk.get(path).await;
            is_sound(&page, &name);
            assert_eq!(page.status(), 200, "{path} with {name:?}");
        }
    }
    app.run_jobs().await;
    for mail in app.mails() {
        assert!(!mail.html.contains("<script"), "{}", mail.subject);
    }
}
