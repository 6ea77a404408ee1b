//! The menus with sample content: what the demo leads to.

use super::MenusPage;
use super::choices::{Choice, Choices};
use super::sheet::Sheet;
use crate::accounts::access::Viewer;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::demo::SampleSite;
use crate::error::Result;
use crate::samples::Sample;
use crate::settings::Fact;
use crate::site::desk::parts::Meanwhile;
use crate::site::{Entry, Leads, PageKind, Place};

/// All of them.
///
/// # Errors
/// A template that cannot be rendered.
pub(in crate::site::desk) fn samples(app: &App, site: &SampleSite) -> Result<Vec<Sample>> {
    let pages: Vec<_> = site.pages.iter().filter(|page| page.kind == PageKind::Page).collect();
    let page = |(index, page): (usize, &&crate::site::Page)| Choice {
        value: Leads::Page(page.id).text(),
        kind: "page".to_owned(),
        label: format!("{} ({})", page.live.content.title, page.path),
        open: index != 2,
    };
    let form = |form: &crate::forms::Form| Choice {
        value: Leads::Form(form.id).text(),
        kind: "form".to_owned(),
        label: format!("{} (/forms/{})", form.definition.title, form.slug),
        open: false,
    };
    let list: Vec<Choice> = pages.iter().enumerate().map(page).chain(site.resolver.forms.values().map(form)).collect();
    let (choices, entry) =
        (Choices::sample(list), |place, label: &str, leads| Entry { place, label: label.to_owned(), leads });
    let mut entries: Vec<Entry> =
        pages.iter().take(4).map(|page| entry(Place::Main, &page.live.content.title, Leads::Page(page.id))).collect();
    entries.push(entry(Place::Main, "Journal", Leads::List("/blog")));
    entries
        .extend(site.resolver.forms.keys().take(1).map(|id| entry(Place::Action, "Ring the bell", Leads::Form(*id))));
    entries.extend(
        pages.iter().skip(4).take(2).map(|page| entry(Place::Footer, &page.live.content.title, Leads::Page(page.id))),
    );
    let note = "Bellpull is a demonstration; nobody works here.";
    let (full, blank) = (Sheet::of(&entries, note), Sheet::default());
    let mut wrong = full.clone();
    wrong.spoil();
    let screen = |sheet: &Sheet, focus, faults| {
        let frame = Frame::sample(app, "Menus", Section::Pages);
        MenusPage::new(frame, &Viewer::sample(), sheet, &choices, focus, faults)
    };
    let theirs = vec![Fact::new("Main menu", "Services (Services (/services)), Prices (Prices (/prices))")];
    let mut stale = screen(&full, None, Vec::new());
    stale.meanwhile = Some(Meanwhile(theirs));
    Ok(vec![
        Sample::of("menus", &screen(&full, None, Vec::new()))?,
        Sample::of("menus-empty", &screen(&blank, None, Vec::new()))?,
        Sample::of("menus-mistakes", &screen(&wrong, None, wrong.faults(&choices)))?,
        Sample::of("menus-meanwhile", &stale)?,
    ])
}
