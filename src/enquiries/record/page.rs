//! The page of a record: what was found of an enquiry, in words.

use askama::Template;
use chrono::NaiveDate;
use uuid::Uuid;

use super::Said;
use super::found::Found;
use crate::accounts::Face;
use crate::accounts::access::Viewer;
use crate::admin::frame::{Flash, Frame, Section};
use crate::app::App;
use crate::clock::stamp;
use crate::db::Conn;
use crate::enquiries::delivery_card::DeliveryCard;
use crate::enquiries::enquiry::Enquiry;
use crate::enquiries::inbox::listing::face_of;
use crate::enquiries::inbox::{InboxQuery, Listing, People};
use crate::enquiries::state::EnquiryState;
use crate::enquiries::tasks::Task;
use crate::enquiries::timeline::Entry;
use crate::error::Result;
use crate::mail::EmailAddress;
use crate::promises::Due;
use crate::site::{Business, DateStyle};

/// The record of one enquiry.
#[derive(Debug, Template)]
#[template(path = "enquiries/record.html")]
pub struct RecordPage {
    layout: Frame,
    /// Its list, beside it where there is room.
    list: Listing,
    /// The list's query, which every act carries along.
    list_query: String,
    enquiry: Enquiry,
    form: String,
    received: String,
    due: Due,
    is_mine: bool,
    owner_face: Option<Face>,
    people: People,
    answers: Vec<(String, String)>,
    source: Vec<(&'static str, String)>,
    suspicion: Vec<String>,
    tasks: Vec<TaskRow>,
    timeline: Vec<TimelineRow>,
    deliveries: Vec<DeliveryCard>,
    states: Vec<StateChoice>,
    earlier: Vec<Earlier>,
    reply: Option<String>,
    call: Option<String>,
    /// What needs mending in the form of a note or a task, as it was typed.
    mending: Option<Mending>,
    /// What was done a moment ago: what was typed for it has arrived, and the script forgets it.
    said: Option<Said>,
}

/// A form of the record that could not be taken as it was.
#[derive(Debug, Clone, Default)]
pub struct Mending {
    /// `note`, `task` or `due`.
    pub field: &'static str,
    /// How to mend it.
    pub message: &'static str,
    /// What stood in the task's words.
    pub task: String,
    /// What stood in its day.
    pub due: String,
}

/// One task.
#[derive(Debug)]
pub struct TaskRow {
    id: Uuid,
    words: String,
    due: String,
    late: bool,
    done: bool,
}

/// One line of the timeline.
#[derive(Debug)]
pub struct TimelineRow {
    when: String,
    time: String,
    words: String,
    who: String,
}

/// A state that can be chosen.
#[derive(Debug)]
pub struct StateChoice {
    value: &'static str,
    words: &'static str,
    current: bool,
}

/// Another enquiry of the same address.
#[derive(Debug)]
pub struct Earlier {
    href: String,
    words: String,
    day: String,
    state: EnquiryState,
}

impl RecordPage {
    /// The record of an enquiry that is there, beside the list that its address names.
    pub(super) async fn load(
        app: &App,
        conn: &mut Conn,
        viewer: &Viewer,
        enquiry: Enquiry,
        query: &InboxQuery,
    ) -> Result<Self> {
        let filter = query.filter()?;
        let after = query.after(filter.sort)?;
        let list = Listing::load(app, conn, filter, after.as_ref(), viewer.staff_id, Some(enquiry.id)).await?;
        let found = Found::load(conn, enquiry).await?;
        let here = format!("/admin/enquiries/{}?{}", found.enquiry.reference, list.query);
        let mut layout = Frame::new(app, conn, viewer, &title(&found.enquiry), Section::Enquiries).await?;
        layout.tell(app, conn, viewer, query.done(), &here).await?;
        let said = query.said();
        if let Some(said) = said {
            layout.flash = Some(Flash { words: said.words().to_owned(), undo: None, back: here });
        }
        layout.live = true;
        Ok(Self { said, ..Self::new(app, layout, viewer.staff_id, found, list) })
    }

