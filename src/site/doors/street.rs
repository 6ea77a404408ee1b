//! Doors in a row, and the wide picture above an article.

use super::door;
use super::paint::{Choices, Paint, Sheet};
use super::plan::{Frame, Plan, Thing, Wall};

/// Doors side by side on one pavement, each unlike its neighbour, with the bell hanging before the
/// second wall. About 4 kB for three.
#[must_use]
pub fn street(seeds: &[&str]) -> String {
    let width = i32::try_from(seeds.len()).unwrap_or(1).saturating_mul(160);
    let mut sheet = Sheet::new("street", width.max(160), 300, Some("A street of painted front doors"));
    let mut left = 0;
    let mut neighbour: Option<Plan> = None;
    let mut leaves = Vec::with_capacity(seeds.len());
    for seed in seeds {
        let plan = Plan::draw_up(&mut Choices::from_words(seed)).beside(neighbour.as_ref()).unlike(&leaves);
        leaves.push(plan.leaf);
        sheet.at(left).rect(plan.wall_paint, 0, 0, 161, 300);
        // A street is 60 px higher than a door: its doors stand on the bottom edge.
        sheet.lower(60);
        door::wall(&mut sheet, &plan, 161);
        door::door(&mut sheet, &plan);
        sheet.close();
        left += 160;
        neighbour = Some(plan);
    }
    // One pavement over all, or hairlines show between the doors at odd sizes.
    sheet.at(0).rect(Paint::Pavement, 0, 284, left, 16);
    if seeds.len() > 1 {
        hanging(sheet.at(320), 112);
    }
    sheet.finish()
}

/// The wide picture of an article or a case (490 by 210): its own door, and the windows beside it.
#[must_use]
pub fn cover(seed: &str) -> String {
    let mut choices = Choices::from_words(seed);
    let mut plan = Plan::draw_up(&mut choices);
    if plan.wall == Wall::Brick {
        plan.wall = Wall::Plain;
    }
    let door_left = [57, 161, 265].into_iter().nth(choices.below(3)).unwrap_or(161);
    let mut sheet = Sheet::new("cover", 490, 210, None);
    sheet.lower(-30);
    door::wall(&mut sheet, &plan, 490);
    for left in [-7_i32, 97, 201, 305, 409] {
        if (left - door_left - 40).abs() > 88 {
            window(sheet.at(left), &plan, choices.below(3));
        }
    }
    door::door(sheet.at(door_left), &plan);
    sheet.close();
    sheet.finish()
}

/// A sash window, 80 px wide: lit, dark, or with a plant on the sill.
fn window(sheet: &mut Sheet, plan: &Plan, inside: usize) {
    let glass = match (inside, plan.wall_paint) {
        (0, Paint::Sky) => Paint::Blue,
        (0, _) => Paint::Sky,
        (_, Paint::Brass) => Paint::Pink,
        _ => Paint::Lamp,
    };
    if plan.frame == Frame::Arch {
        sheet.path(plan.frame_paint, 4, 180, "v-84a36 36 0 0 1 72 0v84z");
        sheet.path(glass, 12, 172, "v-76a28 28 0 0 1 56 0v76z");
    } else {
        sheet.rect(plan.frame_paint, 4, 76, 72, 104);
        sheet.rect(glass, 12, 84, 56, 88);
    }
    sheet.lines(plan.frame_paint, 40, 68, 4, "v104m-28 -48h56");
    sheet.rect(plan.leaf, 0, 180, 80, 8);
    if inside == 2 && plan.thing != Thing::Plant {
        sheet.ellipse(Paint::Leaf, 28, 160, 10, 10);
        sheet.rect(Paint::Brick, 20, 168, 16, 12);
    }
}

/// The bell on its cord, drawn from the top edge; its middle is at x 0 and its cord `cord` px long.
fn hanging(sheet: &mut Sheet, cord: i32) {
    sheet.rect(Paint::Brass, -2, -12, 4, cord + 16);
    sheet.ellipse(Paint::Brick, 0, cord + 42, 6, 6);
    sheet.path(
        Paint::Brass,
        0,
        cord,
        "c-11 0 -17 8 -18 20c0 8 -2 12 -6 15h48c-4 -3 -6 -7 -6 -15c-1 -12 -7 -20 -18 -20z",
    );
    sheet.block(Paint::Brass, -25, cord + 34, 50, 6, 3);
}
