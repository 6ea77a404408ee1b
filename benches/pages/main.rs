//! A page from memory, beside nginx and beside a bare actix handler that serve the same bytes; the same page rendered afresh;
//! and a journal of ten thousand articles beside one of a hundred: `bin/bench pages`.
//!
//! Each server has one core, and the client another one. Rounds take turns, so that whatever else the machine does meets all of
//! them. The figure to look at is CPU time a request: it hardly depends on what else runs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)]
// A bench takes the time of the machine: that is what it is for.
#![allow(clippy::disallowed_methods)]
#![allow(clippy::disallowed_types)]

mod anchors;
mod cpu;
mod journal;
mod load;
#[allow(dead_code)]
#[path = "../desk/program.rs"]
mod program;

use std::time::Duration;

use anchors::{Bare, Nginx};
use cpu::Usage;
use load::{Encoding, Load};
use program::Program;

const PAGE: &str = "/blog/what-a-website-costs";
const ROUNDS: usize = 5;
const CONNECTIONS: [usize; 4] = [1, 16, 64, 256];
const EACH: Duration = Duration::from_millis(1500);

/// A server under test.
struct Candidate {
    name: &'static str,
    port: u16,
    /// Its process; those that it has started count as well.
    pid: u32,
    path: String,
}

/// What came of one candidate in one way of asking.
struct Cell {
    candidate: usize,
    encoding: Encoding,
    connections: usize,
    rate: Vec<f64>,
    cpu: Vec<f64>,
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

fn main() {
    if let Some(role) = std::env::args().nth(1).filter(|role| role.starts_with("--as-")) {
        return anchors::run(&role);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(compare());
}

async fn compare() {
    let program = Program::start().await;
    cpu::pin(program.id(), 0);
    cpu::pin(std::process::id(), 1);
    let whole = load::fetch(program.port(), PAGE, Encoding::Identity).await;
    let packed = load::fetch(program.port(), PAGE, Encoding::Gzip).await;
    println!("{PAGE}: {} bytes, {} with gzip", whole.len(), packed.len());
    let nginx = Nginx::start(&whole, &packed);
    let bare = Bare::start(&whole, &packed);
    let mut candidates =
        vec![Candidate { name: "shingle", port: program.port(), pid: program.id(), path: PAGE.to_owned() }];
    candidates.push(Candidate { name: "bare actix", port: bare.port, pid: bare.id(), path: "/".to_owned() });
    match &nginx {
        Some(nginx) => candidates.push(Candidate {
            name: "nginx",
            port: nginx.port,
            pid: nginx.id(),
            path: "/page.html".to_owned(),
        }),
        None => println!("There is no nginx on this machine: install it, and its figures stand here too."),
    }
    let mut cells = Vec::new();
    for encoding in [Encoding::Identity, Encoding::Gzip] {
        for connections in CONNECTIONS {
            for candidate in 0..candidates.len() {
                cells.push(Cell { candidate, encoding, connections, rate: Vec::new(), cpu: Vec::new() });
            }
        }
    }
    for round in 0..=ROUNDS {
        for cell in &mut cells {
            let candidate = &candidates[cell.candidate];
            let before = Usage::of(candidate.pid);
            let load = Load {
                port: candidate.port,
                path: &candidate.path,
                encoding: cell.encoding,
                connections: cell.connections,
            };
            let (count, took) = load.run(EACH).await;
            let used = Usage::of(candidate.pid).since(&before);
            // The first round is for warming up.
            if round > 0 {
                cell.rate.push(count as f64 / took.as_secs_f64());
                cell.cpu.push(used.as_secs_f64() * 1e6 / count as f64);
            }
        }
    }
    println!(
        "\n{:<10} {:>5}  {:<12} {:>10} {:>12} {:>14} {:>14}",
        "encoding", "conns", "server", "requests/s", "CPU µs each", "rate : nginx", "CPU nginx : it"
    );
    for cell in &cells {
        let anchor = cells.iter().find(|other| {
            candidates[other.candidate].name == "nginx"
                && other.encoding == cell.encoding
                && other.connections == cell.connections
        });
        let (rate, cpu) = (median(&cell.rate), median(&cell.cpu));
        let against = anchor.map(|anchor| (rate / median(&anchor.rate), median(&anchor.cpu) / cpu));
        let words = against.map_or_else(String::new, |(rate, cpu)| format!("{rate:>14.2} {cpu:>14.2}"));
        println!(
            "{:<10} {:>5}  {:<12} {rate:>10.0} {cpu:>12.1} {words}",
            format!("{:?}", cell.encoding).to_lowercase(),
            cell.connections,
            candidates[cell.candidate].name
        );
    }
    afresh(&program).await;
    journal::compare(&program).await;
    drop((nginx, bare));
    program.stop().await;
}

/// The same page, rendered for every request, database included.
async fn afresh(program: &Program) {
    let fresh = anchors::fresh(&program.database_url());
    cpu::pin(fresh.id(), 0);
    let database = cpu::postmaster(program.id());
    let mut figures = Vec::new();
    for round in 0..=ROUNDS {
        let (mine, theirs) = (Usage::of(fresh.id()), Usage::of(database));
        let load = Load { port: fresh.port, path: PAGE, encoding: Encoding::Identity, connections: 4 };
        let (count, _) = load.run(EACH * 2).await;
        let used = Usage::of(fresh.id()).since(&mine) + Usage::of(database).since(&theirs);
        if round > 0 {
            figures.push(used.as_secs_f64() * 1e6 / count as f64);
        }
    }
    println!("\nRendered afresh, database included: {:.0} µs CPU a request (goal: 500)", median(&figures));
}
