//! Documents made by chance, from the declared fields of every kind of block: what is saved, read, rendered, written as Markdown
//! and cleaned again does not change, and nothing in it becomes a script.

use serde_json::{Map, Value, json};
use shingle::blocks::field::{Field, Is, Noun};
use shingle::blocks::{Block, KINDS, Markdown, Placed, SampleThings, Showing};
use shingle::site::Resolver;
use uuid::Uuid;

use crate::blocks::things;
use crate::support::TestApp;

/// Numbers by chance, the same at every run.
pub(crate) struct Chance(pub u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

const WORDS: [&str; 24] = [
    "bell",
    "door",
    "a & b",
    "<b>bold</b>",
    "<script>alert(1)</script>",
    "\" onfocus=alert(1) x=\"",
    "' onclick='x",
    "*stars*",
    "_under_",
    "# hash",
    "1. one",
    "- dash",
    "[a](javascript:x)",
    "`code`",
    "| pipe |",
    "漢字",
    "שלום",
    "e\u{301}",
    "&amp;",
    "&lt;i&gt;",
    "\\",
    "</p>",
    "{{ x }}",
    "https://www.example.com/?a=b&c=d",
];
const MARKUP: [&str; 14] = [
    "<p>Plain words</p>",
    "<h2>A heading</h2>",
    "<h2>A heading</h2><p>Twice</p>",
    "<h3>A third level</h3>",
    "<ul><li>One</li><li>Two <strong>bold</strong></li></ul>",
    "<ol start=\"3\"><li>Three</li></ol>",
    "<blockquote><p>Said</p></blockquote>",
    "<p>a_b_c <em>em</em><br>line <code>x &lt; y</code> <a href=\"https://www.example.com/?a=1&amp;b=2\">out</a></p>",
    "<pre><code>  two\n  lines</code></pre>",
    "<hr>",
    "<script>alert(1)</script><p onclick=\"x()\">dirty</p>",
    "<p><a href=\"javascript:alert(1)\">bad</a><img src=x onerror=alert(1)></p>",
    "<h5>lost level</h5><table><tr><td>cell</td></tr></table>",
    "<p>unclosed <b>bold <i>both",
];

fn line(chance: &mut Chance) -> String {
    (0..=chance.below(4)).map(|_| *chance.one(&WORDS)).collect::<Vec<_>>().join(" ")
}

fn rich(chance: &mut Chance, things: &SampleThings) -> String {
    let mut html: String = (0..=chance.below(4)).map(|_| *chance.one(&MARKUP)).collect();
    html.push_str(&format!(
        "<p>{} <a href=\"page:{}\">ours</a></p>",
        chance.one(&WORDS).replace('<', "&lt;"),
        things.page
    ));
    html
}

fn value(field: &Field, chance: &mut Chance, things: &SampleThings) -> Value {
    let key = |noun: Noun, chance: &mut Chance| -> Uuid {
        match noun {
            Noun::Form => things.form,
            Noun::Case => *chance.one(&things.cases),
            Noun::Part => things.part,
            Noun::Picture => *chance.one(&things.pictures),
            Noun::Service => *chance.one(&things.services),
            Noun::Author => *chance.one(&things.authors),
        }
    };
    if !field.needed && chance.below(3) == 0 {
        return Value::Null;
    }
    match &field.is {
        Is::Line(_) | Is::Text(_) | Is::Code(_) | Is::Seed(_) => json!(line(chance)),
        Is::Rich(_) => json!(rich(chance, things)),
        Is::Choice(choices) => {
            let (value, _) = chance.one(choices);
            value.parse::<u64>().map_or_else(|_| json!(value), |number| json!(number))
        }
        Is::Yes => json!(chance.below(2) == 0),
        Is::Day => json!(things.today),
        Is::Grid(_) => {
            let (columns, rows) = (2 + chance.below(4), 2 + chance.below(4));
            json!((0..rows).map(|_| (0..columns).map(|_| line(chance)).collect::<Vec<_>>()).collect::<Vec<_>>())
        }
        Is::Address => json!("https://www.openstreetmap.org/?mlat=54.4&mlon=-0.6#map=15/54.4/-0.6"),
        Is::Target => match chance.below(2) {
            0 => json!({ "form": things.form }),
            _ => json!({ "page": things.page }),
        },
        Is::One(noun) => json!(key(*noun, chance)),
        Is::Many(noun, most) => {
            json!((0..=chance.below((*most).min(3))).map(|_| key(*noun, chance)).collect::<Vec<_>>())
        }
        Is::List(list) => {
            let count = list.least + chance.below(3.min(list.most - list.least + 1));
            json!((0..count).map(|_| object(list.of, chance, things)).collect::<Vec<_>>())
        }
    }
}

fn object(fields: &[Field], chance: &mut Chance, things: &SampleThings) -> Map<String, Value> {
    let mut map = Map::new();
    for field in fields {
        let value = value(field, chance, things);
        if !value.is_null() {
            map.insert(field.name.to_owned(), value);
        }
    }
    map
}

pub(crate) fn document(chance: &mut Chance, things: &SampleThings) -> Vec<Placed> {
    let mut blocks = Vec::new();
    for kind in KINDS {
        let mut block = object(kind.fields, chance, things);
        block.insert("kind".to_owned(), json!(kind.name));
        block.insert("id".to_owned(), json!(Uuid::now_v7()));
        if kind.name == "embed" {
            block.insert("provider".to_owned(), json!("openstreetmap"));
        }
        let placed: Placed =
            serde_json::from_value(Value::Object(block.clone())).unwrap_or_else(|error| panic!("{error}: {block:?}"));
        blocks.push(placed);
    }
    blocks
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_document_is_the_same_however_often_it_is_saved() {
    let app = TestApp::demo().await;
    let things = things(&app).await;
    let (business, now) = (app.app.business(), app.clock.now());
    let mut chance = Chance(0x5eed_0bad_cafe_0001);
    let mut legal = 0;
    for _ in 0..40 {
        let typed = document(&mut chance, &things);
        let references: Vec<_> = typed.iter().flat_map(|placed| placed.block.references()).collect();
        let resolver = app.with_conn(async |conn| Resolver::load(conn, &references, &typed).await.unwrap()).await;
        let html = |block: &Block| block.html(&mut Showing::new(&resolver, &business, now)).unwrap();
        let markdown = |block: &Block| {
            let mut out = Markdown::new("https://www.bellpull.example", &resolver, &business, now);
            block.markdown(&mut out);
            out.finish()
        };
        for placed in typed {
            let name = placed.block.kind().name;
            let saved = placed.clone().cleaned().unwrap();
            let read: Placed = serde_json::from_value(serde_json::to_value(&saved).unwrap()).unwrap();
            assert_eq!(read, saved, "{name} is not read as it was saved");
            assert_eq!(read.clone().cleaned().unwrap(), saved, "{name} changes when it is saved again");
            assert_eq!(html(&read.block), html(&saved.block), "{name}");
            assert_eq!(markdown(&read.block), markdown(&saved.block), "{name}");
            assert_eq!(read.block.references(), saved.block.references());
            legal += usize::from(read.block.check().is_ok());
            let page = scraper::Html::parse_fragment(&html(&read.block));
            for element in page.root_element().descendants().filter_map(scraper::ElementRef::wrap) {
                let element = element.value();
                assert!(
                    !["script", "iframe", "object", "style", "link", "base"].contains(&element.name()),
                    "{name}: {}",
                    element.name()
                );
                for (attribute, value) in element.attrs() {
                    assert!(!attribute.starts_with("on") && attribute != "style", "{name}: {attribute}={value}");
                    assert!(
                        !value.trim_start().to_lowercase().starts_with("javascript:"),
                        "{name}: {attribute}={value}"
                    );
                }
            }
        }
    }
    assert!(legal > 600, "only {legal} blocks were legal: the generator makes nothing that could be saved");
}
