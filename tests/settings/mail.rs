//! Mail: in force without a restart, the password seen by nobody, the environment before everything.

use shingle::keys::SecretKey;

use super::{back_to, owner, saved};
use crate::support::TestApp;
use crate::support::smtp::Sink;

const PATH: &str = "/admin/settings/mail";
const SECRET: &str = "swordfish & chips";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_set_here_takes_the_next_mail_without_a_restart_and_on_other_nodes_too() {
    let server = Sink::start().await;
    let app = TestApp::start().await;
    let (desk, node) = (owner(&app).await, app.second_node().await);
    let address = format!("smtp://127.0.0.1:{}", server.port());
    let page = saved(&desk, PATH, &[("server", &address), ("from", "desk@bell.example")]).await;
    assert!(page.words().contains("Mail changed"));
    let sent = desk.post(&format!("{PATH}/test"), &[]).await;
    assert_eq!(sent.status(), 303);
    assert!(desk.get(PATH).await.words().contains("On its way"));
    app.run_jobs().await;
    let page = desk.get(PATH).await;
    assert!(page.first("#test").unwrap().contains("Handed over"), "{}", page.words());
    assert_eq!(server.taken().len(), 1);
    assert_eq!(server.taken()[0].from, "desk@bell.example");
    assert!(!node.app.mailer().is_smtp());
    shingle::jobs::sweep(&node.app).await.unwrap();
    assert!(node.app.mailer().is_smtp());
    assert_eq!(node.app.mail_from(), "desk@bell.example");
    // And back to none.
    saved(&desk, PATH, &[("server", "")]).await;
    assert!(!app.app.mailer().is_smtp());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_test_that_fails_says_why_here_is_not_repeated_and_makes_no_red_line() {
    let app = TestApp::start().await;
    let desk = owner(&app).await;
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    saved(&desk, PATH, &[("server", &format!("smtp://127.0.0.1:{port}"))]).await;
    desk.post(&format!("{PATH}/test"), &[]).await;
    app.run_jobs().await;
    let page = desk.get(PATH).await;
    assert!(page.first("#test").unwrap().contains("Failed"), "{}", page.words());
    assert!(page.first("#test").unwrap().contains("Nothing answers under that name"), "in plain words first");
    assert!(page.first(".server-words").unwrap().contains("refused"), "{:?}", page.first(".server-words"));
    assert!(!page.words().contains("message is stuck"));
    assert!(!desk.get("/admin/deliveries").await.words().contains("Test to"), "it stands among the stuck ones");
    desk.post("/admin/deliveries/attempts", &[("all", "yes")]).await;
    app.clock.advance(chrono::TimeDelta::hours(1));
    assert_eq!(app.run_jobs().await, 0);
    let acts = desk.get("/admin/staff/acts").await.words();
    assert!(acts.contains("Test message to owner."), "{acts}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_may_be_typed_as_its_provider_writes_it() {
    let app = TestApp::start().await;
    let desk = owner(&app).await;
    for (typed, kept) in [
        ("mail.example.com", "smtp://mail.example.com:587"),
        ("mail.example.com:465", "smtps://mail.example.com:465"),
        ("mail.example.com:2525", "smtp://mail.example.com:2525"),
        ("smtps://mail.example.com:4650", "smtps://mail.example.com:4650"),
    ] {
        let page = saved(&desk, PATH, &[("server", typed)]).await;
        assert_eq!(page.input("server").as_deref(), Some(kept), "{typed}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_password_is_sealed_shown_to_nobody_and_not_carried_to_another_server() {
    let app = TestApp::start().await;
    let desk = owner(&app).await;
    let whole = "smtps://ines%40bell:swordfish%20%26%20chips@mail.example.com:465";
    let page = saved(&desk, PATH, &[("server", whole)]).await;
    assert_eq!(page.input("server").as_deref(), Some("smtps://mail.example.com:465"));
    assert_eq!((page.input("user").as_deref(), page.input("password").as_deref()), (Some("ines@bell"), Some("")));
    let stored = app.sql_text("select string_agg(t::text, '') from (select value::text from settings union all select act::text from staff_acts) t").await;
    assert!(!stored.contains("swordfish"), "{stored}");
    let kept = app
        .sql_text("select value->>'password' from settings where topic = 'mail' order by version desc limit 1")
        .await;
    let keys = SecretKey::of_bytes(b"a secret key for tests: thirty-two characters and more".to_vec());
    let open = |keys: &SecretKey, context, text: &str| {
        keys.unseal(context, text).map(|text| secrecy::ExposeSecret::expose_secret(&text).to_owned())
    };
    assert_eq!(open(&keys, "mail password", &kept).as_deref(), Some(SECRET));
    assert_eq!(open(&keys, "another", &kept), None, "it opens as something else");
    assert_eq!(open(&SecretKey::of_bytes(vec![7; 40]), "mail password", &kept), None, "it opens with another key");
    let turned = format!("{}{}", &kept[..kept.len() - 1], if kept.ends_with('0') { '1' } else { '0' });
    assert_eq!(open(&keys, "mail password", &turned), None, "it opens although it was changed");
    // Empty keeps it; another server does not get it.
    let page = saved(&desk, PATH, &[("from", "desk@bell.example")]).await;
    assert!(!page.text.contains(&kept) && !page.text.contains("swordfish"));
    assert_eq!(
        app.sql_text("select value->>'password' from settings where topic = 'mail' order by version desc limit 1")
            .await,
        kept
    );
    for change in [("server", "smtps://elsewhere.example:465"), ("user", "somebody")] {
        let refused = desk.submit(&desk.get(PATH).await, &[change]).await;
        assert_eq!(refused.status(), 422, "{change:?}");
        assert!(refused.words().contains("Enter the password again"), "{:?}", refused.all(".errors li"));
    }
    let page = saved(&desk, PATH, &[("password", "another one")]).await;
    assert!(page.first(".version").unwrap().contains("Password: another one"), "{:?}", page.first(".version"));
    assert!(!page.text.contains("“another one”"));
    // The first change wrote down how it was: 1, then the whole address: 2.
    back_to(&desk, PATH, 2).await;
    assert_eq!(
        app.sql_text("select value->>'password' from settings where topic = 'mail' order by version desc limit 1")
            .await,
        kept
    );
    assert!(app.app.mailer().is_smtp());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_environment_sets_is_said_and_cannot_be_changed_here() {
    let server = Sink::start().await;
    let app = TestApp::build()
        .setting("SHINGLE_SMTP_URL", &format!("smtp://ines:{}@127.0.0.1:{}?tls=none", "secret-word", server.port()))
        .setting("SHINGLE_MAIL_FROM", "fixed@bell.example")
        .start()
        .await;
    let desk = owner(&app).await;
    let page = desk.get(PATH).await;
    assert!(page.words().contains("SHINGLE_SMTP_URL sets it") && page.words().contains("SHINGLE_MAIL_FROM sets it"));
    assert!(page.has("#server[readonly]") && page.has("#from[readonly]") && !page.has("#password"));
    assert!(page.input("server").unwrap().contains("127.0.0.1") && !page.text.contains("secret-word"));
    assert!(!page.words().contains("Save"));
    let tried = [
        ("seen", "0"),
        ("server", "smtp://evil.example"),
        ("user", ""),
        ("password", ""),
        ("from", "evil@evil.example"),
    ];
    assert_eq!(desk.post(PATH, &tried).await.status(), 303);
    assert_eq!(app.app.mail_from(), "fixed@bell.example");
    assert_eq!(app.sql_i64("select count(*) from settings where topic = 'mail'").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mistakes_come_back_with_what_was_typed_but_never_a_password() {
    let app = TestApp::start().await;
    let desk = owner(&app).await;
    let page = desk.get(PATH).await;
    let typed = [("server", "ftp://mail.example.com"), ("user", ""), ("password", "hidden-word"), ("from", "hello")];
    let wrong = desk.submit(&page, &typed).await;
    assert_eq!(wrong.status(), 422);
    assert_eq!(wrong.all(".errors li").len(), 3, "{:?}", wrong.all(".errors li"));
    assert_eq!(
        (wrong.input("server").as_deref(), wrong.input("from").as_deref()),
        (Some("ftp://mail.example.com"), Some("hello"))
    );
    assert!(!wrong.text.contains("hidden-word"));
    let odd = desk.submit(&page, &[("server", "ines:hidden-word@mail.example.com"), ("from", "x")]).await;
    assert_eq!(odd.status(), 422);
    assert!(!odd.text.contains("hidden-word"), "a password that was typed into the address is shown");
}
