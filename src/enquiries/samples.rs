//! Receipt, inbox and record with sample content, in every state that looks different.

use std::sync::Arc;

use super::changes::Change;
use super::enquiry::Enquiry;
use super::inbox::batch::DeletionPage;
use super::inbox::{self, Desk, Filter, InboxPage, Listing, Owned, Place, View};
use super::receipt::{ReceiptElsewherePage, ReceiptPage, cord};
use super::record::{self, ConflictPage, DAY_FAULT, DeletedPage, Found, Mending, RecordPage};
use super::state::EnquiryState;
use super::tasks::Task;
use super::test_pages::{TestPage, TestsPage};
use super::timeline::{Entry, Event};
use crate::accounts::Colleague;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::deliveries::pages::DeliveriesPage;
use crate::deliveries::{Delivery, Kind, State};
use crate::demo;
use crate::error::Result;
use crate::samples::Sample;
use crate::web::edge::Posted;

/// All of them.
///
/// # Errors
/// A template that cannot be rendered.
pub(crate) fn samples(app: &App) -> Result<Vec<Sample>> {
    let (at, business) = (app.clock.moment(), app.business());
    let form = demo::sample_form(at, "project")?;
    let enquiry = Enquiry::sample(at, &form)?;
    let pair = |notice, copy| [Delivery::sample(at, Kind::Notice, notice), Delivery::sample(at, Kind::Receipt, copy)];
    let receipt = |notice, copy| {
        let stops = cord(&business, &enquiry, &pair(notice, copy));
        ReceiptPage::new(app, &form, &enquiry, stops, String::new())
    };
    let frame = |title: &str| Frame::sample(app, title, Section::Enquiries);
    let people = vec![Colleague::new(uuid::Uuid::nil(), "Ines Marlow"), Colleague::new(at.id(), "Tobias Fenn")];
    let list = |filter: Filter, rows: &[Enquiry], open: Option<uuid::Uuid>| {
        let next = (filter.view == View::All).then(|| Place::Time(at.now, uuid::Uuid::nil()));
        let found = inbox::Found { rows: rows.to_vec(), next };
        Listing::new(&business, at.now, filter, found, &people, false, open)
    };
    let forms = vec![(form.slug.clone(), form.definition.title.clone())];
    let inbox = |filter: Filter, rows: &[Enquiry], all: i64| {
        let (people, forms) = (people.clone(), forms.clone());
        let tallies = View::ALL.map(|_| all).into();
        let count = i64::try_from(rows.len()).unwrap_or_default();
        let list = list(filter, rows, None);
        let elsewhere = if rows.is_empty() { vec![(View::All, 2), (View::Spam, 1)] } else { Vec::new() };
        InboxPage::new(
            frame("Enquiries"),
            Desk { list, tallies, count, elsewhere, hands: people.clone(), people, forms },
        )
    };
    let view = |view| Filter { view, ..Filter::default() };
    let searched = Filter { search: "larkrise".to_owned(), owned: Some(Owned::ByNobody), ..Filter::default() };
    let all = EnquiryState::ALL.map(|state| enquiry.clone().in_state(state));
    let timeline = |events: Vec<Event>| {
        let entry = |event| Entry { at: enquiry.received_at, who: String::new(), event };
        events.into_iter().map(entry).collect::<Vec<_>>()
    };
    let record = |enquiry: Enquiry, deliveries: Vec<Delivery>, events: Vec<Event>| {
        let attempts = deliveries.iter().filter_map(Delivery::sample_attempt).collect();
        let layout = frame(&record::title(&enquiry));
        let list = list(Filter::default(), &all, Some(enquiry.id));
        let (tasks, earlier) = (Task::samples(at, enquiry.id), vec![enquiry.clone().in_state(EnquiryState::Won)]);
        let (timeline, people, form) = (timeline(events), people.clone(), form.clone());
        let found = Found { enquiry, form, deliveries, attempts, timeline, tasks, earlier, people };
        RecordPage::new(app, layout, uuid::Uuid::nil(), found, list)
    };
    let note = ("note".to_owned(), "Rang twice.\nShe would rather be rung after six.".to_owned());
    let typed = Posted(Arc::new(vec![note]));
    let states = [State::Refused, State::Waiting, State::HandedOver, State::NoRecipient];
    let deliveries = states.map(|state| Delivery::sample(at, Kind::Notice, state));
    let first = deliveries.first().map(|delivery| delivery.id).unwrap_or_default();
    let spam = enquiry.clone().into_suspected();
    Ok(vec![
        Sample::of("receipt", &receipt(State::HandedOver, State::HandedOver))?,
        Sample::of("receipt-before-the-first-try", &receipt(State::Held, State::Held))?,
        Sample::of("receipt-with-troubles", &receipt(State::Refused, State::Waiting))?,
        Sample::of("receipt-elsewhere", &ReceiptElsewherePage::new(app, form.slug.clone()))?,
        Sample::of("inbox", &inbox(view(View::All), &all, 1_214))?,
        Sample::of("inbox-of-spam", &inbox(view(View::Spam), std::slice::from_ref(&spam), 1))?,
        Sample::of("inbox-before-the-first", &inbox(view(View::Open), &[], 0))?,
        Sample::of("inbox-without-a-match", &inbox(searched, &[], 5))?,
        Sample::of("inbox-with-nothing-in-view", &inbox(view(View::Lost), &[], 5))?,
        Sample::of("tests", &TestsPage::sample(frame("Tests"), &form, [(); 3].map(|()| enquiry.reference.clone())))?,
        Sample::of(
            "test",
            &TestPage::new(&business, frame("Test"), &enquiry, form.clone(), &pair(State::HandedOver, State::Refused)),
        )?,
        Sample::of("deliveries", &DeliveriesPage::sample(&business, frame("Deliveries"), deliveries.to_vec(), at.now))?,
        Sample::of("deliveries-none", &DeliveriesPage::sample(&business, frame("Deliveries"), Vec::new(), at.now))?,
        Sample::of(
            "deletion",
            &DeletionPage::new(frame("Delete enquiries - Enquiries"), &view(View::All), &all, None),
        )?,
        Sample::of(
            "deletion-mistyped",
            &DeletionPage::new(
                frame("Delete enquiries - Enquiries"),
                &view(View::All),
                &vec![enquiry.clone(); 23],
                Some("twenty".to_owned()),
            ),
        )?,
        Sample::of(
            "deleted",
            &DeletedPage::new(
                app,
                frame("Deleted enquiry - Enquiries"),
                &enquiry,
                &form,
                &timeline(vec![Event::Deleted]),
            ),
        )?,
        Sample::of(
            "deleted-while-typing",
            &DeletedPage::new(app, frame("Deleted enquiry"), &enquiry, &form, &timeline(vec![Event::Deleted]))
                .keeping(&typed),
        )?,
        Sample::of(
            "conflict",
            &ConflictPage::new(
                app,
                frame("Somebody was quicker - Enquiries"),
                &enquiry.clone().in_state(EnquiryState::Won),
                "state",
                &Posted::default(),
                Change::State(EnquiryState::Lost),
                &people,
                timeline(vec![Event::State { from: "new".to_owned(), to: "won".to_owned() }]).pop(),
            ),
        )?,
        Sample::of(
            "record",
            &record(
                enquiry.clone().in_state(EnquiryState::Working),
                pair(State::HandedOver, State::HandedOver).into(),
                vec![Event::State { from: "new".to_owned(), to: "working".to_owned() }, Event::Accepted],
            ),
        )?,
        Sample::of("record-of-spam", &record(spam, pair(State::Held, State::Held).into(), vec![Event::Suspected]))?,
        Sample::of(
            "record-with-troubles",
            &record(enquiry.clone(), deliveries.into(), vec![Event::Accepted])
                .mending_address(first, "ines@bellpull".to_owned())
                .mending(Mending {
                    field: "due",
                    message: DAY_FAULT,
                    task: "Ring them about the floor plan".to_owned(),
                    due: "soon".to_owned(),
                }),
        )?,
    ])
}
