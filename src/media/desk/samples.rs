//! The media desk's screens with sample content: the demo's own pictures.

use chrono::Duration;
use uuid::Uuid;

use super::deletion::MediaDeletionPage;
use super::list::{MediaListPage, Showing as ListShowing, Stock};
use super::one::{MediaPage, Showing, TypedAbout};
use super::waiting::{TypedWords, field};
use crate::accounts::Role;
use crate::accounts::access::Viewer;
use crate::accounts::inputs::InputFault;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::demo;
use crate::error::{AppError, Result};
use crate::media::{Known, Media, MediaKind, Only, Shelf, Undescribed, Use};
use crate::samples::Sample;

fn letter() -> Media {
    Media {
        id: Uuid::from_u128(7),
        kind: MediaKind::Document,
        name: "price-list-2026.pdf".to_owned(),
        extension: "pdf".to_owned(),
        hash: String::new(),
        bytes: 182_400,
        size: None,
        alternative: "Price list 2026".to_owned(),
        caption: String::new(),
        focus: (50, 50),
        renditions: Vec::new(),
    }
}

fn uses() -> Vec<Use> {
    let one = |id: u128, kind: &str, title: &str, path: Option<&str>, live| Use {
        id: Uuid::from_u128(id),
        kind: kind.to_owned(),
        title: title.to_owned(),
        path: path.map(str::to_owned),
        live,
        staff: None,
    };
    vec![
        one(1, "page", "Bellpull", Some("/"), true),
        one(3, "author", "Ines Marlow", None, true),
        one(2, "article", "Why a gate squeaks", None, false),
    ]
}

fn list(app: &App, stock: &Stock, showing: ListShowing) -> Result<MediaListPage> {
    let title = if showing.faults.is_empty() { "Media" } else { "Error: Media" };
    MediaListPage::new(Frame::sample(app, title, Section::Media), stock, showing)
}

/// All of them.
///
/// # Errors
/// A template that cannot be rendered.
pub(crate) fn samples(app: &App) -> Result<Vec<Sample>> {
    let site = demo::sample_site(app.clock.moment())?;
    let mut media: Vec<Media> = site.resolver.media.values().take(8).cloned().collect();
    media.push(letter());
    let picture = media.first().cloned().ok_or(AppError::NotFound)?;
    let used =
        media.iter().zip([3, 0, 1, 1, 2]).filter(|(_, places)| *places > 0).map(|(media, places)| (media.id, places));
    let shelf = Shelf { count: 63, media: media.clone() };
    let full = Stock { used: used.collect(), shelf, ..Stock::default() };
    let wait = |media: &Media| Undescribed { media: Media { alternative: String::new(), ..media.clone() } };
    let three: Vec<Undescribed> = media.iter().rev().take(3).map(wait).collect();
    let keys: Vec<Uuid> = three.iter().map(|file| file.media.id).collect();
    let brought = Stock { waiting: (three, 5), shelf: Shelf { media: media.clone(), count: 9 }, ..Stock::default() };
    let nothing = ListShowing { words: "gargoyle".to_owned(), only: Only::Picture, ..ListShowing::default() };
    let typed = TypedWords {
        words: keys.iter().map(|id| (*id, "IMG_2041.jpg".to_owned())).take(2).collect(),
        discarded: keys.iter().skip(2).copied().collect(),
    };
    let mut faults = vec![InputFault::new("file", "holiday.gif: This file is none that we take")];
    faults.extend(
        keys.iter()
            .take(2)
            .map(|id| InputFault::new(field(*id), "This is the name of a file. Say what is to be seen instead")),
    );
    let faulty = ListShowing { typed, faults, ..ListShowing::default() };
    let mut samples = vec![
        Sample::of("media-list", &list(app, &full, ListShowing { page: 1, ..ListShowing::default() })?)?,
        Sample::of("media-list-empty", &list(app, &Stock::default(), ListShowing::default())?)?,
        Sample::of("media-list-nothing-found", &list(app, &Stock::default(), nothing)?)?,
        Sample::of("media-list-waiting", &list(app, &brought, ListShowing::default())?)?,
        Sample::of("media-list-faults", &list(app, &brought, faulty)?)?,
    ];
    let known = |media: Media| Known {
        media,
        at: app.clock.now() - Duration::days(3),
        staff_id: None,
        who: Some("Tobias Reed".to_owned()),
    };
    let (owner, author) = (Viewer::sample(), Viewer { role: Role::Author, ..Viewer::sample() });
    let one = |viewer: &Viewer, media: &Media, uses, showing: Showing| {
        let mistaken = if showing.faults.is_empty() { "" } else { "Error: " };
        let layout = Frame::sample(app, &format!("{mistaken}{}", media.title()), Section::Media);
        MediaPage::new(app, layout, viewer, &known(media.clone()), uses, showing)
    };
    let typed = || TypedAbout {
        alternative: "door.png".to_owned(),
        caption: "Photograph: Mavis Trent".to_owned(),
        focus: ("middle".to_owned(), "40".to_owned()),
        seen: String::new(),
    };
    let faults = vec![
        InputFault::new("alternative", "This is the name of a file. Say what is to be seen instead"),
        InputFault::new("focus_x", "Enter how far from the left it is: a whole number from 0 to 100"),
        InputFault::new("file", "This file is none that we take"),
    ];
    let wrong = Showing { typed: Some(typed()), faults, meanwhile: false };
    let other = TypedAbout {
        alternative: "A door that wants paint".to_owned(),
        focus: ("30".to_owned(), "60".to_owned()),
        ..typed()
    };
    let late = Showing { typed: Some(other), meanwhile: true, ..Showing::default() };
    samples.push(Sample::of("media-one", &one(&owner, &picture, uses(), Showing::default())?)?);
    samples.push(Sample::of("media-one-document", &one(&owner, &letter(), Vec::new(), Showing::default())?)?);
    samples.push(Sample::of("media-one-faults", &one(&owner, &picture, uses(), wrong)?)?);
    samples.push(Sample::of("media-one-meanwhile", &one(&owner, &picture, uses(), late)?)?);
    samples.push(Sample::of("media-one-author", &one(&author, &picture, uses(), Showing::default())?)?);
    let deletion = |uses| {
        let layout = Frame::sample(app, &format!("Delete: {}", picture.title()), Section::Media);
        MediaDeletionPage::new(layout, &Viewer::sample(), &known(picture.clone()), uses)
    };
    samples.push(Sample::of("media-deletion", &deletion(Vec::new())?)?);
    samples.push(Sample::of("media-deletion-in-use", &deletion(uses())?)?);
    Ok(samples)
}
