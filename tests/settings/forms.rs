//! Forms: recipients and promises with their history; closing, opening, deleting. Pages and articles to look at.

use shingle::accounts::Role;

use super::{back_to, owner};
use crate::forms::CONTACT;
use crate::support::TestApp;

const PATH: &str = "/admin/settings/forms/contact";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn recipients_and_promise_are_changed_and_an_old_enquiry_keeps_its_own() {
    let app = TestApp::demo().await;
    let desk = owner(&app).await;
    let page = desk.get(PATH).await;
    let (seen, version) =
        (page.input("seen").unwrap(), app.sql_i64("select version from forms where slug = 'contact'").await);
    let post = async |seen: &str, hours: &str| {
        let form = [
            ("seen", seen),
            ("recipient-name", "Una"),
            ("recipient-email", "una@bell.example"),
            ("recipient-name", ""),
            ("recipient-email", ""),
            ("recipient-name", "Otto"),
            ("recipient-email", "otto@bell.example"),
            ("hours", hours),
            ("words", "Within two hours"),
        ];
        desk.post(PATH, &form).await
    };
    assert_eq!(post(&seen, "2").await.status(), 303);
    assert_eq!(app.sql_i64("select version from forms where slug = 'contact'").await, version + 1);
    app.client().post("/forms/contact/message", &CONTACT).await;
    let to = app.sql("select recipient from deliveries where kind = 'notice' and not seeded order by recipient").await;
    assert_eq!(to, [["otto@bell.example"], ["una@bell.example"]]);
    // Friday 10:00 in London and two working hours.
    let due = "select to_char(due_at at time zone 'UTC', 'HH24:MI') from enquiries where not seeded";
    assert_eq!(app.sql_text(due).await, "12:00");
    let page = desk.get(PATH).await;
    let history = page.all(".version");
    assert!(history[0].contains("Recipient una@bell.example: “Una, una@bell.example” added"), "{history:?}");
    assert_eq!(history.len(), 2, "how it was to begin with stands there too: {history:?}");
    back_to(&desk, PATH, 1).await;
    assert_eq!(app.sql_i64("select version from forms where slug = 'contact'").await, version + 2);
    assert_eq!(app.sql_i64("select count(*) from form_recipients r join forms f on f.id = r.form_id where f.slug = 'contact' and r.email like '%bell.example'").await, 0);
    assert_eq!(app.sql_text(due).await, "12:00", "a promise that was given has changed");
    // Recipients alone make no new version of the form.
    let page = desk.get(PATH).await;
    let form = [("recipient-name", "Una"), ("recipient-email", "una@bell.example")];
    assert_eq!(desk.submit(&page, &form).await.status(), 303);
    assert_eq!(app.sql_i64("select version from forms where slug = 'contact'").await, version + 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mistakes_in_recipients_and_promise_come_back() {
    let app = TestApp::demo().await;
    let desk = owner(&app).await;
    let form = [
        ("recipient-name", "Una"),
        ("recipient-email", "una"),
        ("recipient-name", ""),
        ("recipient-email", "o@bell.example"),
        ("recipient-name", "Otto"),
        ("recipient-email", "O@bell.example"),
        ("hours", "soon"),
        ("words", ""),
    ];
    let page = desk.post(PATH, &form).await;
    assert_eq!(page.status(), 422);
    assert_eq!(page.all(".errors li").len(), 4, "{:?}", page.all(".errors li"));
    assert_eq!((page.input("hours").as_deref(), &*page.inputs("recipient-email")[0]), (Some("soon"), "una"));
    assert_eq!(desk.get("/admin/settings/forms/no-such-form").await.status(), 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_is_closed_and_opened_again_and_both_are_told() {
    let app = TestApp::demo().await;
    let editor = app.client_as(Role::Editor).await;
    let page = editor.get("/admin/forms").await;
    assert_eq!(page.all("#rows .row").len(), 3);
    assert!(!page.has("a[href^='/admin/settings']"), "an editor is led to what they may not");
    assert!(!page.has("#rows form"), "an editor changes words of forms: no tests, no closing, no deleting");
    assert_eq!(editor.post("/admin/forms/contact/state", &[("state", "closed")]).await.status(), 404);
    let manager = app.client_as(Role::Manager).await;
    for (state, open) in [("closed", false), ("open", true)] {
        app.clock.advance(chrono::TimeDelta::minutes(1));
        let asked = manager.post("/admin/forms/contact/state", &[("state", state)]).await;
        let done = if open {
            asked
        } else {
            assert_eq!(asked.status(), 200, "a form is closed without a question");
            let contact = app.sql_text("select id from pages where path = '/contact'").await;
            assert!(
                asked.has(&format!(".named a[href='/admin/pages/{contact}']")),
                "it is not said where it is used: {}",
                asked.words()
            );
            assert!(app.client().get("/forms/contact/message").await.has("form[data-enquiry]"));
            manager.submit(&asked, &[]).await
        };
        assert_eq!(done.status(), 303);
        let page = manager.get(&done.location().unwrap()).await;
        assert!(page.first(".flash p").unwrap().starts_with("Form “"), "{}", page.words());
        assert_eq!(app.client().get("/forms/contact/message").await.has("form[data-enquiry]"), open, "{state}");
    }
    assert_eq!(manager.post("/admin/forms/contact/state", &[("state", "ajar")]).await.status(), 400);
    let told = owner(&app).await.get("/admin/staff/acts").await.all(".acts li p");
    assert!(told[0].contains("opened The manager") && told[1].contains("closed The manager"), "{told:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_test_is_sent_from_the_list_while_a_form_is_open() {
    let app = TestApp::demo().await;
    let desk = owner(&app).await;
    let button = "form[action='/admin/forms/contact/tests'] button";
    assert!(desk.get("/admin/forms").await.has(button));
    let sent = desk.post("/admin/forms/contact/tests", &[]).await;
    assert_eq!(desk.get(&sent.location().unwrap()).await.status(), 200);
    assert_eq!(app.sql_i64("select count(*) from enquiries where test and not seeded").await, 1);
    desk.post("/admin/forms/contact/state", &[("state", "closed"), ("confirmed", "yes")]).await;
    assert!(!desk.get("/admin/forms").await.has(button), "a closed form takes no test");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_in_use_stays_with_the_places_and_a_free_one_goes_after_a_question() {
    let app = TestApp::demo().await;
    let desk = owner(&app).await;
    for confirmed in [&[][..], &[("confirmed", "yes")]] {
        let refused = desk.post("/admin/forms/project/deletion", confirmed).await;
        assert_eq!(refused.status(), 409);
        assert!(refused.words().contains("can’t be deleted") && refused.has(".named a"), "{}", refused.words());
    }
    app.execute(
        "insert into forms select gen_random_uuid(), 'spare', 'open', 1, created_at from forms where slug = 'contact';
         insert into form_versions select (select id from forms where slug = 'spare'), 1, v.definition, null, v.at
         from form_versions v join forms f on f.id = v.form_id where f.slug = 'contact' limit 1",
    )
    .await;
    let asked = desk.post("/admin/forms/spare/deletion", &[]).await;
    assert_eq!(asked.status(), 200);
    assert_eq!(app.sql_i64("select count(*) from forms where slug = 'spare'").await, 1, "it went before it was asked");
    assert_eq!(desk.submit(&asked, &[]).await.status(), 303);
    assert_eq!(app.sql_i64("select count(*) from forms where slug = 'spare'").await, 0);
    assert!(desk.get("/admin/staff/acts").await.words().contains("(spare) deleted"));
    assert_eq!(desk.post("/admin/forms/spare/deletion", &[("confirmed", "yes")]).await.status(), 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_and_articles_are_listed_with_their_state() {
    let app = TestApp::demo().await;
    let author = app.client_as(Role::Author).await;
    let editor = app.client_as(Role::Editor).await;
    let count = app.sql_i64("select count(*) from pages where kind <> 'article'").await;
    let pages = editor.get("/admin/pages").await;
    assert_eq!(i64::try_from(pages.all("#rows .row").len()).unwrap(), count);
    assert!(pages.words().contains("/services") && pages.all(".tag-good").len() > 3, "{}", pages.words());
    app.execute("update pages set live_revision = null where path = '/services'").await;
    let pages = editor.get("/admin/pages").await;
    assert!(!pages.has("#rows a[href='/services']") && pages.words().contains("Draft"), "what is not live is linked");
    let articles = editor.get("/admin/articles").await;
    assert_eq!(articles.all("#rows .row").len(), 12);
    assert_eq!(author.get("/admin/pages").await.status(), 404, "an author sees pages");
    assert_eq!(author.get("/admin/articles").await.all("#rows .row").len(), 0, "an author sees others' articles");
    assert!(!author.get("/admin").await.has("nav a[href='/admin/forms']"), "an author sees forms in the menu");
}
