//! Questions with their answers: both are data, and both are in the page.

use askama::Template;
use serde::{Deserialize, Serialize};

use super::{BlockFault, needed};
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
    question: &'a str,
    answer: CleanHtml,
}

#[derive(Template)]
#[template(path = "blocks/faq.html")]
struct FaqView<'a> {
    title: &'a str,
    items: Vec<ItemView<'a>>,
}

impl Faq {
    pub(super) fn clean(&mut self) {
        for item in &mut self.items {
            item.answer = CleanHtml::clean(&item.answer).as_str().to_owned();
        }
    }

    pub(super) fn check(&self) -> std::result::Result<(), BlockFault> {
        needed("title", &self.title)?;
        if self.items.is_empty() {
            return Err(BlockFault { field: "items", words: "Add a question" });
        }
        self.items.iter().try_for_each(|item| {
            needed("question", &item.question)?;
            needed("answer", &item.answer)
        })
    }

    pub(super) fn html(&self) -> Result<String> {
        let items = self
            .items
            .iter()
            .map(|item| ItemView { question: &item.question, answer: CleanHtml::clean(&item.answer) })
            .collect();
        render(&FaqView { title: &self.title, items })
    }

    /// The questions as JSON-LD (schema.org FAQPage).
    pub fn data(&self) -> serde_json::Value {
        let questions: Vec<_> = self
            .items
            .iter()
            .map(|item| {
                serde_json::json!({ "@type": "Question", "name": item.question,
                    "acceptedAnswer": { "@type": "Answer", "text": item.answer } })
            })
            .collect();
        serde_json::json!({ "@context": "https://schema.org", "@type": "FAQPage", "mainEntity": questions })
    }

    pub(super) fn sample() -> Self {
        Self {
            title: "Asked before".to_owned(),
            items: vec![Item {
                question: "How long does it take?".to_owned(),
                answer: "<p>Six weeks, if you answer our questions in two.</p>".to_owned(),
            }],
        }
    }
}
