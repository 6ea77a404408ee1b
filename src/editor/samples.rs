//! The editor's screens with sample content: the demo's own pages.

use super::checks::Checks;
use super::compare;
use super::creation::CreationPage;
use super::deletion::DeletionPage;
use super::finder::Finder;
use super::publication::PublicationPage;
use super::screen::{EditorPage, Meanwhile, Showing, words};
use super::sheet::Sheet;
use super::things::{Lead, Things};
use super::versions::{VersionPage, VersionsPage};
use super::written::Written;
use crate::accounts::access::Viewer;
use crate::accounts::inputs::InputFault;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::blocks::{Block, Placed};
use crate::demo::{self, SampleSite};
use crate::error::{AppError, Result};
use crate::media::Sizes;
use crate::samples::Sample;
use crate::site::{Aside, CaseFacts, Content, Page, PageKind};

/// One of the demo's pages as it is written.
fn written(app: &App, page: &Page, live: bool) -> Written {
    let mut newest = page.live.clone();
    newest.content.aside = match (&page.article, &page.case) {
        (Some(article), _) => Some(Aside::Article {
            author: article.author.id,
            topics: article.topics.iter().map(|topic| topic.id).collect(),
        }),
        (_, Some(case)) => Some(Aside::Case(CaseFacts {
            client: case.client.clone(),
            sector: case.sector.clone(),
            place: case.place.clone(),
            year: case.year,
            figure: case.figure.clone(),
            figure_words: case.figure_words.clone(),
            service: case.service,
        })),
        _ => None,
    };
    Written {
        id: page.id,
        kind: page.kind,
        path: page.path.clone(),
        live: live.then_some(newest.id),
        newest,
        at: app.clock.now(),
        who: Some("Ines Marlow".to_owned()),
        asked_at: None,
    }
}

fn editor(app: &App, things: &Things, written: &Written, showing: Showing) -> Result<EditorPage> {
    let sheet = Sheet::of(written.kind, &written.newest.content);
    let (_, _, section) = words(written.kind);
    let title = if showing.faults.is_empty() {
        written.newest.content.title.clone()
    } else {
        format!("Error: {}", written.newest.content.title)
    };
    let layout = Frame::sample(app, &title, section);
    let viewer = Viewer::sample();
    EditorPage::new(layout, &app.business(), app.clock.now(), &viewer, written, (&sheet, things), showing)
}

/// A page with every kind of block.
fn everything(app: &App, site: &SampleSite, home: &Page) -> Result<Page> {
    let blocks = Block::samples(&site.things(app)?);
    let placed = |(_, block)| Placed { id: app.clock.moment().id(), block };
    let mut page = home.clone();
    page.live.content = Content {
        title: "Every kind of block".to_owned(),
        blocks: blocks.into_iter().map(placed).collect(),
        ..Content::default()
    };
    Ok(page)
}