    pub(in crate::enquiries) fn new(app: &App, layout: Frame, viewer: Uuid, found: Found, list: Listing) -> Self {
        let Found { enquiry, form, deliveries, attempts, timeline, tasks, earlier, people } = found;
        let (business, now) = (app.business(), app.clock.now());
        let answers = enquiry.answers();
        let rows = form
            .questions()
            .filter(|field| !answers.all(&field.name).is_empty() && !form.definition.roles.names(&field.name))
            .map(|field| {
                let words: Vec<String> =
                    answers.all(&field.name).iter().map(|value| field.words_in(value, business.dates)).collect();
                (field.label.clone(), words.join(", "))
            })
            .collect();
        let state = enquiry.state();
        let list_query = list.query.clone();
        let today = now.with_timezone(&business.zone).date_naive();
        Self {
            layout: Frame { wide: true, ..layout },
            form: form.definition.title.clone(),
            received: format!(
                "{} ({})",
                business.day_and_time(enquiry.received_at),
                business.age(enquiry.received_at, now)
            ),
            due: Due::of(&enquiry, now, &business),
            owner_face: enquiry.owner_id.and_then(|id| face_of(&people, id)),
            is_mine: enquiry.owner_id == Some(viewer),
            answers: rows,
            source: enquiry.source().rows(),
            suspicion: enquiry.suspicion(),
            tasks: tasks.into_iter().map(|task| TaskRow::of(task, business.dates, today)).collect(),
            timeline: timeline.into_iter().map(|entry| TimelineRow::of(&business, entry)).collect(),
            deliveries: deliveries.iter().map(|d| DeliveryCard::of(&business, d, &attempts)).collect(),
            states: EnquiryState::ALL
                .into_iter()
                .map(|other| StateChoice { value: other.as_str(), words: other.words(), current: other == state })
                .collect(),
            earlier: earlier
                .iter()
                .map(|other| Earlier {
                    href: format!("/admin/enquiries/{}?{list_query}", other.reference),
                    words: if other.excerpt.is_empty() { other.reference.clone() } else { other.excerpt.clone() },
                    day: business.day(other.received_at),
                    state: other.state(),
                })
                .collect(),
            reply: EmailAddress::parse(&enquiry.email).map(|email| reply_link(&email, &enquiry)),
            call: (!enquiry.phone.is_empty()).then(|| crate::site::tel(&enquiry.phone)),
            mending: None,
            said: None,
            people,
            list_query,
            list,
            enquiry,
        }
    }

    /// The same with an address at one delivery that needs mending, as it was typed.
    pub(in crate::enquiries) fn mending_address(mut self, delivery: Uuid, typed: String) -> Self {
        if let Some(card) = self.deliveries.iter_mut().find(|card| card.id == delivery) {
            card.mending = Some(typed);
        }
        self
    }

    /// The same with a note or a task that needs mending.
    pub(in crate::enquiries) fn mending(self, mending: Mending) -> Self {
        Self { mending: Some(mending), ..self }
    }

    fn fault(&self, field: &str) -> Option<&'static str> {
        self.mending.as_ref().filter(|mending| mending.field == field).map(|mending| mending.message)
    }

    fn was_said(&self, said: Said) -> bool {
        self.said == Some(said)
    }

    fn typed_task(&self) -> &str {
        self.mending.as_ref().map_or("", |mending| &mending.task)
    }

    fn typed_due(&self) -> &str {
        self.mending.as_ref().map_or("", |mending| &mending.due)
    }
}

impl TaskRow {
    fn of(task: Task, dates: DateStyle, today: NaiveDate) -> Self {
        Self {
            id: task.id,
            late: task.done_at.is_none() && task.due_on.is_some_and(|day| day < today),
            due: match task.due_on {
                Some(day) if day == today => "today".to_owned(),
                Some(day) => dates.day(day),
                None => String::new(),
            },
            done: task.done_at.is_some(),
            words: task.words,
        }
    }
}

impl TimelineRow {
    fn of(business: &Business, entry: Entry) -> Self {
        Self { when: business.day_and_time(entry.at), time: stamp(entry.at), words: entry.words(), who: entry.who }
    }
}

/// What the window's title begins with.
pub(in crate::enquiries) fn title(enquiry: &Enquiry) -> String {
    format!("{} - Enquiries", enquiry.title())
}

/// Opens the mail program with address, reference and greeting filled in.
fn reply_link(email: &EmailAddress, enquiry: &Enquiry) -> String {
    let encode =
        |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
    let greeting = enquiry
        .name
        .split_whitespace()
        .next()
        .map_or_else(|| "Hello,\n\n".to_owned(), |name| format!("Dear {name},\n\n"));
    let subject = format!("Your enquiry {}", enquiry.reference);
    format!(
        "mailto:{}?subject={}&body={}",
        encode(email.as_str()).replace("%40", "@").replace("%2E", "."),
        encode(&subject),
        encode(&greeting)
    )
}
