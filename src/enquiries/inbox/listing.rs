//! The list as it stands on the screen: alone, or beside the enquiry that is open.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::filter::{Filter, Owned};
use super::list::{COUNTED, Found, PAGE, Place};
use super::shown::Standpoint;
use super::view::{Part, View};
use crate::accounts::{Colleague, Face, Staff};
use crate::app::App;
use crate::clock::stamp;
use crate::db::Conn;
use crate::enquiries::enquiry::Enquiry;
use crate::enquiries::pick::Pick;
use crate::enquiries::state::EnquiryState;
use crate::error::Result;
use crate::promises::Due;
use crate::site::Business;

/// A list with its place in the whole.
#[derive(Debug)]
pub struct Listing {
    /// What it shows.
    pub filter: Filter,
    /// Its rows.
    pub rows: Vec<Row>,
    /// Where it goes on.
    pub older: Option<String>,
    /// Back to its beginning, where this is a later page.
    pub newest: Option<String>,
    /// What stands behind the `?` of this very page, for whatever leads away from it and back.
    pub query: String,
}

/// One row.
#[derive(Debug)]
pub struct Row {
    /// Its key.
    pub id: Uuid,
    /// The same with its version, as it is chosen.
    pub pick: Pick,
    /// Its reference.
    pub reference: String,
    /// The enquiry's address, with the way back to this list.
    pub href: String,
    /// Whose enquiry.
    pub title: String,
    /// How far it is.
    pub state: EnquiryState,
    /// Whether it is held as spam.
    pub suspected: bool,
    /// Whether staff sent it.
    pub test: bool,
    /// How long ago it came.
    pub age: String,
    /// When, for machines.
    pub time: String,
    /// The first words of their own answer.
    pub words: String,
    /// Who has it; empty for nobody.
    pub owner: String,
    /// And how they look; nothing where they are gone.
    pub face: Option<Face>,
    /// How its reply promise stands.
    pub due: Due,
    /// Whether it is open beside the list.
    pub current: bool,
}

impl Row {
    /// Whether it stands out: nobody has taken it up.
    pub fn is_new(&self) -> bool {
        self.state == EnquiryState::New && !self.suspected && !self.test
    }
}

/// The people to whom an enquiry can belong, by key.
pub type People = Vec<Colleague>;

impl Listing {
    /// One page of a list.
    ///
    /// # Errors
    /// The database is away.
    pub async fn load(
        app: &App,
        conn: &mut Conn,
        filter: Filter,
        after: Option<&Place>,
        viewer: Uuid,
        open: Option<Uuid>,
    ) -> Result<Self> {
        let found = Enquiry::list(conn, &filter, after, Standpoint::of(app, viewer), PAGE).await?;
        let people = Staff::names(conn).await?;
        let list = Self::new(&app.business(), app.clock.now(), filter, found, &people, after.is_some(), open);
        Ok(list.on_page(after))
    }

    /// The same as the page that begins after a place: whatever leads away from it leads back to it.
    fn on_page(self, after: Option<&Place>) -> Self {
        let query = self.filter.query_after(after);
        let rows = self.rows.into_iter().map(|row| row.leading_to(&query)).collect();
        Self { rows, query, ..self }
    }

    /// The address of this page.
    pub fn address(&self) -> String {
        format!("/admin/enquiries?{}", self.query)
    }

    pub(crate) fn new(
        business: &Business,
        now: DateTime<Utc>,
        filter: Filter,
        found: Found,
        people: &People,
        later: bool,
        open: Option<Uuid>,
    ) -> Self {
        let query = filter.query();
        let rows = found.rows.iter().map(|enquiry| Row::of(business, now, enquiry, people, &query, open)).collect();
        let older = found.next.map(|place| format!("/admin/enquiries?{}", filter.query_after(Some(&place))));
        Self { rows, older, newest: later.then(|| filter.address()), query, filter }
    }
}

impl Row {
    /// The same with another way back.
    fn leading_to(self, query: &str) -> Self {
        Self { href: format!("/admin/enquiries/{}?{query}", self.reference), ..self }
    }

