//! Settings: a wrong one is refused with its name, its value (never a secret) and what is allowed.

use shingle::config::{Config, NAMES, Network, SmtpTls, Source};

fn refusal<const N: usize>(pairs: [(&str, &str); N]) -> String {
    Config::read(&Source::of_pairs(pairs)).expect_err("it is refused").to_string()
}

fn taken<const N: usize>(pairs: [(&str, &str); N]) -> Config {
    Config::read(&Source::of_pairs(pairs)).unwrap_or_else(|error| panic!("{error}"))
}

/// Name, a wrong value, and a word of what is allowed.
const WRONG: [(&str, &str, &str); 43] = [
    ("SHINGLE_LISTEN", "8080", "127.0.0.1:8080"),
    ("SHINGLE_LISTEN", "localhost:8080", "127.0.0.1:8080"),
    ("SHINGLE_LISTEN", "127.0.0.1:70000", "address and port"),
    ("SHINGLE_BASE_URL", "www.example.com", "origin"),
    ("SHINGLE_BASE_URL", "https://www.example.com/shop", "without a path"),
    ("SHINGLE_BASE_URL", "https://www.example.com/?a=1", "origin"),
    ("SHINGLE_BASE_URL", "https://www.example.com/#top", "origin"),
    ("SHINGLE_BASE_URL", "https://user:word@www.example.com", "origin"),
    ("SHINGLE_BASE_URL", "ftp://www.example.com", "origin"),
    ("DATABASE_URL", "mysql://root:hunter2hunter2@db/x", "postgres://"),
    ("DATABASE_URL", "host=db password=hunter2hunter2", "postgres://"),
    ("SHINGLE_SMTP_URL", "mail.example.com:587", "smtp://"),
    ("SHINGLE_SMTP_URL", "http://user:hunter2hunter2@mail.example.com", "smtps://"),
    ("SHINGLE_SMTP_URL", "smtp://user:hunter2hunter2@mail.example.com?tls=maybe", "?tls=none"),
    ("SHINGLE_SMTP_URL", "smtps://user:hunter2hunter2@mail.example.com?tls=none", "smtps://"),
    ("SHINGLE_SMTP_URL", "smtp://user:hunter2hunter2@mail.example.com/inbox", "smtp://"),
    ("SHINGLE_SMTP_URL", "smtp://user:hunter2hunter2@mail.example.com:99999", "smtp://"),
    ("SHINGLE_MAIL_FROM", "shop", "an email address"),
    ("SHINGLE_MAIL_FROM", "Shop <shop@example.com>", "an email address"),
    ("SHINGLE_MAIL_FROM", "shop@example.com\r\nBcc: all@example.com", "an email address"),
    ("SHINGLE_NOTIFY", "a@example.com, b@example.com", "an email address"),
    ("SHINGLE_NOTIFY", "desk@[127.0.0.1]", "an email address"),
    ("SHINGLE_SECRET_KEY", "hunter2hunter2", "at least 32 characters"),
    ("SHINGLE_DEMO_PASSWORD", "hunter2", "12 to 128 characters"),
    ("SHINGLE_DEMO_PASSWORD", "password1234", "not a common password"),
    ("SHINGLE_TRUSTED_PROXIES", "proxy.example.com", "10.0.0.0/8"),
    ("SHINGLE_TRUSTED_PROXIES", "10.0.0.0/33", "networks"),
    ("SHINGLE_TRUSTED_PROXIES", "::1/129", "networks"),
    ("SHINGLE_TRUSTED_PROXIES", "10.0.0.0/8,", "separated by commas"),
    ("SHINGLE_TRUSTED_PROXIES", "10.0.0.0/8;10.1.0.0/16", "separated by commas"),
    ("SHINGLE_ENQUIRY_LIMIT", "-1", "whole number"),
    ("SHINGLE_ENQUIRY_LIMIT", "many", "whole number"),
    ("SHINGLE_ENQUIRY_LIMIT", "4294967296", "whole number"),
    ("SHINGLE_ENQUIRY_MIN_SECONDS", "2.5", "whole seconds"),
    ("SHINGLE_ENQUIRY_MIN_SECONDS", "3s", "0 is off"),
    ("SHINGLE_METRICS_TOKEN", "hunter2", "at least 16 characters"),
    ("SHINGLE_ALERT_URL", "hooks.example.com/hunter2", "https://"),
    ("SHINGLE_ALERT_URL", "ftp://hooks.example.com/hunter2", "web address"),
    ("SHINGLE_ALERT_URL", "https://user:hunter2@hooks.example.com/", "without a user"),
    ("SHINGLE_ALERT_URL", "https://hooks.example.com/#hunter2", "fragment"),
    ("SHINGLE_LOG", "shingle=loud", "a level"),
    ("SHINGLE_LOG", "[[", "a level"),
    ("SHINGLE_LOG", "inof", "a level"),
];

