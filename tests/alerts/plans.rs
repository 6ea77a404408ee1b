//! With many enquiries the screens read only what they show.

use shingle::accounts::Role;

use crate::support::TestApp;

/// Ten thousand enquiries with three messages each, of which forty are refused.
async fn many(app: &TestApp) {
    app.execute(
        "insert into enquiries (id, reference, key, form_id, form_version, answers, name, address_tag, received_at)
         select gen_random_uuid(), 'MANY-' || n, 'a key of many ' || n, f.id, f.version, '{}', 'Visitor ' || n, '',
                timestamptz '2026-11-20 09:00Z' - n * interval '3 minutes'
         from generate_series(1, 10000) n, (select id, version from forms where slug = 'contact') f;
         insert into deliveries (id, enquiry_id, kind, recipient, state, message_id, attempts, created_at, done_at)
         select gen_random_uuid(), e.id, 'notice', 'desk@bellpull.example',
                case when m = 1 and right(e.reference, 3) in ('250', '500', '750', '999') then 'refused' else 'handed-over' end,
                '<' || e.reference || '-' || m || '@many>', 1, e.received_at, e.received_at
         from enquiries e, generate_series(1, 3) m where e.reference like 'MANY-%';
         insert into delivery_attempts (delivery_id, number, started_at, ended_at, outcome, words)
         select id, 1, created_at, created_at, case state when 'refused' then 'refused' else 'handed-over' end, 'words'
         from deliveries where message_id like '%@many>';
         insert into jobs (id, kind, key, payload, run_at, created_at)
         select gen_random_uuid(), 'deliver', 'many ' || n, '{}', '2027-01-01', '2026-11-20' from generate_series(1, 5000) n;
         analyze",
    )
    .await;
}

/// Rows that were read by scanning whole tables.
async fn scanned(app: &TestApp) -> Vec<Vec<String>> {
    app.sql(
        "select relname, seq_tup_read from pg_stat_user_tables
         where relname in ('deliveries', 'delivery_attempts', 'enquiries', 'jobs') order by relname",
    )
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_screen_scans_a_table_for_its_red_line_its_list_or_its_proofs() {
    let app = TestApp::demo().await;
    many(&app).await;
    let desk = app.client_as(Role::Manager).await;
    // A connection hands in its figures when it ends.
    app.app.db.refresh();
    let before = settled(&app).await;
    let list = desk.get("/admin/deliveries").await;
    assert_eq!(list.all(".message").len(), 40, "{}", list.words());
    let gone = desk.get("/admin/deliveries?view=gone").await;
    let older = gone.attribute(".pager a", "href").expect("an older page");
    assert_eq!((gone.all(".message").len(), desk.get(&older).await.all(".message").len()), (50, 50));
    for path in ["/account", "/admin/deliveries?view=waiting", "/admin/tests"] {
        assert_eq!(desk.get(path).await.status(), 200, "{path}");
    }
    app.app.db.refresh();
    assert_eq!(settled(&app).await, before, "rows read by sequential scans");
}

/// The figures once every connection that was closed has handed them in.
async fn settled(app: &TestApp) -> Vec<Vec<String>> {
    let idle = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";
    crate::support::eventually("connections end", async || (app.sql_i64(idle).await == 0).then_some(())).await;
    scanned(app).await
}
