//! Saving a sheet: a new version where something changed, names that are never used again, mistakes beside their fields, and two who
//! write at once.

use shingle::accounts::Role;
use shingle::forms::{Condition, Kind};

use super::{change, definition, version};
use crate::editor::press;
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_is_a_new_version_and_no_change_is_none() {
    let app = TestApp::demo().await;
    let desk = app.client_as(Role::Manager).await;
    for slug in ["project", "contact", "audit-request"] {
        let same = change(&desk, slug, &[]).await;
        assert_eq!(same.status(), 303, "{slug}: {:?}", same.all(".errors li"));
        assert_eq!(version(&app, slug).await, 1, "{slug}: a version without a change");
    }
    let before = app
        .sql_text("select definition from form_versions v join forms f on f.id = form_id where slug = 'contact'")
        .await;
    assert!(app.client().get("/contact").await.words().contains("What would you like to say?"));
    let typed =
        [("s1.f1.label", "What is it about?"), ("s1.f4.required", "yes"), ("closing_note", "We ring back.\nSoon.")];
    let saved = change(&desk, "contact", &typed).await;
    assert_eq!(saved.status(), 303, "{:?}", saved.all(".errors li"));
    assert_eq!(version(&app, "contact").await, 2);
    let told = desk.get(&saved.location().unwrap()).await;
    assert!(told.first(".flash").unwrap().contains("changed"), "{}", told.words());
    assert_eq!(app.sql_text("select definition from form_versions v join forms f on f.id = form_id where slug = 'contact' and v.version = 1").await, before);
    assert_eq!(app.sql_text("select name from staff join form_versions on staff_id = staff.id").await, "The manager");
    let acts = app.demo_owner().await.get("/admin/staff/acts").await.words();
    assert!(acts.contains("“Telephone number” is required now"), "{acts}");
    let visitor = app.client();
    assert!(visitor.get("/forms/contact/message").await.words().contains("What is it about?"));
    assert!(visitor.get("/contact").await.words().contains("What is it about?"), "a kept page shows the old question");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_and_values_are_made_from_labels_and_never_used_again() {
    let app = TestApp::demo().await;
    let desk = app.client_as(Role::Manager).await;
    // The question “start” goes, and an answer is added that is called like one that there is.
    let sheet = desk.get("/admin/forms/project").await;
    let gone = press(&desk, &sheet, "delete s1.f4", &[]).await;
    let grown = press(&desk, &gone, "grow s1.f1", &[]).await;
    assert_eq!(press(&desk, &grown, "save", &[("s1.f1.c6.label", "New")]).await.status(), 303);
    let now = definition(&app, "project").await;
    assert!(now.field("start").is_none());
    assert_eq!(now.field("work").unwrap().1.choices[5].value, "new-2");

    let sheet = desk.get("/admin/forms/project").await;
    let one = press(&desk, &sheet, "add s1 choice", &[]).await;
    let typed =
        [("s1.f4.label", "Start"), ("s1.f4.c1.label", "Now"), ("s1.f4.c2.label", "2 weeks"), ("s1.f4.c1.hint", "")];
    let two = press(&desk, &one, "add s3 short-text", &typed).await;
    let (decides, new) = (two.input("s1.f4.name").unwrap(), two.input("s3.f7.name").unwrap());
    let typed = [("s3.f7.label", "E-Mail?"), ("s3.f7.when", &decides), ("role-company", &new)];
    let three = press(&desk, &two, "show s3.f7", &typed).await;
    let ticks = three.attributes("[name='s3.f7.is']", "value");
    assert_eq!(ticks.len(), 2, "the answers of a new question can decide");
    let saved = press(&desk, &three, "save", &[("s3.f7.is", &ticks[1])]).await;
    assert_eq!(saved.status(), 303, "{:?}", saved.all(".errors li"));
    let now = definition(&app, "project").await;
    let (_, start) = now.field("start-2").expect("a name that was free");
    assert_eq!(start.choices.iter().map(|choice| choice.value.as_str()).collect::<Vec<_>>(), ["now", "n-2-weeks"]);
    let (_, mail) = now.field("e-mail").unwrap();
    assert_eq!(mail.show_when, Some(Condition { field: "start-2".into(), is: vec!["n-2-weeks".into()] }));
    assert_eq!((mail.kind, mail.autocomplete.as_deref()), (Kind::ShortText, Some("organization")));
    assert_eq!(now.roles.company.as_deref(), Some("e-mail"));
    assert_eq!(now.check(), Ok(()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_post_cannot_change_what_never_changes() {
    let app = TestApp::demo().await;
    let desk = app.client_as(Role::Manager).await;
    let typed = [("s1.f1.kind", "email"), ("s1.f2.name", "goals-of-mine"), ("s1.f3.c1.value", "changed")];
    let saved = change(&desk, "project", &[&typed[..], &[("role-excerpt", "")]].concat()).await;
    assert_eq!(saved.status(), 303, "{:?}", saved.all(".errors li"));
    let now = definition(&app, "project").await;
    assert_eq!(now.field("work").unwrap().1.kind, Kind::Choice);
    assert!(now.field("goals-of-mine").is_none() && now.field("what-should-be-different-in-a-year").is_some());
    let budget = now.field("budget").unwrap().1;
    let old = budget.choices.iter().find(|choice| choice.value == "under-2k").expect("the old answer is forgotten");
    assert!(old.retired, "what was taken from the post is offered still");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mistakes_stand_beside_their_fields_and_nothing_typed_is_lost() {
    let app = TestApp::demo().await;
    let desk = app.client_as(Role::Manager).await;
    let long = "x".repeat(300);
    let typed = [
        ("title", ""),
        ("closes_on", "soon"),
        ("s1.f1.c1.label", ""),
        ("s1.f2.max", "many"),
        ("s2.label", ""),
        ("s2.f1.label", long.as_str()),
        ("s3.f1.when", "start"),
        ("s3.f6.statement", ""),
        ("closing_note", "Typed all the same"),
    ];
    let refused = change(&desk, "project", &typed).await;
    assert_eq!(refused.status(), 422);
    let expected = [
        ("title", "Enter the title"),
        ("closes_on", "Enter the last day as a date"),
        ("s1.f1.c1.label", "Enter the answer"),
        ("s1.f2.max", "Enter a whole number"),
        ("s2.label", "Enter the short name"),
        ("s2.f1.label", "300 characters: keep it to 200"),
        ("s3.f1.when", "Tick at least one answer to “When would you like to start?”"),
        ("s3.f6.statement", "Enter what people agree to"),
    ];
    assert_eq!(refused.all(".errors li").len(), expected.len(), "{:?}", refused.all(".errors li"));
    for (id, words) in expected {
        let beside = refused.first(&format!("[id='{id}-error']")).unwrap_or_else(|| panic!("nothing beside {id}"));
        assert!(beside.contains(words), "{id}: {beside}");
        assert!(refused.has(&format!(".errors a[href='#{id}']")) && refused.has(&format!("[id='{id}']")), "{id}");
    }
    assert!(refused.has("[id='s1.f2'] .further[open]"), "the mistake is folded away");
    for (name, value) in typed {
        assert_eq!(refused.input(name).as_deref(), Some(value), "{name} is lost");
    }
    assert_eq!(version(&app, "project").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_by_which_nobody_could_be_answered_is_refused() {
    let app = TestApp::demo().await;
    let desk = app.client_as(Role::Manager).await;
    for typed in [[("s3.f2.required", "")], [("role-email", "")]] {
        let refused = change(&desk, "project", &typed).await;
        assert_eq!(refused.status(), 422);
        assert!(refused.first("#role-email-error").unwrap().contains("Nobody could be answered"));
    }
    // By telephone alone is possible, and the page warns.
    let sheet = desk.get("/admin/forms/project").await;
    assert!(!sheet.words().contains("nobody gets a copy"));
    let by_phone = change(&desk, "project", &[("role-email", ""), ("s3.f4.required", "yes")]).await;
    assert_eq!(by_phone.status(), 303, "{:?}", by_phone.all(".errors li"));
    assert!(desk.get("/admin/forms/project").await.words().contains("nobody gets a copy"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn conditions_hold_on_what_can_be_answered_before() {
    let app = TestApp::demo().await;
    let desk = app.client_as(Role::Manager).await;
    let sheet = desk.get("/admin/forms/project").await;
    let moved = press(&desk, &sheet, "up s2", &[]).await;
    let refused = press(&desk, &moved, "save", &[]).await;
    assert_eq!(refused.status(), 422);
    assert!(refused.first("[id='s1.when-error']").unwrap().contains("is not asked in an earlier step"));
    let retired = press(&desk, &sheet, "retire s1.f1.c5", &[]).await;
    let refused = press(&desk, &retired, "save", &[]).await;
    assert!(
        refused.first("[id='s2.when-error']").unwrap().contains("offered any more"),
        "{:?}",
        refused.all(".errors li")
    );
    assert_eq!(version(&app, "project").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_write_nobody_loses_a_word() {
    let app = TestApp::demo().await;
    let (first, second) = (app.client_as(Role::Manager).await, app.client_as(Role::Owner).await);
    let (mine, theirs) = (first.get("/admin/forms/contact").await, second.get("/admin/forms/contact").await);
    assert_eq!(press(&second, &theirs, "save", &[("s1.f2.label", "Theirs")]).await.status(), 303);
    let stale = press(&first, &mine, "save", &[("s1.f1.label", "Mine")]).await;
    assert_eq!(stale.status(), 409);
    assert_eq!(stale.input("s1.f1.label").as_deref(), Some("Mine"));
    let words = stale.first(".errors").unwrap();
    assert!(
        words.contains("The owner saved another version") && words.contains("“Theirs” renamed to “Your name”"),
        "{words}"
    );
    assert_eq!(version(&app, "contact").await, 2, "it was written over theirs");
    assert_eq!(press(&first, &stale, "save", &[]).await.status(), 303, "once seen, mine goes on top");
    assert_eq!(version(&app, "contact").await, 3);
    assert_eq!(definition(&app, "contact").await.field("message").unwrap().1.label, "Mine");
}
