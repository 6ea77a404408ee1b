//! Hostile strings in every field of every kind of block: words on the page, and nothing that runs.

use serde_json::{Map, Value, json};
use shingle::blocks::field::{Field, Is, Noun};
use shingle::blocks::{KINDS, Placed, SampleThings};
use uuid::Uuid;

use super::{Eye, nothing_wrong};
use crate::blocks::{add, page_of, things};
use crate::hostile::strings;
use crate::support::{Browser, DEMO_PASSWORD, Script, TestApp};

/// Strings one after the other, each cut to what a field takes.
struct Supply<'a> {
    all: &'a [String],
    next: usize,
}

impl Supply<'_> {
    fn take(&mut self, most: usize, one_line: bool) -> String {
        let text = &self.all[self.next % self.all.len()];
        self.next += 1;
        let mut text: String = text.chars().filter(|c| *c != '\0').take(most).collect();
        if one_line {
            text = text.replace(['\n', '\r'], " ");
        }
        if text.trim().is_empty() { "x".to_owned() } else { text }
    }
}

fn value(field: &Field, supply: &mut Supply<'_>, rich: bool, things: &SampleThings) -> Value {
    let key = |noun: Noun| match noun {
        Noun::Form => things.form,
        Noun::Case => things.cases[0],
        Noun::Part => things.part,
        Noun::Picture => things.pictures[0],
        Noun::Service => things.services[0],
        Noun::Author => things.authors[0],
    };
    match &field.is {
        Is::Line(most) | Is::Seed(most) => json!(supply.take(*most, true)),
        Is::Text(most) | Is::Code(most) => json!(supply.take(*most, false)),
        Is::Rich(_) if rich => json!(format!("<p>Words</p>{}", supply.take(1_900, false))),
        Is::Rich(_) => json!("<p>Plain words</p>"),
        Is::Choice(choices) => choices[0].0.parse::<u64>().map_or_else(|_| json!(choices[0].0), |number| json!(number)),
        Is::Yes => json!(true),
        Is::Day => json!(things.today),
        Is::Grid(_) => {
            json!((0..3).map(|_| (0..3).map(|_| supply.take(300, true)).collect::<Vec<_>>()).collect::<Vec<_>>())
        }
        Is::Address => json!("https://www.openstreetmap.org/?mlat=54.4&mlon=-0.6#map=15/54.4/-0.6"),
        Is::Target => json!({ "page": things.page }),
        Is::One(noun) => json!(key(*noun)),
        Is::Many(noun, _) => json!([key(*noun)]),
        Is::List(list) => {
            json!((0..list.least.max(2)).map(|_| object(list.of, supply, rich, things)).collect::<Vec<_>>())
        }
    }
}

fn object(fields: &[Field], supply: &mut Supply<'_>, rich: bool, things: &SampleThings) -> Map<String, Value> {
    fields.iter().map(|field| (field.name.to_owned(), value(field, supply, rich, things))).collect()
}

/// One block of each kind.
fn document(supply: &mut Supply<'_>, rich: bool, things: &SampleThings) -> Vec<Placed> {
    let block = |kind: &shingle::blocks::BlockKind, supply: &mut Supply<'_>| {
        let mut block = object(kind.fields, supply, rich, things);
        block.insert("kind".to_owned(), json!(kind.name));
        block.insert("id".to_owned(), json!(Uuid::now_v7()));
        if kind.name == "heading" {
            block.insert("look".to_owned(), json!("page"));
        }
        serde_json::from_value(Value::Object(block)).unwrap()
    };
    KINDS.iter().map(|kind| block(kind, supply)).collect()
}

