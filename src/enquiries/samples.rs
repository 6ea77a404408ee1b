//! Receipt, inbox and record with sample content, in every state that looks different.

use super::enquiry::Enquiry;
use super::inbox::{InboxPage, View};
use super::receipt::{ReceiptElsewherePage, ReceiptPage, cord};
use super::record::{Found, RecordPage};
use super::state::EnquiryState;
use super::timeline::{Entry, Event};
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::deliveries::{Delivery, Kind, State};
use crate::demo;
use crate::error::Result;
use crate::samples::Sample;

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
    let inbox =
        |view, search: &str, found: &[Enquiry]| InboxPage::new(app, frame("Enquiries"), view, search.to_owned(), found);
    let all = EnquiryState::ALL.map(|state| enquiry.clone().in_state(state));
    let timeline = |events: Vec<Event>| {
        let entry = |event| Entry { at: enquiry.received_at, who: String::new(), event };
        events.into_iter().map(entry).collect::<Vec<_>>()
    };
    let record = |enquiry: Enquiry, deliveries: Vec<Delivery>, events: Vec<Event>| {
        let attempts = deliveries.iter().filter_map(Delivery::sample_attempt).collect();
        let layout = frame(enquiry.title());
        let found = Found { enquiry, form: form.clone(), deliveries, attempts, timeline: timeline(events) };
        RecordPage::new(app, layout, found)
    };
    let states = [State::Refused, State::Waiting, State::HandedOver, State::NoRecipient];
    let deliveries = states.map(|state| Delivery::sample(at, Kind::Notice, state));
    let first = deliveries.first().map(|delivery| delivery.id).unwrap_or_default();
    let spam = enquiry.clone().into_suspected();
    Ok(vec![
        Sample::of("receipt", &receipt(State::HandedOver, State::HandedOver))?,
        Sample::of("receipt-before-the-first-try", &receipt(State::Held, State::Held))?,
        Sample::of("receipt-with-troubles", &receipt(State::Refused, State::Waiting))?,
        Sample::of("receipt-elsewhere", &ReceiptElsewherePage::new(app, form.slug.clone()))?,
        Sample::of("inbox", &inbox(View::All, "", &all))?,
        Sample::of("inbox-of-spam", &inbox(View::Spam, "", std::slice::from_ref(&spam)))?,
        Sample::of("inbox-before-the-first", &inbox(View::Open, "", &[]).before_the_first())?,
        Sample::of("inbox-without-a-match", &inbox(View::Open, "larkrise", &[]))?,
        Sample::of("inbox-with-nothing-in-view", &inbox(View::Lost, "", &[]))?,
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
                .mending(first, "ines@bellpull".to_owned()),
        )?,
    ])
}
