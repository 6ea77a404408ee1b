//! What somebody left on the step: signs that people live behind the door.

use super::paint::{Paint, Sheet};
use super::plan::{Plan, Thing};

/// Draws the planned thing beside the door, standing on the pavement.
pub(super) fn left_outside(sheet: &mut Sheet, plan: &Plan) {
    let x = if plan.thing_left { 4 } else { 128 };
    match plan.thing {
        Thing::Nothing => {}
        Thing::Parcel => {
            let paper = if plan.wall_paint == Paint::Brass { Paint::Brick } else { Paint::Brass };
            sheet.rect(paper, x, 200, 28, 24);
            sheet.rect(Paint::Shade, x + 12, 200, 4, 24);
            sheet.rect(Paint::White, x + 18, 204, 8, 6);
        }
        Thing::Milk => {
            for left in [x + 2, x + 14] {
                sheet.path(Paint::White, left, 224, "v-16l3 -6v-6h4v6l3 6v16z");
                sheet.rect(Paint::Brick, left + 3, 196, 4, 3);
            }
        }
        Thing::Cat => {
            sheet.path(Paint::Fur, x + 2, 224, "v-14q0 -10 8 -12l-2 -12l6 4h6l6 -4v10q2 4 0 8l-2 20z");
            sheet.lines(Paint::Fur, x + 4, 222, 3, "q-8 -2 -4 -12");
        }
        Thing::Plant => {
            sheet.path(Paint::Brick, x + 2, 204, "h24l-4 20h-16z");
            sheet.ellipse(Paint::Leaf, x + 14, 188, 12, 12);
            sheet.ellipse(Paint::Leaf, x + 6, 196, 8, 8);
            sheet.ellipse(Paint::Leaf, x + 22, 196, 8, 8);
        }
        Thing::Boots => {
            for left in [x, x + 14] {
                sheet.path(Paint::Ink, left, 224, "v-24h8v16q6 0 6 8z");
                sheet.rect(Paint::Brick, left, 200, 8, 3);
            }
        }
    }
}
