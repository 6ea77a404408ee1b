//! Questions with their answers: both are data, and both are in the page.

use askama::Template;
use serde::{Deserialize, Serialize};

use super::field::{Field, Is, LINE, needed, several};
use super::{Group, Kind, Markdown, SampleThings, Showing, markup};
use crate::error::Result;
use crate::web::html::{CleanHtml, render};

/// One question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The question.
    pub question: String,
    /// The answer, as restricted HTML.
    pub answer: String,
}

/// Questions with their answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Faq {
    /// The heading.
    pub title: String,
    /// The questions.
    pub items: Vec<Item>,
}

struct ItemView<'a> {
    id: String,
    question: &'a str,
    answer: CleanHtml,
}

#[derive(Template)]
#[template(path = "blocks/faq.html")]
struct FaqView<'a> {
    id: String,
    title: &'a str,
    items: Vec<ItemView<'a>>,
}

impl Faq {
    /// The questions as schema.org has them (Question, with its accepted Answer).
    pub fn questions(&self) -> Vec<serde_json::Value> {
        let question = |item: &Item| {
            serde_json::json!({ "@type": "Question", "name": item.question,
                "acceptedAnswer": { "@type": "Answer", "text": markup::words(&item.answer) } })
        };
        self.items.iter().map(question).collect()
    }
}

const ITEM: &[Field] = &[needed("question", "Question", Is::Line(240)), needed("answer", "Answer", Is::Rich(4_000))];

impl Kind for Faq {
    const LABEL: &'static str = "Questions and answers";
    const ABOUT: &'static str = "What people ask, and what you answer.";
    const GROUP: Group = Group::Text;
    const FIELDS: &'static [Field] =
        &[needed("title", "Heading", LINE), several("items", "Questions", "question", 1..=30, ITEM)];

    fn html(&self, showing: &mut Showing<'_>) -> Result<String> {
        let id = showing.anchor(&self.title, true);
        let mut items = Vec::new();
        for item in &self.items {
            let id = showing.anchor(&item.question, false);
            items.push(ItemView { id, question: &item.question, answer: showing.rich(&item.answer) });
        }
        render(&FaqView { id, title: &self.title, items })
    }

    fn markdown(&self, out: &mut Markdown<'_>) {
        out.heading(2, &self.title);
        for item in &self.items {
            out.heading(3, &item.question);
            out.rich(&item.answer);
        }
    }

    fn sample(_: &SampleThings) -> Self {
        Self {
            title: "Asked before".to_owned(),
            items: vec![Item {
                question: "How long does it take?".to_owned(),
                answer: "<p>Six weeks, if you answer our questions in two.</p>".to_owned(),
            }],
        }
    }
}
