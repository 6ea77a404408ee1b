//! Services: added, changed, moved, refused while they are in use; pages and forms show them at once.

use serde_json::json;
use shingle::money::Money;

use super::{at_work, faults, key, said};
use crate::forms::{add_form, email_field, form_of};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_service_is_offered_at_once_and_keeps_its_short_name() {
    let (app, editor) = at_work().await;
    let fields = json!([
        { "name": "what", "kind": "choice", "label": "What", "required": true, "services": true, "choices": [] },
        email_field()
    ]);
    add_form(&app, "order", form_of(json!([{ "name": "one", "label": "One", "title": "What?", "fields": fields }])))
        .await;
    let visitor = app.client();
    let page = app.sql_text("select id from pages where path = '/prices'").await;
    let sheet = editor.get("/admin/services/creation").await;
    let typed = [
        ("name", "Ünterricht & more <b>"),
        ("outcome", "You can do it yourselves."),
        ("price", "£1 250.50"),
        ("from", "yes"),
        ("unit", "a day"),
        ("page", page.as_str()),
    ];
    let told = said(&editor, &editor.submit(&sheet, &typed).await).await;
    assert!(told.contains("Service “Ünterricht & more <b>” added"), "{told}");
    let words = visitor.get("/forms/order/one").await.words();
    assert!(words.contains("Ünterricht & more <b> from £1,250.50 a day"), "{words}");
    let row =
        app.sql("select slug, price::text, currency, position::text from services order by position desc limit 1");
    assert_eq!(row.await, [["uenterricht-more-b", "125050", "GBP", "4"]]);

    let list = editor.get("/admin/services").await;
    assert_eq!(list.all(".row-name").last().map(String::as_str), Some("Ünterricht & more <b>"));
    let path = format!("/admin/services/{}", key(&app, "services", "uenterricht-more-b").await);
    let sheet = editor.get(&path).await;
    assert_eq!((sheet.input("price").as_deref(), sheet.input("from").as_deref()), (Some("1250.50"), Some("yes")));
    assert_eq!(sheet.input("page"), Some(page));
    said(&editor, &editor.submit(&sheet, &[("name", "Lessons"), ("price", "")]).await).await;
    let words = visitor.get("/forms/order/one").await.words();
    assert!(words.contains("Lessons") && !words.contains("1,250"), "{words}");
    assert_eq!(key(&app, "services", "uenterricht-more-b").await.len(), 36, "its short name has changed");
    let acts = app.demo_owner().await.get("/admin/staff/acts").await.words();
    assert!(acts.contains("Name: “Ünterricht & more <b>” became “Lessons”"), "{acts}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_in_memory_show_a_new_price_at_once() {
    let (app, editor) = at_work().await;
    let visitor = app.client();
    let prices = async || visitor.get("/services").await.all(".card-note");
    assert!(prices().await.contains(&"from £650".to_owned()));
    let sheet = editor.get(&format!("/admin/services/{}", key(&app, "services", "repairs").await)).await;
    said(&editor, &editor.submit(&sheet, &[("price", "700")]).await).await;
    let now = prices().await;
    assert!(now.contains(&"from £700".to_owned()) && !now.contains(&"from £650".to_owned()), "{now:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn services_are_moved_one_place_at_a_time() {
    let (app, editor) = at_work().await;
    let names = async || editor.get("/admin/services").await.all(".row-name");
    let before = names().await;
    let second = app.sql_text("select id from services order by position offset 1 limit 1").await;
    let moved = editor.post(&format!("/admin/services/{second}/position"), &[("to", "up")]).await;
    assert!(moved.location().unwrap().ends_with(&format!("#row-{second}")), "one goes on where one was");
    assert!(said(&editor, &moved).await.contains("moved to place 1"));
    assert_eq!(names().await[..2], [before[1].clone(), before[0].clone()]);
    let list = editor.get("/admin/services").await;
    assert_eq!(list.attributes(".row:first-child .row-order button", "value"), ["down"], "the first goes no higher");
    editor.post(&format!("/admin/services/{second}/position"), &[("to", "up")]).await;
    assert_eq!(names().await[0], before[1], "what stands first stays first");
    editor.post(&format!("/admin/services/{second}/position"), &[("to", "down")]).await;
    assert_eq!(names().await, before);
    assert_eq!(editor.post(&format!("/admin/services/{second}/position"), &[("to", "aside")]).await.status(), 400);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_in_use_stays_and_the_pages_are_named() {
    let (app, editor) = at_work().await;
    let path = format!("/admin/services/{}/deletion", key(&app, "services", "repairs").await);
    let asked = editor.get(&path).await;
    assert!(!asked.has("form[action$='/deletion']"), "it offers what can't be done");
    let refused = editor.post(&path, &[]).await;
    assert_eq!(refused.status(), 409);
    let case = app
        .sql_text(
            "select cases.page_id from cases join services on services.id = service_id where slug = 'repairs' limit 1",
        )
        .await;
    assert!(refused.has(&format!(".holders a[href='/admin/pages/{case}']")), "{}", refused.words());
    let sheet = editor.get(&path.replace("/deletion", "")).await;
    assert!(!sheet.has(&format!("a[href='{path}']")), "the sheet offers what can't be done");

    let sheet = editor.get("/admin/services/creation").await;
    said(&editor, &editor.submit(&sheet, &[("name", "Nobody’s")]).await).await;
    let path = format!("/admin/services/{}/deletion", key(&app, "services", "nobodys").await);
    let asked = editor.get(&path).await;
    assert!(said(&editor, &editor.submit(&asked, &[]).await).await.contains("deleted"));
    assert_eq!(editor.get(&path).await.status(), 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stale_save_keeps_both() {
    let (app, editor) = at_work().await;
    let path = format!("/admin/services/{}", key(&app, "services", "care").await);
    let (mine, theirs) = (editor.get(&path).await, editor.get(&path).await);
    said(&editor, &editor.submit(&theirs, &[("price", "99")]).await).await;
    let stale = editor.submit(&mine, &[("name", "Looking after it")]).await;
    assert_eq!(stale.status(), 409);
    assert_eq!(stale.input("name").as_deref(), Some("Looking after it"), "what was typed is lost");
    assert!(stale.first(".theirs").unwrap().contains("£99"), "{}", stale.words());
    assert_eq!(app.sql_text("select name from services where slug = 'care'").await, "Care");
    said(&editor, &editor.submit(&stale, &[("price", "99")]).await).await;
    assert_eq!(
        app.sql("select name, price::text from services where slug = 'care'").await,
        [["Looking after it", "9900"]]
    );
    // Moving it is no change of its sheet.
    let sheet = editor.get(&path).await;
    editor.post(&format!("{path}/position"), &[("to", "up")]).await;
    said(&editor, &editor.submit(&sheet, &[("name", "Care")]).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mistakes_stand_beside_their_fields_and_what_was_typed_stays() {
    let (app, editor) = at_work().await;
    let sheet = editor.get("/admin/services/creation").await;
    let gone = "01930000-0000-7000-8000-000000000000";
    let typed = [("name", " "), ("outcome", "<script>alert(1)</script>"), ("price", "1e9"), ("page", gone)];
    let wrong = editor.submit(&sheet, &typed).await;
    let told = faults(&wrong);
    assert!(
        told[0].contains("Enter the name") && told[1].contains("in figures") && told[2].contains("not there any more"),
        "{told:?}"
    );
    assert!(wrong.has("#name[aria-invalid]") && wrong.has("#price[aria-invalid]") && wrong.has("#page[aria-invalid]"));
    assert_eq!(wrong.input("outcome").as_deref(), Some("<script>alert(1)</script>"));
    assert!(!wrong.has("main script"), "it is a script");
    let long = editor
        .submit(&sheet, &[("name", &"n".repeat(81)), ("outcome", &"o".repeat(241)), ("unit", &"u".repeat(41))])
        .await;
    assert_eq!(faults(&long).len(), 3);
    assert_eq!(app.sql_i64("select count(*) from services").await, 4, "something was added");
}

#[test]
fn prices_are_read_as_people_type_them() {
    let read = |text: &str, currency: &str| Money::parse(text, currency).map(|money| money.minor);
    for (text, minor) in [
        ("4,800", 480_000),
        ("£4 800.50", 480_050),
        ("4.800", 480_000),
        ("4.800,5", 480_050),
        ("12.5", 1_250),
        ("650,00", 65_000),
        ("0", 0),
        ("GBP 95", 9_500),
        ("1,234,567.89", 123_456_789),
    ] {
        assert_eq!(read(text, "GBP"), Some(minor), "{text}");
    }
    for text in ["", "-5", "4,80,0", "1e3", "about 5", "1.2.3", "12,3456", "٣", "9999999999", ".50", "4800.", "NaN"] {
        assert_eq!(read(text, "GBP"), None, "{text}");
    }
    assert_eq!((read("4,800", "JPY"), read("48.5", "JPY")), (Some(4_800), None));
    assert_eq!(
        (read("1,500", "KWD"), read("1.500", "KWD"), read("1.5", "KWD")),
        (Some(1_500_000), Some(1_500), Some(1_500))
    );
    for minor in [0, 5, 50, 1_250, 480_000, 123_456_789] {
        let money = Money { minor, currency: "GBP".to_owned() };
        assert_eq!(Money::parse(&money.typed(), "GBP"), Some(money));
    }
}
