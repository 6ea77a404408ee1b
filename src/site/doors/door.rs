//! Draws one planned door, 160 px wide and 240 px high, the step at the bottom 16 px.

use super::paint::{Paint, Sheet};
use super::plan::{Frame, Light, Panels, Plan, Wall};
use super::thing;

/// The wall behind a door, `width` pixels wide.
pub(super) fn wall(sheet: &mut Sheet, plan: &Plan, width: i32) {
    sheet.rect(plan.wall_paint, 0, 0, width, 240);
    match plan.wall {
        Wall::Plain => {}
        Wall::Boards => {
            let boards = format!("h{width}m-{width} 16").repeat(14);
            sheet.lines(Paint::Mark, 0, 12, 2, &boards);
        }
        Wall::Brick => {
            // A few bricks, not a wall of them: the eye lays the rest.
            let middle = width / 2;
            for (x, y) in
                [(-72, 20), (44, 8), (56, 20), (-68, 92), (-80, 104), (52, 132), (-72, 176), (60, 188), (4, 8)]
            {
                sheet.rect(Paint::Mark, middle + x, y, 20, 8);
            }
            if width > 160 {
                for (x, y) in
                    [(-140, 40), (-152, 52), (104, 56), (116, 68), (-128, 148), (128, 160), (112, 172), (-112, 196)]
                {
                    sheet.rect(Paint::Mark, middle + x, y, 20, 8);
                }
            }
        }
        Wall::Tiles => {
            let rows = format!("h{width}m-{width} 16").repeat(4);
            sheet.lines(Paint::Mark, 0, 164, 2, &rows);
            let columns = "v60m16 -60".repeat(usize::try_from(width / 16).unwrap_or(10));
            sheet.lines(Paint::Mark, 8, 164, 2, &columns);
        }
    }
    sheet.rect(Paint::Pavement, 0, 224, width, 16);
}

/// Frame, light, leaf, furniture and what stands on the step.
pub(super) fn door(sheet: &mut Sheet, plan: &Plan) {
    frame(sheet, plan);
    light(sheet, plan);
    leaf(sheet, plan);
    furniture(sheet, plan);
    thing::left_outside(sheet, plan);
    sheet.rect(Paint::Pavement, 32, 220, 96, 5);
}

fn frame(sheet: &mut Sheet, plan: &Plan) {
    let paint = plan.frame_paint;
    match plan.frame {
        Frame::Arch => sheet.path(paint, 36, 224, "v-144a44 44 0 0 1 88 0v144z"),
        Frame::Flat => sheet.rect(paint, 36, 48, 88, 176),
        Frame::Hood => {
            sheet.rect(paint, 36, 51, 88, 173);
            sheet.path(paint, 24, 52, "l12 -16h88l12 16z");
            sheet.path(paint, 28, 51, "h10v24z");
            sheet.path(paint, 132, 51, "h-10v24z");
        }
    }
}

fn light(sheet: &mut Sheet, plan: &Plan) {
    let (bar, glass) = (plan.frame_paint, plan.glass);
    if plan.frame == Frame::Arch {
        match plan.light {
            Light::Fan | Light::Panes => sheet.path(glass, 44, 80, "a36 36 0 0 1 72 0z"),
            Light::Oval => {
                sheet.path(plan.leaf, 44, 80, "a36 36 0 0 1 72 0z");
                sheet.ellipse(glass, 80, 64, 20, 12);
            }
        }
        match plan.light {
            Light::Fan => {
                sheet.lines(bar, 80, 80, 3, "l-36 -13m36 13l-22 -31m22 31v-38m0 38l22 -31m-22 31l36 -13");
                sheet.ellipse(bar, 80, 78, 8, 8);
            }
            Light::Panes => sheet.lines(bar, 62, 80, 4, "v-32m18 32v-36m18 36v-32"),
            Light::Oval => {}
        }
    } else {
        match plan.light {
            Light::Fan => {
                sheet.rect(plan.leaf, 44, 56, 72, 24);
                sheet.path(glass, 56, 80, "a24 24 0 0 1 48 0z");
                sheet.lines(bar, 80, 80, 3, "l-20 -14m20 14v-24m0 24l20 -14");
            }
            Light::Panes => {
                for x in [44, 63, 82, 101] {
                    sheet.rect(glass, x, 56, 15, 24);
                }
            }
            Light::Oval => {
                sheet.rect(plan.leaf, 44, 56, 72, 24);
                sheet.ellipse(glass, 80, 68, 24, 8);
            }
        }
    }
}

fn leaf(sheet: &mut Sheet, plan: &Plan) {
    sheet.rect(plan.leaf, 44, 88, 72, 136);
    match plan.panels {
        Panels::Four => {
            for (x, y, height) in [(52, 96, 52), (84, 96, 52), (52, 168, 44), (84, 168, 44)] {
                sheet.rect(Paint::Shade, x, y, 24, height);
            }
        }
        Panels::Two => {
            sheet.rect(Paint::Shade, 52, 96, 56, 52);
            sheet.rect(Paint::Shade, 52, 168, 56, 44);
        }
        Panels::Planks => sheet.lines(Paint::Shade, 56, 88, 2, &"v136m12 -136".repeat(5)),
        Panels::HalfGlass => {
            sheet.rect(plan.glass, 52, 96, 56, 52);
            sheet.lines(plan.leaf, 80, 96, 4, "v52m-28 -26h56");
            sheet.rect(Paint::Shade, 52, 168, 56, 44);
        }
    }
}

fn furniture(sheet: &mut Sheet, plan: &Plan) {
    let brass = Paint::Brass;
    if plan.letterbox {
        sheet.block(brass, 68, 155, 24, 6, 1);
    }
    sheet.ellipse(brass, 110, 158, 4, 4);
    if plan.panels != Panels::HalfGlass && plan.ring {
        sheet.ring(brass, 80, 120, 7, 4);
        sheet.ellipse(brass, 80, 112, 4, 4);
    } else if let (Some(number), true) = (plan.number, plan.panels != Panels::HalfGlass) {
        sheet.figures(brass, 80, 124, number);
    }
}
