//! How long the editor's buttons take on a page of a thousand blocks, beside the same on a page of ten: `bin/bench writing`.
//!
//! The real program answers over loopback. Each button is pressed as a browser presses it: without script the whole sheet is
//! posted and comes back, with script only the block that it concerns. The goal is 300 ms for each.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)]
// A bench takes the time of the machine: that is what it is for.
#![allow(clippy::disallowed_methods)]

#[path = "../desk/program.rs"]
mod program;

use std::time::{Duration, Instant};

use program::Program;
use scraper::{Html, Selector};

const SIZES: [usize; 2] = [10, 1_000];
const WARM_UP: usize = 5;
const ROUNDS: usize = 40;
const GOAL: f64 = 300.0;

type Pairs = Vec<(String, String)>;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(writing());
}

async fn writing() {
    let program = Program::start().await;
    let mut medians = Vec::new();
    for size in SIZES {
        let sheet = page_of(&program, size).await;
        medians.push(buttons(&program, &sheet, size).await);
    }
    println!("{ROUNDS} rounds of each button, one after the other; milliseconds, over loopback.");
    println!("{:<34} {:>10} {:>10} {:>10}   {:>6}", "button", "10 blocks", "1,000", "p95", "ratio");
    let mut worst: f64 = 0.0;
    for ((name, few), (_, many)) in medians[0].iter().zip(&medians[1]) {
        let ratio = many.0 / few.0;
        println!("{name:<34} {:>10.1} {:>10.1} {:>10.1}   {ratio:>6.1}", few.0, many.0, many.1);
        worst = worst.max(many.1);
    }
    println!("The slowest p95 is {worst:.0} ms; the goal is {GOAL:.0} ms.");
    program.stop().await;
}

/// A page with so many texts; answers where its sheet is.
async fn page_of(program: &Program, size: usize) -> String {
    let begin = [("kind", "page"), ("title", &format!("A page of {size} blocks")), ("above", "")];
    let begin: Pairs = begin.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let (status, sheet) = program.post("/admin/creation", &begin).await;
    assert_eq!(status, 303, "{sheet}");
    let sheet = sheet.split('?').next().unwrap().to_owned();
    let mut posted = pairs(&program.get(&sheet).await);
    posted.retain(|(name, _)| name != "block" && !name.starts_with("b1."));
    for number in 1..=size {
        let key = uuid::Uuid::now_v7();
        posted.push(("block".to_owned(), format!("b{number} rich-text {key}")));
        let text = format!(
            "<h2>Part {number}</h2><p>A bell that nobody hears is a lamp without oil: it hangs there, and <strong>the \
             door stays shut</strong>. Whoever stands before it rings twice and goes to somebody else.</p>"
        );
        posted.push((format!("b{number}.html"), text));
        posted.push((format!("b{number}.look"), "text".to_owned()));
    }
    posted.push(("act".to_owned(), "save".to_owned()));
    let (status, answer) = program.post(&sheet, &posted).await;
    assert_eq!(status, 303, "{}", answer.chars().take(2_000).collect::<String>());
    sheet
}

/// Each button with its median and the time within which 95 of 100 were done.
async fn buttons(program: &Program, sheet: &str, size: usize) -> Vec<(&'static str, (f64, f64))> {
    let whole = pairs(&program.get(sheet).await);
    let press = |act: &str| {
        let mut posted = whole.clone();
        posted.push(("act".to_owned(), act.to_owned()));
        posted
    };
    // With script: the order of the blocks, and what stands in one.
    let alone = |act: &str| {
        let mut posted = press(act);
        posted.retain(|(name, _)| ["act", "seen", "block"].contains(&name.as_str()) || name.starts_with("b2."));
        posted
    };
    let changes = [
        ("move a block, without script", press(&format!("up b{size}"))),
        ("add a block, without script", press("add b2 faq")),
        ("add a block, with script", alone("add b2 faq")),
        ("duplicate a block, with script", alone("duplicate b2")),
    ];
    let mut medians = vec![("open the sheet", times(async |_| drop(program.get(sheet).await)).await)];
    for (name, posted) in &changes {
        let taken = times(async |_| assert_eq!(program.post(sheet, posted).await.0, 200)).await;
        medians.push((*name, taken));
    }
    let mut newest = whole.clone();
    let mut all = Vec::new();
    for round in 0..WARM_UP + ROUNDS {
        for (name, value) in &mut newest {
            if name == "b2.html" {
                *value = format!("<p>Changed {round} times.</p>");
            }
        }
        let mut posted = newest.clone();
        posted.push(("act".to_owned(), "save".to_owned()));
        let began = Instant::now();
        assert_eq!(program.post(sheet, &posted).await.0, 303);
        all.push(began.elapsed());
        newest = pairs(&program.get(sheet).await);
    }
    medians.push(("save", summed(all.split_off(WARM_UP))));
    let publication = format!("{sheet}/publication");
    medians.push(("look at it before publishing", times(async |_| drop(program.get(&publication).await)).await));
    medians
}

async fn times(mut round: impl AsyncFnMut(usize)) -> (f64, f64) {
    let mut all = Vec::new();
    for number in 0..WARM_UP + ROUNDS {
        let began = Instant::now();
        round(number).await;
        all.push(began.elapsed());
    }
    summed(all.split_off(WARM_UP))
}

fn summed(mut all: Vec<Duration>) -> (f64, f64) {
    all.sort_unstable();
    let at = |percent: usize| all[(all.len() * percent).div_ceil(100) - 1].as_secs_f64() * 1000.0;
    (at(50), at(95))
}

/// What a browser would post of the sheet: its fields, in order.
fn pairs(page: &str) -> Pairs {
    let page = Html::parse_document(page);
    let fields = Selector::parse("#sheet :is(input, textarea, select)").unwrap();
    let chosen = Selector::parse("option[selected]").unwrap();
    let mut pairs = Vec::new();
    for field in page.select(&fields) {
        let Some(name) = field.attr("name") else { continue };
        let ticked = ["checkbox", "radio"].contains(&field.attr("type").unwrap_or_default());
        if ticked && field.attr("checked").is_none() {
            continue;
        }
        let value = match field.value().name() {
            "textarea" => field.text().collect::<String>(),
            "select" => {
                field.select(&chosen).next().and_then(|option| option.attr("value")).unwrap_or_default().to_owned()
            }
            _ => field.attr("value").unwrap_or_default().to_owned(),
        };
        pairs.push((name.to_owned(), value));
    }
    pairs
}
