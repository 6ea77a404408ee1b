//! Mail: no header is added by anybody's name, odd addresses arrive, and what is written can be read everywhere.

use std::collections::BTreeSet;

use shingle::mail::{EmailAddress, Envelope, Message};

use crate::forms::{CONTACT, PROJECT, TECHNOLOGY, led_to, send_contact, walk_to_check, with};
use crate::support::{Mail, TestApp};

/// The header names of a mail, and that its lines end as they must.
fn header_names(mail: &Mail) -> Vec<String> {
    let text = String::from_utf8_lossy(&mail.raw).into_owned();
    assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "a lone CR or LF: {text}");
    let head = text.split("\r\n\r\n").next().unwrap().to_owned();
    assert!(head.is_ascii(), "a header is not ASCII: {head}");
    assert!(head.split("\r\n").all(|line| line.len() <= 998), "a header line is too long");
    let lines = head.split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
    lines.map(|line| line.split(':').next().unwrap().to_ascii_lowercase()).collect()
}

async fn notice_of(app: &TestApp, pairs: &[(&str, &str)]) -> (Mail, Mail) {
    app.forget_mails();
    send_contact(&app.client(), pairs).await;
    app.run_jobs().await;
    let mails = app.mails();
    assert_eq!(mails.len(), 2, "{:?}", pairs);
    let notice = mails
        .iter()
        .find(|mail| mail.reply_to.is_some())
        .unwrap_or_else(|| panic!("no notice can be answered: {pairs:?}"));
    let receipt = mails.iter().find(|mail| mail.message_id != notice.message_id).unwrap();
    (notice.clone(), receipt.clone())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_adds_no_header_and_hides_no_sender() {
    let app = TestApp::build().setting("SHINGLE_ENQUIRY_LIMIT", "0").demo().start().await;
    let long = "Maximiliane ".repeat(10);
    for name in [
        "Ann\r\nBcc: spy@example.com",
        "Ann\nX-Added: yes\n\nbody",
        "Ann\rBcc: spy@example.com",
        "Ann\0Bcc: spy@example.com",
        "Doe, Jane",
        "\"Quoted\" \\ Name",
        "<spy@example.com>",
        "hello@bellpull.example",
        "Ann (comment) : ; @ [x]",
        "=?utf-8?q?=0D=0ABcc:_spy@example.com?=",
        "\u{202e}elpmaxe\u{202c} Ann",
        "Ann\u{2028}Bcc: spy@example.com\u{85}X: y",
        "Zoë Łukasz 漢字 שלום مرحبا 👩‍👧",
        long.trim(),
        "'",
        ".",
    ] {
        let (notice, receipt) = notice_of(&app, &with(&CONTACT, "name", name)).await;
        for mail in [&notice, &receipt] {
            let names = header_names(mail);
            let known = [
                "from",
                "to",
                "subject",
                "message-id",
                "date",
                "auto-submitted",
                "reply-to",
                "mime-version",
                "content-type",
                "content-transfer-encoding",
            ];
            assert!(names.iter().all(|header| known.contains(&header.as_str())), "{name:?}: {names:?}");
            assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{name:?}: a header stands twice");
            assert_eq!(mail.from, "hello@bellpull.example", "{name:?}");
            assert!(!mail.subject.contains(['\r', '\n', '\u{202e}']), "{name:?}: {:?}", mail.subject);
        }
        assert_eq!(notice.reply_to.as_deref(), Some("maud@example.com"), "{name:?}");
        assert_eq!((notice.to.as_str(), receipt.to.as_str()), ("hello@bellpull.example", "maud@example.com"));
        assert_eq!(receipt.reply_to, None);
    }
    let (notice, _) = notice_of(&app, &with(&CONTACT, "name", "Zoë Łukasz 漢字")).await;
    assert!(notice.subject.contains("Zoë Łukasz 漢字"), "{}", notice.subject);
    assert!(notice.text.contains("Zoë Łukasz 漢字") && notice.html.contains("Zoë Łukasz 漢字"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn odd_addresses_arrive_and_impossible_ones_are_asked_again() {
    let app = TestApp::build().setting("SHINGLE_ENQUIRY_LIMIT", "0").demo().start().await;
    for email in [
        "o'brien@example.com",
        "maud+bell@example.com",
        "a@b.example",
        "MAUD.Ferreira@Example.COM",
        "first_last-2=x@sub.sub.example.co",
        "maud@xn--bcher-kva.example",
        "maud@bücher.example",
        "zoë@example.com",
        "{maud}~!#$%&*/?^`|@example.com",
    ] {
        let (notice, receipt) = notice_of(&app, &with(&CONTACT, "email", email)).await;
        assert_eq!(receipt.to, email);
        assert_eq!(notice.reply_to.as_deref().map(str::to_lowercase), Some(email.to_lowercase()));
    }
    for email in [
        "maud",
        "maud@",
        "@example.com",
        "maud@example",
        "maud @example.com",
        "maud@exa mple.com",
        "a@b@c.example",
        "maud@[127.0.0.1]",
        "maud@.example.com",
        "maud@example..com",
        "<maud@example.com>",
        "Maud <maud@example.com>",
        "maud@example.com, spy@example.com",
        "maud@example.com\r\nBcc: spy@example.com",
        "maud@example.com\u{200b}",
        "mailto:maud@example.com",
        "maud@example.com;",
        "\u{202e}moc.elpmaxe@duam",
    ] {
        let page = app.client().post("/forms/contact/message", &with(&CONTACT, "email", email)).await;
        assert_eq!(page.status(), 422, "{email:?} is taken");
        let expected = email.replace("\r\n", "\n");
        assert_eq!(page.input("email"), Some(expected), "{email:?} is not kept");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_a_visitor_wrote_stands_in_the_mail_to_an_unproven_address() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let first = visitor.get("/forms/project/project").await;
    let next = visitor.submit(&first, &with(&PROJECT, "goals", "visit wordone.example")).await.location().unwrap();
    let second = visitor.get(&next).await;
    let next =
        visitor.submit(&second, &with(&with(&TECHNOLOGY, "today", "wordtwo"), "integrations", "wordthree")).await;
    let third = visitor.get(&next.location().unwrap()).await;
    let person = [
        ("name", "wordfour"),
        ("email", "wordfive@example.com"),
        ("company", "wordsix"),
        ("phone", "0999 777 555"),
        ("consent", "yes"),
    ];
    visitor.submit(&third, &person).await;
    let check = visitor.get("/forms/project/check").await;
    led_to(&visitor.submit(&check, &[]).await);
    app.run_jobs().await;
    let mails = app.mails();
    let receipt = mails.iter().find(|mail| mail.to == "wordfive@example.com").unwrap();
    for said in ["wordone", "wordtwo", "wordthree", "wordfour", "wordfive", "wordsix", "0999 777 555"] {
        assert!(
            !receipt.text.contains(said) && !receipt.html.contains(said) && !receipt.subject.contains(said),
            "{said} stands in the receipt"
        );
    }
    let from_head = String::from_utf8_lossy(&receipt.raw).into_owned();
    assert!(!from_head.contains("wordfour") && !from_head.contains("wordsix"));
    let number = app.sql_text("select reference from enquiries where not seeded").await;
    assert!(receipt.text.contains(&number) && receipt.html.contains(&number) && receipt.subject.contains(&number));
    let notice = mails.iter().find(|mail| mail.to == "hello@bellpull.example").unwrap();
    for said in
        ["wordone.example", "wordtwo", "wordthree", "wordfour", "wordfive@example.com", "wordsix", "0999 777 555"]
    {
        assert!(notice.text.contains(said) && notice.html.contains(said), "{said} is missing in the notice");
    }
    assert_eq!(notice.link("/admin/enquiries"), format!("{}/admin/enquiries/{number}", app.base));
}

/// The links of both forms of a message.
fn links(message: &Message) -> (BTreeSet<String>, BTreeSet<String>) {
    let html = scraper::Html::parse_document(&message.html);
    let anchors = scraper::Selector::parse("a[href^='http']").unwrap();
    let of_html = html
        .select(&anchors)
        .filter_map(|link| link.value().attr("href"))
        .map(|link| link.trim_end_matches('/').to_owned());
    let words = message.text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '(' | ')'));
    let of_text =
        words.filter(|word| word.starts_with("http")).map(|word| word.trim_end_matches(['.', ',', '/']).to_owned());
    (of_html.collect(), of_text.collect())
}

#[test]
fn both_forms_of_every_mail_have_every_link() {
    let mails = shingle::samples::mails().unwrap();
    assert!(mails.len() >= 5);
    for (name, message) in mails {
        let (html, text) = links(&message);
        assert!(html.is_subset(&text), "{name}: only in HTML: {:?}", html.difference(&text).collect::<Vec<_>>());
        let needed: Vec<_> = text.difference(&html).filter(|link| !message.html.contains(link.as_str())).collect();
        assert!(needed.is_empty(), "{name}: only in text: {needed:?}");
        assert!(!message.subject.is_empty() && !message.subject.contains(['\r', '\n']), "{name}");
        assert!(message.html.contains("lang=\"en-GB\""), "{name} names no language");
        for banned in ["<script", "<link", "<img src=\"http", "javascript:", "<form"] {
            assert!(!message.html.contains(banned), "{name} holds {banned}");
        }
    }
}

#[test]
fn every_mail_is_under_100_kilobytes_and_can_be_read_back() {
    for (name, message) in shingle::samples::mails().unwrap() {
        let envelope = Envelope {
            from_name: "Bellpull".to_owned(),
            from: "hello@bellpull.example".to_owned(),
            to_name: "Ines Marlow".to_owned(),
            to: EmailAddress::parse("ines@bellpull.example").unwrap(),
            reply_to: None,
            message_id: "<one@shingle.invalid>".to_owned(),
            date: chrono::DateTime::UNIX_EPOCH,
        };
        let bytes = envelope.bytes(&message).unwrap();
        assert!(bytes.len() < 100_000, "{name}: {} bytes", bytes.len());
        let mail = Mail::read("ines@bellpull.example", &bytes);
        assert_eq!(mail.subject, message.subject, "{name}");
        assert_eq!(mail.text.trim_end().replace("\r\n", "\n"), message.text.trim_end(), "{name}");
        assert_eq!(mail.message_id, "one@shingle.invalid");
        header_names(&mail);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_longest_enquiry_makes_a_mail_under_100_kilobytes() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    let check = walk_to_check(&visitor).await;
    let words = "Somebody comes & looks at it. ".repeat(200);
    for (step, fields) in
        [("project", vec![("goals", 5000)]), ("technology", vec![("today", 5000), ("integrations", 2000)])]
    {
        let page = visitor.get(&format!("/forms/project/{step}?return=check")).await;
        let pairs: Vec<(&str, String)> =
            fields.into_iter().map(|(name, most)| (name, words[..most].trim().to_owned())).collect();
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, text)| (*name, text.as_str())).collect();
        assert_eq!(led_to(&visitor.submit(&page, &pairs).await), "/forms/project/check");
    }
    visitor.submit(&check, &[]).await;
    app.run_jobs().await;
    let mails = app.mails();
    let notice = mails.iter().find(|mail| mail.to == "hello@bellpull.example").unwrap();
    assert!(notice.raw.len() < 100_000, "{} bytes", notice.raw.len());
    assert!(notice.text.contains(words[..1990].trim()), "an answer was cut");
}

#[test]
fn nonsense_never_panics_where_a_message_is_written() {
    for text in ["", "\r\n", "\0", "\u{202e}", "x\r\n\r\nbody", "\u{feff}", "🙂", "a,b;c:<d>"] {
        let envelope = Envelope {
            from_name: text.to_owned(),
            from: "hello@bellpull.example".to_owned(),
            to_name: text.to_owned(),
            to: EmailAddress::parse("ines@bellpull.example").unwrap(),
            reply_to: Some((text.to_owned(), EmailAddress::parse("maud@example.com").unwrap())),
            message_id: "<one@shingle.invalid>".to_owned(),
            date: chrono::DateTime::UNIX_EPOCH,
        };
        let message = Message { subject: text.to_owned(), text: text.to_owned(), html: text.to_owned() };
        let bytes = envelope.bytes(&message).unwrap();
        header_names(&Mail::read("ines@bellpull.example", &bytes));
    }
}
