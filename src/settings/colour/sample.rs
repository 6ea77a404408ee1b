//! A colour as the site would wear it: a small page by day and by night, and every pair with its contrast.

use askama::Template;

use crate::site::brand::{Brand, Looked, Palette, Rgb, Seen};

/// What there is to see of a colour.
#[derive(Debug, Template)]
#[template(path = "settings/colour_sample.html")]
pub struct ColourSample {
    mocks: Vec<Mock>,
    /// What came of looking, in a sentence.
    finding: String,
    rows: Vec<PairRow>,
}

/// A small page in a palette.
#[derive(Debug)]
struct Mock {
    words: &'static str,
    palette: Palette,
}

impl Mock {
    /// A colour by its name.
    fn of(&self, name: &str) -> String {
        let found = self.palette.iter().find(|(known, _)| *known == name);
        found.map(|(_, colour)| colour.to_string()).unwrap_or_default()
    }
}

/// One pair.
#[derive(Debug)]
struct PairRow {
    words: String,
    needed: String,
    looks: [PairLook; 2],
}

/// One pair by day or by night.
#[derive(Debug)]
struct PairLook {
    when: &'static str,
    front: String,
    ground: String,
    ratio: String,
    /// What it would be with the colour itself; empty where that would do.
    asked: String,
    holds: bool,
}

impl PairLook {
    fn of(when: &'static str, seen: &Seen) -> Self {
        Self {
            when,
            front: seen.front.to_string(),
            ground: seen.ground.to_string(),
            ratio: ratio(seen.ratio),
            asked: if seen.was_mended() { ratio(seen.asked) } else { String::new() },
            holds: seen.holds(),
        }
    }
}

/// Never rounded up: 4.49 is not 4.5.
fn ratio(value: f64) -> String {
    format!("{:.1}", (value * 10.0).floor() / 10.0)
}

impl ColourSample {
    /// Of a colour; `code` is the one that was asked for, where it was given as a code.
    pub(super) fn of(brand: Brand, code: Option<Rgb>) -> Self {
        let looked = brand.looked_at(code);
        let row = |pair: &Looked| PairRow {
            words: words(pair.front, pair.ground),
            needed: format!("{:.1}", pair.day.needed),
            looks: [PairLook::of("by day", &pair.day), PairLook::of("by night", &pair.night)],
        };
        Self {
            mocks: vec![
                Mock { words: "By day", palette: brand.palette(false) },
                Mock { words: "By night", palette: brand.palette(true) },
            ],
            finding: finding(&looked),
            rows: looked.iter().map(row).collect(),
        }
    }

    /// Of what is no colour.
    pub(super) fn none() -> Self {
        let finding = "This is no colour yet: choose a hue and a strength, or enter a code.".to_owned();
        Self { mocks: Vec::new(), finding, rows: Vec::new() }
    }
}

fn finding(looked: &[Looked]) -> String {
    let both = || looked.iter().flat_map(|pair| [pair.day, pair.night]);
    let (all, fail) = (both().count(), both().filter(|seen| !seen.holds()).count());
    let mended = both().filter(Seen::was_mended).count();
    let well = format!("All {all} pairs can be read, by day and by night");
    match (fail, mended) {
        (0, 0) => format!("{well}."),
        (0, 1) => format!("{well}: one of them because the colour is made lighter or darker there."),
        (0, _) => format!("{well}: {mended} of them because the colour is made lighter or darker there."),
        _ => format!("{fail} of {all} pairs could not be read, so this colour is not taken."),
    }
}

/// A pair in words: "Links on a panel".
pub(super) fn words(front: &str, ground: &str) -> String {
    let what = match front {
        "text" => "Text",
        "muted" => "Quiet text",
        "link" => "Links",
        "on-button" | "on-soft" | "on-accent" | "on-band" | "on-band-accent" => "Words",
        "accent-text" | "band-accent" => "The second colour",
        "band-muted" => "Quiet words",
        "control" => "Lines around fields",
        "button" => "Buttons",
        "focus" => "The ring around what is chosen",
        other => other,
    };
    let place = match ground {
        "bg" => "on the page",
        "surface" => "on a sheet",
        "plaster" => "on a panel",
        "button" => "on a button",
        "button-hover" => "on a button under the pointer",
        "soft" => "on a chosen answer",
        "accent" => "on the second colour",
        "band" => "on a band",
        "band-accent" => "on a button on a band",
        other => other,
    };
    format!("{what} {place}")
}
