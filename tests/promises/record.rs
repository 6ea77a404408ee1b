//! Whether promises were kept, in figures.

use shingle::enquiries::Enquiry;
use shingle::promises::Promises;

use super::moment;
use crate::forms::{CONTACT, send_contact};
use crate::support::TestApp;

/// Ten enquiries for each case, out of the one that is there.
async fn add(app: &TestApp, due: &str, changes: &str) {
    app.execute(&format!(
        "insert into enquiries (id, reference, key, form_id, form_version, answers, address_tag, received_at, due_at)
         select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), form_id, form_version, answers, address_tag,
         received_at, '{due}+00' from enquiries, generate_series(1, 10) where key = 'first';
         update enquiries set key = gen_random_uuid() || 'x', {changes} where key <> 'first' and key not like '%x'"
    ))
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kept_broken_and_open_promises_are_counted_by_when_they_were_due() {
    let app = TestApp::demo().await;
    app.execute("delete from enquiries").await;
    send_contact(&app.client(), &CONTACT).await;
    app.execute("update enquiries set key = 'first', due_at = null").await;
    add(&app, "2026-11-10 12:00", "answered_at = '2026-11-10 11:00+00'").await;
    add(&app, "2026-11-11 12:00", "answered_at = '2026-11-12 11:00+00'").await;
    add(&app, "2026-11-12 12:00", "name = 'nobody answered'").await;
    add(&app, "2026-12-12 12:00", "name = 'not yet due'").await;
    add(&app, "2026-10-12 12:00", "name = 'the month before'").await;
    for nothing in ["suspected = true", "test = true", "deleted_at = received_at"] {
        add(&app, "2026-11-12 12:00", nothing).await;
        add(&app, "2026-12-12 12:00", nothing).await;
    }
    let counted = async |since: &str, until: &str| {
        app.with_conn(async |conn| Enquiry::promises(conn, moment(since), moment(until)).await.unwrap()).await
    };
    let now = "2026-11-20 10:00";
    assert_eq!(counted("2026-11-01 00:00", now).await, Promises { kept: 10, broken: 20, open: 10 });
    assert_eq!(counted("2026-10-01 00:00", now).await, Promises { kept: 10, broken: 30, open: 10 });
    assert_eq!(counted("2026-11-13 00:00", now).await, Promises { kept: 0, broken: 0, open: 10 });
    let overdue = app.with_conn(async |conn| Enquiry::count_overdue(conn, moment(now)).await.unwrap()).await;
    assert_eq!(overdue, 20, "what was answered late is over");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn counting_promises_among_ten_thousand_reads_an_index() {
    let app = TestApp::demo().await;
    app.execute(
        "insert into enquiries (id, reference, key, form_id, form_version, answers, address_tag, received_at, due_at, answered_at)
         select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), form_id, form_version, answers, address_tag,
         t, t + interval '8 hours', case when n % 20 > 0 then t + interval '3 hours' end
         from (select form_id, form_version, answers, address_tag from enquiries limit 1) e,
              (select n, '2026-11-20'::timestamptz - n * interval '1 hour' as t from generate_series(1, 10000) n) s",
    )
    .await;
    app.execute("analyze enquiries").await;
    let query = Enquiry::promises_query().replace("$1", "'2026-11-13'").replace("$2", "'2026-11-20'");
    let plan = app.sql(&format!("explain {query}")).await.concat().join("\n");
    assert!(
        !plan.contains("Seq Scan") && plan.contains("enquiries_promised") && plan.contains("enquiries_reply_by"),
        "{plan}"
    );
}
