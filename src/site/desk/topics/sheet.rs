//! The sheet of a topic: what is typed, what is wrong with it, and how it is shown.

use askama::Template;
use uuid::Uuid;
use validator::{Validate, ValidationError};

use crate::accounts::inputs::{self, Input, InputFault};
use crate::admin::frame::Frame;
use crate::db::Conn;
use crate::error::Result;
use crate::mail::one_line;
use crate::site::desk::parts::{Meanwhile, State, seen};
use crate::site::{Holder, Topic, slug};
use crate::web::edge::Posted;

const ORDER: [&str; 2] = ["name", "description"];

/// The sheet.
#[derive(Debug, Template)]
#[template(path = "site/desk/topic.html")]
pub struct TopicPage {
    layout: Frame,
    errors: Vec<InputFault>,
    pub(super) meanwhile: Option<Meanwhile>,
    seen: String,
    /// Its key; none of a new one.
    id: Option<Uuid>,
    heading: String,
    path: String,
    inputs: [Input; 2],
    slug: Input,
    pub(super) holders: Vec<Holder>,
}

/// What was typed.
#[derive(Debug, Clone, Default, Validate)]
pub(super) struct Typed {
    #[validate(custom(function = "a_name"))]
    name: String,
    #[validate(length(max = 240, message = "Keep it to 240 characters: one sentence"))]
    description: String,
    slug: String,
}

fn a_name(text: &str) -> Result<(), ValidationError> {
    inputs::required(text, 60, "Enter the name of the topic", "The name must be 60 characters or fewer")
}

impl Typed {
    pub(super) fn read(posted: &Posted) -> Self {
        let line = |name: &str| one_line(posted.last(name).unwrap_or_default());
        let slug = line("slug");
        let slug = slug.rsplit('/').find(|part| !part.is_empty()).unwrap_or_default().to_lowercase();
        Self { name: line("name"), description: line("description"), slug }
    }

    pub(super) fn of(topic: &Topic) -> Self {
        Self { name: topic.name.clone(), description: topic.description.clone(), slug: topic.slug.clone() }
    }

    /// From what the address of a new topic is made.
    pub(super) fn wanted(&self) -> &str {
        if self.slug.is_empty() { &self.name } else { &self.slug }
    }

    /// What is wrong, in the order of the page; of a topic that is there, by its key.
    pub(super) async fn faults(&self, conn: &mut Conn, of: Option<Uuid>) -> Result<Vec<InputFault>> {
        let mut faults = inputs::faults(self, &ORDER);
        let words = if self.slug.is_empty() {
            // A new one gets the next that is free, made from its name.
            of.map(|_| "Enter the last part of its address, such as “forms”".to_owned())
        } else if !slug::is_slug(&self.slug) {
            Some("Use small letters, digits and hyphens, such as “contact-forms”".to_owned())
        } else if Topic::is_taken(conn, &self.slug, of).await? {
            Some(format!("Another topic has “{}”. Choose another", self.slug))
        } else {
            None
        };
        faults.extend(words.map(|words| InputFault::new("slug", words)));
        Ok(faults)
    }

    /// The topic with what was typed.
    pub(super) fn onto(&self, before: Topic) -> Topic {
        Topic { name: self.name.clone(), description: self.description.clone(), slug: self.slug.clone(), ..before }
    }
}

impl TopicPage {
    pub(super) fn new(layout: Frame, stored: Option<&Topic>, typed: &Typed, errors: Vec<InputFault>) -> Self {
        let slug_hint = match stored {
            Some(_) => "The last part of its address. Where you change it, the old address leads to the new one.",
            None => "The last part of its address. Empty: made from the name.",
        };
        let slug_label = if stored.is_some() { "Address" } else { "Address (optional)" };
        Self {
            layout,
            meanwhile: None,
            seen: stored.map(|stored| seen(&Typed::of(stored))).unwrap_or_default(),
            id: stored.map(|stored| stored.id),
            heading: stored.map_or_else(|| "A new topic".to_owned(), |stored| stored.name.clone()),
            path: stored.map(Topic::path).unwrap_or_default(),
            inputs: [
                Input::text("name", "Name", &typed.name).with(&errors),
                Input::lines("description", "In a sentence (optional)", &typed.description)
                    .hinted("At the top of its page, in its feed, and in search results.")
                    .with(&errors),
            ],
            slug: Input::text("slug", slug_label, &typed.slug).hinted(slug_hint).with(&errors),
            holders: Vec::new(),
            errors,
        }
    }

    /// The sheet with sample content.
    pub(in crate::site::desk) fn sample(layout: Frame, topic: &Topic, holders: Vec<Holder>, how: State) -> Self {
        let typed = Typed::of(topic);
        match how {
            State::New => Self::new(layout, None, &Typed::default(), Vec::new()),
            State::Stored => Self { holders, ..Self::new(layout, Some(topic), &typed, Vec::new()) },
            State::Wrong => {
                let typed = Typed { name: String::new(), slug: "contact forms".to_owned(), ..typed };
                let mut faults = inputs::faults(&typed, &ORDER);
                faults.push(InputFault::new("slug", "Use small letters, digits and hyphens, such as “contact-forms”"));
                Self { holders, ..Self::new(layout, Some(topic), &typed, faults) }
            }
            State::Stale => {
                let mine = Typed { name: format!("{} and fields", topic.name), ..typed };
                let theirs = Meanwhile::of(topic.facts(), &mine.onto(topic.clone()).facts());
                Self { meanwhile: Some(theirs), holders, ..Self::new(layout, Some(topic), &mine, Vec::new()) }
            }
        }
    }
}
