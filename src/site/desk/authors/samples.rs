//! People with sample content: the demo's own.

use super::links::TypedLink;
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
use crate::site::{Author, Holder, Ordered};

fn sheet(
    app: &App,
    site: &SampleSite,
    author: Option<&Author>,
    typed: &Typed,
    faults: Vec<InputFault>,
) -> Result<AuthorPage> {
    let layout = Frame::sample(app, author.map_or("Somebody new", |author| author.name.as_str()), Section::Pages);
    let icons = layout.shell.asset("img/icons.svg");
    let things = Things::of_pictures(site.resolver.media.values().cloned().collect());
    let making = Making { things: &things, faults: &faults, checks: None, finder: None, icons: &icons };
    let picture =
        making.picture_field("picture", "Picture", "Without one, pages show their initials.", typed.picture)?;
    let staff = Opt::list(&[(uuid::Uuid::nil(), "Ines Marlow".to_owned())], typed.staff, "Nobody who signs in here");
    let stored = author.map(|author| (author.clone(), typed.staff));
    Ok(AuthorPage::new(layout, stored.as_ref(), typed, picture, staff, faults))
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
    let mut stored = sheet(app, site, Some(author), &typed, Vec::new())?;
    stored.holders = holders;
    let mut stale = sheet(app, site, Some(author), &typed, Vec::new())?;
    stale.meanwhile = Some(Meanwhile(vec![Fact::new("What they do", "Owner"), Fact::new("Elsewhere", "")]));
    Ok(vec![
        Sample::of("people-list", &list(rows.collect::<Result<_>>()?))?,
        Sample::of("people-list-empty", &list(Vec::new()))?,
        Sample::of("person-sheet", &stored)?,
        Sample::of("person-sheet-new", &sheet(app, site, None, &Typed::default(), Vec::new())?)?,
        Sample::of("person-sheet-mistakes", &sheet(app, site, Some(author), &wrong, faults)?)?,
        Sample::of("person-sheet-meanwhile", &stale)?,
    ])
}
