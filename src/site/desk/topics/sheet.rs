//! The sheet of a topic: what is typed, what is wrong with it, and how it is shown.

use askama::Template;
use uuid::Uuid;
use validator::{Validate, ValidationError};

use crate::accounts::inputs::{self, Input, InputFault};
use crate::admin::frame::Frame;
use crate::db::Conn;
use crate::error::Result;
use crate::mail::one_line;
use crate::site::desk::parts::{Meanwhile, State};
use crate::site::desk::subject::Subject;
use crate::site::{Holder, Topic, slug};
use crate::web::edge::Posted;

const ORDER: [&str; 2] = ["name", "description"];

/// The sheet.
#[derive(Debug, Template)]
#[template(path = "site/desk/topic.html")]
pub struct TopicPage {
    layout: Frame,
    errors: Vec<InputFault>,
    subject: Subject,
    inputs: [Input; 2],
    slug: Input,
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

/// A topic that is there, or a new one.
pub(super) fn subject(stored: Option<&Topic>) -> Subject {
    let Some(topic) = stored else { return Subject::new("A new topic") };
    Subject { path: topic.path(), ..Subject::stored(topic.id, &topic.name, &Typed::of(topic)) }
}

impl TopicPage {
    pub(super) fn new(layout: Frame, subject: Subject, typed: &Typed, errors: Vec<InputFault>) -> Self {
        let slug_hint = match subject.id {
            Some(_) => "The last part of its address. Where you change it, the old address leads to the new one.",
            None => "The last part of its address. Empty: made from the name.",
        };
        let slug_label = if subject.id.is_some() { "Address" } else { "Address (optional)" };
        Self {
            layout,
            subject,
            inputs: [
                Input::text("name", "Name", &typed.name).with(&errors),
                Input::lines("description", "In a sentence (optional)", &typed.description)
                    .hinted("At the top of its page, in its feed, and in search results.")
                    .with(&errors),
            ],
            slug: Input::text("slug", slug_label, &typed.slug).hinted(slug_hint).with(&errors),
            errors,
        }
    }

    /// The sheet with sample content.
    pub(in crate::site::desk) fn sample(layout: Frame, topic: &Topic, holders: Vec<Holder>, how: State) -> Self {
        let (mut typed, mut subject) = (Typed::of(topic), Subject { holders, ..subject(Some(topic)) });
        let mut faults = Vec::new();
        match how {
            State::New => (typed, subject) = (Typed::default(), self::subject(None)),
            State::Stored => {}
            State::Wrong => {
                (typed.name, typed.slug) = (String::new(), "contact forms".to_owned());
                faults = inputs::faults(&typed, &ORDER);
                faults.push(InputFault::new("slug", "Use small letters, digits and hyphens, such as “contact-forms”"));
            }
            State::Stale => {
                typed.name = format!("{} and fields", topic.name);
                subject.meanwhile = Some(Meanwhile::of(topic.facts(), &typed.onto(topic.clone()).facts()));
            }
        }
        Self::new(layout, subject, &typed, faults)
    }
}
