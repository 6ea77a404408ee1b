//! The samples: every page, block and mail has one, in each state that looks different.

mod markup;
mod source;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use shingle::app::App;
use shingle::samples::{self, Sample};
use tracing::field::{Field, Visit};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

use crate::support::TestApp;
use source::{Structs, Templates};

/// Listens to the trace of `web::html::render`: which types were really rendered, whatever anybody says of them.
#[derive(Clone, Default)]
struct Rendered(Arc<Mutex<BTreeSet<String>>>);

impl<S: tracing::Subscriber> Layer<S> for Rendered {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "shingle::templates" {
            event.record(&mut self.clone());
        }
    }
}

impl Visit for Rendered {
    fn record_str(&mut self, _: &Field, value: &str) {
        // A type that borrows may be named with its lifetime.
        let name = value.split('<').next().unwrap_or(value);
        self.0.lock().unwrap().insert(name.to_owned());
    }

    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}

/// All of them, rendered.
fn everything(app: &App) -> Vec<Sample> {
    let mut all: Vec<Sample> = samples::pages(app).unwrap().into_iter().flat_map(|(_, samples)| samples).collect();
    all.extend(samples::blocks(app).unwrap());
    all.extend(samples::files(app).unwrap());
    let mails = samples::mails().unwrap();
    all.extend(mails.into_iter().map(|(name, message)| Sample { name, html: message.html }));
    all
}

/// What is listened to is settled for a whole process, by whichever thread comes first: so this has a process of its own.
#[test]
fn every_template_is_rendered_by_a_sample() {
    let program = std::env::current_exe().unwrap();
    let name = "samples::the_templates_that_samples_render";
    let ended =
        std::process::Command::new(program).args([name, "--exact", "--ignored", "--nocapture"]).output().unwrap();
    let told = [ended.stdout, ended.stderr].concat();
    let told = String::from_utf8_lossy(&told);
    assert!(ended.status.success() && told.contains("1 passed"), "{told}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "it is the program of the test before"]
async fn the_templates_that_samples_render() {
    let test = TestApp::start().await;
    let rendered = Rendered::default();
    let listener = tracing_subscriber::registry().with(rendered.clone());
    tracing::subscriber::with_default(listener, || everything(&test.app));
    let (templates, structs) = (Templates::read(), Structs::read());
    let types = rendered.0.lock().unwrap().clone();
    let unknown: Vec<_> = types.iter().filter(|name| structs.path(name).is_none()).collect();
    assert!(unknown.is_empty(), "these were rendered, but no source of theirs was found: {unknown:?}");
    let idle: Vec<_> = structs.names().filter(|name| !types.contains(*name)).collect();
    assert!(idle.is_empty(), "no sample renders these: write one, see CONTRIBUTING.md: {idle:#?}");
    let paths = types.iter().filter_map(|name| structs.path(name));
    let forgotten = templates.unreached(paths);
    assert!(forgotten.is_empty(), "no sample renders these templates, by themselves or in another: {forgotten:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sample_is_a_whole_page_under_a_name_of_its_own() {
    for test in [TestApp::start().await, TestApp::demo().await] {
        let mut names = BTreeSet::new();
        for (group, list) in samples::pages(&test.app).unwrap() {
            assert!(!list.is_empty(), "{group} is empty");
            for Sample { name, html } in list {
                assert!(names.insert(name), "two samples are called {name}");
                let page = scraper::Html::parse_document(&html);
                let count = |selector: &str| page.select(&scraper::Selector::parse(selector).unwrap()).count();
                assert_eq!((count("h1"), count("main"), count("head > title")), (1, 1, 1), "{name}");
                assert!(!html.contains("{{") && !html.contains("{%"), "{name} shows a template's own marks");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn owners_open_every_sample_from_one_list() {
    let test = TestApp::demo().await;
    let owner = test.demo_owner().await;
    let list = owner.get("/dev/samples").await;
    let link = scraper::Selector::parse("main a[href^='/dev/samples/']").unwrap();
    let paths: Vec<String> =
        list.html().select(&link).filter_map(|link| link.attr("href")).map(str::to_owned).collect();
    for path in &paths {
        assert_eq!(owner.get(path).await.status(), 200, "{path}");
    }
    assert!(paths.len() > 60, "only these are listed: {paths:?}");
    for path in ["/dev/samples/page-nothing", "/dev/samples/nothing", "/dev/samples/mail-nothing"] {
        assert_eq!(owner.get(path).await.status(), 404, "{path}");
    }
}
