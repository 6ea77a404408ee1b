//! Everything to which an entry of a menu can lead, by name: nobody types an address.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, Bool, Date, Text};
use diesel_async::RunQueryDsl;

use super::sheet::Sheet;
use crate::db::Conn;
use crate::error::Result;
use crate::site::Place;

/// Pages and cases in the list at most.
const LISTED: i64 = 400;

/// The program's own lists. `/services` is a page of the site today; an entry from before may still lead there.
const LISTS: [(&str, &str); 3] = [
    ("list:/blog", "All articles (/blog)"),
    ("list:/cases", "All cases (/cases)"),
    ("list:/search", "Search (/search)"),
];

/// Something to lead to.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Choice {
    /// As an entry holds it.
    #[diesel(sql_type = Text)]
    pub value: String,
    /// What it is: "page", "case", "article" or "form".
    #[diesel(sql_type = Text)]
    pub kind: String,
    /// Its title, and where it stands.
    #[diesel(sql_type = Text)]
    pub label: String,
    /// Whether visitors can go there now.
    #[diesel(sql_type = Bool)]
    pub open: bool,
}

/// All of it, in the order in which it is shown.
#[derive(Debug, Clone, Default)]
pub struct Choices(Vec<Choice>);

const THINGS: &str = "select 'page:' || pages.id as value, kind, title || ' (' || path || ')' as label,
      live_revision is not null as open, path as place from pages
      join revisions on revisions.id = coalesce(draft_revision, live_revision) where path is not null
    union all select 'form:' || forms.id, 'form', (definition ->> 'title') || ' (/forms/' || slug || ')', 
      state = 'open' and coalesce((definition ->> 'closes_on')::date >= $2, true), slug
      from forms join form_versions on form_id = forms.id and form_versions.version = forms.version";

impl Choices {
    /// What there is, with everything to which this form leads already. A single article is not proposed: menus lead to the list.
    /// `today` is the day where the business is: a form may have had its last one.
    ///
    /// # Errors
    /// The database is away.
    pub async fn load(conn: &mut Conn, sheet: &Sheet, today: NaiveDate) -> Result<Self> {
        let chosen: Vec<String> =
            Place::ALL.into_iter().flat_map(|place| sheet.rows(place)).map(|row| row.leads.clone()).collect();
        let own = |(value, label): (&str, &str)| Choice {
            value: value.to_owned(),
            kind: "list".to_owned(),
            label: label.to_owned(),
            open: true,
        };
        let old = chosen.iter().any(|value| value == "list:/services").then(|| own(("list:/services", "/services")));
        let mut all: Vec<Choice> = LISTS.map(own).into_iter().chain(old).collect();
        let found: Vec<Choice> = sql_query(format!(
            "(select value, kind, label, open from ({THINGS}) as things where kind <> 'article' and value <> all($1)
              order by kind, place limit {LISTED})
             union all select value, kind, label, open from ({THINGS}) as chosen where value = any($1) order by kind, label"
        ))
        .bind::<Array<Text>, _>(chosen)
        .bind::<Date, _>(today)
        .load(conn)
        .await?;
        all.extend(found);
        Ok(Self(all))
    }

    /// Takes in what another form leads to.
    ///
    /// # Errors
    /// The database is away.
    pub async fn add(&mut self, conn: &mut Conn, sheet: &Sheet, today: NaiveDate) -> Result<()> {
        for choice in Self::load(conn, sheet, today).await?.0 {
            if !self.has(&choice.value) {
                self.0.push(choice);
            }
        }
        Ok(())
    }

    /// Those of samples.
    pub fn sample(list: Vec<Choice>) -> Self {
        let own = |(value, label): (&str, &str)| Choice {
            value: value.to_owned(),
            kind: "list".to_owned(),
            label: label.to_owned(),
            open: true,
        };
        Self(LISTS.map(own).into_iter().chain(list).collect())
    }

    fn find(&self, value: &str) -> Option<&Choice> {
        self.0.iter().find(|choice| choice.value == value)
    }

    /// Whether there is such a thing.
    pub fn has(&self, value: &str) -> bool {
        self.find(value).is_some()
    }

    /// What it is called; nothing where it is gone.
    pub fn label(&self, value: &str) -> &str {
        self.find(value).map_or("", |choice| choice.label.as_str())
    }

    /// Why visitors don't see an entry that leads there; empty where they do.
    pub fn hidden(&self, value: &str) -> &'static str {
        match self.find(value) {
            Some(choice) if !choice.open && choice.kind == "form" => "Form closed: not shown",
            Some(choice) if !choice.open => "Page not live: not shown",
            _ => "",
        }
    }

    /// By kind, each with its words.
    pub fn groups(&self) -> Vec<(&'static str, Vec<Choice>)> {
        [("list", "Lists"), ("page", "Pages"), ("form", "Forms"), ("case", "Cases"), ("article", "Articles")]
            .into_iter()
            .map(|(kind, words)| (words, self.0.iter().filter(|choice| choice.kind == kind).cloned().collect()))
            .filter(|(_, choices): &(_, Vec<Choice>)| !choices.is_empty())
            .collect()
    }
}
