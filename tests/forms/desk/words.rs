//! Those who may change words of forms change nothing else.

use shingle::accounts::Role;

use super::{change, definition, version};
use crate::editor::press;
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_editor_changes_words_and_nothing_else() {
    let app = TestApp::demo().await;
    let editor = app.client_as(Role::Editor).await;
    let sheet = editor.get("/admin/forms/project").await;
    assert!(
        !sheet.has("#form-sheet button[name=act]:not([value=save])"),
        "there are buttons that change what is asked"
    );
    for name in ["s1.f1.required", "s2.when", "role-email", "closes_on", "s3.f1.max", "s1.f1.services"] {
        assert!(!sheet.has(&format!("[name='{name}']")), "{name} can be changed");
    }
    assert!(!sheet.has("main a[href^='/admin/settings']") && sheet.words().contains("You can change the words"));
    assert!(sheet.words().contains("Skipped when “What do you need a hand with?” is “I’d rather explain”"));

    let before = definition(&app, "project").await;
    let words = [
        ("title", "Ask us"),
        ("s2.title", "What is there?"),
        ("s1.f1.c2.label", "A repair"),
        ("s3.f6.statement", "Keep them."),
        ("s3.f1.missing", "Who are you?"),
        ("closed_note", "Back in March."),
    ];
    let forged = [
        ("s1.f1.required", ""),
        ("s3.f4.required", "yes"),
        ("s1.f1.c1.retired", "yes"),
        ("s2.when", ""),
        ("s3.f1.max", "7"),
        ("role-email", ""),
        ("closes_on", "2026-01-01"),
        ("step", "s3"),
        ("s1.field", "s1.f2"),
    ];
    let saved = press(&editor, &sheet, "save", &[&words[..], &forged[..]].concat()).await;
    assert_eq!(saved.status(), 303, "{:?}", saved.all(".errors li"));
    let after = definition(&app, "project").await;
    assert_eq!(after.bare(), before.bare(), "an editor changed what is asked");
    assert_eq!((after.title.as_str(), after.closed_note.as_str()), ("Ask us", "Back in March."));
    assert_eq!(after.field("consent").unwrap().1.statement, "Keep them.");
    assert_eq!(after.field("name").unwrap().1.error.missing.as_deref(), Some("Who are you?"));
    // What was left out of the post keeps its words.
    assert_eq!(after.field("work").unwrap().1.label, before.field("work").unwrap().1.label);

    let version_now = version(&app, "project").await;
    for act in ["delete s1.f2", "add s1 email", "retire s1.f1.c1", "step"] {
        let page = press(&editor, &sheet, act, &[]).await;
        assert_eq!((page.status(), page.all(".question-name").len()), (200, 13), "{act}");
    }
    let wrong = change(&editor, "project", &[("s1.f2.label", "")]).await;
    assert_eq!(wrong.status(), 422);
    assert!(
        wrong.words().contains("Several lines of text · required"),
        "what is asked is shown otherwise after a mistake"
    );
    assert_eq!(version(&app, "project").await, version_now);
}
