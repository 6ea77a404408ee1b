//! Steps along a cord: how something goes, with its times.

use askama::Template;
use serde::{Deserialize, Serialize};

use super::{BlockFault, needed};
use crate::error::Result;
use crate::web::html::render;

/// One stop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// When.
    #[serde(default)]
    pub label: String,
    /// What.
    pub title: String,
    /// A sentence.
    #[serde(default)]
    pub text: String,
}

/// Steps along a cord.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Template)]
#[template(path = "blocks/steps.html")]
pub struct Steps {
    /// The heading; empty for none.
    #[serde(default)]
    pub title: String,
    /// A sentence under it.
    #[serde(default)]
    pub introduction: String,
    /// The stops.
    pub steps: Vec<Stop>,
}

impl Steps {
    pub(super) fn check(&self) -> std::result::Result<(), BlockFault> {
        if self.steps.is_empty() {
            return Err(BlockFault { field: "steps", words: "Add a step" });
        }
        self.steps.iter().try_for_each(|stop| needed("title", &stop.title))
    }

    pub(super) fn html(&self) -> Result<String> {
        render(self)
    }

    pub(super) fn sample() -> Self {
        let stop = |label: &str, title: &str| Stop {
            label: label.to_owned(),
            title: title.to_owned(),
            text: "We come, we look, and we say what it costs.".to_owned(),
        };
        Self {
            title: "Six weeks, four visits".to_owned(),
            introduction: String::new(),
            steps: vec![
                stop("Week 1", "We listen"),
                stop("Week 2", "We draw"),
                stop("Week 5", "We build"),
                stop("Week 6", "You open"),
            ],
        }
    }
}