/// All of them.
///
/// # Errors
/// A template that cannot be rendered.
pub(crate) fn samples(app: &App) -> Result<Vec<Sample>> {
    let site = demo::sample_site(app.clock.moment())?;
    let things = Things::sample(&site);
    let find = |kind| site.pages.iter().find(|page| page.kind == kind).ok_or(AppError::NotFound);
    let (home, article, case) = (find(PageKind::Page)?, find(PageKind::Article)?, find(PageKind::Case)?);
    let page = |title: &str| Frame::sample(app, title, Section::Pages);
    let mut samples = vec![
        Sample::of("editor-article", &editor(app, &things, &written(app, article, true), Showing::default())?)?,
        Sample::of("editor-case", &editor(app, &things, &written(app, case, false), Showing::default())?)?,
    ];
    let all = everything(app, &site, home)?;
    let places =
        Showing { picking: Some(("b2".to_owned(), String::new())), focus: Some("b2".to_owned()), ..Showing::default() };
    samples.push(Sample::of("editor-every-block", &editor(app, &things, &written(app, &all, true), places)?)?);

    let mut empty = home.clone();
    empty.live.content = Content { title: "Prices".to_owned(), ..Content::default() };
    samples.push(Sample::of("editor-empty", &editor(app, &things, &written(app, &empty, false), Showing::default())?)?);

    let mut two = all.clone();
    two.live.content.blocks.retain(|placed| matches!(placed.block.kind().name, "image" | "call-to-action" | "faq"));
    let picture = site.resolver.media.values().next().ok_or(AppError::NotFound)?;
    let shown = (picture.id.to_string(), picture.shown(Sizes::Face, false)?, picture.alternative.clone());
    let finder =
        |field: &str, pictures, leads| Finder { field: field.to_owned(), words: "door".to_owned(), pictures, leads };
    let lead = Lead { href: format!("page:{}", home.id), title: "Prices".to_owned(), about: "/prices".to_owned() };
    let found =
        Showing { finder: Some(finder("b1.media", vec![shown.clone(), shown], Vec::new())), ..Showing::default() };
    samples.push(Sample::of("editor-pictures", &editor(app, &things, &written(app, &two, true), found)?)?);
    let found = Showing { finder: Some(finder("b3.target", Vec::new(), vec![lead])), ..Showing::default() };
    samples.push(Sample::of("editor-links", &editor(app, &things, &written(app, &two, true), found)?)?);
    let nothing = Showing {
        finder: Some(finder("b1.media", Vec::new(), Vec::new())),
        faults: vec![
            InputFault::new("title", "Enter the title"),
            InputFault::new("b1.media", "Picture: choose the picture"),
            InputFault::new(
                "b2.items.1.answer",
                "Questions and answers: the answer has 4,200 characters: keep it to 4,000",
            ),
        ],
        ..Showing::default()
    };
    samples.push(Sample::of("editor-mistakes", &editor(app, &things, &written(app, &two, true), nothing)?)?);

    let (mine, theirs) = (written(app, article, true), written(app, home, true));
    let differences = compare::differences(&theirs.newest.content, &all.live.content);
    let meanwhile = Meanwhile { who: "Kit Marsh-Okafor".to_owned(), when: "4 min ago".to_owned(), differences };
    let stale = Showing { meanwhile: Some(meanwhile), ..Showing::default() };
    samples.push(Sample::of("editor-meanwhile", &editor(app, &things, &mine, stale)?)?);

    let checks = Checks {
        refusals: vec![InputFault::new("b2.items.1.answer", "Questions and answers: enter the answer")],
        warnings: vec![InputFault::new(
            "description",
            "There is no description: search engines choose words by themselves",
        )],
    };
    let publication =
        |written: &Written, checks: Checks, planned| PublicationPage::sample(app, written, checks, planned);
    samples.push(Sample::of("publication", &publication(&mine, Checks::default(), false))?);
    samples.push(Sample::of("publication-planned", &publication(&written(app, case, false), Checks::default(), true))?);
    samples.push(Sample::of("publication-refused", &publication(&theirs, checks, false))?);
    samples.push(Sample::of(
        "publication-asked",
        &PublicationPage::sample_for_author(app, &written(app, article, false)),
    )?);

    samples.push(Sample::of("versions", &VersionsPage::sample(page("Versions"), &mine))?);
    let differences = compare::differences(&theirs.newest.content, &all.live.content);
    samples.push(Sample::of("version", &VersionPage::sample(page("Version"), &mine, differences, None))?);
    let refused = Some("A block points to a page that is not there.".to_owned());
    samples.push(Sample::of("version-refused", &VersionPage::sample(page("Version"), &mine, Vec::new(), refused))?);
    samples.push(Sample::of("content-deletion", &DeletionPage::sample(page("Delete"), &mine, false))?);
    samples.push(Sample::of("content-deletion-in-use", &DeletionPage::sample(page("Delete"), &mine, true))?);
    samples.push(Sample::of("address", &super::address::AddressPage::sample(page("Address"), &mine, false))?);
    samples
        .push(Sample::of("address-taken", &super::address::AddressPage::sample(page("Error: Address"), &mine, true))?);
    samples.push(Sample::of("creation-page", &CreationPage::sample(page("A new page"), PageKind::Page, false))?);
    samples.push(Sample::of(
        "creation-mistake",
        &CreationPage::sample(page("Error: A new article"), PageKind::Article, true),
    )?);
    samples.push(Sample::of("preview", &super::preview::PreviewPage::sample(app, page("Preview"), &mine))?);
    Ok(samples)
}
