//! How long the desk's screens take with ten thousand enquiries, beside the statements of the same screens in a plain
//! session of the same database: `bin/bench`.
//!
//! The real program runs on its embedded PostgreSQL with durable settings, and answers over loopback. Each screen is asked
//! for a few hundred times, one after the other. Its statements are then taken from the server's log of one more request,
//! and given again as often by a session that does nothing else.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)]
// A bench takes the time of the machine: that is what it is for.
#![allow(clippy::disallowed_methods)]

#[path = "../../tests/support/many.rs"]
mod many;
mod program;
mod statements;

use std::time::{Duration, Instant};

use program::Program;

const ENQUIRIES: usize = 10_000;
const WARM_UP: usize = 20;
const ROUNDS: usize = 200;

/// Milliseconds of many rounds, sorted.
struct Times(Vec<f64>);

impl Times {
    fn of(mut all: Vec<Duration>) -> Self {
        all.sort_unstable();
        Self(all.into_iter().map(|one| one.as_secs_f64() * 1000.0).collect())
    }

    /// The time within which this share of the rounds was done.
    fn within(&self, percent: usize) -> f64 {
        self.0[(self.0.len() * percent).div_ceil(100) - 1]
    }
}

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(desk());
}

async fn desk() {
    let program = Program::start().await;
    let mut session = program.session().await;
    println!("Writing {ENQUIRIES} enquiries.");
    session.batch_execute("delete from enquiries").await.expect("the demo's enquiries go");
    session.batch_execute(&many::statements(ENQUIRIES, chrono::Utc::now())).await.expect("the enquiries are written");
    let record = statements::text(&session, "select reference from enquiries where excerpt = 'bell 4321'").await;
    let next = program.next_page("/admin/enquiries?view=all").await;
    let screens = [
        ("dashboard", "/admin".to_owned()),
        ("list", "/admin/enquiries?view=all".to_owned()),
        ("list, next page", next),
        ("list, by due time", "/admin/enquiries?view=all&sort=due".to_owned()),
        ("filter", "/admin/enquiries?view=all&owner=nobody&form=contact&days=90".to_owned()),
        ("search, few found", "/admin/enquiries?view=all&q=bell+4321".to_owned()),
        ("search, many found", "/admin/enquiries?view=all&q=person".to_owned()),
        ("search, none found", "/admin/enquiries?view=all&q=xylophone".to_owned()),
        ("record", format!("/admin/enquiries/{record}")),
        ("deliveries", "/admin/deliveries?view=gone".to_owned()),
    ];
    println!("{ROUNDS} rounds of each screen, one after the other; milliseconds, over loopback.");
    println!(
        "{:<20} {:>8} {:>8}   {:>10} {:>8} {:>8}   {:>6}",
        "screen", "median", "p95", "statements", "median", "p95", "ratio"
    );
    let mut worst: f64 = 0.0;
    for (name, path) in screens {
        let pages = rounds(async || drop(program.get(&path).await)).await;
        let given = statements::of(&program, &session, &path).await;
        statements::prepare(&mut session, &given).await;
        let plain = rounds(async || statements::give(&session, &given).await).await;
        let ratio = pages.within(50) / plain.within(50);
        worst = worst.max(pages.within(95));
        println!(
            "{name:<20} {:>8.2} {:>8.2}   {:>10} {:>8.2} {:>8.2}   {ratio:>6.2}",
            pages.within(50),
            pages.within(95),
            given.len(),
            plain.within(50),
            plain.within(95),
        );
    }
    println!("The slowest p95 is {worst:.1} ms; the goal is 100 ms.");
    program.stop().await;
}

/// How long each of many rounds takes, after a few that do not count.
async fn rounds(mut round: impl AsyncFnMut()) -> Times {
    let mut all = Vec::with_capacity(ROUNDS);
    for number in 0..WARM_UP + ROUNDS {
        let began = Instant::now();
        round().await;
        if number >= WARM_UP {
            all.push(began.elapsed());
        }
    }
    Times::of(all)
}
