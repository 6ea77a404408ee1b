//! A page from memory is the page.

use reqwest::Method;
use shingle::accounts::Role;
use shingle::blocks::Block;

use super::{demo, figures, from_memory, warm, with};
use crate::blocks::{add, page_of, placed, things};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_in_memory_needs_no_database_and_is_the_same_to_the_byte_but_for_its_id() {
    let test = demo().await;
    let visitor = test.client();
    let (rendered, hit) = from_memory(&test, visitor.get("/services")).await;
    assert!(!hit, "nobody had asked for it");
    test.app.db.close();
    assert_eq!(visitor.get("/about").await.status(), 503, "there still is a database");
    let (kept, hit) = from_memory(&test, visitor.get("/services")).await;
    assert!(hit && kept.status() == 200);
    assert_eq!(kept.bytes, rendered.bytes);
    for name in [
        "content-type",
        "content-security-policy",
        "cache-control",
        "vary",
        "etag",
        "x-robots-tag",
        "permissions-policy",
    ] {
        assert_eq!(kept.headers(name), rendered.headers(name), "{name}");
        assert_eq!(kept.headers(name).len(), 1, "{name}");
    }
    assert_eq!(kept.header("cache-control"), Some("no-cache"));
    assert_ne!(kept.header("x-request-id"), rendered.header("x-request-id"));
    assert!(kept.header("set-cookie").is_none() && kept.header("content-location").is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn head_tells_the_length_and_the_tag_of_what_get_would_send() {
    let test = demo().await;
    warm(&test, "/services").await;
    let visitor = test.client();
    for encoding in ["br", "gzip", "identity"] {
        let get = with(&visitor, "/services", "accept-encoding", encoding).await;
        let head = visitor.request(Method::HEAD, "/services").header("accept-encoding", encoding);
        let (head, hit) = from_memory(&test, head.send()).await;
        assert!(hit && head.status() == 200 && head.bytes.is_empty(), "{encoding}");
        let length = get.bytes.len().to_string();
        assert_eq!(head.header("content-length"), Some(length.as_str()), "{encoding}");
        for name in ["etag", "content-type", "content-encoding", "vary"] {
            assert_eq!(head.header(name), get.header(name), "{encoding}: {name}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_has_the_page_is_told_so_without_its_bytes() {
    let test = demo().await;
    let page = warm(&test, "/services").await;
    let tag = page.header("etag").expect("a tag").to_owned();
    assert!(tag.starts_with('"') && tag.ends_with('"'), "{tag} is not a strong one");
    let visitor = test.client();
    let known = [tag.clone(), format!("W/{tag}"), format!("\"x\", W/\"y\",{tag}"), "*".to_owned()];
    for tags in known {
        let answer = with(&visitor, "/services", "if-none-match", &tags).await;
        assert_eq!(answer.status(), 304, "{tags}");
        assert!(answer.bytes.is_empty() && answer.header("content-type").is_none(), "{tags}");
        for name in ["etag", "cache-control", "vary", "content-security-policy"] {
            assert_eq!(answer.headers(name), page.headers(name), "{tags}: {name}");
        }
    }
    let cut = tag.trim_matches('"');
    for tags in ["\"x\"", "", cut, &format!("\"{cut}x\""), &format!("\"{cut}-br\"")] {
        assert_eq!(with(&visitor, "/services", "if-none-match", tags).await.status(), 200, "{tags}");
    }
    let head = visitor.request(Method::HEAD, "/services").header("if-none-match", &tag).send().await;
    assert_eq!(head.status(), 304);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_keeps_the_headers_that_its_handler_set_also_when_nothing_is_sent_but_them() {
    let test = demo().await;
    let embed =
        Block::samples(&things(&test).await).into_iter().find(|(name, _)| name.contains("embed")).expect("one").1;
    add(&test, page_of("/film", vec![placed(embed)])).await.expect("it is published");
    let page = warm(&test, "/film").await;
    let policy = page.header("content-security-policy").expect("a policy").to_owned();
    assert!(policy.contains("frame-src https://"), "{policy}");
    let again = with(&test.client(), "/film", "if-none-match", page.header("etag").expect("a tag")).await;
    assert_eq!((again.status(), again.headers("content-security-policy")), (304, vec![policy.as_str()]));
    let twin = warm(&test, "/film.md").await;
    assert_eq!(twin.header("content-type"), Some("text/markdown; charset=utf-8"));
    assert!(twin.header("link").is_some_and(|link| link.contains("rel=\"canonical\"")), "{:?}", twin.header("link"));
    assert_eq!(twin.headers("x-robots-tag"), ["noindex"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_signed_in_reads_the_same_page_and_nothing_of_theirs_is_kept() {
    let test = demo().await;
    let owner = test.client_as(Role::Owner).await;
    let page = warm(&test, "/services").await;
    let (theirs, hit) = from_memory(&test, owner.get("/services")).await;
    assert!(hit && theirs.bytes == page.bytes);
    let before = figures(&test).entries;
    for path in ["/admin", "/account", "/account/sign-in", "/forms/contact/message", "/dev/samples", "/admin/pages"] {
        let answer = owner.get(path).await;
        assert_eq!(answer.status(), 200, "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
        assert!(answer.header("etag").is_none(), "{path}");
    }
    for path in ["/nowhere", "/blog/nothing", "/search?q=bell", "/healthz", "/readyz", "/blog?page=999", "/nothing.md"]
    {
        test.client().get(path).await;
    }
    test.execute(
        "insert into redirects (id, from_path, to_address, created_at) values (gen_random_uuid(), '/old', '/about', now())",
    )
    .await;
    assert_eq!(test.client().get("/old").await.status(), 301);
    assert_eq!(figures(&test).entries, before, "something is kept that is no page");
}
