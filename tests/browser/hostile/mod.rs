//! Hundreds of hostile strings, seen in a real browser: wherever what somebody typed is shown, it is words.

mod blocks;
mod desk;
mod eye;
mod visitor;

use eye::Eye;
use serde_json::{Value, json};

use super::WIDE;
use super::line::serve_raw;
use crate::hostile::strings;
use crate::support::{Browser, Script, TestApp};

/// Fails with everything that was found, and with how much there is of it.
fn nothing_wrong(wrong: &[String]) {
    let some: Vec<String> = wrong.iter().take(15).map(|line| line.chars().take(400).collect()).collect();
    assert!(wrong.is_empty(), "{} faults, such as\n{}", wrong.len(), some.join("\n"));
}

/// Posts a form from the page that is open, as a person's click does, and waits for the page that answers.
async fn post(browser: &Browser, path: &str, pairs: &[(&str, &str)]) {
    let (path, pairs) = (json!(path), json!(pairs));
    let script = format!(
        "const form = Document.prototype.createElement.call(document, 'form');
         form.setAttribute('method', 'post');
         form.setAttribute('action', {path});
         for (const [name, value] of {pairs}) {{
           const input = Document.prototype.createElement.call(document, 'input');
           input.type = 'hidden';
           input.name = name;
           input.setAttribute('value', value);
           form.append(input);
         }}
         document.documentElement.append(form);
         window.__leaving = true;
         HTMLFormElement.prototype.submit.call(form);
         return true;"
    );
    let _: bool = browser.ask(&script).await;
    let mut left = false;
    while !left {
        // In the middle of leaving, a page cannot be asked.
        let here =
            browser.driver.execute("return !window.__leaving && document.readyState === 'complete'", vec![]).await;
        left = here.is_ok_and(|answer| answer.json() == &Value::Bool(true));
    }
}

/// These hold `<` and are words to every browser, escaped or not.
const WORDS_ANYWAY: [&str; 8] = [
    "<\0script>window.hit=1</script>",
    "<ſcript>window.hit=1</ſcript>",
    "<https://x\" onmouseover=\"window.hit=1>",
    "<->",
    "'a':* <-> 'b'",
    "<%= 7*7 %>",
    "<%= system('id') %>",
    "<#assign x=1>",
];

/// The control: the same strings in pages that do not escape. What is looked for would be found.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_does_not_escape_is_caught() {
    let all: Vec<String> = strings().into_iter().filter(|text| text.contains('<') && text.len() < 200).collect();
    let page = |text: &str| format!("<!doctype html><title>Raw</title><main id=\"main\"><p>{text}</p></main>");
    let pages = all.iter().map(|text| page(text)).chain([page("plain words")]).collect();
    let base = serve_raw(pages).await;
    let mut eye = Eye::new(Browser::open(&base, Script::On).await).await;
    eye.browser.go(&format!("/{}", all.len())).await;
    eye.learn().await;
    let (mut ran, mut missed) = (0, Vec::new());
    for (number, text) in all.iter().enumerate() {
        let path = format!("/{number}");
        eye.browser.go(&path).await;
        let wrong = eye.troubles(&path).await;
        ran += usize::from(wrong.iter().any(|what| what == "a payload ran"));
        if wrong.is_empty() {
            missed.push(text.clone());
        }
    }
    assert!(ran >= 40, "only {ran} of {} ran", all.len());
    let words: Vec<&str> = missed.iter().map(String::as_str).filter(|text| !WORDS_ANYWAY.contains(text)).collect();
    assert!(words.is_empty(), "not caught: {words:?}");
    eye.browser.close().await;
}
