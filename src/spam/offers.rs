//! What an enquiry offers and how it talks: families of phrases, each one signal however often it speaks.
//!
//! A business may be named by its nouns (a casino, a pharmacy, a credit union), so nouns alone stay weak: they count little and
//! only up to a point. What counts is the offer made *to the reader*.

mod phrases;

use phrases::{FAMILIES, OWN, PASSED_ON};

use super::Suspicion;
use super::text::{Text, says};

/// The most that all manners together say: never enough beside one offer that is only hinted at.
const MANNERS: u32 = 50;

/// How much a family may say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Something offered or asked for that nobody honest brings to a contact form.
    Offer,
    /// A manner of speaking that honest people have now and then.
    Manner,
    /// As manner, and only where there is a link to follow.
    Urging,
}

/// One family. Phrases are parted by `|`, in the form of [`Text::folded`]; one that ends in `*` is the beginning of a word.
struct Family {
    reason: &'static str,
    kind: Kind,
    /// Two marks each.
    strong: &'static str,
    /// One mark each, two at most.
    weak: &'static str,
}

impl Family {
    fn points(&self, folded: &str) -> u32 {
        let strong = phrases(self.strong).filter(|phrase| says(folded, phrase)).count();
        let weak = phrases(self.weak).filter(|phrase| says(folded, phrase)).count();
        match (self.kind, 2 * strong + weak.min(2)) {
            (_, 0) | (Kind::Offer, 1) => 0,
            (Kind::Offer, 2) if strong == 0 => 40,
            (Kind::Offer, 2) => 50,
            (Kind::Offer, 3) => 65,
            (Kind::Offer, _) => 85,
            (_, 1) => 15,
            (_, 2) => 30,
            (_, 3) => 40,
            _ => 50,
        }
    }
}

/// The families that speak in the text. What made an offer is no manner as well (*free* in *free spins*), and manners together
/// stay below what an offer adds.
pub fn suspicions(text: &Text) -> Vec<Suspicion> {
    let mut found = Vec::new();
    let mut rest = text.folded.clone();
    for family in FAMILIES.iter().filter(|family| family.kind == Kind::Offer) {
        let points = family.points(&text.folded);
        if points > 0 {
            found.push(Suspicion::new(points, family.reason));
            for phrase in phrases(family.strong) {
                rest = rest.replace(phrase.trim_end_matches('*'), "");
            }
        }
    }
    let mut manners_left = MANNERS;
    for family in FAMILIES.iter().filter(|family| family.kind != Kind::Offer) {
        let idle = family.kind == Kind::Urging && text.links.is_empty();
        let points = if idle { 0 } else { family.points(&rest).min(manners_left) };
        if points > 0 {
            manners_left -= points;
            found.push(Suspicion::new(points, family.reason));
        }
    }
    found
}

/// What comes off the score where somebody speaks as a customer, or passes on what they were sent.
pub fn customers_voice(text: &Text) -> u32 {
    let own = match phrases(OWN).filter(|phrase| says(&text.folded, phrase)).count() {
        0 => 0,
        1 => 30,
        2 => 45,
        _ => 60,
    };
    let passed_on = if phrases(PASSED_ON).any(|phrase| says(&text.folded, phrase)) { 60 } else { 0 };
    own + passed_on
}

fn phrases(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.split('|').map(str::trim).filter(|phrase| !phrase.is_empty())
}
