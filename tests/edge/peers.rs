//! Who is at the other end, where proxies stand between.

use std::net::{IpAddr, SocketAddr};

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::Method;
use shingle::accounts::Role;
use shingle::config::Network;
use shingle::web::peer::Peer;

use super::CONTACT;
use crate::support::TestApp;

#[test]
fn of_forwarding_headers_only_what_a_trusted_proxy_wrote_is_believed() {
    let trusted = ["10.0.0.0/8", "127.0.0.1", "2001:db8:1::/48"].map(|text| Network::parse(text).unwrap());
    // Peer, lines of X-Forwarded-For, the visitor, the warning.
    let cases: [(&str, &[&str], &str, bool); 17] = [
        ("192.0.2.7", &[], "192.0.2.7", false),
        ("192.0.2.7", &["203.0.113.9"], "192.0.2.7", true),
        ("127.0.0.1", &[], "127.0.0.1", false),
        ("127.0.0.1", &["203.0.113.9"], "203.0.113.9", false),
        ("::ffff:127.0.0.1", &["203.0.113.9"], "203.0.113.9", false),
        ("10.1.2.3", &["6.6.6.6, 203.0.113.9"], "203.0.113.9", false),
        ("10.1.2.3", &["6.6.6.6, 203.0.113.9, 10.9.9.9"], "203.0.113.9", false),
        ("10.1.2.3", &["6.6.6.6", "203.0.113.9"], "203.0.113.9", false),
        ("10.1.2.3", &["6.6.6.6, 203.0.113.9", "10.9.9.9"], "203.0.113.9", false),
        ("10.1.2.3", &["10.9.9.9"], "10.9.9.9", false),
        ("10.1.2.3", &["10.9.9.9, 6.6.6.6, 203.0.113.9"], "203.0.113.9", false),
        ("2001:db8:1::5", &["2001:db8:9::7"], "2001:db8:9::7", false),
        ("2001:db8:2::5", &["2001:db8:9::7"], "2001:db8:2::5", true),
        ("10.1.2.3", &["::ffff:203.0.113.9"], "203.0.113.9", false),
        ("10.1.2.3", &["unknown"], "10.1.2.3", false),
        ("10.1.2.3", &[" 203.0.113.9 "], "203.0.113.9", false),
        ("11.1.2.3", &["10.1.2.3, 203.0.113.9"], "11.1.2.3", true),
    ];
    for (direct, lines, visitor, warns) in cases {
        let found = peer(direct, lines, &trusted);
        assert_eq!(found.address, Some(visitor.parse::<IpAddr>().unwrap()), "{direct} {lines:?}");
        assert_eq!(found.untrusted_forwarding, warns, "{direct} {lines:?}");
    }
}

#[test]
fn a_hop_that_cannot_be_read_does_not_open_the_door_to_invented_ones() {
    let trusted = [Network::parse("10.0.0.0/8").unwrap()];
    for line in ["6.6.6.6, 203.0.113.9:4711", "6.6.6.6, [2001:db8::1]:4711", "6.6.6.6, unknown", "6.6.6.6, _hidden"] {
        let found = peer("10.1.2.3", &[line], &trusted).address;
        assert_ne!(found, Some("6.6.6.6".parse::<IpAddr>().unwrap()), "{line}: the visitor invented it");
    }
}

fn peer(direct: &str, lines: &[&str], trusted: &[Network]) -> Peer {
    let mut headers = HeaderMap::new();
    for line in lines {
        headers.append(HeaderName::from_static("x-forwarded-for"), HeaderValue::from_str(line).unwrap());
    }
    Peer::of(Some(SocketAddr::new(direct.parse().unwrap(), 40_000)), &headers, trusted)
}

#[test]
fn limits_count_by_address_or_by_network_of_64_bits() {
    let network = |address: &str| peer(address, &[], &[]).network();
    assert_eq!(network("192.0.2.7"), network("::ffff:192.0.2.7"));
    assert_ne!(network("192.0.2.7"), network("192.0.2.8"));
    assert_eq!(network("2001:db8:1:2::1"), network("2001:db8:1:2:ffff::9"));
    assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
    assert!(Peer::of(None, &HeaderMap::new(), &[]).network().is_empty());
}

/// Sends an enquiry with forwarding headers; what the limits count it under.
async fn tag(test: &TestApp, forwarded: Option<&str>) -> String {
    let name = format!("Ann {}", test.sql_text("select count(*) from enquiries").await);
    let (visitor, mut pairs) = (test.client(), CONTACT);
    pairs[1] = ("name", &name);
    let mut request = visitor.request(Method::POST, "/forms/contact/message").same_origin().form(&pairs);
    if let Some(line) = forwarded {
        request = request.header("x-forwarded-for", line);
    }
    assert_eq!(request.send().await.status(), 303);
    test.sql_text(&format!("select encode(address_tag, 'hex') from enquiries where name = '{name}'")).await
}

const WARNING: &str = "SHINGLE_TRUSTED_PROXIES";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forwarding_headers_from_strangers_change_nothing_and_the_dashboard_says_so() {
    let test = TestApp::demo().await;
    let owner = test.client_as(Role::Owner).await;
    let plain = tag(&test, None).await;
    assert!(!plain.is_empty());
    assert!(!owner.get("/admin").await.words().contains(WARNING));
    assert_eq!(tag(&test, Some("203.0.113.9")).await, plain);
    assert!(owner.get("/admin").await.words().contains(WARNING));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn any_request_with_a_stranger_s_forwarding_header_raises_the_warning() {
    let test = TestApp::demo().await;
    let owner = test.client_as(Role::Owner).await;
    test.client().request(Method::GET, "/").header("x-forwarded-for", "203.0.113.9").send().await;
    assert!(owner.get("/admin").await.words().contains(WARNING), "an owner behind an unnamed proxy is not told");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_named_proxy_s_visitors_are_told_apart() {
    let test = TestApp::build().setting("SHINGLE_TRUSTED_PROXIES", "127.0.0.0/8").demo().start().await;
    let (first, second) = (tag(&test, Some("203.0.113.9")).await, tag(&test, Some("203.0.113.10")).await);
    assert_ne!(first, second);
    assert_eq!(
        tag(&test, Some("6.6.6.6, 203.0.113.9")).await,
        first,
        "what the visitor invents in front counts for nothing"
    );
    let owner = test.client_as(Role::Owner).await;
    assert!(!owner.get("/admin").await.words().contains(WARNING));
}
