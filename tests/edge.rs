//! The edge: whatever is asked, in whatever way, there is an answer, with its id and its headers, and not for other sites.

mod bodies;
mod panics;
mod peers;

use std::time::{Duration, Instant};

use reqwest::Method;
use shingle::accounts::Role;
use shingle::app::Phase;

use crate::support::{Client, Response, TestApp};

const BASE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const PUBLIC_POLICY: &str = "; require-trusted-types-for 'script'; trusted-types 'none'";
const CONTACT: [(&str, &str); 4] =
    [("message", "A gate that sticks"), ("name", "Ann Ames"), ("email", "ann@example.com"), ("consent", "yes")];

/// One of every kind of answer, with its path.
async fn every_kind(test: &TestApp) -> Vec<(u16, Response)> {
    let visitor = test.client();
    let owner = test.client_as(Role::Owner).await;
    let asset = test.app.assets.url("css/site.css");
    let mut answers = Vec::new();
    let gets = [
        (200, "/"),
        (200, "/healthz"),
        (200, "/readyz"),
        (200, "/metrics"),
        (200, "/robots.txt"),
        (200, "/manifest.webmanifest"),
        (200, "/favicon.ico"),
        (200, asset.as_str()),
        (404, "/a/0123456789ab/css/site.css"),
        (404, "/nowhere"),
        (404, "/forms/nowhere"),
        (303, "/forms/contact"),
        (200, "/forms/contact/message"),
        (200, "/account/sign-in"),
        (303, "/admin"),
        (303, "/dev/samples"),
    ];
    for (status, path) in gets {
        answers.push((status, visitor.get(path).await));
    }
    answers.push((200, owner.get("/admin").await));
    answers.push((404, owner.get("/admin/nowhere").await));
    answers.push((200, owner.get("/account").await));
    answers.push((422, visitor.post("/forms/contact/message", &CONTACT[..1]).await));
    answers.push((413, visitor.post("/forms/contact/message", &[("message", &"x".repeat(140_000))]).await));
    answers.push((413, visitor.post("/forms/contact/message", &[("message", &"x".repeat(300_000))]).await));
    let foreign = visitor.request(Method::POST, "/forms/contact/message").header("sec-fetch-site", "cross-site");
    answers.push((403, foreign.form(&CONTACT).send().await));
    answers.push((422, visitor.post("/account/sign-in", &[("email", "a@example.com"), ("password", "x")]).await));
    answers
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_has_its_id_and_exactly_its_security_headers() {
    let test = TestApp::demo().await;
    let mut ids = std::collections::BTreeSet::new();
    let mut faults = Vec::new();
    for (status, answer) in every_kind(&test).await {
        let path = answer.path.as_str();
        if answer.status() != status {
            faults.push(format!("{path}: {} instead of {status}", answer.status()));
        }
        let id = answer.header("x-request-id").unwrap_or_default().to_owned();
        if uuid::Uuid::parse_str(&id).is_err() || !ids.insert(id.clone()) {
            faults.push(format!("{path} {status}: its id is {id:?}"));
        }
        let inner = path.starts_with("/admin") || path.starts_with("/dev");
        let policy = if inner { BASE_POLICY.to_owned() } else { format!("{BASE_POLICY}{PUBLIC_POLICY}") };
        let private = ["/admin", "/dev", "/account", "/forms"].iter().any(|area| path.starts_with(area));
        let cache = match path {
            _ if private => "no-store",
            "/favicon.ico" => "public, max-age=86400",
            _ if path.starts_with("/a/") && status == 200 => "public, max-age=31536000, immutable",
            _ => "no-cache",
        };
        for (name, value) in [
            ("content-security-policy", policy.as_str()),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "strict-origin-when-cross-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", cache),
        ] {
            if answer.headers(name) != [value] {
                faults.push(format!("{path} {status}: {name} is {:?}", answer.headers(name)));
            }
        }
        let permissions = answer.header("permissions-policy").unwrap_or_default();
        let open: Vec<&str> =
            permissions.split(',').map(str::trim).filter(|feature| !feature.ends_with("=()")).collect();
        if open != ["clipboard-write=(self)", "web-share=(self)"] || !permissions.contains("camera=()") {
            faults.push(format!("{path}: permissions {permissions}"));
        }
        if answer.header("strict-transport-security").is_some() {
            faults.push(format!("{path}: HSTS without HTTPS"));
        }
        if answer.header("server").is_some() || answer.header("x-powered-by").is_some() {
            faults.push(format!("{path}: tells what it is made of"));
        }
        if status >= 400 && answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
            // Told to people, too, so that they can quote it.
            if ![404, 422].contains(&status) && !answer.text.contains(&id) {
                faults.push(format!("{path} {status}: the page does not name the id"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hsts_and_host_cookies_come_with_an_https_base_url_and_the_link_page_tells_no_path() {
    let test = TestApp::build().setting("SHINGLE_BASE_URL", "https://www.example.com").demo().start().await;
    let visitor = test.client();
    for path in ["/", "/nowhere", "/healthz", "/admin", "/forms/contact/message"] {
        let hsts = visitor.get(path).await.header("strict-transport-security").unwrap_or_default().to_owned();
        assert!(hsts.starts_with("max-age=63072000"), "{path}: {hsts}");
    }
    let link = visitor.get("/account/link/nothing").await;
    assert_eq!(link.header("referrer-policy"), Some("strict-origin"));
    let form = visitor.request(Method::POST, "/forms/contact/message").header("sec-fetch-site", "same-origin");
    let cookies = form.form(&CONTACT).send().await;
    let set = cookies.headers("set-cookie").join("\n");
    assert!(set.contains("__Host-") && set.contains("Secure") && set.contains("HttpOnly"), "{set}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn head_says_what_get_says_without_a_body_and_other_methods_are_refused() {
    let test = TestApp::demo().await;
    let visitor = test.client();
    let asset = test.app.assets.url("css/site.css");
    for path in ["/", "/about", "/blog", "/nowhere", "/healthz", "/forms/contact/message", "/robots.txt", &asset] {
        let (get, head) = (visitor.get(path).await, visitor.request(Method::HEAD, path).send().await);
        assert_eq!(head.status(), get.status(), "{path}");
        assert!(head.bytes.is_empty(), "{path}");
        assert_eq!(head.header("content-type"), get.header("content-type"), "{path}");
        assert!(head.header("x-request-id").is_some(), "{path}");
    }
    for name in ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "OPTIONS"] {
        let method = Method::from_bytes(name.as_bytes()).unwrap();
        for path in ["/", "/healthz", "/forms/contact/message", "/account/sign-in", "/nowhere"] {
            let answer = visitor.request(method.clone(), path).same_origin().send().await;
            assert!([404, 405].contains(&answer.status()), "{name} {path}: {}", answer.status());
            assert!(answer.header("x-request-id").is_some() && answer.header("content-security-policy").is_some());
        }
    }
    let posted = visitor.post("/about", &[]).await;
    assert!([404, 405].contains(&posted.status()), "{}", posted.status());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_site_s_request_changes_nothing_and_an_old_browser_may_enquire() {
    let test = TestApp::demo().await;
    let own = test.base.clone();
    let (port, other) = (own.rsplit(':').next().unwrap().to_owned(), "https://evil.example".to_owned());
    let localhost = format!("http://localhost:{port}");
    let nobody = test.client();
    let staff = test.client_as(Role::Owner).await;
    let visitor = test.client();
    visitor.set_cookie("shingle_visitor", "0123456789abcdef");
    let sites =
        [None, Some("same-origin"), Some("same-site"), Some("cross-site"), Some("none"), Some(""), Some("SAME-ORIGIN")];
    let near = format!("{own}.evil.example");
    let slash = format!("{own}/");
    let origins =
        [None, Some(own.as_str()), Some(&other), Some("null"), Some(&localhost), Some(&near), Some(&slash), Some("")];
    let mut wrong = Vec::new();
    for (who, client) in [("nobody", &nobody), ("a visitor", &visitor), ("staff", &staff)] {
        for site in sites {
            for origin in origins {
                let allowed = match (site, origin) {
                    (Some(site), _) => site == "same-origin",
                    (None, Some(origin)) => origin == own,
                    (None, None) => who != "staff",
                };
                let mut request = client.request(Method::POST, "/forms/contact/message").form(&CONTACT[..1]);
                if let Some(site) = site {
                    request = request.header("sec-fetch-site", site);
                }
                if let Some(origin) = origin {
                    request = request.header("origin", origin);
                }
                let answer = request.send().await;
                let expected = if allowed { 422 } else { 403 };
                if answer.status() != expected {
                    wrong.push(format!("{who} {site:?} {origin:?}: {} instead of {expected}", answer.status()));
                }
                if !allowed && answer.input("message").as_deref() != Some(CONTACT[0].1) {
                    wrong.push(format!("{who} {site:?} {origin:?}: what was typed is gone"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn figures_are_for_this_machine_or_for_those_with_the_token() {
    let test = TestApp::demo().await;
    let visitor = test.client();
    let figures = visitor.get("/metrics").await;
    assert_eq!(figures.status(), 200);
    assert!(figures.header("content-type").is_some_and(|kind| kind.starts_with("text/plain")));
    let mut open = Vec::new();
    for name in ["x-forwarded-for", "forwarded", "x-real-ip", "x-forwarded-proto", "x-forwarded-host"] {
        let through = visitor.request(Method::GET, "/metrics").header(name, "for=203.0.113.9").send().await;
        if through.status() != 404 {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "through a proxy that only says {open:?} everybody reads the figures");

    let test = TestApp::build().setting("SHINGLE_METRICS_TOKEN", "a token for the figures").demo().start().await;
    let visitor = test.client();
    let with =
        async |line: &str| visitor.request(Method::GET, "/metrics").header("authorization", line).send().await.status();
    assert_eq!(visitor.get("/metrics").await.status(), 404);
    assert_eq!(with("Bearer a token for the figures").await, 200);
    for line in [
        "Bearer",
        "Bearer ",
        "Bearer a token for the figure",
        "a token for the figures",
        "Basic a token for the figures",
    ] {
        assert_eq!(with(line).await, 404, "{line}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readiness_tells_the_phases_and_a_database_that_is_away_is_no_reason_to_leave() {
    let test = TestApp::demo().await;
    let visitor = test.client();
    let ready = async || {
        let answer = visitor.get("/readyz").await;
        (answer.status(), answer.text)
    };
    assert_eq!(ready().await, (200, "ready\n".to_owned()));
    test.app.set_phase(Phase::Starting);
    assert_eq!(ready().await, (503, "starting\n".to_owned()));
    test.app.set_phase(Phase::Stopping);
    assert_eq!(ready().await, (503, "stopping\n".to_owned()));
    assert_eq!(visitor.get("/healthz").await.status(), 200);
    test.app.set_phase(Phase::Ready);
    test.database.take_away().await;
    let (status, words) = ready().await;
    assert_eq!(status, 200);
    assert!(words.starts_with("degraded"), "{words}");
    assert_eq!(visitor.get("/healthz").await.status(), 200);
    let page = visitor.get("/").await;
    assert!(page.status() == 200 || page.status() == 503, "{}", page.status());
    test.database.put_back().await;
    let back = Instant::now();
    while ready().await != (200, "ready\n".to_owned()) {
        assert!(back.elapsed() < Duration::from_secs(10), "it does not recover");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn encoding(client: &Client, path: &str, accepts: &str) -> (u16, String, bool) {
    let answer = client.request(Method::GET, path).header("accept-encoding", accepts).send().await;
    let varies = answer.headers("vary").join(",").to_ascii_lowercase().contains("accept-encoding");
    (answer.status(), answer.header("content-encoding").unwrap_or_default().to_owned(), varies)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn public_pages_are_compressed_for_those_who_ask_and_private_ones_never() {
    let test = TestApp::demo().await;
    let owner = test.client_as(Role::Owner).await;
    let asset = test.app.assets.url("css/site.css");
    for path in ["/", "/about", "/blog", &asset] {
        assert_eq!(encoding(&owner, path, "gzip, deflate, br").await, (200, "gzip".to_owned(), true), "{path}");
        assert_eq!(encoding(&owner, path, "identity").await, (200, String::new(), true), "{path}");
    }
    for path in ["/admin", "/admin/enquiries", "/account", "/forms/contact/message", "/account/sign-in", "/dev/samples"]
    {
        let (status, encoding, _) = encoding(&owner, path, "gzip").await;
        assert!(encoding.is_empty() && (status == 200 || status == 303), "{path}: {status} {encoding}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_refuses_gzip_does_not_get_it() {
    let test = TestApp::demo().await;
    for accepts in ["gzip;q=0", "br, gzip; q=0.0", "x-gzipped"] {
        assert_eq!(encoding(&test.client(), "/", accepts).await.1, "", "{accepts}");
    }
}
