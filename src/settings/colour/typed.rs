//! A colour as it is typed: hue in degrees, strength in hundredths, or a code.

use super::Colour;
use crate::accounts::inputs::InputFault;
use crate::mail::one_line;
use crate::settings::screen::Fields;
use crate::site::brand::{Brand, Rgb};
use crate::web::edge::Posted;

/// Where the sliders stand before anything is chosen: the plum of the set-up page.
pub(super) const BEGINNING: Brand = Brand { hue: 345.0, strength: 0.13 };

/// What was typed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Typed {
    pub hue: String,
    pub strength: String,
    pub code: String,
    /// Whether none is wanted: then the site wears the colours that came with it.
    pub none: bool,
}

/// Without noughts at its end: "345", "12.5".
fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// A brand's hue as it is typed.
pub(super) fn hue(brand: Brand) -> String {
    number(brand.hue.rem_euclid(360.0))
}

/// A brand's strength as it is typed: in hundredths.
pub(super) fn strength(brand: Brand) -> String {
    number(brand.strength * 100.0)
}

impl Fields<Colour> for Typed {
    fn read(posted: &Posted) -> Self {
        let field = |name: &str| one_line(posted.last(name).unwrap_or_default());
        let none = posted.last("own") == Some("none");
        Self { hue: field("hue"), strength: field("strength"), code: field("code"), none }
    }

    fn setting(&self) -> Result<Colour, Vec<InputFault>> {
        if self.none { Ok(Colour(None)) } else { self.brand().map(|brand| Colour(Some(brand))) }
    }
}

impl Typed {
    pub fn of(brand: Brand) -> Self {
        Self { hue: hue(brand), strength: strength(brand), ..Self::default() }
    }

    /// The code, where it is one.
    pub fn code(&self) -> Option<Rgb> {
        Rgb::parse(&self.code)
    }

    /// The colour, or what is wrong with what was typed.
    pub fn brand(&self) -> Result<Brand, Vec<InputFault>> {
        let code = self.code.trim();
        if !code.is_empty() {
            let fault = |words: &str| vec![InputFault::new("code", words)];
            let colour = Rgb::parse(code).ok_or_else(|| fault("Enter a code with six digits, such as #7e3c64"))?;
            let brand = Brand::of_colour(colour).ok_or_else(|| fault("This is a grey. Choose a colour with a hue"))?;
            return readable(brand).map_err(|words| vec![InputFault::new("code", words)]);
        }
        let value = |text: &str| text.trim().parse::<f64>().ok().filter(|value| value.is_finite());
        let hue = value(&self.hue).filter(|hue| (0.0..=360.0).contains(hue));
        let strength = value(&self.strength).filter(|strength| (2.0..=26.0).contains(strength));
        let mut faults = Vec::new();
        if hue.is_none() {
            faults.push(InputFault::new("hue", "Choose a hue from 0 to 360"));
        }
        if strength.is_none() {
            faults.push(InputFault::new("strength", "Choose a strength from 2 to 26"));
        }
        let brand = hue.zip(strength).and_then(|(hue, strength)| Brand::new(hue, strength / 100.0));
        brand.ok_or(faults).and_then(|brand| readable(brand).map_err(|words| vec![InputFault::new("hue", words)]))
    }
}

/// Refuses what can't be mended: nobody gets a site that can't be read.
fn readable(brand: Brand) -> Result<Brand, String> {
    let looked = brand.looked_at(None);
    let fails = looked.iter().find(|pair| !pair.day.holds() || !pair.night.holds());
    match fails {
        None => Ok(brand),
        Some(pair) => {
            let words = super::sample::words(pair.front, pair.ground);
            Err(format!("{words} could not be read in this colour, however light or dark. Choose a neighbour of it"))
        }
    }
}
