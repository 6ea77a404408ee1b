//! Acts on many at once.

use super::{desk, enquiry};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn chosen_enquiries_are_changed_together_and_put_back_together() {
    let (test, client) = desk().await;
    for name in ["One", "Two", "Three"] {
        enquiry(&test, name).await;
    }
    test.execute("update enquiries set state = 'working' where name = 'Two'").await;
    let page = client.get("/admin/enquiries").await;
    let html = page.html();
    let boxes = scraper::Selector::parse(".tick input").unwrap();
    let ids: Vec<String> = html.select(&boxes).map(|b| b.value().attr("value").unwrap().to_owned()).collect();
    assert_eq!(ids.len(), 3);
    let mut pairs = vec![("list", "view=open"), ("act", "state"), ("state", "won")];
    pairs.extend(ids.iter().take(2).map(|id| ("id", id.as_str())));
    let done = client.post("/admin/enquiries/changes", &pairs).await;
    assert_eq!(done.status(), 303, "{}", done.words());
    let list = client.get(&done.location().unwrap()).await;
    assert_eq!(list.first(".flash p").unwrap(), "2 enquiries moved to Won");
    assert_eq!(list.all("#rows .row-name a"), ["One"]);
    let undo = list.attribute(".flash form", "action").unwrap();
    let back = list.attribute(".flash input[name=back]", "value").unwrap();
    assert_eq!(client.post(&undo, &[("back", &back)]).await.status(), 303);
    let states = test.sql("select name, state from enquiries order by name").await;
    assert_eq!(states, [["One", "new"], ["Three", "new"], ["Two", "working"]], "each as it was");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_that_a_list_shows_are_changed_across_its_pages_and_no_others() {
    let (test, client) = desk().await;
    test.fill(300).await;
    let before = test.sql_i64("select count(*) from enquiries where state = 'lost'").await;
    let new = test.sql_i64("select count(*) from enquiries where state = 'new' and not suspected and not test").await;
    assert!(new > 50, "more than a page");
    let pairs = [("list", "view=new"), ("every", "yes"), ("act", "state"), ("state", "lost")];
    let done = client.post("/admin/enquiries/changes", &pairs).await;
    assert_eq!(
        client.get(&done.location().unwrap()).await.first(".flash p").unwrap(),
        format!("{new} enquiries moved to Lost")
    );
    assert_eq!(test.sql_i64("select count(*) from enquiries where state = 'lost'").await, before + new);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_button_without_a_choice_beside_it_does_nothing() {
    let (test, client) = desk().await;
    enquiry(&test, "One").await;
    let id = test.sql_text("select id || '.' || version from enquiries").await;
    for pairs in [
        vec![("id", id.as_str()), ("act", "state"), ("state", "")],
        vec![("id", id.as_str()), ("act", "owner"), ("owner", "")],
        vec![("act", "spam")],
    ] {
        let done = client.post("/admin/enquiries/changes", &pairs).await;
        assert_eq!(done.location().unwrap(), "/admin/enquiries?view=open");
    }
    assert_eq!(test.sql_text("select version from enquiries").await, "1");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_than_twenty_are_deleted_only_when_their_number_is_typed() {
    let (test, client) = desk().await;
    test.fill(25).await;
    let asked = client.post("/admin/enquiries/deletion", &[("list", "view=all"), ("every", "yes")]).await;
    assert_eq!(asked.status(), 200);
    let count = test.sql_i64("select count(*) from enquiries where not suspected and not test").await.to_string();
    assert_eq!(asked.first("h1").unwrap(), format!("Delete {count} enquiries?"));
    assert_eq!(test.sql_i64("select count(*) from enquiries where deleted_at is not null").await, 0, "it asks first");
    let wrong = client.submit(&asked, &[("count", "20")]).await;
    assert_eq!((wrong.status(), wrong.input("count").unwrap().as_str()), (422, "20"));
    assert!(wrong.first("#count-error").unwrap().contains(&count));
    let done = client.submit(&asked, &[("count", &count)]).await;
    assert_eq!(
        client.get(&done.location().unwrap()).await.first(".flash p").unwrap(),
        format!("{count} enquiries deleted")
    );
    assert_eq!(test.sql_i64("select count(*) from enquiries where deleted_at is not null").await.to_string(), count);
}

/// What the boxes of a list stand for, by the names of their rows.
fn boxes(page: &crate::support::Response) -> Vec<String> {
    let html = page.html();
    let found = scraper::Selector::parse(".tick input").unwrap();
    html.select(&found).map(|one| one.value().attr("value").unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_colleague_changed_meanwhile_is_passed_over_and_said() {
    let (test, client) = desk().await;
    for name in ["One", "Two", "Three"] {
        enquiry(&test, name).await;
    }
    let ids = boxes(&client.get("/admin/enquiries").await);
    let other = test.client_as(shingle::accounts::Role::Manager).await;
    let two = test.sql("select reference, version from enquiries where name = 'Two'").await.remove(0);
    let pairs = [("version", two[1].as_str()), ("state", "won")];
    assert_eq!(other.post(&format!("/admin/enquiries/{}/state", two[0]), &pairs).await.status(), 303);
    let mut pairs = vec![("list", "view=open"), ("act", "state"), ("state", "lost")];
    pairs.extend(ids.iter().map(|id| ("id", id.as_str())));
    let done = client.post("/admin/enquiries/changes", &pairs).await;
    assert_eq!(
        client.get(&done.location().unwrap()).await.first(".flash p").unwrap(),
        "2 enquiries moved to Lost; one was changed by somebody else meanwhile, and is as they left it"
    );
    let states = test.sql("select name, state from enquiries order by name").await;
    assert_eq!(states, [["One", "lost"], ["Three", "lost"], ["Two", "won"]]);
    // The same with deleting: what is deleted is what was seen.
    let asked = client.post("/admin/enquiries/deletion", &[("list", "view=all"), ("every", "yes")]).await;
    let two = test.sql("select reference, version from enquiries where name = 'Two'").await.remove(0);
    let pairs = [("version", two[1].as_str()), ("state", "working")];
    assert_eq!(other.post(&format!("/admin/enquiries/{}/state", two[0]), &pairs).await.status(), 303);
    let done = client.submit(&asked, &[]).await;
    let words = client.get(&done.location().unwrap()).await.first(".flash p").unwrap();
    assert!(words.starts_with("2 enquiries deleted; one was changed"), "{words}");
    assert_eq!(test.sql_text("select name from enquiries where deleted_at is null").await, "Two");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_undo_says_how_much_it_put_back_and_both_acts_stay_written_down() {
    let (test, client) = desk().await;
    for name in ["One", "Two"] {
        enquiry(&test, name).await;
    }
    let ids = boxes(&client.get("/admin/enquiries").await);
    let mut pairs = vec![("list", "view=open"), ("act", "state"), ("state", "lost")];
    pairs.extend(ids.iter().map(|id| ("id", id.as_str())));
    let done = client.post("/admin/enquiries/changes", &pairs).await;
    let page = client.get(&done.location().unwrap()).await;
    test.execute("update enquiries set version = version + 1 where name = 'Two'").await;
    let undo = page.attribute(".flash form", "action").unwrap();
    let back = client.post(&undo, &[]).await;
    assert_eq!(
        client.get(&back.location().unwrap()).await.first(".flash p").unwrap(),
        "1 of 2 enquiries put back as before; the others were changed since"
    );
    let owner = test.client_as(shingle::accounts::Role::Owner).await;
    let acts = owner.get("/admin/staff/acts").await;
    let told = acts.words();
    assert!(told.contains("2 enquiries moved to Lost, and put back since"), "{told}");
    for reference in test.sql("select reference from enquiries").await {
        assert!(told.contains(&reference[0]), "to what: {told}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_act_on_more_than_a_thousand_says_that_it_reaches_a_thousand() {
    let (test, client) = desk().await;
    test.fill(1_200).await;
    let list = client.get("/admin/enquiries?view=all").await;
    assert_eq!(list.first(".tick-every").unwrap(), "The first 1,000 of this list");
    let asked = client.post("/admin/enquiries/deletion", &[("list", "view=all"), ("every", "yes")]).await;
    assert_eq!(asked.first("h1").unwrap(), "Delete 1,000 enquiries?");
    let done = client.submit(&asked, &[("count", "1,000")]).await;
    assert_eq!(client.get(&done.location().unwrap()).await.first(".flash p").unwrap(), "1,000 enquiries deleted");
}
