//! The inbox: views with their counts, search, filters, order, and page after page.

pub mod batch;
pub mod export;
mod filter;
mod list;
pub(crate) mod listing;
mod shown;
mod view;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

pub use filter::{Filter, InboxQuery, Owned};
pub use list::{Found, PAGE, Place};
pub use listing::{Chip, Listing, People, Row, Tab};
pub use shown::Standpoint;
pub use view::{Part, Period, Promised, Sort, View};

use super::enquiry::Enquiry;
use crate::accounts::Staff;
use crate::accounts::access::Viewer;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::db::Conn;
use crate::error::Result;
use crate::forms::Form;
use crate::web::html::page;

/// The inbox.
#[derive(Debug, Template)]
#[template(path = "enquiries/inbox.html")]
pub struct InboxPage {
    layout: Frame,
    tabs: Vec<Tab>,
    list: Listing,
    result: String,
    /// Where the same is found, if not here.
    elsewhere: Vec<Elsewhere>,
    chips: Vec<Chip>,
    forms: Vec<Choice>,
    people: Vec<Choice>,
    promises: Vec<Choice>,
    periods: Vec<Choice>,
    sorts: Vec<Choice>,
    hands: People,
    /// Whether the list has more than an act on all of it reaches.
    more_than_counted: bool,
    /// Whether there is no enquiry at all yet.
    before_the_first: bool,
}

/// Another view that holds what was looked for.
#[derive(Debug)]
pub struct Elsewhere {
    words: String,
    href: String,
}

/// One entry of a select.
#[derive(Debug)]
pub struct Choice {
    value: String,
    words: String,
    chosen: bool,
}

fn choice(value: impl Into<String>, words: impl Into<String>, chosen: bool) -> Choice {
    Choice { value: value.into(), words: words.into(), chosen }
}

/// Everything that the screen shows, as it was read.
#[derive(Debug)]
pub(super) struct Desk {
    pub list: Listing,
    pub tallies: Vec<i64>,
    pub count: i64,
    /// Where nothing fits: how many fit in other views.
    pub elsewhere: Vec<(View, i64)>,
    pub people: People,
    /// Those of them to whom something can be given.
    pub hands: People,
    pub forms: Vec<(String, String)>,
}

impl Desk {
    async fn load(app: &App, conn: &mut Conn, filter: Filter, after: Option<&Place>, viewer: &Viewer) -> Result<Self> {
        let tallies = Enquiry::tallies(conn, viewer.staff_id).await?;
        // An unfiltered tab was counted already.
        let own = View::ALL.iter().position(|view| *view == filter.view).and_then(|place| tallies.get(place));
        let count = match own {
            Some(count) if !filter.narrows() => *count,
            _ => Enquiry::count(conn, &filter, Standpoint::of(app, viewer.staff_id)).await?,
        };
        let elsewhere = if count == 0 && filter.narrows() {
            Enquiry::elsewhere(conn, &filter, Standpoint::of(app, viewer.staff_id)).await?
        } else {
            Vec::new()
        };
        Ok(Self {
            tallies,
            count,
            elsewhere,
            people: Staff::names(conn).await?,
            hands: Staff::hands(conn).await?,
            forms: Form::titles(conn).await?,
            list: Listing::load(app, conn, filter, after, viewer.staff_id, None).await?,
        })
    }
}

impl InboxPage {
    pub(super) fn new(layout: Frame, desk: Desk) -> Self {
        let Desk { list, tallies, count, elsewhere, people, hands, forms } = desk;
        let filter = &list.filter;
        let number = listing::counted(count);
        Self {
            tabs: listing::tabs(filter, &tallies),
            result: if count == 1 { "1 enquiry".to_owned() } else { format!("{number} enquiries") },
            elsewhere: elsewhere
                .into_iter()
                .map(|(view, count)| Elsewhere {
                    words: format!("{} in {}: look there", listing::counted(count), view.label()),
                    href: Filter { view, ..filter.clone() }.address(),
                })
                .collect(),
            chips: listing::chips(filter, &people, &forms),
            forms: forms.iter().map(|(slug, title)| choice(slug, title, filter.form.as_ref() == Some(slug))).collect(),
            people: std::iter::once(choice("nobody", "Nobody", filter.owned == Some(Owned::ByNobody)))
                .chain(
                    people.iter().map(|one| {
                        choice(Owned::By(one.id).text(), &one.name, filter.owned == Some(Owned::By(one.id)))
                    }),
                )
                .collect(),
            promises: Promised::ALL
                .map(|promised| choice(promised.as_str(), promised.label(), filter.promised == Some(promised)))
                .into(),
            periods: Period::ALL
                .map(|period| {
                    let words = format!("The last {} days", period.days());
                    choice(period.as_str(), words, filter.period == Some(period))
                })
                .into(),
            sorts: Sort::ALL.map(|sort| choice(sort.as_str(), sort.label(), filter.sort == sort)).into(),
            // The last tally is that of all; spam and tests count here too.
            before_the_first: tallies.iter().all(|tally| *tally == 0),
            hands,
            more_than_counted: count > list::COUNTED,
            layout,
            list,
        }
    }
}

/// `GET /admin/enquiries`.
pub async fn list(app: web::Data<App>, viewer: Viewer, query: web::Query<InboxQuery>) -> Result<HttpResponse> {
    let filter = query.filter()?;
    let after = query.after(filter.sort)?;
    let mut conn = app.db.read().await?;
    let desk = Desk::load(&app, &mut conn, filter, after.as_ref(), &viewer).await?;
    let mut layout = Frame::new(&app, &mut conn, &viewer, "Enquiries", Section::Enquiries).await?;
    layout.tell(&app, &mut conn, &viewer, query.done(), &desk.list.address()).await?;
    layout.live = true;
    page(StatusCode::OK, &InboxPage::new(layout, desk))
}
