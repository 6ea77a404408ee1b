//! People in an open doorway: hair, glasses and a jumper, no face. Told apart at 48 px.

use super::paint::{Choices, Paint, Sheet};

/// Goes before every name. Chosen by trying: with it the demo's seven people are seven shapes of hair.
const DEALT: &str = "207734066 ";

/// The portrait of a person, from their slug or name (96 by 96, as decoration beside the name).
#[must_use]
pub fn portrait(seed: &str) -> String {
    let mut choices = Choices::from_words(&format!("{DEALT}{seed}"));
    let wall = choices.one_of(Paint::Pink, &[Paint::Chalk, Paint::Sky, Paint::Brass]);
    let frame = if wall == Paint::Chalk { Paint::Ink } else { Paint::White };
    let jumper = match wall {
        Paint::Pink => choices.one_of(Paint::Green, &[Paint::Blue, Paint::Damson]),
        Paint::Sky => choices.one_of(Paint::Brick, &[Paint::Damson, Paint::Brass]),
        Paint::Brass => choices.one_of(Paint::Blue, &[Paint::Green, Paint::Brick]),
        _ => choices.one_of(Paint::Brick, &[Paint::Green, Paint::Brass]),
    };
    let skin = choices.one_of("skin-a", &["skin-b", "skin-c", "skin-d", "skin-e"]);
    let hair = choices.one_of("hair-a", &["hair-b", "hair-c", "hair-d"]);
    let shape = choices.below(8);
    let glasses = choices.below(3) == 0;

    let hall = if wall == Paint::Brass { Paint::Pink } else { Paint::Lamp };
    let mut sheet = Sheet::new("portrait", 96, 96, None);
    sheet.rect(wall, 0, 0, 96, 96);
    sheet.path(frame, 12, 96, "v-56a36 36 0 0 1 72 0v56z");
    sheet.path(hall, 18, 96, "v-56a30 30 0 0 1 60 0v56z");
    sheet.open(hair);
    behind(&mut sheet, shape);
    sheet.close();
    sheet.path(jumper, 20, 96, "v-8q0 -20 20 -20h16q20 0 20 20v8z");
    sheet.open(skin);
    sheet.path(Paint::Own, 41, 60, "h14v9a7 7 0 0 1 -14 0z");
    sheet.ellipse(Paint::Own, 48, 46, 15, 18);
    sheet.close();
    sheet.open(hair);
    above(&mut sheet, shape);
    sheet.close();
    if glasses {
        sheet.ring(Paint::Ink, 41, 47, 5, 2);
        sheet.ring(Paint::Ink, 55, 47, 5, 2);
        sheet.lines(Paint::Ink, 46, 46, 2, "h4");
    }
    sheet.finish()
}

/// Hair that falls behind the shoulders, for the long shapes.
fn behind(sheet: &mut Sheet, shape: usize) {
    match shape {
        1 => sheet.path(Paint::Own, 28, 84, "v-38a20 20 0 0 1 40 0v38z"),
        2 => sheet.path(Paint::Own, 29, 66, "v-22a19 19 0 0 1 38 0v22z"),
        5 => sheet.ellipse(Paint::Own, 48, 38, 24, 24),
        6 => sheet.ellipse(Paint::Own, 48, 20, 10, 10),
        _ => {}
    }
}

/// The hair over the forehead: crop, long, bob, side parting, quiff, curls, bun, bald with a beard.
fn above(sheet: &mut Sheet, shape: usize) {
    match shape {
        0 => sheet.path(Paint::Own, 32, 42, "q0 -18 16 -18q16 0 16 18q-6 -8 -16 -8q-10 0 -16 8z"),
        1 => sheet.path(Paint::Own, 31, 48, "q0 -22 17 -22q17 0 17 22q-4 -12 -17 -14q-13 2 -17 14z"),
        2 => sheet.path(Paint::Own, 30, 46, "q0 -20 18 -20q18 0 18 20v-4h-36z"),
        3 => sheet.path(Paint::Own, 31, 46, "q-2 -22 17 -21q18 0 17 21q-4 -10 -8 -12q-14 2 -26 12z"),
        4 => sheet.path(Paint::Own, 32, 42, "q-3 -12 2 -17q4 -6 17 -6q16 0 13 23q-5 -10 -13 -11q-11 1 -19 11z"),
        5 => sheet.path(Paint::Own, 32, 42, "q2 -14 16 -14q14 0 16 14q-8 -6 -16 -6q-8 0 -16 6z"),
        6 => sheet.path(Paint::Own, 32, 44, "q0 -18 16 -18q16 0 16 18q-6 -10 -16 -10q-10 0 -16 10z"),
        _ => sheet.path(Paint::Own, 33, 50, "q4 4 15 4q11 0 15 -4v6q-2 12 -15 12q-13 0 -15 -12z"),
    }
}
