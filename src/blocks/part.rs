//! A recurring part: one row whose blocks are shown wherever it is used.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::field::{Field, Is, Noun, needed};
use super::{Block, Group, Kind, Markdown, SampleThings, Showing};
use crate::error::Result;

/// A recurring part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The part.
    pub part: Uuid,
}

impl Kind for Part {
    const LABEL: &'static str = "Recurring part";
    const ABOUT: &'static str = "Blocks that are written once and shown on several pages.";
    const GROUP: Group = Group::Onwards;
    const FIELDS: &'static [Field] = &[needed("part", "Part", Is::One(Noun::Part))];

    fn html(&self, showing: &mut Showing<'_>) -> Result<String> {
        let mut html = String::new();
        for placed in showing.resolver.parts.get(&self.part).into_iter().flatten() {
            // A part inside a part is refused when it is saved; here it would go round for ever.
            if !matches!(placed.block, Block::Part(_)) {
                html.push_str(&showing.block(placed)?);
            }
        }
        Ok(html)
    }

    fn markdown(&self, out: &mut Markdown<'_>) {
        for placed in out.resolver().parts.get(&self.part).into_iter().flatten() {
            if !matches!(placed.block, Block::Part(_)) {
                placed.block.markdown(out);
            }
        }
    }

    fn sample(things: &SampleThings) -> Self {
        Self { part: things.part }
    }
}
