//! What was sent: on the visitor's receipt, in the inbox and the record of staff, and in mail.

use futures_util::stream::{self, StreamExt};
use serde_json::json;
use shingle::mail::Mailer;

use super::{Eye, nothing_wrong};
use crate::browser::line::serve_raw;
use crate::forms::{led_to, reference};
use crate::hostile::{kept, strings};
use crate::support::{Browser, DEMO_PASSWORD, Mail, Place, Script, TestApp};

/// How many requests are on their way at once.
const AT_ONCE: usize = 4;

/// An enquiry that was sent.
struct Sent {
    reference: String,
    cookie: String,
    texts: Vec<String>,
}

/// The strings in groups, so that each stands where it fits: the longest first, the shortest last.
fn groups(size: usize) -> Vec<Vec<String>> {
    let mut all = strings();
    all.sort_by_key(|text| std::cmp::Reverse(text.chars().count()));
    let rows = all.len().div_ceil(size);
    (0..rows).map(|row| all.iter().skip(row).step_by(rows).cloned().collect()).collect()
}

/// Walks through the form of three steps. What a field cannot take is answered with a mistake, which other tests look at.
async fn walk(test: &TestApp, texts: &[String]) -> Sent {
    let visitor = test.client();
    let text = |number: usize| texts.get(number).map_or("plain words", String::as_str);
    let source = json!({ "page": format!("/{}", text(4)), "cta": text(0).chars().take(300).collect::<String>(),
        "utm_source": text(4), "utm_campaign": text(3), "referrer": text(3) })
    .to_string();
    let steps: [(&str, Vec<(&str, &str)>); 3] = [
        ("project", vec![("work", "repair"), ("goals", text(0)), ("_source", &source)]),
        ("technology", vec![("today", text(1)), ("integrations", text(2))]),
        ("contact", vec![("name", text(4)), ("email", "maud@example.com"), ("company", text(3)), ("consent", "yes")]),
    ];
    for (step, pairs) in steps {
        let path = format!("/forms/project/{step}");
        if visitor.post(&path, &pairs).await.status() == 303 {
            continue;
        }
        let required = |name: &str| ["work", "email", "consent"].contains(&name);
        let tame = |name: &str| if required(name) { None } else { Some("plain words") };
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, tame(name).unwrap_or(value))).collect();
        assert_eq!(visitor.post(&path, &pairs).await.status(), 303, "{texts:?}");
    }
    let sent = led_to(&visitor.post("/forms/project/check", &[]).await);
    let cookie = visitor.cookie("shingle_visitor").expect("a cookie");
    Sent { reference: reference(&sent).to_owned(), cookie, texts: texts.to_vec() }
}

/// Makes the browser that of this visitor.
async fn become_visitor(test: &TestApp, browser: &Browser, cookie: &str) {
    let cookie = json!({ "name": "shingle_visitor", "value": cookie, "url": test.base, "httpOnly": true });
    browser.tell("Network.setCookie", cookie).await;
}

