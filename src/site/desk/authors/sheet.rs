//! The sheet of a person.

use askama::Template;

use super::Stored;
use super::links::{MOST, TypedLink};
use super::typed::Typed;
use crate::accounts::inputs::{Input, InputFault};
use crate::admin::frame::Frame;
use crate::editor::Opt;
use crate::site::desk::parts::Select;
use crate::site::desk::subject::Subject;
use crate::web::html::CleanHtml;

/// The sheet.
#[derive(Debug, Template)]
#[template(path = "site/desk/author.html")]
pub struct AuthorPage {
    layout: Frame,
    errors: Vec<InputFault>,
    subject: Subject,
    inputs: [Input; 3],
    picture: CleanHtml,
    links: Vec<LinkRow>,
    staff: Select,
}

/// One link as it is typed.
#[derive(Debug)]
struct LinkRow {
    number: usize,
    label: String,
    address: String,
    error: Option<String>,
}

/// Somebody who is there, or somebody new.
pub(super) fn subject(stored: Option<&Stored>) -> Subject {
    let Some(stored @ (author, _)) = stored else { return Subject::new("Somebody new") };
    Subject { path: author.path(), ..Subject::stored(author.id, &author.name, &Typed::of(stored)) }
}

impl AuthorPage {
    pub(super) fn new(
        layout: Frame,
        subject: Subject,
        typed: &Typed,
        picture: CleanHtml,
        staff: Vec<Opt>,
        errors: Vec<InputFault>,
    ) -> Self {
        let blank = std::iter::repeat(TypedLink::default());
        let rows = typed.links.iter().cloned().chain(blank).take(MOST).zip(1..);
        let link = |(link, number): (TypedLink, usize)| {
            let id = format!("link-{number}");
            let error = errors.iter().find(|fault| fault.id == id).map(|fault| fault.message.clone());
            LinkRow { number, label: link.label, address: link.address, error }
        };
        Self {
            layout,
            subject,
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
            errors,
        }
    }
}