/// Enough documents for every string to stand somewhere.
async fn publish(test: &TestApp, all: &[String], rich: bool, name: &str) -> Vec<String> {
    let things = things(test).await;
    let mut supply = Supply { all, next: 0 };
    let mut paths = Vec::new();
    while supply.next < all.len() {
        let path = format!("/{name}-{}", paths.len());
        let blocks = document(&mut supply, rich, &things);
        add(test, page_of(&path, blocks)).await.unwrap_or_else(|error| panic!("{path}: {error}"));
        paths.push(path);
    }
    paths
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_every_field_of_a_block_every_string_is_words() {
    let test = TestApp::demo().await;
    let mut eye = Eye::new(Browser::open(&test.base, Script::On).await).await;
    let plain = ["plain words".to_owned()];
    for path in publish(&test, &plain, false, "plain").await {
        eye.browser.go(&path).await;
        eye.learn().await;
    }
    let mut wrong = Vec::new();
    for path in publish(&test, &strings(), false, "odd").await {
        eye.browser.go(&path).await;
        let found = eye.troubles(&path).await;
        wrong.extend(found.into_iter().map(|what| format!("{path}: {what}")));
        wrong.extend(eye.troubles_when_wide().await);
    }
    assert!(eye.judged > 3, "{}", eye.judged);
    nothing_wrong(&wrong);
    eye.browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_rich_text_no_string_runs() {
    let test = TestApp::demo().await;
    let mut eye = Eye::new(Browser::open(&test.base, Script::On).await).await;
    let mut wrong = Vec::new();
    for path in publish(&test, &strings(), true, "rich").await {
        eye.browser.go(&path).await;
        // Elements that rich text may have are no fault here, nor are links out of it.
        let fault =
            |what: &String| !what.starts_with("an element that is not ours") && !what.starts_with("it leads away");
        wrong.extend(eye.troubles(&path).await.into_iter().filter(fault).map(|what| format!("{path}: {what}")));
    }
    assert!(eye.judged > 3, "{}", eye.judged);
    nothing_wrong(&wrong);
    eye.browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_the_editor_every_string_is_words_and_stays_what_it_is() {
    let test = TestApp::demo().await;
    let mut eye = Eye::new(Browser::open(&test.base, Script::On).await).await;
    // Too narrow for the preview beside the form: it is a page of its own, which is looked at above.
    eye.browser.width(1100).await;
    eye.browser.sign_in("owner@example.com", DEMO_PASSWORD).await;
    let sheet = async |path: &str| {
        let id = test.sql_text(&format!("select id from pages where path = '{path}'")).await;
        format!("/admin/pages/{id}")
    };
    let plain = ["plain words".to_owned()];
    for path in publish(&test, &plain, false, "plain").await {
        eye.browser.go(&sheet(&path).await).await;
        opened(&eye.browser).await;
        eye.learn().await;
    }
    // Lines end as they do in all that comes from a form.
    let all: Vec<String> = strings().iter().map(|text| text.replace("\r\n", "\n").replace('\r', "\n")).collect();
    let mut wrong = Vec::new();
    for rich in [false, true] {
        for path in publish(&test, &all, rich, if rich { "rich" } else { "odd" }).await {
            let sheet = sheet(&path).await;
            eye.browser.go(&sheet).await;
            opened(&eye.browser).await;
            let fault = |what: &String| {
                !rich || !what.starts_with("an element that is not ours") && !what.starts_with("it leads away")
            };
            wrong.extend(eye.troubles(&sheet).await.into_iter().filter(fault).map(|what| format!("{path}: {what}")));
            eye.browser.click("Save draft").await;
            eye.browser.sees("Saved").await;
            let drafts =
                format!("select count(*) from revisions join pages on page_id = pages.id where path = '{path}'");
            if test.sql_i64(&drafts).await != 1 {
                wrong.push(format!("{path}: saved untouched, it is another version"));
            }
        }
    }
    assert!(eye.judged > 6, "{}", eye.judged);
    nothing_wrong(&wrong);
    eye.browser.close().await;
}

/// Waits until every block is unfolded and every text is open for writing.
async fn opened(browser: &Browser) {
    let _: bool = browser
        .ask(
            "for (const card of document.querySelectorAll('.block-card details')) card.open = true;
             return Promise.all(Array.from(document.querySelectorAll('sh-richtext'), (rich) => rich.open())).then(() => true)",
        )
        .await;
}
