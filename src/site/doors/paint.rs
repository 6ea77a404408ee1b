//! What every drawing is made with: a tin of paints, a seeded choice and a sheet to draw on.
//!
//! Colours are classes (`paint-…`), never values: the stylesheet mixes them, so that a drawing
//! follows the theme and needs no inline style.

/// A colour of the illustrations, by its role in the stylesheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paint {
    Damson,
    Green,
    Blue,
    Brick,
    Brass,
    Pink,
    Chalk,
    Sky,
    White,
    Ink,
    Pavement,
    /// Black at 18 %: panels and planks.
    Shade,
    /// Black at 7 %: courses, boards and tiles of a wall.
    Mark,
    Leaf,
    Fur,
    /// Glass with a light behind it.
    Lamp,
    /// The colour of the group it stands in: skin and hair.
    Own,
}

impl Paint {
    /// The class that carries the colour.
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Damson => "paint-damson",
            Self::Green => "paint-green",
            Self::Blue => "paint-blue",
            Self::Brick => "paint-brick",
            Self::Brass => "paint-brass",
            Self::Pink => "paint-pink",
            Self::Chalk => "paint-chalk",
            Self::Sky => "paint-sky",
            Self::White => "paint-white",
            Self::Ink => "paint-ink",
            Self::Pavement => "paint-pavement",
            Self::Shade => "paint-shade",
            Self::Mark => "paint-mark",
            Self::Leaf => "paint-leaf",
            Self::Fur => "paint-fur",
            Self::Lamp => "paint-lamp",
            Self::Own => "paint-own",
        }
    }
}

/// Choices that are always the same for the same words (FNV-1a, then xorshift).
pub(super) struct Choices(u64);

impl Choices {
    /// Starts from a slug or a name.
    pub(super) fn from_words(words: &str) -> Self {
        let hash = words
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        let mut choices = Self(hash | 1);
        // Short slugs differ in few bits at first: shake before the first choice.
        for _ in 0..4 {
            choices.below(2);
        }
        choices
    }

    /// A number from 0 up to and without `limit` (0 when the limit is 0).
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let drawn = usize::try_from(self.0 >> 33).unwrap_or(0);
        drawn.checked_rem(limit).unwrap_or(0)
    }

    /// One of `first` and `rest`, each as likely.
    pub(super) fn one_of<T: Copy>(&mut self, first: T, rest: &[T]) -> T {
        match self.below(rest.len() + 1).checked_sub(1) {
            None => first,
            Some(index) => rest.get(index).copied().unwrap_or(first),
        }
    }
}

/// An SVG under the brush. Coordinates are whole pixels on a 4 px module.
pub(super) struct Sheet {
    svg: String,
    left: i32,
}

impl Sheet {
    /// A sheet of `width` by `height`; with a label it is a picture, without one it is decoration.
    pub(super) fn new(class: &str, width: i32, height: i32, label: Option<&str>) -> Self {
        let role = label.map_or_else(
            || "aria-hidden=\"true\"".to_owned(),
            |label| format!("role=\"img\" aria-label=\"{}\"", escaped(label)),
        );
        // Doors are cropped from both sides; a street goes on at the right.
        let crop = if label.is_some() { "xMinYMax" } else { "xMidYMax" };
        let svg = format!(
            "<svg class=\"{class}\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
             height=\"{height}\" preserveAspectRatio=\"{crop} slice\" {role} focusable=\"false\">"
        );
        Self { svg, left: 0 }
    }

    /// Moves the origin: what follows is drawn `left` pixels to the right.
    pub(super) fn at(&mut self, left: i32) -> &mut Self {
        self.left = left;
        self
    }

    /// A rectangle.
    pub(super) fn rect(&mut self, paint: Paint, x: i32, y: i32, width: i32, height: i32) {
        self.block(paint, x, y, width, height, 0);
    }

    /// A rectangle with round corners.
    pub(super) fn block(&mut self, paint: Paint, x: i32, y: i32, width: i32, height: i32, round: i32) {
        let round = if round > 0 { format!(" rx=\"{round}\"") } else { String::new() };
        self.svg.push_str(&format!(
            "<rect class=\"{}\" x=\"{}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"{round}/>",
            paint.class(),
            x + self.left,
        ));
    }

    /// An ellipse around a centre.
    pub(super) fn ellipse(&mut self, paint: Paint, x: i32, y: i32, across: i32, down: i32) {
        self.svg.push_str(&format!(
            "<ellipse class=\"{}\" cx=\"{}\" cy=\"{y}\" rx=\"{across}\" ry=\"{down}\"/>",
            paint.class(),
            x + self.left,
        ));
    }

    /// A ring: a circle that is only its line.
    pub(super) fn ring(&mut self, paint: Paint, x: i32, y: i32, radius: i32, line: i32) {
        self.svg.push_str(&format!(
            "<circle class=\"line-{}\" cx=\"{}\" cy=\"{y}\" r=\"{radius}\" stroke-width=\"{line}\"/>",
            paint.class(),
            x + self.left,
        ));
    }

    /// A filled path that starts at a point; `steps` are relative commands.
    pub(super) fn path(&mut self, paint: Paint, x: i32, y: i32, steps: &str) {
        self.svg.push_str(&format!("<path class=\"{}\" d=\"M{} {y}{steps}\"/>", paint.class(), x + self.left,));
    }

    /// A path of lines only, `line` pixels thick.
    pub(super) fn lines(&mut self, paint: Paint, x: i32, y: i32, line: i32, steps: &str) {
        self.svg.push_str(&format!(
            "<path class=\"line-{}\" stroke-width=\"{line}\" d=\"M{} {y}{steps}\"/>",
            paint.class(),
            x + self.left,
        ));
    }

    /// Figures in the display face, set around a centre.
    pub(super) fn figures(&mut self, paint: Paint, x: i32, y: i32, figures: usize) {
        self.svg.push_str(&format!(
            "<text class=\"{} door-number\" x=\"{}\" y=\"{y}\" text-anchor=\"middle\" \
             font-size=\"12\">{figures}</text>",
            paint.class(),
            x + self.left,
        ));
    }

    /// Opens a group with a class: what moves, or what is painted in one colour.
    pub(super) fn open(&mut self, class: &str) {
        self.svg.push_str(&format!("<g class=\"{class}\">"));
    }

    /// Opens a group that stands `down` pixels lower.
    pub(super) fn lower(&mut self, down: i32) {
        self.svg.push_str(&format!("<g transform=\"translate(0 {down})\">"));
    }

    /// Closes the group.
    pub(super) fn close(&mut self) {
        self.svg.push_str("</g>");
    }

    /// The finished drawing.
    pub(super) fn finish(mut self) -> String {
        self.svg.push_str("</svg>");
        self.svg
    }
}

fn escaped(words: &str) -> String {
    words.chars().fold(String::with_capacity(words.len()), |mut out, letter| {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
        out
    })
}
