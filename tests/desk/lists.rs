//! The inbox: views with their counts, search, filters, orders, page after page.

use std::collections::BTreeSet;

use super::{desk, enquiry};
use crate::support::{Client, TestApp};

/// The names of a list, through all its pages.
async fn through(client: &Client, path: &str) -> Vec<String> {
    let (mut rows, mut next) = (Vec::new(), Some(path.to_owned()));
    while let Some(path) = next {
        let page = client.get(&path).await;
        assert_eq!(page.status(), 200, "{path}: {}", page.words());
        let html = page.html();
        let link = scraper::Selector::parse("#rows .row-name a").unwrap();
        rows.extend(html.select(&link).map(|link| link.value().attr("href").unwrap_or_default().to_owned()));
        next = page.attribute(".pager a[rel=next]", "href");
        assert!(rows.len() <= 20_000, "no end");
    }
    rows
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_order_shows_every_enquiry_once_through_all_its_pages() {
    let (test, client) = desk().await;
    test.fill(230).await;
    let all =
        usize::try_from(test.sql_i64("select count(*) from enquiries where not suspected and not test").await).unwrap();
    for sort in ["newest", "oldest", "due", "name"] {
        let rows = through(&client, &format!("/admin/enquiries?view=all&sort={sort}")).await;
        let once: BTreeSet<&String> = rows.iter().collect();
        assert_eq!((rows.len(), once.len()), (all, all), "{sort}");
    }
    let order = |sort: &str| {
        let column = match sort {
            "oldest" => "received_at, id",
            "due" => "reply_by, id",
            "name" => "lower(name), id",
            _ => "received_at desc, id desc",
        };
        format!("select reference from enquiries where not suspected and not test order by {column} limit 50")
    };
    for sort in ["newest", "oldest", "due", "name"] {
        let page = client.get(&format!("/admin/enquiries?view=all&sort={sort}")).await;
        let wanted: Vec<String> = test.sql(&order(sort)).await.into_iter().map(|row| row[0].clone()).collect();
        let html = page.html();
        let link = scraper::Selector::parse("#rows .row-name a").unwrap();
        let shown: Vec<String> = html
            .select(&link)
            .map(|link| {
                let path = link.value().attr("href").unwrap().split('?').next().unwrap();
                path.rsplit('/').next().unwrap().to_owned()
            })
            .collect();
        assert_eq!(shown, wanted, "{sort}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_tab_says_how_many_it_holds_and_shows_them() {
    let (test, client) = desk().await;
    test.fill(120).await;
    let me = test.sql_text("select staff_id from sessions order by created_at desc limit 1").await;
    test.execute(&format!("update enquiries set owner_id = '{me}' where excerpt in ('bell 1', 'bell 3', 'bell 11')"))
        .await;
    let clean = "not suspected and not test";
    let tabs = [
        ("new", format!("{clean} and state = 'new'")),
        ("mine", format!("{clean} and owner_id = '{me}' and state in ('new', 'working', 'waiting')")),
        ("open", format!("{clean} and state in ('new', 'working')")),
        ("waiting", format!("{clean} and state = 'waiting'")),
        ("won", format!("{clean} and state = 'won'")),
        ("lost", format!("{clean} and state = 'lost'")),
        ("spam", "suspected".to_owned()),
        ("test", "test".to_owned()),
        ("all", clean.to_owned()),
    ];
    for (view, condition) in tabs {
        let count = test.sql_i64(&format!("select count(*) from enquiries where {condition}")).await;
        let page = client.get(&format!("/admin/enquiries?view={view}")).await;
        assert_eq!(page.first(".tabs [aria-current] .count").unwrap(), count.to_string(), "{view}");
        let rows = through(&client, &format!("/admin/enquiries?view={view}")).await;
        assert_eq!(i64::try_from(rows.len()).unwrap(), count, "{view}");
        assert!(count > 0, "{view} shows nothing at all here");
    }
    many_more_than_a_thousand(&test, &client).await;
}

async fn many_more_than_a_thousand(test: &TestApp, client: &Client) {
    test.execute("delete from enquiries").await;
    test.fill(1_100).await;
    let page = client.get("/admin/enquiries?view=all").await;
    assert_eq!(page.first(".tabs [aria-current] .count").unwrap(), "1,000+");
    assert_eq!(page.first(".result").unwrap(), "1,000+ enquiries");
}

/// The names on a list of all.
async fn search(client: &Client, query: &str) -> Vec<String> {
    client.get(&format!("/admin/enquiries?view=all&{query}")).await.all("#rows .row-name a")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn search_and_filters_narrow_a_list_and_each_is_taken_away_by_itself() {
    let (test, client) = desk().await;
    let maud = enquiry(&test, "Maud Ferreira").await;
    enquiry(&test, "Zebedee Quill").await;
    test.execute("update enquiries set search = search || ' 100%_sure'  where name = 'Maud Ferreira'").await;
    let names = async |query: &str| search(&client, query).await;
    assert_eq!(names("").await, ["Zebedee Quill", "Maud Ferreira"]);
    assert_eq!(names("q=ferreira").await, ["Maud Ferreira"]);
    assert_eq!(names("q=silent+FERREIRA").await, ["Maud Ferreira"], "all words, in any order, of answers too");
    assert_eq!(names(&format!("q={}", maud.to_lowercase().replace('-', "+"))).await, ["Maud Ferreira"]);
    assert_eq!(names("q=100%25_sure").await, ["Maud Ferreira"], "signs of a pattern are plain letters");
    assert_eq!(names("q=1%25sure").await, [""; 0]);
    assert_eq!(names("form=contact&days=7&owner=nobody&promise=unanswered").await.len(), 2);
    assert_eq!(names("form=project").await, [""; 0]);
    assert_eq!(names("promise=late").await, [""; 0]);
    test.clock.advance(chrono::TimeDelta::days(9));
    let client = test.client_as(shingle::accounts::Role::Manager).await;
    let names = async |query: &str| search(&client, query).await;
    assert_eq!(names("promise=late").await.len(), 2, "nobody answered in time");
    assert_eq!(names("days=7").await, [""; 0]);
    let page = client.get("/admin/enquiries?view=all&q=ferreira&form=contact&promise=late").await;
    assert_eq!(page.all(".chip").len(), 3, "{:?}", page.all(".chip"));
    let without = page.attribute(".chip", "href").unwrap();
    let wider = client.get(&without).await;
    assert_eq!(wider.all(".chip").len(), 2);
    assert_eq!(wider.input("form").unwrap(), "contact", "the others stay");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_narrows_further_keeps_where_the_enquiries_came_from() {
    let (test, client) = desk().await;
    test.fill(10).await;
    let page = client.get("/admin/enquiries?view=all&from=page%3A%2Fservices").await;
    assert_eq!(page.input("from").unwrap(), "page:/services", "Show sends it along");
    assert!(!client.get("/admin/enquiries?view=all").await.has("input[name=from]"), "and nothing where none is chosen");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_nothing_here_wrote_is_refused() {
    let (_test, client) = desk().await;
    for query in ["view=none", "sort=size", "days=5", "owner=x", "form=A", "promise=maybe", "after=x", "extra=1"] {
        let answer = client.get(&format!("/admin/enquiries?{query}")).await;
        assert!(answer.status() == 404 || answer.status() == 400, "{query}: {}", answer.status());
        assert!(answer.has("h1") && !answer.text.contains("deserialize"), "{query}: in our words: {}", answer.words());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_record_stands_beside_the_list_it_was_opened_from() {
    let (test, client) = desk().await;
    test.fill(60).await;
    let list = client.get("/admin/enquiries?view=waiting&sort=oldest").await;
    let first = list.attribute("#rows .row-name a", "href").unwrap();
    let record = client.get(&first).await;
    assert_eq!(record.all(".pane-list .row-name a"), list.all("#rows .row-name a"));
    assert_eq!(record.all(".pane-list .row.is-open .row-name a"), [list.first("#rows .row-name a").unwrap()]);
    assert_eq!(record.attribute(".crumbs a", "href").unwrap(), "/admin/enquiries?view=waiting&sort=oldest");
}

/// The second page of a list of all, and how it begins.
async fn second_page(client: &Client) -> String {
    client.get("/admin/enquiries?view=all").await.attribute("a[rel=next]", "href").unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_record_opened_from_a_later_page_stands_beside_that_page() {
    let (test, client) = desk().await;
    test.fill(120).await;
    let second = second_page(&client).await;
    let list = client.get(&second).await;
    let opened = list.attribute("#rows .row-name a", "href").unwrap();
    let record = client.get(&opened).await;
    assert_eq!(record.all(".pane-list .row-name a"), list.all("#rows .row-name a"));
    assert!(record.has(".pane-list .row.is-open"), "it is marked");
    assert_eq!(record.attribute(".crumbs a", "href").unwrap(), second, "the way back leads to that page");
    // An act comes back to it as well, and so does putting its words away.
    let reference = opened.split(['/', '?']).nth(3).unwrap();
    let kept = record.input("list").unwrap();
    let done = client.post(&format!("/admin/enquiries/{reference}/notes"), &[("list", &kept), ("note", "Rang")]).await;
    assert!(done.location().unwrap().starts_with(&opened), "{:?} is not {opened}", done.location());
    assert_eq!(list.all(".pager a"), ["Newest", "Older"]);
    let oldest = client.get(&second.replace("view=all", "view=all&sort=oldest")).await;
    assert_eq!(oldest.all(".pager a").first().unwrap(), "Oldest", "the words are true of the order");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_act_on_a_later_page_comes_back_to_it_and_the_file_holds_every_page() {
    let (test, client) = desk().await;
    test.fill(120).await;
    let second = second_page(&client).await;
    let page = client.get(&second).await;
    let id = page.attribute(".tick input", "value").unwrap();
    let place = page.attribute("[data-batch] > input[name=list]", "value").unwrap();
    let done = client.post("/admin/enquiries/changes", &[("list", &place), ("id", &id), ("act", "mine")]).await;
    assert!(done.location().unwrap().starts_with(&second), "{:?}", done.location());
    let list = client.get(&done.location().unwrap()).await;
    assert_eq!(list.attribute(".flash input[name=back]", "value").unwrap(), second, "Undo comes back to it too");
    let asked = client.post("/admin/enquiries/deletion", &[("list", &place), ("id", &id)]).await;
    assert_eq!(asked.attribute("main a.button", "href").unwrap(), second);
    // Even where nothing is left on it, the page says so truly.
    test.execute("delete from enquiries where not exists (select 1 from (select id from enquiries order by received_at desc limit 5) f where f.id = enquiries.id)").await;
    assert_eq!(client.get(&second).await.first(".empty h2").unwrap(), "Nothing further");
    assert_eq!(page.attribute("[action='/admin/enquiries/exports'] input", "value").unwrap(), "view=all");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_in_this_view_is_found_in_another() {
    let (test, client) = desk().await;
    let maud = enquiry(&test, "Maud Ferreira").await;
    let spam = enquiry(&test, "Zebedee Quill").await;
    test.execute("update enquiries set state = 'won' where name = 'Maud Ferreira'").await;
    test.execute("update enquiries set suspected = true where name = 'Zebedee Quill'").await;
    let page = client.get(&format!("/admin/enquiries?view=open&q={maud}")).await;
    assert_eq!(page.all(".empty a"), ["1 in All: look there", "Take the filters away"]);
    let there = client.get(&page.attribute(".empty a", "href").unwrap()).await;
    assert_eq!(there.all("#rows .row-name a"), ["Maud Ferreira"], "the search goes along");
    let page = client.get(&format!("/admin/enquiries?view=all&q={spam}")).await;
    assert_eq!(page.first(".empty a").unwrap(), "1 in Spam: look there");
    let page = client.get("/admin/enquiries?view=open&q=nobody-like-this").await;
    assert_eq!(page.all(".empty a"), ["Take the filters away"]);
    // However the reference is typed: without prefix, without hyphens, its beginning only.
    let code: String = maud.split('-').skip(1).collect();
    let names = async |query: &str| search(&client, query).await;
    let first = code.get(..6).unwrap();
    for typed in [&code, &code.to_lowercase(), first, &maud, &code.replace('0', "o").replace('1', "l")] {
        assert_eq!(names(&format!("q={typed}")).await, ["Maud Ferreira"], "{typed}");
    }
    let both = client.get(&format!("/admin/enquiries?view=all&q=ferreira+{code}")).await;
    assert_eq!(both.all("#rows .row-name a"), ["Maud Ferreira"], "beside other words");
}
