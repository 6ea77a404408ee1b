//! What staff see when something is refused or goes wrong: a page of the desk, with what they typed.

use reqwest::Method;
use shingle::accounts::Role;

use super::{desk, enquiry};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_note_typed_after_the_session_ended_is_given_back_and_sent_after_signing_in() {
    let (test, client) = desk().await;
    let reference = enquiry(&test, "Maud Ferreira").await;
    let (person, password) = test.staff(Role::Manager).await;
    client.sign_in(&person.email, &password).await;
    test.execute("delete from sessions").await;
    let path = format!("/admin/enquiries/{reference}/notes");
    let note = "Rang twice,\r\n<b>no answer</b>";
    let refused = client.post(&path, &[("list", "view=new"), ("note", note)]).await;
    assert_eq!(refused.status(), 403);
    assert_eq!(refused.first("h1").unwrap(), "You are signed out");
    assert_eq!(refused.attribute("main a.button-primary", "href").unwrap(), "/account/sign-in");
    assert!(refused.first("textarea").unwrap().contains("Rang twice, <b>no answer</b>"), "{}", refused.words());
    assert!(!refused.has(".site-footer") && !refused.words().contains("another site"), "{}", refused.words());
    client.sign_in(&person.email, &password).await;
    let sent = client.submit(&refused, &[]).await;
    assert_eq!(sent.status(), 303, "{}", sent.words());
    let record = client.get(&sent.location().unwrap()).await;
    assert!(record.first(".timeline").unwrap().contains("Rang twice, <b>no answer</b>"));
    assert_eq!(record.attribute(".crumbs a", "href").unwrap(), "/admin/enquiries?view=new");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_another_sites_post_and_no_password_is_given_back() {
    let (test, client) = desk().await;
    let pairs = [("note", "Planted")];
    for site in ["cross-site", "same-site", "none"] {
        for from in [&client, &test.client()] {
            let request = from.request(Method::POST, "/admin/enquiries/SH-7K2M-Q9XD/notes");
            let answer = request.header("sec-fetch-site", site).form(&pairs).send().await;
            assert_eq!(answer.status(), 403);
            assert!(answer.words().contains("another site") && !answer.words().contains("Planted"), "{site}");
            assert!(!answer.has("main form"), "{site}");
        }
    }
    // A browser that says nothing is told nothing.
    let silent = test.client().request(Method::POST, "/admin/enquiries/SH-7K2M-Q9XD/notes").form(&pairs).send().await;
    assert_eq!((silent.status(), silent.has("main form")), (403, false));
    let passwords = [("current", "old words of mine"), ("password", "new words of mine"), ("name", "Ines")];
    let account = test.client().post("/account", &passwords).await;
    assert_eq!(account.status(), 403);
    assert!(account.input("name").as_deref() == Some("Ines") && !account.has("button"), "{}", account.words());
    for html in ["old words", "new words"] {
        assert!(!account.html().html().contains(html));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_goes_wrong_at_the_desk_looks_like_the_desk_and_leads_back_to_it() {
    let (test, manager) = desk().await;
    let author = test.client_as(Role::Author).await;
    let owner = test.client_as(Role::Owner).await;
    let unknown = "/admin/enquiries/SH-7K2M-Q9XD";
    let missing = manager.get(unknown).await;
    assert_eq!((missing.status(), missing.first("h1").unwrap().as_str()), (404, "There is nothing here"));
    assert_eq!(missing.attribute("main .actions a", "href").unwrap(), "/admin/enquiries");
    assert!(missing.words().contains("not for your role"), "{}", missing.words());
    assert!(!missing.has(".site-footer") && !missing.words().contains("ring about this"), "{}", missing.words());
    assert!(!owner.get(unknown).await.words().contains("your role"), "to an owner nothing is closed");
    // A role that may not sees its own jobs, and nothing of the others'.
    let closed = author.get("/admin/staff").await;
    assert_eq!((closed.status(), closed.first("h1").unwrap().as_str()), (404, "There is nothing here"));
    assert_eq!(closed.attribute("main .actions a", "href").unwrap(), "/admin");
    assert!(closed.has("nav a[href='/admin/articles']") && !closed.has("a[href='/admin/staff']"));
    let unread = manager.post(&format!("{unknown}/state"), &[("state", "nonsense")]).await;
    assert_eq!((unread.status(), unread.has("nav[aria-label='Admin']")), (400, true));
    // The guard itself fails: nobody knows who asks, and what was typed is still there.
    test.execute("alter table staff rename to elsewhere").await;
    let broken = manager.post(&format!("{unknown}/notes"), &[("note", "Half a thought")]).await;
    assert_eq!(broken.status(), 500);
    assert!(broken.first("textarea").unwrap().contains("Half a thought") && !broken.has(".site-footer"));
    assert!(!broken.has("nav[aria-label='Admin']"), "of a stranger nothing is known");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_typed_for_an_enquiry_that_a_colleague_deleted_can_be_copied() {
    let (test, client) = desk().await;
    let other = test.client_as(Role::Owner).await;
    let reference = enquiry(&test, "Maud Ferreira").await;
    let id = test.sql_text("select id || '.' || version from enquiries").await;
    let asked = other.post("/admin/enquiries/deletion", &[("id", &id)]).await;
    assert_eq!(other.submit(&asked, &[]).await.status(), 303);
    let path = |part: &str| format!("/admin/enquiries/{reference}/{part}");
    let note = client.post(&path("notes"), &[("note", "Rang twice,\r\nno answer"), ("list", "view=new")]).await;
    assert_eq!((note.status(), note.first("h1").unwrap().as_str()), (410, "This enquiry was deleted"));
    assert!(note.first("main textarea").unwrap().contains("Rang twice, no answer"), "{}", note.words());
    let task = client.post(&path("tasks"), &[("task", "Ring \"them\""), ("due", "2026-12-01")]).await;
    assert_eq!(task.status(), 410);
    assert_eq!(
        (task.input("task").unwrap(), task.input("due").unwrap()),
        ("Ring \"them\"".into(), "2026-12-01".into())
    );
    let moved = client.post(&path("state"), &[("state", "won"), ("version", "1")]).await;
    assert_eq!((moved.status(), moved.words().contains("What you typed")), (410, false));
    assert_eq!(test.sql_i64("select count(*) from tasks").await, 0);
}