#[test]
fn every_wrong_setting_is_refused_with_its_name_its_value_and_what_is_allowed() {
    let secret = |name: &str| {
        [
            "DATABASE_URL",
            "SHINGLE_SMTP_URL",
            "SHINGLE_SECRET_KEY",
            "SHINGLE_DEMO_PASSWORD",
            "SHINGLE_METRICS_TOKEN",
            "SHINGLE_ALERT_URL",
        ]
        .contains(&name)
    };
    let mut faults = Vec::new();
    for (name, value, allowed) in WRONG {
        let words = match Config::read(&Source::of_pairs([(name, value)])) {
            Ok(_) => {
                faults.push(format!("{name}={value:?} is taken"));
                continue;
            }
            Err(error) => error.to_string(),
        };
        let shown = format!("{value:?}");
        if !words.contains(name) || !words.contains(allowed) {
            faults.push(format!("{name}={value:?}: {words}"));
        }
        if secret(name) && (words.contains("hunter2") || words.contains(value)) {
            faults.push(format!("{name}: the secret is told: {words}"));
        }
        if !secret(name) && !words.contains(&shown) {
            faults.push(format!("{name}={value:?}: the value is not named: {words}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let checked: std::collections::BTreeSet<&str> = WRONG.iter().map(|(name, ..)| *name).collect();
    let without: Vec<&&str> = NAMES.iter().filter(|name| !checked.contains(**name)).collect();
    assert_eq!(without, [&"SHINGLE_DATA_DIR"], "settings without a wrong value here: any text can be a directory");
}

#[test]
fn an_unknown_name_is_refused_with_the_names_that_there_are() {
    for name in ["SHINGLE_PORT", "SHINGLE_LISTEN_ON", "listen", "SHINGLE_listen", "SMTP_URL"] {
        let words = refusal([(name, "1")]);
        assert!(words.starts_with(name) && words.contains("is not a setting of Shingle"), "{words}");
        assert!(NAMES.iter().all(|known| words.contains(known)), "{words}");
    }
}

#[test]
fn an_address_for_everybody_needs_a_base_url() {
    for listen in ["0.0.0.0:8080", "[::]:8080", "192.0.2.7:80"] {
        let words = refusal([("SHINGLE_LISTEN", listen)]);
        assert!(words.contains("SHINGLE_BASE_URL is not set") && words.contains("SHINGLE_LISTEN"), "{words}");
        taken([("SHINGLE_LISTEN", listen), ("SHINGLE_BASE_URL", "https://www.example.com")]);
    }
    for listen in ["127.0.0.1:0", "127.0.0.7:80", "[::1]:8080"] {
        assert!(taken([("SHINGLE_LISTEN", listen)]).base_url.is_none());
    }
}

#[test]
fn without_settings_the_defaults_of_the_contract_hold() {
    let config = taken([]);
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.data_dir, std::path::Path::new("./data"));
    assert_eq!((config.enquiry_limit, config.enquiry_min_seconds), (30, 3));
    assert_eq!(config.log, "info");
    assert!(config.base_url.is_none() && config.database_url.is_none() && config.smtp.is_none());
    assert!(config.mail_from.is_none() && config.notify.is_none() && config.secret_key.is_none());
    assert!(config.demo_password.is_none() && config.metrics_token.is_none() && config.trusted_proxies.is_empty());
}

#[test]
fn mail_is_protected_except_to_this_machine_or_where_said_openly() {
    use SmtpTls::{Implicit, None as Clear, StartTls};
    let cases = [
        ("smtps://mail.example.com", Implicit, 465),
        ("smtps://mail.example.com:2465", Implicit, 2465),
        ("smtps://127.0.0.1", Implicit, 465),
        ("smtp://mail.example.com", StartTls, 587),
        ("smtp://mail.example.com:25", StartTls, 25),
        ("smtp://192.0.2.7", StartTls, 587),
        ("smtp://localhost.example.com", StartTls, 587),
        ("smtp://127.0.0.1.example.com", StartTls, 587),
        ("smtp://mail.example.com?tls=none", Clear, 25),
        ("smtp://localhost", Clear, 25),
        ("smtp://LOCALHOST:1025", Clear, 1025),
        ("smtp://127.0.0.1:1025", Clear, 1025),
        ("smtp://127.9.9.9", Clear, 25),
        ("smtp://[::1]:1025", Clear, 1025),
    ];
    let wrong: Vec<String> = cases
        .into_iter()
        .filter_map(|(url, tls, port)| {
            let found = taken([("SHINGLE_SMTP_URL", url)]).smtp?;
            ((found.tls, found.port) != (tls, port)).then(|| format!("{url}: {:?} {}", found.tls, found.port))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn mail_credentials_may_hold_any_character() {
    use secrecy::ExposeSecret;
    let smtp =
        taken([("SHINGLE_SMTP_URL", "smtp://desk%40example.com:a%2Fb%3Ac%40%25@mail.example.com")]).smtp.unwrap();
    let (user, password) = smtp.credentials.expect("credentials");
    assert_eq!((user.as_str(), password.expose_secret()), ("desk@example.com", "a/b:c@%"));
    assert_eq!(smtp.host, "mail.example.com");
}

#[test]
fn settings_never_show_a_secret_in_their_debug_form() {
    let config = taken([
        ("DATABASE_URL", "postgres://shop:hunter2hunter2@db.example.com/shop"),
        ("SHINGLE_SMTP_URL", "smtp://shop:hunter2hunter2@mail.example.com"),
        ("SHINGLE_SECRET_KEY", "hunter2hunter2hunter2hunter2hunter2hunter2"),
        ("SHINGLE_DEMO_PASSWORD", "hunter2 and seven herons"),
        ("SHINGLE_METRICS_TOKEN", "hunter2hunter2hunter2"),
    ]);
    assert!(!format!("{config:?}").contains("hunter2"), "a secret in a debug form ends in a log");
}

#[test]
fn networks_hold_their_addresses_and_no_others() {
    let cases = [
        ("10.0.0.0/8", "10.255.0.1", true),
        ("10.0.0.0/8", "11.0.0.1", false),
        ("192.0.2.7", "192.0.2.7", true),
        ("192.0.2.7", "192.0.2.8", false),
        ("192.0.2.7/32", "192.0.2.6", false),
        ("192.0.2.0/25", "192.0.2.127", true),
        ("192.0.2.0/25", "192.0.2.128", false),
        ("0.0.0.0/0", "203.0.113.9", true),
        ("0.0.0.0/0", "2001:db8::1", false),
        ("2001:db8::/32", "2001:db8:ffff::1", true),
        ("2001:db8::/32", "2001:db9::1", false),
        ("::1", "::1", true),
        ("::/0", "2001:db8::1", true),
        ("::/0", "192.0.2.7", false),
    ];
    for (network, address, holds) in cases {
        let parsed = Network::parse(network).expect("a network");
        assert_eq!(parsed.contains(address.parse().unwrap()), holds, "{network} and {address}");
    }
}
