//! Logs: JSON where no terminal is, a request id in every line, and nothing of anybody in them.

use reqwest::Method;
use serde_json::Value;

use crate::support::{Database, Template};

use super::Program;

/// What must never be in a log. Each stands in another part of a request.
const PRIVATE: [(&str, &str); 10] = [
    ("an answer", "quicksilver-answer"),
    ("a name", "Wilhelmina-Quill"),
    ("an email address", "wilhelmina.quill"),
    ("a password", "tamarisk-password"),
    ("a link's token", "tokentokentokentokentoken"),
    ("a search", "marzipan-search"),
    ("a referrer", "referring-page-secret"),
    ("a cookie", "cookie-value-secret"),
    ("an address", "203.0.113.77"),
    ("a browser's name", "Browser-of-Nobody"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_line_is_json_every_request_has_its_id_and_nothing_private_is_told() {
    let database = Database::like(Template::Demo).await;
    let mut running = Program::on(&database).with("SHINGLE_LOG", "debug").serve(&["serve"]);
    let visitor = running.client();
    let mut ids = Vec::new();
    let long = "tokentokentokentokentoken".repeat(2);
    let gets = [
        "/?q=marzipan-search".to_owned(),
        "/about?q=marzipan-search".to_owned(),
        "/nowhere/wilhelmina.quill".to_owned(),
        format!("/account/link/{long}"),
        "/forms/contact/sent/tokentokentokentokentoken".to_owned(),
        "/admin/enquiries?q=marzipan-search".to_owned(),
        "/events?reference=tokentokentokentokentoken".to_owned(),
        "/a/0123456789ab/wilhelmina.quill".to_owned(),
        "/healthz".to_owned(),
    ];
    for path in &gets {
        let asked = visitor
            .request(Method::GET, path)
            .header("referer", "https://elsewhere.example/referring-page-secret")
            .header("x-forwarded-for", "203.0.113.77")
            .header("cookie", "shingle_session=cookie-value-secret; shingle_visitor=cookie-value-secret")
            .header("user-agent", "Browser-of-Nobody/1");
        let answer = asked.send().await;
        ids.push(answer.header("x-request-id").expect("an id").to_owned());
    }
    let form = [
        ("message", "quicksilver-answer"),
        ("name", "Wilhelmina-Quill"),
        ("email", "wilhelmina.quill@example.com"),
        ("consent", "yes"),
    ];
    let sign_in = [("email", "wilhelmina.quill@example.com"), ("password", "tamarisk-password")];
    let large = "quicksilver-answer".repeat(9000);
    type Post<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);
    let posts: [Post<'_>; 6] = [
        ("/forms/contact/message", &form, "same-origin"),
        ("/forms/contact/message", &form[..2], "same-origin"),
        ("/forms/contact/message", &form, "cross-site"),
        ("/forms/contact/message", &[("message", &large)], "same-origin"),
        ("/account/sign-in", &sign_in, "same-origin"),
        ("/account/password", &sign_in[..1], "same-origin"),
    ];
    let mut statuses = Vec::new();
    for (path, pairs, site) in posts {
        let answer = visitor.request(Method::POST, path).header("sec-fetch-site", site).form(pairs).send().await;
        ids.push(answer.header("x-request-id").expect("an id").to_owned());
        statuses.push(answer.status());
    }
    assert_eq!(statuses[..5], [303, 422, 403, 413, 422]);
    // Trouble is told too, and it is here that values slip out.
    database.take_away().await;
    let away = visitor.post("/forms/contact/message", &form).await;
    assert_eq!(away.status(), 503);
    ids.push(away.header("x-request-id").expect("an id").to_owned());
    database.put_back().await;

    let base = running.base.clone();
    running.signal(nix::sys::signal::Signal::SIGTERM);
    running.ends(std::time::Duration::from_secs(20));
    let log = running.log();
    let mut requests = Vec::new();
    for line in log.lines() {
        let line: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert!(line["level"].is_string() && line["timestamp"].is_string(), "{line}");
        if line["message"] == "request" {
            requests.push(line["request_id"].as_str().unwrap_or_default().to_owned());
        }
    }
    assert_eq!(requests, ids, "one line a request, each with the response's id; served at {base}");
    let failed = ids.last().unwrap();
    assert!(
        log.lines().any(|line| line.contains("ERROR") && line.contains(failed.as_str())),
        "the line of the failure names the request"
    );
    let told: Vec<String> = PRIVATE
        .iter()
        .filter_map(|(what, text)| {
            let line = log.lines().find(|line| line.contains(text))?;
            Some(format!("{what}: {line:.600}"))
        })
        .collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}
