//! What every kind of block says about itself.

use uuid::Uuid;

use super::field::Field;
use super::{BlockFault, Markdown, Showing};
use crate::error::Result;

/// What one file of this folder says about its kind of block.
pub(super) trait Kind: Sized {
    /// Its name, as people read it.
    const LABEL: &'static str;
    /// What it is for, in one sentence.
    const ABOUT: &'static str;
    /// Its fields, in the order of its form.
    const FIELDS: &'static [Field];

    /// Checks what no single field can say.
    fn check(&self) -> std::result::Result<(), BlockFault> {
        Ok(())
    }

    /// Its HTML.
    fn html(&self, showing: &mut Showing<'_>) -> Result<String>;

    /// The same as Markdown.
    fn markdown(&self, out: &mut Markdown<'_>);

    /// One with sample content.
    fn sample(things: &SampleThings) -> Self;
}

/// What samples point to.
#[derive(Debug, Clone)]
pub struct SampleThings {
    /// A form.
    pub form: Uuid,
    /// A page.
    pub page: Uuid,
    /// Two cases.
    pub cases: Vec<Uuid>,
    /// A recurring part.
    pub part: Uuid,
    /// Three pictures.
    pub pictures: Vec<Uuid>,
    /// Services.
    pub services: Vec<Uuid>,
    /// Authors.
    pub authors: Vec<Uuid>,
    /// A day on which everything that begins has begun, and nothing has ended.
    pub today: chrono::NaiveDate,
}
