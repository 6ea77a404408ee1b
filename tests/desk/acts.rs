//! What staff do on one record, and what happens when two do it at once.

use shingle::accounts::Role;

use super::{desk, enquiry};
use crate::support::{Client, Response, TestApp};

async fn version(test: &TestApp, reference: &str) -> String {
    test.sql_text(&format!("select version from enquiries where reference = '{reference}'")).await
}

async fn act(client: &Client, reference: &str, part: &str, pairs: &[(&str, &str)]) -> Response {
    client.post(&format!("/admin/enquiries/{reference}/{part}"), pairs).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_act_says_what_it_did_and_is_taken_back_with_one_click() {
    let (test, client) = desk().await;
    let reference = enquiry(&test, "Maud Ferreira").await;
    let seen = version(&test, &reference).await;
    let pairs = [("list", "view=new&sort=due"), ("version", &seen), ("state", "won")];
    let done = act(&client, &reference, "state", &pairs).await;
    assert_eq!(done.status(), 303, "{}", done.words());
    let page = client.get(&done.location().unwrap()).await;
    assert_eq!(page.first(".flash p").unwrap(), "Enquiry moved to Won");
    assert_eq!(page.attribute(".crumbs a", "href").unwrap(), "/admin/enquiries?view=new&sort=due", "the list is kept");
    let undo = page.attribute(".flash form", "action").unwrap();
    let other = test.client_as(Role::Manager).await;
    assert_eq!(other.post(&undo, &[("back", "/admin/enquiries")]).await.status(), 409, "nobody else takes it back");
    let back = page.attribute(".flash input[name=back]", "value").unwrap();
    let undone = client.post(&undo, &[("back", &back)]).await;
    let page = client.get(&undone.location().unwrap()).await;
    assert_eq!(page.first(".flash p").unwrap(), "Enquiry put back as before");
    assert!(!page.has(".flash form"), "there is nothing more to undo");
    assert_eq!(test.sql_text(&format!("select state from enquiries where reference = '{reference}'")).await, "new");
    assert_eq!(test.sql_i64("select count(*) from enquiries where answered_at is not null").await, 0);
    let foreign = client.post(&undo, &[("back", "https://evil.example/admin/enquiries")]).await;
    assert_ne!(foreign.location().as_deref(), Some("https://evil.example/admin/enquiries"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_people_on_one_enquiry_never_overwrite_each_other_silently() {
    let (test, one) = desk().await;
    let other = test.client_as(Role::Owner).await;
    let reference = enquiry(&test, "Maud Ferreira").await;
    let seen = version(&test, &reference).await;
    let by_other = [("version", seen.as_str()), ("state", "won"), ("list", "view=open")];
    assert_eq!(act(&other, &reference, "state", &by_other).await.status(), 303);
    let by_one = [("version", seen.as_str()), ("state", "lost"), ("list", "view=open")];
    let stale = act(&one, &reference, "state", &by_one).await;
    assert_eq!(stale.status(), 409);
    let words = stale.words();
    assert!(words.contains("Move it to Lost") && words.contains("How far Won"), "both versions: {words}");
    assert_eq!(test.sql_text(&format!("select state from enquiries where reference = '{reference}'")).await, "won");
    // Having seen both, they may.
    let anyway = one.submit(&stale, &[]).await;
    assert_eq!(anyway.status(), 303, "{}", anyway.words());
    assert_eq!(test.sql_text(&format!("select state from enquiries where reference = '{reference}'")).await, "lost");
    // Wanting the same is no quarrel.
    let same = act(&other, &reference, "state", &[("version", &seen), ("state", "lost")]).await;
    assert_eq!(same.status(), 303);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_five_who_take_it_up_at_once_one_does() {
    let (test, _) = desk().await;
    let reference = enquiry(&test, "Maud Ferreira").await;
    let mut clients = Vec::new();
    for _ in 0..5 {
        clients.push(test.client_as(Role::Manager).await);
    }
    let seen = version(&test, &reference).await;
    let takes = clients.iter().map(|client| {
        let (reference, seen) = (reference.clone(), seen.clone());
        async move { act(client, &reference, "assignment", &[("version", &seen), ("owner", "me")]).await.status() }
    });
    let mut answers = futures_util::future::join_all(takes).await;
    answers.sort_unstable();
    assert_eq!(answers, [303, 409, 409, 409, 409]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn notes_and_tasks_stand_on_the_record_with_who_and_when() {
    let (test, client) = desk().await;
    let reference = enquiry(&test, "Maud Ferreira").await;
    assert_eq!(act(&client, &reference, "notes", &[("note", "Rang twice,\n<b>no answer</b>")]).await.status(), 303);
    let task = [("task", "Send two examples"), ("due", "2026-12-01")];
    assert_eq!(act(&client, &reference, "tasks", &task).await.status(), 303);
    let page = client.get(&format!("/admin/enquiries/{reference}")).await;
    assert!(page.first(".timeline").unwrap().contains("Rang twice, <b>no answer</b>"));
    assert!(
        page.first(".tasks").unwrap().contains("Send two examples by 1 December 2026"),
        "{:?}",
        page.first(".tasks")
    );
    let tick = page.attribute(".tasks form", "action").unwrap();
    assert_eq!(client.post(&tick, &[("done", "yes")]).await.status(), 303);
    let page = client.get(&format!("/admin/enquiries/{reference}")).await;
    assert!(page.has(".tasks .is-done"));
    assert!(page.first(".timeline").unwrap().contains("Done: Send two examples"));
    // Of another enquiry's task nothing is known.
    let other = enquiry(&test, "Zebedee Quill").await;
    let strange = tick.replace(&reference, &other);
    assert_eq!(client.post(&strange, &[("done", "no")]).await.status(), 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_note_or_a_task_with_a_mistake_keeps_what_was_typed() {
    let (test, client) = desk().await;
    let reference = enquiry(&test, "Maud Ferreira").await;
    let empty = act(&client, &reference, "notes", &[("note", "  ")]).await;
    assert_eq!((empty.status(), empty.first("#note-error").unwrap().as_str()), (422, "Error: Write the note first"));
    let wrong = act(&client, &reference, "tasks", &[("task", "Ring \"them\""), ("due", "soon")]).await;
    assert_eq!(wrong.status(), 422);
    assert_eq!(wrong.first("#due-error").unwrap(), "Error: Enter the day as 30 November 2026 or 2026-11-30");
    assert_eq!((wrong.input("task").unwrap(), wrong.input("due").unwrap()), ("Ring \"them\"".into(), "soon".into()));
    assert_eq!(act(&client, &reference, "tasks", &[("task", ""), ("due", "")]).await.status(), 422);
    assert_eq!(test.sql_i64("select count(*) from tasks").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_act_on_a_record_says_what_it_did() {
    let (test, client) = desk().await;
    let reference = enquiry(&test, "Maud Ferreira").await;
    let told = async |answer: Response| {
        assert_eq!(answer.status(), 303, "{}", answer.words());
        client.get(&answer.location().unwrap()).await
    };
    let noted = told(act(&client, &reference, "notes", &[("note", "Rang"), ("list", "view=new")]).await).await;
    assert_eq!(noted.first(".flash p").unwrap(), "Note added");
    assert!(!noted.has(".flash form"), "a note is not taken back");
    let away = noted.attribute(".flash-close", "href").unwrap();
    assert!(!client.get(&away).await.has(".flash"), "it can be put away: {away}");
    let planned = told(act(&client, &reference, "tasks", &[("task", "Ring")]).await).await;
    assert_eq!(planned.first(".flash p").unwrap(), "Added to what is to be done");
    let tick = planned.attribute(".tasks form", "action").unwrap();
    assert_eq!(told(client.post(&tick, &[("done", "yes")]).await).await.first(".flash p").unwrap(), "Ticked off");
    let open = told(client.post(&tick, &[("done", "no")]).await).await;
    assert_eq!(open.first(".flash p").unwrap(), "Not done after all");
    let seen = version(&test, &reference).await;
    let nothing_chosen = [[("version", seen.as_str()), ("state", "new")], [("version", &seen), ("owner", "nobody")]];
    for (part, pairs) in ["state", "assignment"].into_iter().zip(nothing_chosen) {
        let same = told(act(&client, &reference, part, &pairs).await).await;
        assert_eq!(same.first(".flash p").unwrap(), "Nothing to change: it stood so already", "{part}");
    }
    let notice = test.sql_text("select id from deliveries where kind = 'notice'").await;
    let tried = told(client.post(&format!("/admin/deliveries/{notice}/attempt"), &[]).await).await;
    assert_eq!(tried.first(".flash p").unwrap(), "The message is being tried now");
    let pairs = [("back", "deliveries")];
    let tried = client.post(&format!("/admin/deliveries/{notice}/attempt"), &pairs).await;
    assert!(tried.location().unwrap().starts_with("/admin/deliveries?"), "from Deliveries it stays there");
    assert!(told(tried).await.first(".flash").unwrap().contains("One message is being tried now"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_in_no_year_that_anybody_plans_for_is_a_mistake_and_a_written_one_is_none() {
    let (test, client) = desk().await;
    let reference = enquiry(&test, "Maud Ferreira").await;
    for due in ["-5000-12-31", "1999-12-31", "2201-01-01", "+262142-12-31", "0000-01-01"] {
        let wrong = act(&client, &reference, "tasks", &[("task", "Ring them"), ("due", due)]).await;
        assert_eq!((wrong.status(), wrong.input("task").as_deref()), (422, Some("Ring them")), "{due}");
        assert!(wrong.first("#due-error").unwrap().contains("30 November 2026"), "{due}");
    }
    assert_eq!(test.sql_i64("select count(*) from tasks").await, 0);
    for due in ["2200-12-31", "1 December 2026", "01 dec 2026"] {
        let right = act(&client, &reference, "tasks", &[("task", "Ring them"), ("due", due)]).await;
        assert_eq!(right.status(), 303, "{due}: {}", right.words());
    }
    assert_eq!(test.sql_i64("select count(*) from tasks where due_on = '2026-12-01'").await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_somebody_calls_spam_is_held_and_comes_back_with_its_messages() {
    let (test, client) = desk().await;
    let reference = enquiry(&test, "Maud Ferreira").await;
    let seen = version(&test, &reference).await;
    assert_eq!(act(&client, &reference, "suspicion", &[("version", &seen)]).await.status(), 303);
    assert_eq!(test.run_jobs().await, 0, "nothing leaves");
    assert!(test.mails().is_empty());
    assert_eq!(client.get("/admin/enquiries?view=spam").await.all("#rows .row-name a"), ["Maud Ferreira"]);
    let page = client.get(&format!("/admin/enquiries/{reference}?view=spam")).await;
    let clear = page.attribute(".banner form", "action").unwrap();
    assert_eq!(client.post(&clear, &[]).await.status(), 303);
    test.run_jobs().await;
    assert_eq!(test.mails().len(), 2, "the notice and the receipt");
    assert_eq!(client.get("/admin/enquiries").await.all("#rows .row-name a"), ["Maud Ferreira"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_record_names_the_others_of_the_same_address() {
    let (test, client) = desk().await;
    let first = enquiry(&test, "Maud Ferreira").await;
    test.execute("update enquiries set email = 'MAUD@example.com'").await;
    let second = enquiry(&test, "Maud F.").await;
    let page = client.get(&format!("/admin/enquiries/{second}")).await;
    assert!(page.words().contains("Others from this address"));
    assert!(page.has(&format!("a[href^='/admin/enquiries/{first}']")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_taken_for_spam_by_mistake_keeps_its_promise() {
    let (test, _) = desk().await;
    let reference = enquiry(&test, "Maud Ferreira").await;
    let due = test.sql_text("select due_at::text from enquiries").await;
    test.clock.advance(chrono::TimeDelta::days(5));
    let client = test.client_as(Role::Manager).await;
    let seen = version(&test, &reference).await;
    assert_eq!(act(&client, &reference, "suspicion", &[("version", &seen)]).await.status(), 303);
    assert_eq!(act(&client, &reference, "clearance", &[]).await.status(), 303);
    assert_eq!(test.sql_text("select due_at::text from enquiries").await, due, "late is late");
    let late = client.get(&format!("/admin/enquiries/{reference}")).await.first("#standing").unwrap();
    assert!(late.contains("late"), "{late}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_new_again_waits_for_an_answer_again() {
    let (test, client) = desk().await;
    let reference = enquiry(&test, "Maud Ferreira").await;
    let due = test.sql_text("select reply_by::text from enquiries").await;
    // A reminder is on its way when somebody says that it is answered.
    test.execute(
        "update enquiries set reminded_at = received_at;
         insert into deliveries (id, enquiry_id, kind, recipient, state, message_id, created_at, due_at)
           select gen_random_uuid(), id, 'reminder', 'hello@bellpull.example', 'waiting', 'm', received_at, received_at from enquiries",
    )
    .await;
    let seen = version(&test, &reference).await;
    act(&client, &reference, "answer", &[("version", &seen)]).await;
    assert_ne!(test.sql_text("select reply_by::text from enquiries").await, due);
    let seen = version(&test, &reference).await;
    act(&client, &reference, "state", &[("version", &seen), ("state", "new")]).await;
    assert_eq!(test.sql_text("select reply_by::text from enquiries").await, due, "its promise counts again");
    assert_eq!(
        test.sql_i64("select count(*) from enquiries where answered_at is null and reminded_at is null").await,
        1
    );
    let page = client.get(&format!("/admin/enquiries/{reference}")).await;
    assert!(page.has(&format!("form[action='/admin/enquiries/{reference}/answer']")), "it can be marked as answered");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_takes_one_up_is_named_once_and_whoever_gives_it_away_apart() {
    let (test, client) = desk().await;
    let reference = enquiry(&test, "Maud Ferreira").await;
    test.clock.advance(chrono::TimeDelta::seconds(5));
    act(&client, &reference, "assignment", &[("version", "1"), ("owner", "me")]).await;
    let line = async || client.get(&format!("/admin/enquiries/{reference}")).await.first("#timeline p").unwrap();
    let me = test.sql_text("select name from staff where id = (select owner_id from enquiries)").await;
    assert_eq!(line().await, format!("Taken up {me}"));
    let other = test.sql(&format!("select id, name from staff where name <> '{me}' limit 1")).await;
    let (id, name) = (other[0][0].clone(), other[0][1].clone());
    test.clock.advance(chrono::TimeDelta::seconds(5));
    act(&client, &reference, "assignment", &[("version", "2"), ("owner", &id)]).await;
    assert_eq!(line().await, format!("Given to {name} {me}"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_keeps_an_enquiry_after_all_is_back_on_its_record() {
    let (test, client) = desk().await;
    let reference = enquiry(&test, "Maud Ferreira").await;
    let path = format!("/admin/enquiries/{reference}?view=all");
    let record = client.get(&path).await;
    assert!(record.text.contains("<title>Maud Ferreira - Enquiries - "), "a window says which section it shows");
    let id = test.sql_text("select id || '.' || version from enquiries").await;
    let form = "[action='/admin/enquiries/deletion'] input";
    let sent = ["list", "record"].map(|name| record.attribute(&format!("{form}[name={name}]"), "value").unwrap());
    let pairs = [("list", sent[0].as_str()), ("record", &sent[1]), ("id", &id)];
    let asked = client.post("/admin/enquiries/deletion", &pairs).await;
    assert_eq!(asked.attribute("main a.button", "href").unwrap(), path);
    let done = client.submit(&asked, &[]).await;
    assert!(done.location().unwrap().starts_with("/admin/enquiries?view=all&done="), "there is no record any more");
}
