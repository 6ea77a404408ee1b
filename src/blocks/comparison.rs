//! Things side by side: what each option has, in words or as yes and no.

use askama::Template;
use serde::{Deserialize, Serialize};

use super::field::{Field, Is, LINE, SENTENCES, needed, optional};
use super::table::GRID;
use super::{Group, Kind, Markdown, SampleThings, Showing};
use crate::error::Result;
use crate::web::html::render;

/// Things side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// The heading.
    pub title: String,
    /// A sentence under it.
    #[serde(default)]
    pub introduction: String,
    /// The rows; the first names the options after an empty cell. "yes" and "no" are drawn.
    pub rows: Vec<Vec<String>>,
    /// A line under it.
    #[serde(default)]
    pub note: String,
}

/// What a cell says.
enum Cell<'a> {
    Yes,
    No,
    Words(&'a str),
}

#[derive(Template)]
#[template(path = "blocks/comparison.html")]
struct ComparisonView<'a> {
    id: String,
    title: &'a str,
    introduction: &'a str,
    options: &'a [String],
    rows: Vec<(&'a str, Vec<Cell<'a>>)>,
    note: &'a str,
}

impl Kind for Comparison {
    const LABEL: &'static str = "Comparison";
    const ABOUT: &'static str = "Options side by side, with what each of them has.";
    const GROUP: Group = Group::Business;
    const FIELDS: &'static [Field] = &[
        needed("title", "Heading", LINE),
        optional("introduction", "Introduction", SENTENCES),
        needed("rows", "Rows", GRID).hint("The first row names the options; write yes and no, or words"),
        optional("note", "Note", Is::Line(300)),
    ];

    fn html(&self, showing: &mut Showing<'_>) -> Result<String> {
        let options = self.rows.first().and_then(|first| first.get(1..)).unwrap_or_default();
        let rows = self.rows.iter().skip(1).filter_map(|row| {
            let (name, cells) = row.split_first()?;
            let cells = cells.iter().map(|cell| match cell.to_lowercase().as_str() {
                "yes" => Cell::Yes,
                "no" => Cell::No,
                _ => Cell::Words(cell),
            });
            Some((name.as_str(), cells.collect()))
        });
        let view = ComparisonView {
            id: showing.anchor(&self.title, true),
            title: &self.title,
            introduction: &self.introduction,
            options,
            rows: rows.collect(),
            note: &self.note,
        };
        render(&view)
    }

    fn markdown(&self, out: &mut Markdown<'_>) {
        out.heading(2, &self.title);
        out.paragraph(&self.introduction);
        out.table(&self.rows);
        out.paragraph(&self.note);
    }

    fn sample(_: &SampleThings) -> Self {
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        Self {
            title: "Two pages, or thirty".to_owned(),
            introduction: "Both are written by a person.".to_owned(),
            rows: vec![
                row(["", "Two pages", "Full audit"]),
                row(["Price", "free", "£950"]),
                row(["Evidence for each point", "no", "yes"]),
                row(["Within", "three working days", "nine working days"]),
            ],
            note: "We do ten of the free ones a month.".to_owned(),
        }
    }
}
