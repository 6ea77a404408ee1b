//! People with sample content: the demo's own.

use super::links::TypedLink;
use super::sheet::subject;
use super::typed::Typed;
use super::{AuthorPage, row};
use crate::accounts::access::Viewer;
use crate::accounts::inputs::InputFault;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::demo::SampleSite;
use crate::editor::{Making, Opt, Things};
use crate::error::{AppError, Result};
use crate::samples::Sample;
use crate::settings::Fact;
use crate::site::desk::list::OrderedPage;
use crate::site::desk::parts::Meanwhile;
use crate::site::desk::subject::Subject;
use crate::site::{Holder, Ordered};

fn sheet(app: &App, site: &SampleSite, subject: Subject, typed: &Typed, faults: Vec<InputFault>) -> Result<AuthorPage> {
    let layout = Frame::sample(app, &subject.heading, Section::Pages);
    let icons = layout.shell.asset("img/icons.svg");
    let things = Things::of_pictures(site.resolver.media.values().cloned().collect());
    let making = Making { things: &things, faults: &faults, checks: None, finder: None, icons: &icons };
    let picture =
        making.picture_field("picture", "Picture", "Without one, pages show their initials.", typed.picture)?;
    let staff = Opt::list(&[(uuid::Uuid::nil(), "Ines Marlow".to_owned())], typed.staff, "Nobody who signs in here");
    Ok(AuthorPage::new(layout, subject, typed, picture, staff, faults))
}

/// All of them.
///
/// # Errors
/// A template that cannot be rendered.
pub(in crate::site::desk) fn samples(app: &App, site: &SampleSite, holders: Vec<Holder>) -> Result<Vec<Sample>> {
    let authors = &site.resolver.authors;
    let author = authors.first().ok_or(AppError::NotFound)?;
    let staff = |index: usize| (index == 0).then_some("Ines Marlow");
    let rows = authors.iter().enumerate().map(|(index, one)| row(one.clone(), staff(index), 4, None));
    let frame = |title: &str| Frame::sample(app, title, Section::Pages);
    let list = |rows| OrderedPage::new(frame("People"), &Viewer::sample(), Ordered::Author, rows);
    let picture = site.resolver.media.keys().next().copied();
    let typed = Typed { picture, ..Typed::of(&(author.clone(), None)) };
    let link = TypedLink { label: "Mastodon".to_owned(), address: "http://social.example".to_owned() };
    let wrong = Typed { name: String::new(), links: vec![link], ..typed.clone() };
    let faults = vec![
        InputFault::new("name", "Enter their name"),
        InputFault::new("picture", "That picture is not there any more. Choose another"),
        InputFault::new("link-1", "Link 1: enter an address that begins with https://, such as https://example.com/me"),
        InputFault::new("staff", "They stand under another name here already. Choose another"),
    ];
    let stored = || subject(Some(&(author.clone(), None)));
    let theirs = Meanwhile(vec![Fact::new("What they do", "Owner"), Fact::new("Elsewhere", "")]);
    let (used, stale) = (Subject { holders, ..stored() }, Subject { meanwhile: Some(theirs), ..stored() });
    let sheet = |subject, typed, faults| sheet(app, site, subject, typed, faults);
    Ok(vec![
        Sample::of("people-list", &list(rows.collect::<Result<_>>()?))?,
        Sample::of("people-list-empty", &list(Vec::new()))?,
        Sample::of("person-sheet", &sheet(used, &typed, Vec::new())?)?,
        Sample::of("person-sheet-new", &sheet(subject(None), &Typed::default(), Vec::new())?)?,
        Sample::of("person-sheet-mistakes", &sheet(stored(), &wrong, faults)?)?,
        Sample::of("person-sheet-meanwhile", &sheet(stale, &typed, Vec::new())?)?,
    ])
}
