//! Whether lists, search, sitemap and an article stay as quick with ten thousand articles as with a hundred: the same pages, each
//! rendered for every request, first with the one journal and then with the other.

use crate::cpu::{self, Usage};
use crate::load::{Encoding, Load};
use crate::program::Program;
use crate::{EACH, ROUNDS, anchors, median};

const MANY: &str = include_str!("../../tests/data/many_articles.sql");
const PATHS: [(&str, &str); 7] = [
    ("index", "/blog"),
    ("index, further down", "/blog?page=5"),
    ("topic", "/blog/topics/forms"),
    ("search", "/search?q=pipes"),
    ("search, one article", "/search?q=plumbing+note+42"),
    ("sitemap", "/sitemap.xml"),
    ("article", "/blog/many-42"),
];

async fn add(program: &Program, first: usize, last: usize) {
    let sql = MANY.replace(":first", &first.to_string()).replace(":last", &last.to_string());
    program.session().await.batch_execute(&sql).await.expect("articles");
}

/// CPU a request of each page in µs, database included.
async fn measure(program: &Program) -> Vec<f64> {
    let fresh = anchors::fresh(&program.database_url());
    cpu::pin(fresh.id(), 0);
    let database = cpu::postmaster(program.id());
    let mut figures: Vec<Vec<f64>> = vec![Vec::new(); PATHS.len()];
    for round in 0..=ROUNDS {
        for ((_, path), figures) in PATHS.iter().zip(&mut figures) {
            let (mine, theirs) = (Usage::of(fresh.id()), Usage::of(database));
            let load = Load { port: fresh.port, path, encoding: Encoding::Identity, connections: 4 };
            let (count, _) = load.run(EACH).await;
            let used = Usage::of(fresh.id()).since(&mine) + Usage::of(database).since(&theirs);
            if round > 0 {
                figures.push(used.as_secs_f64() * 1e6 / count as f64);
            }
        }
    }
    figures.iter().map(|figures| median(figures)).collect()
}

pub async fn compare(program: &Program) {
    add(program, 1, 100).await;
    let few = measure(program).await;
    add(program, 101, 10_000).await;
    let many = measure(program).await;
    println!("\n{:<22} {:>14} {:>14} {:>8}", "rendered afresh", "µs, 100", "µs, 10,000", "ratio");
    for ((name, _), (few, many)) in PATHS.iter().zip(few.iter().zip(&many)) {
        println!("{name:<22} {few:>14.0} {many:>14.0} {:>8.2}", many / few);
    }
}
