//! A business's own colour: from a hue and a strength to every colour of the site, in light and in dark. Whatever is chosen, what
//! must be read can be read: lightness is moved until the contrast is there (WCAG 2.2, success criteria 1.4.3 and 1.4.11).
//!
//! Colours are mixed in OKLCH (Björn Ottosson, 2020), where equal lightness looks equally light in every hue.

mod check;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use check::{Looked, Seen};

/// What text needs against what it stands on.
const TEXT: f64 = 4.5;
/// What lines, controls and the focus ring need.
const SHAPE: f64 = 3.0;

/// The least strength that still has a hue.
pub const LEAST: f64 = 0.02;
/// The most that screens can show in some hue.
pub const MOST: f64 = 0.26;

/// The colour that was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Brand {
    /// The hue in degrees: 0 to 360.
    pub hue: f64,
    /// How strong it is: OKLCH chroma, 0.02 to 0.26.
    pub strength: f64,
}

/// The stylesheet of a brand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrandSheet {
    /// Its name below `/a/brand/`.
    pub name: String,
    /// Its rules.
    pub css: String,
}

/// A colour of the screen, red, green and blue from 0 to 255.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl std::fmt::Display for Rgb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// A colour by lightness (0 to 1), chroma and hue in degrees.
#[derive(Debug, Clone, Copy)]
struct Lch(f64, f64, f64);

impl Lch {
    /// Linear red, green and blue; outside of 0 to 1 where no screen can show it.
    fn linear(self) -> [f64; 3] {
        let Self(lightness, chroma, hue) = self;
        let (a, b) = (chroma * hue.to_radians().cos(), chroma * hue.to_radians().sin());
        let l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let s = (lightness - 0.089_484_177_5 * a - 1.291_485_548 * b).powi(3);
        [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s,
        ]
    }

    /// The nearest colour that screens can show: as much of the chroma as there is room for.
    fn rgb(self) -> Rgb {
        let fits =
            |chroma: f64| Self(self.0, chroma, self.2).linear().iter().all(|part| (-0.000_1..=1.000_1).contains(part));
        let (mut low, mut high) = (0.0, self.1);
        if fits(high) {
            low = high;
        } else {
            for _ in 0..20 {
                let middle = f64::midpoint(low, high);
                if fits(middle) { low = middle } else { high = middle }
            }
        }
        let [red, green, blue] = Self(self.0, low, self.2).linear().map(|part| {
            let part = part.clamp(0.0, 1.0);
            let curved = if part <= 0.003_130_8 { 12.92 * part } else { 1.055 * part.powf(1.0 / 2.4) - 0.055 };
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 255 after clamping")]
            let byte = (curved * 255.0).round().clamp(0.0, 255.0) as u8;
            byte
        });
        Rgb(red, green, blue)
    }

    /// The same colour, as much lighter or darker as it takes to be seen on all of these.
    fn on(self, grounds: &[Rgb], ratio: f64) -> Rgb {
        let dark_ground = grounds.first().is_some_and(|ground| luminance(*ground) < 0.18);
        let step = if dark_ground { 0.005 } else { -0.005 };
        let mut colour = self;
        loop {
            let shown = colour.rgb();
            let done = grounds.iter().all(|ground| contrast(shown, *ground) >= ratio);
            if done || !(0.0..=1.0).contains(&colour.0) {
                return shown;
            }
            colour.0 += step;
        }
    }
}

