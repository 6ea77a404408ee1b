//! The buttons of the sheet, without script: each answers with the same page and the change, and saves nothing.

use shingle::accounts::Role;

use super::version;
use crate::editor::press;
use crate::support::{Response, TestApp};

fn questions(page: &Response) -> Vec<String> {
    page.all(".question-name")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn questions_and_steps_are_added_moved_and_deleted_without_being_saved() {
    let app = TestApp::demo().await;
    let desk = app.client_as(Role::Manager).await;
    let sheet = desk.get("/admin/forms/project").await;
    assert_eq!(sheet.all(".step-part").len(), 3);
    assert_eq!(questions(&sheet).len(), 13);

    let added = press(&desk, &sheet, "add s2 number", &[("s1.f2.label", "What shall change?")]).await;
    assert_eq!(added.status(), 200);
    assert_eq!(questions(&added)[7], "New question");
    assert!(added.has("[id='s2.f4'][autofocus] details[open] [name='s2.f4.least']"), "the new one is not open");
    assert_eq!(added.input("s1.f2.label").as_deref(), Some("What shall change?"), "what was typed is lost");

    let named = [("s2.f4.label", "How many pages?"), ("s2.f4.required", "yes")];
    let up = press(&desk, &added, "up s2.f4", &named).await;
    assert_eq!(questions(&up)[6], "How many pages?");
    let above = press(&desk, &up, "up s2.f1", &[]).await;
    assert_eq!(above.input("s1.f5.name").as_deref(), Some("today"), "the first of a step goes to the step before");
    let back = press(&desk, &above, "down s1.f5", &[]).await;
    assert_eq!(back.input("s2.f1.name").as_deref(), Some("today"));

    let step = press(&desk, &back, "step", &[]).await;
    assert_eq!(step.all(".step-part").len(), 4);
    let moved = press(&desk, &step, "up s4", &[("s4.label", "Dates")]).await;
    assert_eq!(moved.all(".step-head h2")[2], "Step 3 · Dates");
    let gone = press(&desk, &moved, "delete s3", &[]).await;
    assert_eq!(gone.all(".step-part").len(), 3);
    let fewer = press(&desk, &gone, "delete s2.f3", &[]).await;
    assert!(!questions(&fewer).contains(&"How many pages?".to_owned()), "{:?}", questions(&fewer));
    assert_eq!(version(&app, "project").await, 1, "a button saved it");
    for act in ["up s9", "delete s1.f9", "add s9 email", "add s1 hidden-source", "grow s1.f2.c1", "show", "up"] {
        assert!(press(&desk, &sheet, act, &[]).await.status() < 400, "{act}");
    }
    assert_eq!(press(&desk, &sheet, "delete s1.f1.c1", &[]).await.inputs("s1.f1.choice").len(), 5);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_are_added_moved_and_retired_and_only_new_ones_go() {
    let app = TestApp::demo().await;
    let desk = app.client_as(Role::Manager).await;
    let sheet = desk.get("/admin/forms/project").await;
    assert!(!sheet.has("button[value='delete s1.f3.c1']"), "an answer that was given can be deleted");
    let grown = press(&desk, &sheet, "grow s1.f3", &[]).await;
    assert_eq!(grown.inputs("s1.f3.choice").len(), 7);
    assert!(grown.has("[name='s1.f3.c7.label'][autofocus]"));
    let up = press(&desk, &grown, "up s1.f3.c7", &[("s1.f3.c7.label", "About £1,000")]).await;
    assert_eq!(up.input("s1.f3.c6.label").as_deref(), Some("About £1,000"));
    let retired = press(&desk, &up, "retire s1.f3.c1", &[]).await;
    assert_eq!(retired.input("s1.f3.c1.retired").as_deref(), Some("yes"));
    assert!(retired.has("button[value='offer s1.f3.c1']") && retired.words().contains("No longer offered"));
    let offered = press(&desk, &retired, "offer s1.f3.c1", &[]).await;
    assert_eq!(offered.input("s1.f3.c1.retired"), None);
    let taken = press(&desk, &offered, "delete s1.f3.c6", &[]).await;
    assert_eq!(taken.inputs("s1.f3.choice").len(), 6);
    assert_eq!(version(&app, "project").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_condition_is_chosen_from_the_questions_of_earlier_steps() {
    let app = TestApp::demo().await;
    let desk = app.client_as(Role::Manager).await;
    let sheet = desk.get("/admin/forms/project").await;
    assert!(!sheet.has("[name='s1.f2.when']"), "nothing stands before the first step");
    let may: Vec<String> = sheet.attributes("[name='s3.f4.when'] option", "value");
    assert_eq!(may, ["", "work", "budget", "start", "platforms"]);
    let shown = press(&desk, &sheet, "show s3.f4", &[("s3.f4.when", "work")]).await;
    assert_eq!(shown.attributes("[name='s3.f4.is']", "value"), ["new", "repair", "audit", "care", "explain"]);
    assert!(shown.inputs("s3.f4.is").is_empty(), "something is ticked already");
    let ticked = press(&desk, &shown, "show s3.f4", &[("s3.f4.is", "care")]).await;
    assert_eq!(ticked.inputs("s3.f4.is"), ["care"]);
    let other = press(&desk, &ticked, "show s3.f4", &[("s3.f4.when", "budget")]).await;
    assert!(other.inputs("s3.f4.is").is_empty(), "answers of another question stay ticked");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_that_decides_something_is_not_deleted() {
    let app = TestApp::demo().await;
    let desk = app.client_as(Role::Manager).await;
    let sheet = desk.get("/admin/forms/project").await;
    for act in ["delete s1.f1", "delete s1"] {
        let refused = press(&desk, &sheet, act, &[]).await;
        assert_eq!(refused.status(), 422, "{act}");
        let beside = refused.first("[id='s1.f1'] .error").unwrap();
        assert!(beside.contains("decides whether the step “What you have” is skipped"), "{beside}");
        assert!(refused.has(".errors a[href='#s1.f1']") && refused.has("[id='s1.f1'] > details[open]"));
        assert_eq!(questions(&refused).len(), 13);
    }
    let never = press(&desk, &sheet, "show s2", &[("s2.when", "")]).await;
    assert_eq!(questions(&press(&desk, &never, "delete s1.f1", &[]).await).len(), 12);
}
