//! Reasons to suspect an enquiry: spam without puzzles. `Enquiry::accept` asks once, inside the transaction that stores it.
//!
//! Nothing is thrown away here and nobody is told off: a held enquiry is stored like every other, and its messages wait until
//! somebody says *not spam*. One signal alone never holds an enquiry, however strong: it takes [`THRESHOLD`] points *and* two
//! distinct reasons, so a pharmacy may name its medicines and a customer may list six broken pages.

mod offers;
mod shape;
mod text;

use text::Text;

/// The score from which an enquiry with at least two reasons is held. No single reason reaches it.
pub const THRESHOLD: u32 = 100;

/// What is known of an enquiry when it is sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signals {
    /// The field that people never see was filled in.
    pub trapped: bool,
    /// It was sent sooner after the page was loaded than a person could. False where no script reported the time.
    pub too_fast: bool,
    /// The address tag went over the form's hourly limit.
    pub flood: bool,
    /// The name as typed; empty where the form asks for none.
    pub name: String,
    /// Everything the visitor wrote themselves. Only its first 20,000 characters are read.
    pub prose: String,
}

/// What was made of the signals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Whether the enquiry goes to the tab of suspected spam and its messages wait.
    pub held: bool,
    /// The points of all reasons together, against [`THRESHOLD`].
    pub score: u32,
    /// One short sentence for each reason, the weightiest first; staff read them.
    pub reasons: Vec<String>,
}

/// One reason with its weight.
struct Suspicion {
    points: u32,
    reason: String,
}

impl Suspicion {
    fn new(points: u32, reason: &str) -> Self {
        Self { points, reason: reason.to_owned() }
    }
}

/// Weighs the signals. Its cost grows with the text up to the cut and never beyond.
pub fn judge(signals: &Signals) -> Verdict {
    let text = Text::read(&signals.prose);
    let mut suspicions = behaviour(signals);
    suspicions.extend(offers::suspicions(&text));
    suspicions.extend(shape::suspicions(&text));
    suspicions.extend(shape::of_name(&signals.name));
    suspicions.sort_by_key(|suspicion| std::cmp::Reverse(suspicion.points));

    let sum: u32 = suspicions.iter().map(|suspicion| suspicion.points).sum();
    let score = sum.saturating_sub(offers::customers_voice(&text));
    let reasons: Vec<String> = suspicions.into_iter().map(|suspicion| suspicion.reason).collect();
    Verdict { held: score >= THRESHOLD && reasons.len() >= 2, score, reasons }
}

/// What the sending itself gives away. Haste and a busy network together are not enough: that is an office at work.
fn behaviour(signals: &Signals) -> Vec<Suspicion> {
    [
        (signals.trapped, 70, "The honeypot was filled in"),
        (signals.too_fast, 40, "It was sent within moments of the page being loaded"),
        (signals.flood, 40, "Many enquiries came from the same network within the hour"),
    ]
    .into_iter()
    .filter(|(seen, ..)| *seen)
    .map(|(_, points, reason)| Suspicion::new(points, reason))
    .collect()
}
