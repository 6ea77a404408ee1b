//! What a visitor sees of hostile strings: a form that comes back with mistakes, the page of a failed send, addresses.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Eye, nothing_wrong, post};
use crate::hostile::{kept, strings};
use crate::support::{Browser, Script, TestApp};

/// What the form's controls hold, as it came from the server.
const TYPED: &str = "return Array.from(document.querySelectorAll('main form input[name], main form textarea[name]'),
    (e) => [e.name, e.localName === 'textarea' ? e.defaultValue : e.getAttribute('value') || ''])";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn typed_into_a_form_with_mistakes_every_string_comes_back_as_words() {
    let test = TestApp::demo().await;
    let mut eye = Eye::new(Browser::open(&test.base, Script::On).await).await;
    let all = strings();
    eye.browser.go("/forms/contact/message").await;
    for plain in ["", "plain words"] {
        post(&eye.browser, "/forms/contact/message", &[("message", plain), ("name", plain), ("phone", plain)]).await;
        eye.learn().await;
    }
    let mut wrong = Vec::new();
    for (number, four) in all.chunks(4).enumerate() {
        let pairs: Vec<(&str, &str)> = ["message", "name", "email", "phone"]
            .into_iter()
            .cycle()
            .skip(number % 4)
            .zip(four.iter().map(String::as_str))
            .collect();
        post(&eye.browser, "/forms/contact/message", &pairs).await;
        let mut found = eye.troubles("/forms/contact/message").await;
        if number % 8 == 0 {
            found.extend(eye.troubles_when_wide().await);
        }
        let typed: Vec<(String, String)> = eye.browser.ask(TYPED).await;
        for (name, text) in &pairs {
            let stands = typed.iter().find(|(control, _)| control == name).map(|(_, value)| value.as_str());
            if stands != Some(kept(text).as_str()) {
                found.push(format!("{name}: {stands:?} instead of {text:?}"));
            }
        }
        wrong.extend(found.into_iter().map(|what| format!("{what}, with {four:?}")));
    }
    assert_eq!(eye.judged, all.len().div_ceil(4));
    nothing_wrong(&wrong);
    eye.browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_the_page_of_a_failed_send_every_string_is_words() {
    let test = TestApp::demo().await;
    let mut eye = Eye::new(Browser::open(&test.base, Script::On).await).await;
    let all = strings();
    test.database.take_away().await;
    eye.browser.go("/forms/contact/message").await;
    let plain = [("message", "plain words"), ("name", "two\nlines"), ("_key", "")];
    post(&eye.browser, "/forms/contact/message", &plain).await;
    eye.learn().await;
    let mut wrong = Vec::new();
    let mut seen = 0;
    // Names of fields are as foreign as what is typed into them; a page takes as many as a body may hold.
    for some in all.chunks(16) {
        let (long, short): (Vec<&String>, Vec<&String>) = some.iter().partition(|text| text.len() > 4000);
        for group in long.chunks(1).map(<[_]>::to_vec).chain([short]) {
            let pairs: Vec<(&str, &str)> = group
                .iter()
                .map(|text| if text.len() > 4000 { ("message", text.as_str()) } else { (text.as_str(), text.as_str()) })
                .collect();
            post(&eye.browser, "/forms/contact/message", &pairs).await;
            let mut found = eye.troubles("/forms/contact/message").await;
            found.extend(eye.troubles_when_wide().await);
            let typed: Vec<(String, String)> = eye.browser.ask(TYPED).await;
            for (name, text) in &pairs {
                // A control without a name is not sent by browsers.
                let there = name.is_empty()
                    || typed.iter().any(|(control, value)| *control == kept(name) && *value == kept(text));
                if !there {
                    found.push(format!("{text:?} is not kept"));
                }
                seen += 1;
            }
            wrong.extend(found.into_iter().map(|what| format!("{what}, with {group:?}")));
        }
    }
    assert_eq!(seen, all.len());
    nothing_wrong(&wrong);
    eye.browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_addresses_every_string_is_words() {
    let test = TestApp::demo().await;
    let mut eye = Eye::new(Browser::open(&test.base, Script::On).await).await;
    let texts: Vec<String> = strings().iter().map(|text| text.chars().take(600).collect()).collect();
    let pages = |round: usize, s: &[String]| {
        let part = |number: usize| utf8_percent_encode(&s[number % s.len()], NON_ALPHANUMERIC).to_string();
        let more = format!("utm_source={}&utm_campaign={}&call={}&draft={}", part(1), part(2), part(3), part(4));
        let turns = [
            format!("/contact?{}={}&{more}", part(2), part(0)),
            format!("/forms/project/project?return={}&{more}", part(1)),
            format!("/forms/{}/{}", part(3), part(2)),
            format!("/blog/{}?{more}", part(4)),
            format!("/forms/contact/sent/SH-7K3-MQ9-TWC?{more}"),
        ];
        [format!("/account/sign-in?next={}&{more}", part(0)), turns[round % turns.len()].clone()]
    };
    for round in 0..5 {
        for path in pages(round, &["plain".to_owned()]) {
            eye.browser.go(&path).await;
            eye.learn().await;
        }
    }
    // Two dots make another address of `/blog/..`.
    eye.browser.go("/").await;
    eye.learn().await;
    let mut wrong = Vec::new();
    for (round, five) in texts.chunks(5).enumerate() {
        // What a page remembered of the visit before would be written into forms instead.
        let _: bool = eye.browser.ask("sessionStorage.clear(); return true").await;
        for path in pages(round, five) {
            eye.browser.go(&path).await;
            let mut found = eye.troubles("").await;
            let here: String = eye.browser.ask("return location.origin + location.pathname").await;
            let meant = path.split('?').next().unwrap_or_default();
            if !here.starts_with(&test.base) || (meant.starts_with("/account") && !here.ends_with(meant)) {
                found.push(format!("it leads to {here}"));
            }
            wrong.extend(found.into_iter().map(|what| format!("{what}, at {path:.300}")));
        }
    }
    nothing_wrong(&wrong);
    eye.browser.close().await;
}
