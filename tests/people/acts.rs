//! What people did: written down with who and when, newest first, page by page.

use super::owner;
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_act_on_staff_is_told_with_who_and_when() {
    let app = TestApp::start().await;
    let (_, desk) = owner(&app).await;
    assert!(desk.get("/admin/staff/acts").await.words().contains("Nothing yet"));
    let form = [("name", "Una <b>Bell</b>"), ("email", "una@example.com"), ("role", "editor")];
    let person = desk.post("/admin/staff/invitation", &form).await.location().unwrap();
    let person = person.split('?').next().unwrap();
    for (act, form) in [("role", &[("role", "author")][..]), ("sessions", &[]), ("exclusion", &[]), ("admission", &[])]
    {
        app.clock.advance(chrono::TimeDelta::minutes(1));
        assert_eq!(desk.post(&format!("{person}/{act}"), form).await.status(), 303, "{act}");
    }
    let page = desk.get("/admin/staff/acts").await;
    let told = page.all(".acts li p");
    let wanted = [
        "Una <b>Bell</b> let back in The owner",
        "Una <b>Bell</b> disabled The owner",
        "Every session of Una <b>Bell</b> ended The owner",
        "Una <b>Bell</b> made author, editor before The owner",
        "Una <b>Bell</b> (una@example.com) invited as editor The owner",
    ];
    assert_eq!(told, wanted);
    assert_eq!(page.all(".acts time")[0], "20 November 2026, 10:04");
    // What changed nothing is no act.
    desk.post(&format!("{person}/admission"), &[]).await;
    desk.post(&format!("{person}/role"), &[("role", "author")]).await;
    assert_eq!(desk.get("/admin/staff/acts").await.all(".acts li").len(), 5);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_record_is_read_page_by_page_and_none_is_missed_or_told_twice() {
    let app = TestApp::start().await;
    let (staff, desk) = owner(&app).await;
    // Many in one instant, as a program under load writes them.
    app.execute(&format!(
        "insert into staff_acts select gen_random_uuid(), timestamptz '2026-11-20 09:00:00Z' + (n / 7) * interval '1 second', '{}',
         jsonb_build_object('kind', 'staff-disabled', 'name', 'Number ' || n) from generate_series(1, 120) n",
        staff.id
    ))
    .await;
    app.execute("insert into staff_acts values (gen_random_uuid(), timestamptz '2026-11-20 08:00:00Z', null, '{\"kind\": \"of-the-future\"}')").await;
    let (mut path, mut seen) = ("/admin/staff/acts".to_owned(), Vec::new());
    for _ in 0..4 {
        let page = desk.get(&path).await;
        seen.extend(page.all(".acts li p"));
        let links = page.html();
        let older = links
            .select(&scraper::Selector::parse(".pager a").unwrap())
            .filter_map(|link| link.value().attr("href").filter(|href| href.contains("after=")).map(str::to_owned))
            .next();
        let Some(next) = older else { break };
        path = next;
    }
    assert_eq!(seen.len(), 121);
    assert!(seen[120].contains("does not know Somebody who is gone"), "{}", seen[120]);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 121);
    assert_eq!(desk.get("/admin/staff/acts?after=nonsense").await.status(), 200);
}
