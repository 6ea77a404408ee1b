//! The dashboard: four questions, and each number leads to its list.

use chrono::TimeDelta;
use shingle::accounts::Role;
use shingle::jobs;

use super::{desk, enquiry};
use crate::support::{Client, Response};

/// The number under a label, and where it leads.
fn number(page: &Response, label: &str) -> (String, String) {
    let html = page.html();
    let all = scraper::Selector::parse(".numbers > div").unwrap();
    let link = scraper::Selector::parse("a").unwrap();
    let found = html.select(&all).find(|one| one.text().collect::<String>().contains(label));
    let found = found.unwrap_or_else(|| panic!("no {label}: {}", page.words()));
    let link = found.select(&link).next().unwrap();
    (link.text().collect(), link.value().attr("href").unwrap().to_owned())
}

async fn listed(client: &Client, path: &str) -> Vec<String> {
    let list = client.get(path).await;
    assert_eq!(list.status(), 200, "{path}: {}", list.words());
    list.all("#rows .row-name a")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_number_of_the_day_leads_to_exactly_what_it_counts() {
    let (test, client) = desk().await;
    for name in ["Late", "Today", "Later", "Answered", "Task"] {
        enquiry(&test, name).await;
    }
    let now = test.clock.now();
    let set = async |name: &str, what: &str| {
        test.execute(&format!("update enquiries set {what} where name = '{name}'")).await;
    };
    let at = |hours: i64| format!("'{}'", (now + TimeDelta::hours(hours)).to_rfc3339());
    set("Late", &format!("due_at = {}", at(-3))).await;
    set("Today", &format!("due_at = {}, state = 'working'", at(1))).await;
    set("Later", &format!("due_at = {}", at(72))).await;
    set("Answered", &format!("due_at = {}, answered_at = {}, state = 'waiting'", at(-5), at(-6))).await;
    set("Task", "due_at = null, state = 'waiting'").await;
    let reference = test.sql_text("select reference from enquiries where name = 'Task'").await;
    let day = now.date_naive().to_string();
    client.post(&format!("/admin/enquiries/{reference}/tasks"), &[("task", "Ring"), ("due", &day)]).await;

    let page = client.get("/admin").await;
    for (label, names) in
        [("Replies late", vec!["Late"]), ("New", vec!["Later", "Late"]), ("To do by today", vec!["Task"])]
    {
        let (value, href) = number(&page, label);
        assert_eq!(value, names.len().to_string(), "{label}");
        assert_eq!(listed(&client, &href).await, names, "{label}: {href}");
    }
    assert_eq!(number(&page, "Replies due today").0, "1");
    assert_eq!(page.first("#rows .row-name a").unwrap(), "Late", "what is most urgent comes first");
    assert_eq!(page.first("#rows .due").unwrap(), "reply 3 h late");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_the_first_day_it_says_what_to_do() {
    let (_test, client) = desk().await;
    let page = client.get("/admin").await;
    assert!(page.words().contains("No enquiries yet") && page.has("a[href='/admin/tests']"), "{}", page.words());
    assert!(!page.has(".chart") && !page.has(".numbers"), "empty figures tell nobody anything");
    assert_eq!(client.get("/admin/enquiries").await.first(".empty h2").unwrap(), "No enquiries yet");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_brings_enquiries_is_counted_and_leads_to_them() {
    let (test, client) = desk().await;
    test.fill(40).await;
    test.execute("update enquiries set source = '{\"page\": \"/a & b\", \"utm_campaign\": \"spring\"}' where excerpt in ('bell 1', 'bell 2', 'bell 3')").await;
    test.execute("update enquiries set received_at = received_at - interval '40 days' where excerpt = 'bell 3'").await;
    let page = client.get("/admin").await;
    let words = page.words();
    assert!(words.contains("/a & b 2") && words.contains("spring 2"), "{words}");
    let href = page.attribute(".counts a[href*='spring']", "href").unwrap();
    let list = client.get(&href).await;
    assert_eq!(list.all("#rows .row-name a").len(), 2);
    assert!(
        list.all(".chip").contains(&"from the campaign spring : take this away".to_owned()),
        "{:?}",
        list.all(".chip")
    );
    // The finding compares with the thirty days before: one of forty is older, and spam and tests count nowhere.
    let live = test.sql_i64("select count(*) from enquiries where not suspected and not test").await - 1;
    assert!(words.contains(&format!("{live} enquiries in the last 30 days, {} more than", live - 1)), "{words}");
    let table: Vec<String> = page.all(".chart-table td:nth-child(2)");
    let sum: i64 = table.iter().map(|cell| cell.rsplit(' ').next().unwrap().parse::<i64>().unwrap()).sum();
    assert_eq!((table.len(), sum), (30, live), "the table says what the bars show");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_not_see_enquiries_sees_none_of_their_figures() {
    let (test, _) = desk().await;
    enquiry(&test, "Maud Ferreira").await;
    for role in [Role::Editor, Role::Author] {
        let page = test.client_as(role).await.get("/admin").await;
        assert_eq!(page.status(), 200);
        assert!(!page.text.contains("Maud") && !page.has(".numbers") && !page.has(".chart"), "{role:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_broken_promise_counts_until_it_is_thirty_days_old() {
    let (test, client) = desk().await;
    enquiry(&test, "Maud Ferreira").await;
    test.clock.advance(TimeDelta::days(10));
    jobs::sweep(&test.app).await.unwrap();
    let client_later = test.client_as(Role::Manager).await;
    let page = client_later.get("/admin").await;
    assert!(
        page.words().contains("0 of 1 replies that were due in the last 30 days came in time, 1 did not"),
        "{}",
        page.words()
    );
    assert_eq!(listed(&client_later, "/admin/enquiries?view=all&promise=broken").await, ["Maud Ferreira"]);
    drop(client);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_desk_can_be_put_onto_a_telephone() {
    let (test, client) = desk().await;
    let href = client.get("/admin").await.attribute("link[rel=manifest]", "href").unwrap();
    // Browsers ask for it as strangers.
    let answer = test.client().get(&href).await;
    assert_eq!(answer.header("content-type"), Some("application/manifest+json"));
    let manifest: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
    assert_eq!(manifest["start_url"], "/admin");
    assert_eq!(manifest["display"], "standalone");
    let mut purposes = Vec::new();
    for icon in manifest["icons"].as_array().unwrap() {
        let file = test.client().get(icon["src"].as_str().unwrap()).await;
        assert_eq!(file.header("content-type"), icon["type"].as_str());
        if icon["type"] == "image/png" {
            // Width and height stand at the same place in every PNG.
            let side = |from: usize| u32::from_be_bytes(file.bytes[from..from + 4].try_into().unwrap());
            assert_eq!(Some(format!("{}x{}", side(16), side(20)).as_str()), icon["sizes"].as_str());
            purposes.push(icon["purpose"].as_str().unwrap().to_owned());
        }
    }
    assert_eq!(purposes, ["any", "any", "maskable"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_number_leads_to_as_many_as_it_says() {
    let (test, client) = desk().await;
    test.fill(900).await;
    // Some are due today, some came at the edge of the thirty days.
    test.execute("update enquiries set answered_at = null, due_at = received_at + interval '30 hours' where excerpt like 'bell %7'").await;
    let page = client.get("/admin").await;
    let shown = async |href: &str| {
        let list = client.get(href).await;
        assert_eq!(list.status(), 200, "{href}");
        list.first(".result")
            .map_or(0, |words| words.replace(',', "").split(' ').next().unwrap().parse::<i64>().unwrap())
    };
    for label in ["Replies late", "Replies due today", "New"] {
        let (value, href) = number(&page, label);
        let value: i64 = value.replace(',', "").parse().unwrap();
        assert!(value > 0, "{label}");
        assert_eq!(shown(&href).await, value, "{label}");
    }
    let whole = page.first(".chart-key a").unwrap();
    let href = page.attribute(".chart-key a", "href").unwrap();
    assert_eq!(whole, format!("these 30 days: {}", shown(&href).await));
    let broken = page.first(".figure-line a").unwrap();
    let href = page.attribute(".figure-line a", "href").unwrap();
    assert_eq!(broken, format!("{} did not", shown(&href).await));
    let proof = page.attribute("td a[href*='form=contact']", "href").unwrap();
    assert!(shown(&proof).await > 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_mail_is_kept_nothing_says_that_it_has_left() {
    let folder = crate::support::Place::get().quick("kept-today");
    let mailer = shingle::mail::Mailer::Folder(folder);
    let kept = crate::support::TestApp::build().demo().mailer(mailer).start().await;
    let page = kept.client_as(Role::Manager).await.get("/admin").await;
    let health = page.first(".health").unwrap();
    assert!(health.contains("no mail leaves this machine") && !health.contains("has left"), "{health}");
}
