//! Hostile words in every text of every form are words: on the desk, and for visitors.

use std::collections::BTreeMap;

use crate::hostile::{is_sound, kept, strings};
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hostile_text_in_every_field_of_every_form_is_text() {
    let app = TestApp::demo().await;
    let desk = app.demo_owner().await;
    let fit = |text: &String| !text.trim().is_empty() && text.chars().count() <= 60 && !text.contains(['\r', '\n']);
    let all: Vec<String> = strings().into_iter().filter(fit).collect();
    assert!(all.len() > 150, "only {} fit", all.len());
    let mut used = 0;
    for round in 0..2 {
        for slug in ["project", "contact", "audit-request"] {
            let path = format!("/admin/forms/{slug}");
            let sheet = desk.get(&path).await;
            let texts = sheet.attributes("#form-sheet .input:not(select)", "name");
            let texts = texts.into_iter().filter(|name| {
                name != "closes_on" && !["max", "least", "most"].iter().any(|end| name.ends_with(&format!(".{end}")))
            });
            let typed: BTreeMap<String, &str> = texts
                .map(|name| {
                    used += 1;
                    (name, all[(used + round * 7) % all.len()].as_str())
                })
                .collect();
            let pairs: Vec<(&str, &str)> = typed.iter().map(|(name, text)| (name.as_str(), *text)).collect();
            let grown = crate::editor::press(&desk, &sheet, "grow s1.f1", &pairs).await;
            is_sound(&grown, slug);
            for (name, text) in &typed {
                assert_eq!(grown.input(name).as_deref(), Some(kept(text).as_str()), "{name} of {slug}");
            }
            let saved = crate::editor::press(&desk, &sheet, "save", &pairs).await;
            assert_eq!(saved.status(), 303, "{slug}: {:?}", saved.all(".errors li"));
            let steps = app.with_conn(async |conn| shingle::forms::Form::by_slug(conn, slug).await.unwrap()).await;
            let mut paths = vec![path.clone(), format!("{path}/versions"), "/admin/forms".to_owned()];
            for step in &steps.definition.steps {
                paths.push(format!("{path}/preview/{}", step.name));
                paths.push(format!("/forms/{slug}/{}", step.name));
            }
            paths.push("/admin/staff/acts".to_owned());
            for path in paths {
                is_sound(&desk.follow(&path).await, &path);
            }
            let public = app.client().follow(&format!("/forms/{slug}")).await;
            is_sound(&public, slug);
            let first = &steps.definition.steps[0].fields[0].label;
            assert!(public.text.contains(&*askama_like(first)), "{first:?} is not shown");
        }
    }
}

/// A text as templates escape it.
fn askama_like(text: &str) -> String {
    text.replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;").replace('"', "&#34;").replace('\'', "&#39;")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hostile_places_and_names_never_break_the_sheet() {
    let app = TestApp::demo().await;
    let desk = app.demo_owner().await;
    for text in strings().iter().step_by(5) {
        let pairs = [
            ("act", text.as_str()),
            ("seen", text),
            ("step", text),
            ("step", "s1"),
            ("s1.name", text),
            ("s1.field", "s1.f1"),
            ("s1.f1.name", text),
            ("s1.f1.kind", "choice"),
            ("s1.f1.choice", text),
            ("s1.f1.when", text),
            ("role-email", text),
            ("closes_on", text),
        ];
        is_sound(&desk.post("/admin/forms/contact", &pairs).await, text);
        is_sound(&desk.post("/admin/forms/creation", &[("title", text)]).await, text);
    }
    assert_eq!(app.sql_i64("select version from forms where slug = 'contact'").await, 1);
}
