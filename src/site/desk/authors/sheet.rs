//! The sheet of a person.

use askama::Template;
use uuid::Uuid;

use super::Stored;
use super::links::{MOST, TypedLink};
use super::typed::Typed;
use crate::accounts::inputs::{Input, InputFault};
use crate::admin::frame::Frame;
use crate::editor::Opt;
use crate::site::Holder;
use crate::site::desk::parts::{Meanwhile, Select, seen};
use crate::web::html::CleanHtml;

/// The sheet.
#[derive(Debug, Template)]
#[template(path = "site/desk/author.html")]
pub struct AuthorPage {
    layout: Frame,
    errors: Vec<InputFault>,
    pub(super) meanwhile: Option<Meanwhile>,
    seen: String,
    /// Their key; none of somebody new.
    id: Option<Uuid>,
    heading: String,
    path: String,
    inputs: [Input; 3],
    picture: CleanHtml,
    links: Vec<LinkRow>,
    staff: Select,
    pub(super) holders: Vec<Holder>,
}

/// One link as it is typed.
#[derive(Debug)]
struct LinkRow {
    number: usize,
    label: String,
    address: String,
    error: Option<String>,
}

impl AuthorPage {
    pub(super) fn new(
        layout: Frame,
        stored: Option<&Stored>,
        typed: &Typed,
        picture: CleanHtml,
        staff: Vec<Opt>,
        errors: Vec<InputFault>,
    ) -> Self {
        let author = stored.map(|(author, _)| author);
        let blank = std::iter::repeat(TypedLink::default());
        let rows = typed.links.iter().cloned().chain(blank).take(MOST).zip(1..);
        let link = |(link, number): (TypedLink, usize)| {
            let id = format!("link-{number}");
            let error = errors.iter().find(|fault| fault.id == id).map(|fault| fault.message.clone());
            LinkRow { number, label: link.label, address: link.address, error }
        };
        Self {
            layout,
            meanwhile: None,
            seen: stored.map(|stored| seen(&Typed::of(stored))).unwrap_or_default(),
            id: author.map(|author| author.id),
            heading: author.map_or_else(|| "Somebody new".to_owned(), |author| author.name.clone()),
            path: author.map(|author| author.path()).unwrap_or_default(),
            inputs: [
                Input::text("name", "Name", &typed.name).with(&errors),
                Input::text("role", "What they do (optional)", &typed.role).with(&errors),
                Input::lines("bio", "About them (optional)", &typed.bio)
                    .hinted("Two or three sentences, under their articles and on their page.")
                    .with(&errors),
            ],
            picture,
            links: rows.map(link).collect(),
            staff: Select::new(
                "staff",
                "Signs in as",
                "With the role author, they write under this name and no other.",
                staff,
                &errors,
            ),
            holders: Vec::new(),
            errors,
        }
    }
}
