//! What an article or a case has beside its blocks, as its revisions keep it: it is drafted, and takes effect on publishing.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::references::Reference;
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::schema::{article_topics, articles, cases, topics};

/// What stands beside the blocks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "kebab-case")]
pub enum Aside {
    /// An article's author and topics.
    Article {
        /// Who wrote it.
        author: Uuid,
        /// Its topics.
        topics: Vec<Uuid>,
    },
    /// For whom a case was, and what came of it.
    Case(CaseFacts),
}

/// For whom a case was, and what came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseFacts {
    /// For whom.
    pub client: String,
    /// What the client does.
    pub sector: String,
    /// Where.
    pub place: String,
    /// When.
    pub year: i32,
    /// The result in a number; empty for none.
    pub figure: String,
    /// What the number counts.
    pub figure_words: String,
    /// What the client bought.
    pub service: Option<Uuid>,
}

impl Aside {
    /// What it points to. Topics are no such thing: one that is gone is left out.
    pub fn reference(&self) -> Option<Reference> {
        match self {
            Self::Article { author, .. } => Some(Reference::Author(*author)),
            Self::Case(facts) => facts.service.map(Reference::Service),
        }
    }

    /// What is missing before it can be published, with the field.
    ///
    /// # Errors
    /// The first of it.
    pub fn check(&self) -> std::result::Result<(), (&'static str, &'static str)> {
        match self {
            Self::Case(facts) if facts.client.trim().is_empty() => Err(("client", "Enter for whom it was")),
            Self::Case(facts) if !(1900..=2100).contains(&facts.year) => Err(("year", "Enter a year, such as 2026")),
            _ => Ok(()),
        }
    }

    /// As it is in force.
    ///
    /// # Errors
    /// The database is away.
    pub async fn in_force(conn: &mut Conn, page: Uuid) -> Result<Option<Self>> {
        let author: Option<Uuid> =
            articles::table.find(page).select(articles::author_id).first(conn).await.optional()?;
        if let Some(author) = author {
            let topics = article_topics::table
                .filter(article_topics::page_id.eq(page))
                .order(article_topics::topic_id)
                .select(article_topics::topic_id)
                .load(conn)
                .await?;
            return Ok(Some(Self::Article { author, topics }));
        }
        let case: Option<super::case::Case> =
            cases::table.find(page).select(super::case::Case::as_select()).first(conn).await.optional()?;
        Ok(case.map(|case| {
            Self::Case(CaseFacts {
                client: case.client,
                sector: case.sector,
                place: case.place,
                year: case.year,
                figure: case.figure,
                figure_words: case.figure_words,
                service: case.service,
            })
        }))
    }

    /// Puts it in force.
    ///
    /// # Errors
    /// The database is away.
    pub(super) async fn take_effect(&self, tx: &mut Tx, page: Uuid) -> Result<()> {
        match self {
            Self::Article { author, topics } => {
                diesel::update(articles::table.find(page))
                    .set(articles::author_id.eq(author))
                    .execute(tx.conn())
                    .await?;
                let others = article_topics::table
                    .filter(article_topics::page_id.eq(page))
                    .filter(article_topics::topic_id.ne_all(topics));
                diesel::delete(others).execute(tx.conn()).await?;
                let known: Vec<Uuid> =
                    topics::table.filter(topics::id.eq_any(topics)).select(topics::id).load(tx.conn()).await?;
                let rows: Vec<_> = known
                    .into_iter()
                    .map(|topic| (article_topics::page_id.eq(page), article_topics::topic_id.eq(topic)))
                    .collect();
                diesel::insert_into(article_topics::table)
                    .values(rows)
                    .on_conflict_do_nothing()
                    .execute(tx.conn())
                    .await?;
            }
            Self::Case(facts) => {
                diesel::update(cases::table.find(page))
                    .set((
                        cases::client.eq(facts.client.trim()),
                        cases::sector.eq(facts.sector.trim()),
                        cases::place.eq(facts.place.trim()),
                        cases::year.eq(facts.year),
                        cases::figure.eq(facts.figure.trim()),
                        cases::figure_words.eq(facts.figure_words.trim()),
                        cases::service_id.eq(facts.service),
                    ))
                    .execute(tx.conn())
                    .await?;
            }
        }
        Ok(())
    }
}
