//! What was deleted is gone everywhere, and that it was stays known.

use shingle::accounts::Role;
use shingle::mail::Mailer;

use super::enquiry;
use crate::support::{Place, TestApp};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_a_deleted_enquiry_is_left_but_that_it_was_there() {
    let folder = Place::get().quick("deleted-mail");
    let test = TestApp::build().demo().mailer(Mailer::Folder(folder.clone())).start().await;
    test.execute("delete from enquiries").await;
    let client = test.client_as(Role::Manager).await;
    let reference = enquiry(&test, "Zebedee Quill").await;
    test.run_jobs().await;
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 2, "both messages are kept");
    // One more that has not left yet.
    let id = test.sql_text("select id || '.' || version from enquiries").await;
    let notice = test.sql_text("select id from deliveries where kind = 'notice'").await;
    client.post(&format!("/admin/deliveries/{notice}/recipient"), &[("email", "zebedee@other.example")]).await;
    client.post(&format!("/admin/enquiries/{reference}/notes"), &[("note", "Zebedee is his first name")]).await;
    client.post(&format!("/admin/enquiries/{reference}/tasks"), &[("task", "Ring Zebedee")]).await;

    let asked = client.post("/admin/enquiries/deletion", &[("list", "view=open"), ("id", &id)]).await;
    assert!(asked.words().contains("Zebedee Quill"), "{}", asked.words());
    let done = client.submit(&asked, &[]).await;
    assert_eq!(done.status(), 303, "{}", done.words());
    assert_eq!(test.run_jobs().await, 0, "nothing more is sent");

    let tables = test.sql("select table_name from information_schema.tables where table_schema = 'public'").await;
    for table in tables.iter().map(|row| &row[0]) {
        let rows = test
            .sql_i64(&format!(
                "select count(*) from {table} t where t::text ilike '%zebedee%' or t::text ilike '%maud@example%'"
            ))
            .await;
        assert_eq!(rows, 0, "{table} still tells of them");
    }
    let left: Vec<_> = std::fs::read_dir(&folder).unwrap().collect();
    assert!(left.is_empty(), "kept mail: {left:?}");
    let record = client.get(&format!("/admin/enquiries/{reference}")).await;
    assert_eq!(record.status(), 410);
    assert!(record.words().contains("This enquiry was deleted") && record.words().contains(&reference));
    assert!(client.get("/admin/enquiries?view=all").await.all("#rows .row").is_empty());
    assert_eq!(test.sql_i64("select count(*) from staff_acts where act->>'kind' = 'enquiries-deleted'").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_repeated_send_of_a_deleted_enquiry_makes_no_new_one() {
    let test = TestApp::demo().await;
    let client = test.client_as(Role::Manager).await;
    let visitor = test.client();
    let page = visitor.get("/forms/contact/message").await;
    let answers = crate::forms::CONTACT;
    assert_eq!(visitor.submit(&page, &answers).await.status(), 303);
    let id = test.sql_text("select id || '.' || version from enquiries where not seeded").await;
    let asked = client.post("/admin/enquiries/deletion", &[("id", &id)]).await;
    assert_eq!(client.submit(&asked, &[]).await.status(), 303);
    let again = visitor.submit(&page, &answers).await;
    assert!(again.status() < 500, "{}", again.words());
    assert_eq!(test.sql_i64("select count(*) from enquiries where not seeded").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_between_the_deletion_and_its_files_leaves_them_to_the_sweeper() {
    let folder = Place::get().quick("swept-mail");
    let test = TestApp::build().demo().mailer(Mailer::Folder(folder.clone())).start().await;
    enquiry(&test, "Zebedee Quill").await;
    test.run_jobs().await;
    test.execute("update deliveries set recipient = '', bytes = null where not seeded").await;
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 2);
    shingle::jobs::sweep(&test.app).await.unwrap();
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
}