    fn of(
        business: &Business,
        now: DateTime<Utc>,
        enquiry: &Enquiry,
        people: &People,
        query: &str,
        open: Option<Uuid>,
    ) -> Self {
        Self {
            id: enquiry.id,
            pick: Pick { id: enquiry.id, seen: Some(enquiry.version) },
            href: format!("/admin/enquiries/{}?{query}", enquiry.reference),
            reference: enquiry.reference.clone(),
            title: enquiry.title().to_owned(),
            state: enquiry.state(),
            suspected: enquiry.suspected,
            test: enquiry.test,
            age: business.age(enquiry.received_at, now),
            time: stamp(enquiry.received_at),
            words: enquiry.excerpt.clone(),
            owner: enquiry.owner_id.map(|id| name_of(people, id)).unwrap_or_default(),
            face: enquiry.owner_id.and_then(|id| face_of(people, id)),
            due: Due::of(enquiry, now, business),
            current: open == Some(enquiry.id),
        }
    }
}

/// A person's name; "somebody" where they are gone.
pub(crate) fn name_of(people: &People, id: Uuid) -> String {
    people.iter().find(|one| one.id == id).map_or_else(|| "somebody".to_owned(), |one| one.name.clone())
}

/// A person's face; none where they are gone.
pub(crate) fn face_of(people: &People, id: Uuid) -> Option<Face> {
    people.iter().find(|one| one.id == id).map(Colleague::face)
}

/// A view with its link and how many it holds.
#[derive(Debug)]
pub struct Tab {
    /// Its words.
    pub label: &'static str,
    /// Its address.
    pub href: String,
    /// How many, "1,000+" where there are more.
    pub count: String,
    /// Whether it is shown.
    pub current: bool,
}

/// The tabs above a list; a search and filters go along.
pub fn tabs(filter: &Filter, tallies: &[i64]) -> Vec<Tab> {
    View::ALL
        .into_iter()
        .zip(tallies.iter().copied().chain(std::iter::repeat(0)))
        .map(|(view, tally)| Tab {
            label: view.label(),
            href: Filter { view, ..filter.clone() }.address(),
            count: counted(tally),
            current: view == filter.view,
        })
        .collect()
}

/// A number up to 1,000, then "1,000+".
pub fn counted(count: i64) -> String {
    match count {
        COUNTED.. if count > COUNTED => "1,000+".to_owned(),
        1_000 => "1,000".to_owned(),
        _ => count.to_string(),
    }
}

/// A filter that is on, with the address of the list without it.
#[derive(Debug)]
pub struct Chip {
    /// Its words.
    pub words: String,
    /// Where to go to take it away.
    pub without: String,
}

/// What narrows a list, each to be taken away by itself.
pub fn chips(filter: &Filter, people: &People, forms: &[(String, String)]) -> Vec<Chip> {
    let mut chips = Vec::new();
    let mut chip = |words: String, without: Filter| chips.push(Chip { words, without: without.address() });
    if !filter.search.is_empty() {
        chip(format!("“{}”", filter.search), Filter { search: String::new(), ..filter.clone() });
    }
    if let Some(slug) = &filter.form {
        let title = forms.iter().find(|(other, _)| other == slug).map_or(slug, |(_, title)| title);
        chip(title.clone(), Filter { form: None, ..filter.clone() });
    }
    if let Some(owned) = filter.owned {
        let words = match owned {
            Owned::ByNobody => "nobody’s".to_owned(),
            Owned::By(id) => format!("with {}", name_of(people, id)),
        };
        chip(words, Filter { owned: None, ..filter.clone() });
    }
    if let Some(promised) = filter.promised {
        chip(promised.label().to_owned(), Filter { promised: None, ..filter.clone() });
    }
    if let Some((part, place)) = &filter.from {
        let words = match part {
            Part::Campaign => format!("from the campaign {place}"),
            _ => format!("from {place}"),
        };
        chip(words, Filter { from: None, ..filter.clone() });
    }
    if let Some(period) = filter.period {
        chip(format!("the last {} days", period.days()), Filter { period: None, ..filter.clone() });
    }
    chips
}
