//! Rows and columns, with a caption and a header.

use askama::Template;
use serde::{Deserialize, Serialize};

use super::field::{Field, GridLimits, Is, needed, optional};
use super::{Group, Kind, Markdown, SampleThings, Showing};
use crate::error::Result;
use crate::web::html::render;

/// The limits of a table.
pub(super) const GRID: Is = Is::Grid(GridLimits { columns: 8, rows: 60 });

/// Rows and columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// The rows; the first is the header.
    pub rows: Vec<Vec<String>>,
    /// Whether all columns but the first hold numbers.
    #[serde(default)]
    pub numbers: bool,
    /// A line under it, such as its source.
    #[serde(default)]
    pub note: String,
}

#[derive(Template)]
#[template(path = "blocks/table.html")]
struct TableView<'a> {
    caption: &'a str,
    header: &'a [String],
    rows: &'a [Vec<String>],
    numbers: bool,
    note: &'a str,
}

impl Kind for Table {
    const LABEL: &'static str = "Table";
    const ABOUT: &'static str = "Rows and columns with a header.";
    const GROUP: Group = Group::Text;
    const FIELDS: &'static [Field] = &[
        needed("caption", "Caption", Is::Line(200)).hint("What the table shows"),
        needed("rows", "Rows", GRID).hint("The first row is the header"),
        optional("numbers", "All columns but the first hold numbers", Is::Yes),
        optional("note", "Note", Is::Line(300)).hint("Where the figures come from"),
    ];

    fn html(&self, _: &mut Showing<'_>) -> Result<String> {
        let (header, rows) =
            self.rows.split_first().map_or((&[][..], &[][..]), |(first, rest)| (first.as_slice(), rest));
        render(&TableView { caption: &self.caption, header, rows, numbers: self.numbers, note: &self.note })
    }

    fn markdown(&self, out: &mut Markdown<'_>) {
        out.paragraph(&self.caption);
        out.table(&self.rows);
        out.paragraph(&self.note);
    }

    fn sample(_: &SampleThings) -> Self {
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        Self {
            caption: "One real bill".to_owned(),
            rows: vec![
                row(["Work", "Days", "Price"]),
                row(["Words for twelve pages", "4", "£1,600"]),
                row(["Design", "5", "£2,000"]),
                row(["Building and testing", "6", "£2,400"]),
            ],
            numbers: true,
            note: "Before VAT. A site of twelve pages and one form, hung in May.".to_owned(),
        }
    }
}
