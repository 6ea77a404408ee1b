//! The editor's screen: the sheet as a form.

use askama::Template;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::checks::{Checks, Mark};
use super::compare::Difference;
use super::controls::{Making, Opt};
use super::finder::Finder;
use super::picker::Picker;
use super::sheet::{Beside, Sheet};
use super::things::Things;
use super::written::Written;
use crate::accounts::access::{Power, Viewer};
use crate::accounts::inputs::{Input, InputFault};
use crate::admin::frame::{Frame, Section};
use crate::blocks::BlockKind;
use crate::error::Result;
use crate::site::{Business, CaseFacts, PageKind};
use crate::web::html::CleanHtml;

/// Up to so many blocks are shown unfolded.
const UNFOLDED: usize = 12;

/// The editor.
#[derive(Debug, Template)]
#[template(path = "editor/page.html")]
pub struct EditorPage {
    layout: Frame,
    errors: Vec<InputFault>,
    id: Uuid,
    seen: Uuid,
    kind: &'static str,
    list: (&'static str, &'static str),
    path: String,
    is_live: bool,
    newer: bool,
    saved: String,
    asked: bool,
    may_publish: bool,
    title: Input,
    lines: Vec<Input>,
    in_short: Option<[String; 3]>,
    cover: CleanHtml,
    beside: BesideView,
    cards: Vec<CardView>,
    checks: Checks,
    picker: Picker,
    picking: bool,
    meanwhile: Option<Meanwhile>,
}

/// What stands beside the blocks.
#[derive(Debug)]
struct BesideView {
    author: Vec<Opt>,
    topics: Vec<Opt>,
    facts: Vec<Input>,
    service: Vec<Opt>,
}

/// One block.
#[derive(Debug)]
struct CardView {
    key: String,
    id: Uuid,
    kind: &'static BlockKind,
    number: usize,
    summary: String,
    open: bool,
    first: bool,
    last: bool,
    /// Whether it was just added or moved: it gets the focus.
    focus: bool,
    faulty: bool,
    mark: Mark,
    checks: Vec<String>,
    fields: Vec<CleanHtml>,
}

/// "12 min ago" of "12 min"; "on 3 Nov 2026" of a day.
pub(super) fn ago(age: &str) -> String {
    match age {
        "just now" | "yesterday" => age.to_owned(),
        _ if ["min", "h", "days"].iter().any(|unit| age.ends_with(unit)) => format!("{age} ago"),
        _ => format!("on {age}"),
    }
}

/// What somebody else saved meanwhile.
#[derive(Debug)]
pub(super) struct Meanwhile {
    /// Who.
    pub who: String,
    /// How long ago.
    pub when: String,
    /// What is otherwise in what this person wrote.
    pub differences: Vec<Difference>,
}

/// How a screen of the editor is to be shown.
#[derive(Debug, Default)]
pub(super) struct Showing {
    /// What has to be mended.
    pub faults: Vec<InputFault>,
    /// What was found in what is saved.
    pub checks: Checks,
    /// After which block a new one is chosen, and by which words.
    pub picking: Option<(String, String)>,
    /// What was searched for.
    pub finder: Option<Finder>,
    /// The block that was just added or moved.
    pub focus: Option<String>,
    /// What somebody else saved meanwhile.
    pub meanwhile: Option<Meanwhile>,
    /// From which revision this person set out, where that is not the newest.
    pub seen: Option<Uuid>,
}

/// The word for a kind, and the list in which it stands.
pub(super) fn words(kind: PageKind) -> (&'static str, (&'static str, &'static str), Section) {
    match kind {
        PageKind::Page => ("page", ("/admin/pages", "Pages"), Section::Pages),
        PageKind::Article => ("article", ("/admin/articles", "Articles"), Section::Articles),
        PageKind::Case => ("case", ("/admin/pages", "Pages"), Section::Pages),
        PageKind::Part => ("recurring part", ("/admin/pages", "Pages"), Section::Pages),
    }
}

