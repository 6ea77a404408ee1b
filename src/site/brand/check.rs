//! Looking at a brand before it is worn: every pair with its contrast, and what had to be moved for it.

use super::{Brand, LEAST, Lch, MOST, PAIRS, Palette, Rgb, contrast, luminance};

/// How light a colour is taken to be of which only hue and strength are known: about where hues are strongest.
const ITSELF: f64 = 0.62;

/// One pair by day or by night.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seen {
    /// What must be seen.
    pub front: Rgb,
    /// On what.
    pub ground: Rgb,
    /// Their contrast.
    pub ratio: f64,
    /// What it would be with the colour itself, neither lighter nor darker.
    pub asked: f64,
    /// What it needs at least.
    pub needed: f64,
}

impl Seen {
    fn of(worn: &Palette, asked: &Palette, (front, ground, needed): super::Pair) -> Option<Self> {
        let find =
            |palette: &Palette, name: &str| palette.iter().find(|(known, _)| *known == name).map(|(_, colour)| *colour);
        let ratio = |palette: &Palette| Some(contrast(find(palette, front)?, find(palette, ground)?));
        Some(Self {
            front: find(worn, front)?,
            ground: find(worn, ground)?,
            ratio: ratio(worn)?,
            asked: ratio(asked)?,
            needed,
        })
    }

    /// Whether it can be seen.
    pub fn holds(&self) -> bool {
        self.ratio >= self.needed
    }

    /// Whether it can be seen only because the colour was made lighter or darker.
    pub fn was_mended(&self) -> bool {
        self.holds() && self.asked < self.needed
    }
}

/// A pair by day and by night.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Looked {
    /// What must be seen, by its name in the stylesheet.
    pub front: &'static str,
    /// On what.
    pub ground: &'static str,
    /// By day.
    pub day: Seen,
    /// By night.
    pub night: Seen,
}

impl Brand {
    /// Reads what somebody chose; `None` where no screen shows it or it has no hue.
    pub fn new(hue: f64, strength: f64) -> Option<Self> {
        let known = (0.0..=360.0).contains(&hue) && (LEAST..=MOST).contains(&strength);
        known.then_some(Self { hue, strength })
    }

    /// The hue and strength of a colour; `None` for a grey, which has none. Its lightness is not kept: that is moved anyway.
    pub fn of_colour(colour: Rgb) -> Option<Self> {
        let Lch(_, strength, hue) = Lch::of(colour);
        // To half a degree and half a hundredth: what the screen can set.
        let (hue, strength) = ((hue * 2.0).round() / 2.0, (strength * 200.0).round() / 200.0);
        (strength >= LEAST).then(|| Self { hue: hue.rem_euclid(360.0), strength: strength.min(MOST) })
    }

    /// Every pair that the stylesheet uses, in its order. `itself` is the colour as its owner knows it, where they named one.
    pub fn looked_at(self, itself: Option<Rgb>) -> Vec<Looked> {
        let itself = itself.unwrap_or_else(|| Lch(ITSELF, self.strength, self.hue).rgb());
        let (day, night) = (self.palette(false), self.palette(true));
        let (asked_day, asked_night) = (with(&day, itself), with(&night, itself));
        let look = |pair: super::Pair| {
            let (front, ground, _) = pair;
            let (day, night) = (Seen::of(&day, &asked_day, pair)?, Seen::of(&night, &asked_night, pair)?);
            Some(Looked { front, ground, day, night })
        };
        PAIRS.into_iter().filter_map(look).collect()
    }
}

/// A palette in which links, buttons and words wear the colours themselves.
fn with(palette: &Palette, itself: Rgb) -> Palette {
    let second = palette.iter().find(|(name, _)| *name == "accent").map_or(itself, |(_, colour)| *colour);
    let worn = |(name, colour): &(&'static str, Rgb)| match *name {
        "link" | "button" => (*name, itself),
        "accent-text" => (*name, second),
        _ => (*name, *colour),
    };
    palette.iter().map(worn).collect()
}

impl Rgb {
    /// Reads a code as designers write it: "#7e3c64", "7e3c64" or "#abc".
    pub fn parse(code: &str) -> Option<Self> {
        let digits = code.trim().trim_start_matches('#');
        let whole = match digits.len() {
            3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
            _ => digits.to_owned(),
        };
        match hex::decode(whole).ok()?.as_slice() {
            [red, green, blue] => Some(Self(*red, *green, *blue)),
            _ => None,
        }
    }
}

impl Lch {
    /// Of a colour of the screen.
    fn of(colour: Rgb) -> Self {
        let [red, green, blue] = [colour.0, colour.1, colour.2].map(|byte| luminance(Rgb(byte, byte, byte)));
        let l = (0.412_221_470_8 * red + 0.536_332_536_3 * green + 0.051_445_992_9 * blue).cbrt();
        let m = (0.211_903_498_2 * red + 0.680_699_545_1 * green + 0.107_396_956_6 * blue).cbrt();
        let s = (0.088_302_461_9 * red + 0.281_718_837_6 * green + 0.629_978_700_5 * blue).cbrt();
        let lightness = 0.210_454_255_3 * l + 0.793_617_785 * m - 0.004_072_046_8 * s;
        let a = 1.977_998_495_1 * l - 2.428_592_205 * m + 0.450_593_709_9 * s;
        let b = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766 * s;
        Self(lightness, a.hypot(b), b.atan2(a).to_degrees().rem_euclid(360.0))
    }
}