/// One space where there is white space, as a reader sees it. A name is one line without what nobody sees.
fn squeezed(text: &str) -> String {
    let unseen = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffd}')
    };
    let seen: String = text.chars().map(|c| if unseen(c) { ' ' } else { c }).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sent_by_a_walk_every_string_is_words_on_the_receipt_and_in_the_record() {
    let test = TestApp::build().setting("SHINGLE_ENQUIRY_LIMIT", "0").demo().start().await;
    let groups = groups(5);
    let sent: Vec<Sent> =
        stream::iter(&groups).map(|texts| walk(&test, texts)).buffer_unordered(AT_ONCE).collect().await;
    // The newest of all: its row stands in the list beside its record, from which the eye learns.
    test.clock.advance(chrono::TimeDelta::seconds(1));
    let plain = walk(&test, &[]).await;
    let suspected = test.sql_text("select reference from enquiries where suspected and seeded limit 1").await;
    let mut eye = Eye::new(Browser::open(&test.base, Script::On).await).await;
    let mut wrong = Vec::new();
    eye.browser.sign_in("owner@example.com", DEMO_PASSWORD).await;
    for reference in [&plain.reference, &suspected] {
        eye.browser.go(&format!("/admin/enquiries/{reference}")).await;
        eye.learn().await;
    }
    become_visitor(&test, &eye.browser, &plain.cookie).await;
    eye.browser.go(&format!("/forms/project/sent/{}", plain.reference)).await;
    eye.learn().await;
    let mut told = 0;
    for (number, enquiry) in sent.iter().enumerate() {
        let path = format!("/admin/enquiries/{}", enquiry.reference);
        eye.browser.go(&path).await;
        let mut found = eye.troubles(&path).await;
        if number % 8 == 0 {
            found.extend(eye.troubles_when_wide().await);
        }
        let shown: String = eye.browser.ask("return document.querySelector('main').textContent").await;
        let shown = squeezed(&shown);
        told += enquiry.texts.iter().filter(|text| shown.contains(&squeezed(&kept(text)))).count();
        // A receipt repeats nothing that was typed: some of them are enough.
        if number % 4 == 0 {
            become_visitor(&test, &eye.browser, &enquiry.cookie).await;
            let path = format!("/forms/project/sent/{}", enquiry.reference);
            eye.browser.go(&path).await;
            found.extend(eye.troubles(&path).await);
            let own: bool = eye.browser.ask("return document.body.matches('[data-receipt]')").await;
            assert!(own, "{path} is the receipt");
        }
        wrong.extend(found.into_iter().map(|what| format!("{what}, with {:?}", enquiry.texts)));
    }
    let all: usize = groups.iter().map(Vec::len).sum();
    assert!(told + 20 > all, "only {told} of {all} strings stand in the records as they were typed");
    nothing_wrong(&wrong);
    eye.browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_the_inbox_and_in_mail_every_string_is_words() {
    let folder = Place::get().quick("hostile-mail");
    let mailer = Mailer::Folder(folder.clone());
    let test = TestApp::build().setting("SHINGLE_ENQUIRY_LIMIT", "0").demo().mailer(mailer).start().await;
    let groups = groups(2);
    let plain =
        [("message", "Plain words\nin two lines"), ("name", "Ann"), ("email", "ann@example.com"), ("consent", "yes")];
    assert_eq!(test.client().post("/forms/contact/message", &plain).await.status(), 303);
    let accepted: Vec<bool> = stream::iter(&groups)
        .map(|two| {
            let visitor = test.client();
            async move {
                let name: String = two.get(1).map_or("plain words", String::as_str).chars().take(120).collect();
                let pairs =
                    [("message", two[0].as_str()), ("name", &name), ("email", "maud@example.com"), ("consent", "yes")];
                visitor.post("/forms/contact/message", &pairs).await.status() == 303
            }
        })
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    let accepted = accepted.into_iter().filter(|taken| *taken).count();
    assert!(accepted + 40 > groups.len(), "only {accepted} were accepted");
    test.execute("update deliveries set state = 'waiting', due_at = created_at where state = 'held' and not seeded")
        .await;
    test.execute("insert into jobs (id, kind, key, payload, run_at, created_at) select gen_random_uuid(), 'deliver', 'deliver ' || id, jsonb_build_object('delivery', id), created_at, created_at from deliveries where state = 'waiting' on conflict do nothing").await;
    test.run_jobs().await;

    let mut eye = Eye::new(Browser::open(&test.base, Script::On).await).await;
    let mut wrong = Vec::new();
    eye.browser.sign_in("owner@example.com", DEMO_PASSWORD).await;
    eye.browser.go("/admin/enquiries?view=all&q=example").await;
    eye.learn().await;
    eye.browser.go("/admin/enquiries?view=spam").await;
    eye.learn().await;
    let mut listed = 0;
    for view in ["all", "spam"] {
        let mut next = Some(format!("/admin/enquiries?view={view}"));
        while let Some(path) = next {
            eye.browser.go(&path).await;
            let mut found = eye.troubles(&path).await;
            found.extend(eye.troubles_when_wide().await);
            wrong.extend(found.into_iter().map(|what| format!("{what}, at {path}")));
            let rows: usize = eye.browser.ask("return document.querySelectorAll('.row').length").await;
            listed += rows;
            let older = "const a = Array.from(document.querySelectorAll('.pager a')).find((a) => a.rel === 'next');
                return a ? a.getAttribute('href') : null";
            next = eye.browser.ask(older).await;
        }
    }
    assert!(listed >= accepted, "{listed} rows of {accepted}");
    wrong.extend(kept_mail(&mut eye).await);
    nothing_wrong(&wrong);
    eye.browser.close().await;
    wrong = mail_in_a_reader(&folder, &test.base).await;
    nothing_wrong(&wrong);
}

/// The list of kept messages, and the longest of them.
async fn kept_mail(eye: &mut Eye) -> Vec<String> {
    let mut wrong = Vec::new();
    eye.browser.go("/admin/mail").await;
    eye.learn().await;
    let names: Vec<String> =
        eye.browser.ask("return Array.from(document.querySelectorAll('.row a'), (a) => a.getAttribute('href'))").await;
    assert!(names.len() > 100, "{} messages are listed", names.len());
    wrong.extend(eye.troubles("/admin/mail").await);
    eye.browser.go(&names[0]).await;
    eye.learn().await;
    for path in names.iter().skip(1).step_by(8) {
        eye.browser.go(path).await;
        wrong.extend(eye.troubles(path).await.into_iter().map(|what| format!("{what}, at {path}")));
    }
    wrong
}

/// Every notice as a mail program shows it that runs whatever it finds.
async fn mail_in_a_reader(folder: &std::path::Path, origin: &str) -> Vec<String> {
    let files = std::fs::read_dir(folder).expect("the folder").flatten();
    let mails = files.map(|file| Mail::read("", &std::fs::read(file.path()).expect("a mail")));
    let notices = mails.map(|mail| mail.html).filter(|html| html.contains("/admin/enquiries/"));
    let (plain, other): (Vec<String>, Vec<String>) = notices.partition(|html| html.contains("Plain words<br"));
    assert_eq!(plain.len(), 1, "the notice of plain words is known");
    let count = other.len();
    assert!(count > 350, "{count} notices");
    // Hundreds of marks over one letter are one character, which nothing can break.
    let endless: Vec<bool> = other.iter().map(|html| html.contains(&"\u{363}".repeat(50))).collect();
    let pages = other.into_iter().chain(plain).collect();
    let base = serve_raw(pages).await;
    let mut eye = Eye::new(Browser::open(&base, Script::On).await).await;
    eye.may_lead_to(origin);
    eye.browser.go(&format!("/{count}")).await;
    eye.learn().await;
    let mut wrong = Vec::new();
    for (number, endless) in endless.into_iter().enumerate() {
        let path = format!("/{number}");
        eye.browser.go(&path).await;
        let mut found = eye.troubles(&path).await;
        found.retain(|what| !(endless && what.contains("pixels wider")));
        wrong.extend(found.into_iter().map(|what| format!("{what}, in mail {number}")));
    }
    eye.browser.close().await;
    wrong
}