/// Relative luminance, as WCAG defines it.
fn luminance(colour: Rgb) -> f64 {
    let part = |byte: u8| {
        let value = f64::from(byte) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(colour.0) + 0.7152 * part(colour.1) + 0.0722 * part(colour.2)
}

/// The contrast of two colours, from 1 to 21, as WCAG defines it.
pub fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// All colours of one theme, by the names of the stylesheet.
pub type Palette = Vec<(&'static str, Rgb)>;

/// A pair of which one must be seen on the other, with the contrast that it needs at least.
pub type Pair = (&'static str, &'static str, f64);

/// Every pair that the stylesheet uses.
pub const PAIRS: [Pair; 23] = [
    ("text", "bg", TEXT),
    ("text", "surface", TEXT),
    ("text", "plaster", TEXT),
    ("muted", "bg", TEXT),
    ("muted", "surface", TEXT),
    ("muted", "plaster", TEXT),
    ("link", "bg", TEXT),
    ("link", "surface", TEXT),
    ("link", "plaster", TEXT),
    ("on-button", "button", TEXT),
    ("on-button", "button-hover", TEXT),
    ("on-soft", "soft", TEXT),
    ("accent-text", "bg", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-band", "band", TEXT),
    ("band-muted", "band", TEXT),
    ("band-accent", "band", TEXT),
    ("on-band-accent", "band-accent", TEXT),
    ("control", "bg", SHAPE),
    ("control", "surface", SHAPE),
    ("button", "bg", SHAPE),
    ("focus", "bg", SHAPE),
    ("focus", "plaster", SHAPE),
];

impl Brand {
    /// The second colour: brass, unless that is the first one; then a warm red.
    fn second(self) -> f64 {
        if (45.0..=125.0).contains(&self.hue.rem_euclid(360.0)) { 25.0 } else { 85.0 }
    }

    /// The palette by day, or by night.
    pub fn palette(self, dark: bool) -> Palette {
        let hue = self.hue.rem_euclid(360.0);
        let strength = self.strength.clamp(LEAST, MOST);
        let grey = |lightness: f64, chroma: f64| Lch(lightness, chroma.min(strength / 5.0), hue);
        let brand = |lightness: f64, part: f64| Lch(lightness, strength * part, hue);
        let second = |lightness: f64, chroma: f64| Lch(lightness, chroma, self.second());
        let (bg, surface, plaster) = if dark {
            (grey(0.165, 0.012).rgb(), grey(0.205, 0.014).rgb(), grey(0.245, 0.016).rgb())
        } else {
            (grey(0.987, 0.006).rgb(), Rgb(255, 255, 255), grey(0.958, 0.014).rgb())
        };
        let grounds = [plaster, bg, surface];
        let pick = |day: f64, night: f64| if dark { night } else { day };
        let button =
            if dark { brand(0.74, 1.0).on(&[bg], SHAPE) } else { brand(0.43, 0.86).on(&[Rgb(255, 255, 255), bg], 5.5) };
        let hover = if dark { brand(0.81, 0.9).rgb() } else { brand(0.36, 0.7).on(&[Rgb(255, 255, 255)], 7.0) };
        let soft = if dark { brand(0.28, 0.5).rgb() } else { brand(0.962, 0.22).rgb() };
        let accent = second(0.83, 0.14).rgb();
        let band = brand(pick(0.27, 0.25), 0.6).rgb();
        let ink = |ground: Rgb, ratio: f64| {
            let on = Lch(if luminance(ground) < 0.18 { 0.9 } else { 0.3 }, 0.02, hue);
            on.on(&[ground], ratio)
        };
        vec![
            ("bg", bg),
            ("surface", surface),
            ("plaster", plaster),
            ("line", grey(pick(0.905, 0.33), 0.016).rgb()),
            ("control", grey(pick(0.58, 0.62), 0.02).on(&grounds, SHAPE)),
            ("text", grey(pick(0.22, 0.94), 0.02).on(&grounds, 7.0)),
            ("muted", grey(pick(0.47, 0.77), 0.02).on(&grounds, 4.8)),
            ("link", if dark { brand(0.78, 0.75) } else { brand(0.43, 0.86) }.on(&grounds, 4.8)),
            ("button", button),
            ("button-hover", hover),
            ("on-button", if dark { Lch(0.2, 0.02, hue).on(&[button, hover], TEXT) } else { Rgb(255, 255, 255) }),
            ("soft", soft),
            ("on-soft", brand(pick(0.4, 0.87), 0.5).on(&[soft], 5.0)),
            ("accent", accent),
            ("on-accent", ink(accent, 7.0)),
            ("accent-text", second(pick(0.5, 0.83), 0.12).on(&[bg], 4.8)),
            ("focus", Lch(pick(0.5, 0.78), 0.16, 256.0).on(&grounds, SHAPE)),
            ("band", band),
            ("on-band", Lch(0.97, 0.008, hue).on(&[band], 7.0)),
            ("band-muted", brand(0.85, 0.35).on(&[band], 4.8)),
            ("band-line", brand(0.45, 0.5).rgb()),
            ("band-accent", second(0.83, 0.14).on(&[band], 4.8)),
            ("on-band-accent", ink(accent, 7.0)),
        ]
    }

    /// What drawings are painted with, by day and by night: doors in its hue and beside it, and one across.
    fn paints(self) -> [(&'static str, Rgb, Rgb); 6] {
        let strength = self.strength.clamp(0.05, 0.14);
        let paint = |name, turn: f64, day: (f64, f64), night: (f64, f64)| {
            let mixed = |(lightness, part): (f64, f64)| Lch(lightness, strength * part, self.hue + turn).rgb();
            (name, mixed(day), mixed(night))
        };
        [
            paint("paint-damson", 0.0, (0.38, 1.0), (0.45, 0.9)),
            paint("paint-green", 35.0, (0.44, 0.9), (0.5, 0.8)),
            paint("paint-blue", -35.0, (0.5, 0.9), (0.52, 0.8)),
            paint("paint-brick", 150.0, (0.54, 0.9), (0.52, 0.8)),
            paint("paint-pink", 150.0, (0.83, 0.4), (0.45, 0.35)),
            paint("paint-sky", 0.0, (0.86, 0.2), (0.37, 0.2)),
        ]
    }

    /// What drawings are painted with by day, for those that no stylesheet reaches.
    pub(super) fn daylight(self) -> Vec<(&'static str, String)> {
        self.paints().into_iter().map(|(name, day, _)| (name, day.to_string())).collect()
    }

    /// Its stylesheet, to be loaded after the others.
    pub fn sheet(self) -> BrandSheet {
        let (day, night) = (self.palette(false), self.palette(true));
        let paints = self.paints();
        let colours = day.into_iter().zip(night).map(|((name, light), (_, dark))| (name, light, dark)).chain(paints);
        let rules: String =
            colours.map(|(name, light, dark)| format!("--{name}:light-dark({light},{dark});")).collect();
        let css = format!("@layer tokens{{:root,.form-sheet{{{rules}}}}}\n");
        let name = hex::encode(Sha256::digest(&css)).chars().take(12).collect::<String>();
        BrandSheet { name: format!("{name}.css"), css }
    }
}