impl EditorPage {
    pub(super) fn new(
        layout: Frame,
        business: &Business,
        now: DateTime<Utc>,
        viewer: &Viewer,
        written: &Written,
        (sheet, things): (&Sheet, &Things),
        showing: Showing,
    ) -> Result<Self> {
        let icons = layout.shell.asset("img/icons.svg");
        let making = Making {
            things,
            faults: &showing.faults,
            checks: Some(&showing.checks),
            finder: showing.finder.as_ref(),
            icons: &icons,
        };
        let open = sheet.cards.len() <= UNFOLDED;
        let last = sheet.cards.len();
        let mut cards = Vec::with_capacity(last);
        for (index, card) in sheet.cards.iter().enumerate() {
            let begins = format!("{}.", card.key);
            let faulty = showing.faults.iter().any(|fault| fault.id.starts_with(&begins));
            let sought = showing.finder.as_ref().is_some_and(|finder| finder.field.starts_with(&begins));
            let focus = showing.focus.as_deref() == Some(card.key.as_str());
            cards.push(CardView {
                key: card.key.clone(),
                id: card.id,
                kind: card.kind,
                number: index + 1,
                summary: card.summary(),
                open: open || faulty || sought || focus,
                first: index == 0,
                last: index + 1 == last,
                focus,
                faulty,
                mark: if faulty { Mark::Mend } else { showing.checks.mark(&card.key) },
                checks: showing.checks.beside(&card.key),
                fields: making.fields(card.kind.fields, &card.value, &card.key)?,
            });
        }
        let (kind, list, _) = words(written.kind);
        let end = || (sheet.cards.last().map_or_else(|| "-".to_owned(), |card| card.key.clone()), String::new());
        let (after, sought) = showing.picking.clone().unwrap_or_else(end);
        let picker = Picker::new(sheet, after, &sought);
        let saved = match &written.who {
            Some(who) => format!("Saved {} by {who}", ago(&business.age(written.at, now))),
            None => format!("Saved {}", ago(&business.age(written.at, now))),
        };
        Ok(Self {
            id: written.id,
            seen: showing.seen.unwrap_or(written.newest.id),
            kind,
            list,
            path: written.path.clone(),
            is_live: written.live.is_some(),
            newer: written.has_newer_draft(),
            saved,
            asked: written.asked_at.is_some(),
            may_publish: viewer.may(Power::Content),
            title: looked_at(Input::text("title", "Title", &sheet.title), &showing),
            lines: lines(written.kind, sheet, &showing),
            in_short: (written.kind == PageKind::Article).then(|| sheet.in_short.clone()),
            cover: making.picture_field(
                "cover",
                "Cover",
                "The picture at the top, on cards and for sharing.",
                sheet.cover,
            )?,
            beside: BesideView::new(&sheet.beside, things, viewer, &showing.faults),
            cards,
            picking: showing.picking.is_some(),
            picker,
            checks: showing.checks,
            meanwhile: showing.meanwhile,
            errors: showing.faults,
            layout,
        })
    }

    fn is_part(&self) -> bool {
        self.kind == "recurring part"
    }

    /// How many things there are to look at: what is wrong, and what was found.
    fn to_look_at(&self) -> usize {
        self.errors.len() + self.checks.count()
    }
}

/// The lines under the title, by the kind.
fn lines(kind: PageKind, sheet: &Sheet, showing: &Showing) -> Vec<Input> {
    let mut lines = Vec::new();
    if matches!(kind, PageKind::Article | PageKind::Case) {
        lines.push(Input { tall: true, ..Input::text("lead", "Sentence under the title", &sheet.lead) });
    }
    if kind != PageKind::Part {
        let hint = "What search engines and previews show: a sentence or two, 150 characters or so.";
        lines.push(Input { tall: true, ..Input::text("description", "Description", &sheet.description).hinted(hint) });
        let hint = "Leave it empty to use the picture’s own.";
        lines.push(Input::text("cover_caption", "Line under the cover", &sheet.cover_caption).hinted(hint));
    }
    lines.into_iter().map(|input| looked_at(input, showing)).collect()
}

/// An input with what is wrong with it, or what was found in what is saved.
fn looked_at(input: Input, showing: &Showing) -> Input {
    let input = input.with(&showing.faults);
    let check = showing.checks.beside(input.name).into_iter().next().filter(|_| input.error.is_none());
    Input { check, ..input }
}

impl BesideView {
    fn new(beside: &Beside, things: &Things, viewer: &Viewer, faults: &[InputFault]) -> Self {
        let mut view = Self { author: Vec::new(), topics: Vec::new(), facts: Vec::new(), service: Vec::new() };
        match beside {
            Beside::Page | Beside::Part => {}
            Beside::Article { author, topics } => {
                view.author = Opt::list(things.named("author"), *author, "Choose…");
                if !viewer.may(Power::Content) {
                    view.author.retain(|option| option.chosen);
                }
                let topic = |(id, name): &(Uuid, String)| Opt {
                    value: id.to_string(),
                    label: name.clone(),
                    chosen: topics.contains(id),
                };
                view.topics = things.named("topic").iter().map(topic).collect();
            }
            Beside::Case(facts, year) => {
                view.facts = case_lines(facts, year).into_iter().map(|input| input.with(faults)).collect();
                view.service = Opt::list(things.named("service"), facts.service, "None");
            }
        }
        view
    }
}

fn case_lines(facts: &CaseFacts, year: &str) -> [Input; 6] {
    [
        Input::text("client", "For whom", &facts.client),
        Input::text("sector", "What they do (optional)", &facts.sector),
        Input::text("place", "Where (optional)", &facts.place),
        Input::text("year", "Year", year),
        Input::text("figure", "Result in a number (optional)", &facts.figure).hinted("Such as +38 %."),
        Input::text("figure_words", "What the number counts (optional)", &facts.figure_words),
    ]
}
