//! Working hours and holidays.

use super::{back_to, owner, saved};
use crate::support::TestApp;

const PATH: &str = "/admin/settings/hours";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn new_hours_count_for_new_promises_and_can_be_taken_back() {
    let app = TestApp::demo().await;
    let desk = owner(&app).await;
    let mut new = vec![("mon-0-from", "9"), ("mon-0-to", "12.30"), ("mon-1-from", "13:30"), ("mon-1-to", "18:00")];
    new.extend([("sat-0-from", "10:00"), ("sat-0-to", "14:00"), ("fri-0-from", ""), ("fri-0-to", "")]);
    let page = saved(&desk, PATH, &new).await;
    let words =
        "Monday, 9:00 to 12:30 and 13:30 to 18:00; Tuesday to Thursday, 9:00 to 17:00; Saturday, 10:00 to 14:00";
    assert!(page.words().contains(words), "{}", page.words());
    assert_eq!(page.input("mon-1-from").as_deref(), Some("13:30"));
    assert!(page.first(".version").unwrap().contains("Working hours: “Monday to Friday, 9:00 to 17:00” became"));
    assert_eq!(app.app.business().opening.words(), words);
    back_to(&desk, PATH, 1).await;
    assert_eq!(app.app.business().opening.words(), "Monday to Friday, 9:00 to 17:00");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn holidays_are_added_and_taken_away_line_by_line() {
    let app = TestApp::demo().await;
    let desk = owner(&app).await;
    let page = desk.get(PATH).await;
    let seen = page.input("seen").unwrap();
    let week = [("mon-0-from", "9"), ("mon-0-to", "17")];
    let post = async |days: &[(&str, &str)]| {
        let mut pairs = vec![("seen", seen.as_str())];
        pairs.extend(week);
        for (day, name) in days {
            pairs.extend([("holiday-day", *day), ("holiday-name", *name)]);
        }
        desk.post(PATH, &pairs).await
    };
    let wrong = post(&[("", ""), ("2026-12-25", ""), ("", "Boxing Day"), ("2026-13-01", "No such day")]).await;
    assert_eq!(wrong.status(), 422);
    assert_eq!(wrong.all(".errors li").len(), 3, "{:?}", wrong.all(".errors li"));
    assert!(wrong.inputs("holiday-name").contains(&"Boxing Day".to_owned()));
    assert_eq!(post(&[("2026-12-28", "Boxing Day"), ("", ""), ("2026-12-25", "Christmas")]).await.status(), 303);
    let page = desk.get(PATH).await;
    assert_eq!(page.inputs("holiday-day")[..3], ["2026-12-25", "2026-12-28", ""]);
    assert!(page.first(".version").unwrap().contains("Holiday on 28 December 2026: “Boxing Day” added"));
    assert_eq!(app.app.business().opening.holidays.len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_mistake_leads_to_its_own_field() {
    let app = TestApp::demo().await;
    let desk = owner(&app).await;
    let new = [("mon-0-from", "soon"), ("tue-0-to", ""), ("wed-1-from", "16:00"), ("wed-1-to", "18:00")];
    let page = desk.submit(&desk.get(PATH).await, &new).await;
    assert_eq!(page.status(), 422);
    let html = page.html();
    let link = scraper::Selector::parse(".errors a").unwrap();
    let places: Vec<_> = html.select(&link).filter_map(|link| link.value().attr("href")).collect();
    assert_eq!(places, ["#mon-0-from", "#tue-0-to", "#wed-1-from"]);
    for place in places {
        assert!(page.has(&format!("{place}[aria-invalid]")), "{place} is not marked");
    }
    assert_eq!(page.input("mon-0-from").as_deref(), Some("soon"));
}
