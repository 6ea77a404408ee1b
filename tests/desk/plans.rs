//! Lists stay quick when there are many: no page reads a whole table.

use std::time::Duration;

use super::desk;

/// How often the tables that grow with a business were read from end to end, and how often by an index. (Jobs go when they
/// are done: reading the few that there are is right.)
const SCANS: &str = "select relname, seq_scan, coalesce(idx_scan, 0) from pg_stat_user_tables
    where relname in ('enquiries', 'timeline', 'deliveries', 'delivery_attempts', 'tasks', 'staff_acts') order by 1";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_screen_of_the_desk_reads_a_whole_table() {
    let (test, client) = desk().await;
    test.fill(10_000).await;
    test.execute(
        "insert into tasks (id, enquiry_id, words, due_on, created_at, done_at)
           select gen_random_uuid(), id, 'Ring', received_at::date, received_at, case when state <> 'new' then received_at end
           from enquiries where excerpt like 'bell %';
         insert into staff_acts (id, staff_id, at, act)
           select gen_random_uuid(), (select id from staff limit 1), received_at, '{\"kind\": \"sessions-ended\"}'
           from enquiries;
         analyze tasks, staff_acts",
    )
    .await;
    let record = test.sql_text("select reference from enquiries where excerpt = 'bell 4321'").await;
    let after = client.get("/admin/enquiries?view=all").await.attribute("a[rel=next]", "href").unwrap();
    let paths = [
        "/admin".to_owned(),
        "/admin/enquiries".to_owned(),
        "/admin/enquiries?view=all".to_owned(),
        "/admin/enquiries?view=mine".to_owned(),
        "/admin/enquiries?view=spam".to_owned(),
        "/admin/enquiries?view=all&sort=due".to_owned(),
        "/admin/enquiries?view=all&sort=name".to_owned(),
        "/admin/enquiries?view=won&sort=oldest".to_owned(),
        "/admin/enquiries?view=all&q=bell+4321".to_owned(),
        "/admin/enquiries?view=all&q=rzb07d38g".to_owned(),
        "/admin/enquiries?view=new&q=nobody+like+this".to_owned(),
        "/admin/enquiries?view=all&owner=nobody&form=contact&days=30".to_owned(),
        format!("/admin/enquiries/{record}"),
        after,
    ];
    // The connections give their figures away when they have rested for a while.
    let settled = async || {
        let mut last = Vec::new();
        loop {
            let now = test.sql(SCANS).await;
            if now == last {
                return now;
            }
            last = now;
            tokio::time::sleep(Duration::from_secs(11)).await;
        }
    };
    let before = settled().await;
    for path in &paths {
        let page = client.get(path).await;
        assert_eq!(page.status(), 200, "{path}: {}", page.words());
    }
    let after = settled().await;
    let indexed = |rows: &[Vec<String>]| rows.iter().map(|row| row[2].parse::<i64>().unwrap()).sum::<i64>();
    assert!(indexed(&after) > indexed(&before) + 20, "the figures have come: {before:?} {after:?}");
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before[1], after[1], "{} was read from end to end", before[0]);
    }
}
