//! Front doors, drawn from a slug: the illustrations of the public site.
//!
//! Every service, case and article owns the door that its slug draws, for ever the same. Called by
//! the blocks and the layouts that show a picture; pure functions of their words, no dependencies.
//! A drawing is inline SVG whose colours are classes, so that it follows the theme under a strict
//! content security policy.

mod door;
mod paint;
mod plan;
mod portrait;
mod standalone;
mod street;
mod thing;

pub use portrait::portrait;
pub use standalone::{painted, standalone};
pub use street::{cover, street};

use paint::{Choices, Sheet};
use plan::Plan;

/// One front door in the middle of its wall (320 by 240), as decoration beside words that name it.
/// A stylesheet may crop its sides down to a square, or to the door alone.
#[must_use]
pub fn door(seed: &str) -> String {
    let mut sheet = Sheet::new("door", 320, 240, None);
    let plan = Plan::draw_up(&mut Choices::from_words(seed));
    door::wall(&mut sheet, &plan, 320);
    door::door(sheet.at(80), &plan);
    sheet.finish()
}
