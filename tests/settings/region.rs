//! Where the business is, its clock, its money, and how it writes dates.

use super::{back_to, owner, saved};
use crate::support::TestApp;

const PATH: &str = "/admin/settings/region";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dates_are_written_as_was_chosen_wherever_visitors_read_them() {
    let app = TestApp::demo().await;
    let (desk, visitor) = (owner(&app).await, app.client());
    let path = "/blog/what-a-website-costs";
    let day = async || visitor.get(path).await.first("article time, main time").expect("a day");
    let before = day().await;
    let offered = desk.get(PATH).await.all("#dates .choice");
    assert_eq!(offered, ["20 November 2026", "November 20, 2026", "20 Nov 2026", "2026-11-20"]);
    let stamp = visitor.get(path).await.attribute("main time", "datetime").unwrap();
    let iso = stamp.get(..10).unwrap().to_owned();
    for (style, is) in [("numbers", iso.as_str()), ("day-month", before.as_str())] {
        saved(&desk, PATH, &[("dates", style)]).await;
        assert_eq!(day().await, is, "{style}");
    }
    saved(&desk, PATH, &[("dates", "month-day")]).await;
    assert!(visitor.get("/blog").await.words().contains(", 2026"), "the list keeps another style");
    // A reply promise too.
    let receipt = visitor.post("/forms/contact/message", &crate::forms::CONTACT).await.location().unwrap();
    let words = visitor.get(&receipt).await.words();
    assert!(words.contains("Monday, November 23"), "{words}");
    let history = desk.get(PATH).await.first(".version").unwrap();
    assert!(history.contains("Dates: “as in 3 November 2026” became “as in November 3, 2026”"), "{history}");
    back_to(&desk, PATH, 1).await;
    assert_eq!(day().await, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_zone_moves_every_time_and_a_currency_touches_no_price() {
    let app = TestApp::demo().await;
    let (desk, visitor) = (owner(&app).await, app.client());
    let page = desk.get(PATH).await;
    assert!(
        page.words().contains("4 services have a price in GBP. A price that is written keeps its currency"),
        "{}",
        page.words()
    );
    let prices = async || visitor.get("/prices").await.words();
    let before = prices().await;
    let new = [("zone", "america/new york"), ("country", "US"), ("currency", "USD")];
    let page = saved(&desk, PATH, &new).await;
    assert_eq!(page.input("zone").as_deref(), Some("America/New_York"));
    assert!(page.first(".version time").unwrap().ends_with("05:00"), "{:?}", page.first(".version time"));
    assert_eq!(prices().await, before, "a written price has changed");
    assert_eq!(app.app.business().currency, "USD");
    assert!(desk.get("/admin/settings").await.words().contains("United States · America/New_York · USD"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_what_is_on_the_lists_is_taken() {
    let app = TestApp::demo().await;
    let desk = owner(&app).await;
    let typed = [("country", "XX"), ("zone", "Londn"), ("currency", "pounds"), ("dates", "odd")];
    let page = desk.submit(&desk.get(PATH).await, &typed).await;
    assert_eq!(page.status(), 422);
    assert_eq!(page.all(".errors li").len(), 4, "{:?}", page.all(".errors li"));
    assert_eq!(page.input("zone").as_deref(), Some("Londn"));
    assert_eq!(page.input("currency").as_deref(), Some(""), "another currency is chosen for them");
    assert_eq!(app.sql_i64("select count(*) from settings where topic = 'business'").await, 1);
}
