//! What a door looks like before it is drawn: every choice that a seed makes.

use super::paint::{Choices, Paint};

/// How the leaf is divided.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Panels {
    Four,
    Two,
    Planks,
    HalfGlass,
}

/// What stands around the leaf.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Frame {
    Arch,
    Flat,
    Hood,
}

/// The window above the leaf.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Light {
    Fan,
    Panes,
    Oval,
}

/// What the wall is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wall {
    Plain,
    Brick,
    Boards,
    Tiles,
}

/// What stands on the step.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Thing {
    Nothing,
    Parcel,
    Milk,
    Cat,
    Plant,
    Boots,
}

/// A whole door, chosen but not yet drawn.
pub(super) struct Plan {
    pub(super) leaf: Paint,
    pub(super) panels: Panels,
    pub(super) frame: Frame,
    pub(super) frame_paint: Paint,
    pub(super) light: Light,
    pub(super) glass: Paint,
    pub(super) wall: Wall,
    pub(super) wall_paint: Paint,
    pub(super) ring: bool,
    pub(super) letterbox: bool,
    pub(super) number: Option<usize>,
    pub(super) thing: Thing,
    pub(super) thing_left: bool,
}

impl Plan {
    /// Makes every choice, in a fixed order: a new choice goes to the end, or all doors change.
    pub(super) fn draw_up(choices: &mut Choices) -> Self {
        let leaf = choices.one_of(Paint::Damson, &[Paint::Green, Paint::Blue, Paint::Brick]);
        let panels = choices.one_of(Panels::Four, &[Panels::Two, Panels::Planks, Panels::HalfGlass]);
        let frame = choices.one_of(Frame::Arch, &[Frame::Arch, Frame::Flat, Frame::Hood]);
        let light = choices.one_of(Light::Fan, &[Light::Panes, Light::Oval]);
        let wall_paint = choices.one_of(Paint::Pink, &[Paint::Chalk, Paint::Sky, Paint::Brass]);
        let wall = choices.one_of(Wall::Plain, &[Wall::Brick, Wall::Boards, Wall::Tiles]);
        let white = choices.below(3) > 0 && wall_paint != Paint::Chalk;
        let lit = choices.below(3) > 0;
        let mut plan = Self {
            leaf,
            panels,
            frame,
            frame_paint: if white { Paint::White } else { Paint::Ink },
            light,
            glass: if lit { Paint::Lamp } else { Paint::Pink },
            wall,
            wall_paint,
            ring: choices.below(4) > 0,
            letterbox: choices.below(5) > 0,
            number: (choices.below(3) > 0).then(|| choices.below(98) + 1),
            thing: choices
                .one_of(Thing::Nothing, &[Thing::Parcel, Thing::Milk, Thing::Cat, Thing::Plant, Thing::Boots]),
            thing_left: choices.below(2) == 0,
        };
        plan.keep_apart();
        plan
    }

    /// Glass must be seen against its wall, and a light wall wants a strong frame.
    fn keep_apart(&mut self) {
        if self.wall_paint == Paint::Brass {
            self.glass = Paint::Pink;
        } else if self.wall_paint == Paint::Pink && self.glass == Paint::Pink {
            self.glass = Paint::Blue;
        }
        if self.glass == self.leaf {
            self.glass = Paint::Lamp;
        }
    }

    /// The same door beside a neighbour: another wall and another frame, so that the two are told apart.
    pub(super) fn beside(mut self, neighbour: Option<&Self>) -> Self {
        if let Some(neighbour) = neighbour {
            if self.wall_paint == neighbour.wall_paint {
                self.wall_paint = after(self.wall_paint, &[Paint::Pink, Paint::Chalk, Paint::Sky]);
            }
            if self.frame == neighbour.frame {
                self.frame = if self.frame == Frame::Arch { Frame::Flat } else { Frame::Arch };
            }
            if self.wall_paint == Paint::Chalk {
                self.frame_paint = Paint::Ink;
            }
            self.keep_apart();
        }
        self
    }

    /// Gives the leaf a paint that no other door of the street has, while there is one left.
    pub(super) fn unlike(mut self, leaves: &[Paint]) -> Self {
        if leaves.contains(&self.leaf) {
            let row = [Paint::Damson, Paint::Green, Paint::Brick, Paint::Blue];
            let free = row.iter().find(|paint| !leaves.contains(*paint));
            self.leaf = free.copied().unwrap_or_else(|| after(self.leaf, &row));
            self.keep_apart();
        }
        self
    }
}

/// The paint that follows in the row, and the first after the last.
fn after(paint: Paint, row: &[Paint]) -> Paint {
    row.iter().skip_while(|one| **one != paint).nth(1).or_else(|| row.first()).copied().unwrap_or(paint)
}
