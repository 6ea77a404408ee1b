//! The menus: rows that point to pages and forms, so that they follow a page that moves.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Date, Nullable};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::schema::{form_versions, forms, menu_items, pages};

/// Where an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In the main menu.
    Main,
    /// The one button in the header.
    Action,
    /// Among the small links at the end.
    Footer,
}

/// Lists of the program's own to which an entry can lead.
const LISTS: [&str; 4] = ["/blog", "/cases", "/services", "/search"];

impl Place {
    /// All of them, as a page shows them from its top down.
    pub const ALL: [Self; 3] = [Self::Main, Self::Action, Self::Footer];

    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Action => "action",
            Self::Footer => "footer",
        }
    }
}

/// An entry of a menu, ready to be shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MenuItem {
    /// Its words.
    pub label: String,
    /// Its address.
    pub path: String,
    /// The last day on which it leads there, where a form has one.
    pub last_day: Option<NaiveDate>,
}

/// Where an entry leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leads {
    /// To a page.
    Page(Uuid),
    /// To a form.
    Form(Uuid),
    /// To a list of the program's own: `/blog`, `/cases`, `/services` or `/search`.
    List(&'static str),
}

impl Leads {
    /// As a form holds it: "page:KEY", "form:KEY" or "list:/blog".
    pub fn text(&self) -> String {
        match self {
            Self::Page(id) => format!("page:{id}"),
            Self::Form(id) => format!("form:{id}"),
            Self::List(address) => format!("list:{address}"),
        }
    }

    /// The same backwards.
    pub fn parse(text: &str) -> Option<Self> {
        let (noun, which) = text.split_once(':')?;
        match noun {
            "page" => Uuid::parse_str(which).ok().map(Self::Page),
            "form" => Uuid::parse_str(which).ok().map(Self::Form),
            "list" => LISTS.into_iter().find(|list| *list == which).map(Self::List),
            _ => None,
        }
    }
}

/// An entry as it is kept, whether visitors see it now or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it stands.
    pub place: Place,
    /// Its words.
    pub label: String,
    /// Where it leads.
    pub leads: Leads,
}

/// All menus, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Menus {
    /// The main menu.
    pub main: Vec<MenuItem>,
    /// The one button in the header.
    pub action: Option<MenuItem>,
    /// The small links at the end.
    pub footer: Vec<MenuItem>,
}

/// An entry's place, words, page, form and list.
type Kept = (String, String, Option<Uuid>, Option<Uuid>, Option<String>);

/// An entry's place and words; a page's path and live revision; a form's slug, state and last day; a list.
type Row = (
    (String, String),
    (Option<String>, Option<Uuid>),
    (Option<String>, Option<String>, Option<NaiveDate>),
    Option<String>,
);

impl Menus {
    /// What the menus show: entries whose page is not live, or whose form staff closed, are left out. Which of them a day shows is
    /// asked of [`Menus::on`].
    ///
    /// # Errors
    /// The database is away.
    pub async fn current(conn: &mut Conn) -> Result<Self> {
        let rows: Vec<Row> = menu_items::table
            .left_join(pages::table.on(menu_items::page_id.eq(pages::id.nullable())))
            .left_join(forms::table.on(menu_items::form_id.eq(forms::id.nullable())))
            .left_join(
                form_versions::table
                    .on(form_versions::form_id.eq(forms::id).and(form_versions::version.eq(forms::version))),
            )
            .order((menu_items::place, menu_items::position))
            .select((
                (menu_items::place, menu_items::label),
                (pages::path.nullable(), pages::live_revision.nullable()),
                (
                    forms::slug.nullable(),
                    forms::state.nullable(),
                    sql::<Nullable<Date>>("(form_versions.definition->>'closes_on')::date"),
                ),
                menu_items::address,
            ))
            .load(conn)
            .await?;
        let mut of: BTreeMap<String, Vec<MenuItem>> = BTreeMap::new();
        for ((place, label), (path, live), (slug, state, last_day), address) in rows {
            let form = slug.filter(|_| state.as_deref() == Some("open")).map(|slug| format!("/forms/{slug}"));
            if let Some(path) = live.and(path).or(form).or(address) {
                of.entry(place).or_default().push(MenuItem { label, path, last_day });
            }
        }
        let mut take = |place: Place| of.remove(place.as_str()).unwrap_or_default();
        Ok(Self {
            main: take(Place::Main),
            action: take(Place::Action).into_iter().next(),
            footer: take(Place::Footer),
        })
    }

    /// What they show on a day: entries whose form has had its last day are left out, too.
    pub fn on(&self, day: NaiveDate) -> Self {
        let shown = |item: &&MenuItem| item.last_day.is_none_or(|last| day <= last);
        Self {
            main: self.main.iter().filter(shown).cloned().collect(),
            action: self.action.iter().find(shown).cloned(),
            footer: self.footer.iter().filter(shown).cloned().collect(),
        }
    }

    /// The first day, today or later, on which one of these leads to its form for the last time.
    pub fn next_last_day(&self, today: NaiveDate) -> Option<NaiveDate> {
        let all = self.main.iter().chain(&self.action).chain(&self.footer);
        all.filter_map(|item| item.last_day).filter(|last| today <= *last).min()
    }

    /// Every entry as it is kept, place by place, in order.
    ///
    /// # Errors
    /// The database is away.
    pub async fn entries(conn: &mut Conn) -> Result<Vec<Entry>> {
        let rows: Vec<Kept> = menu_items::table
            .order((menu_items::place, menu_items::position))
            .select((
                menu_items::place,
                menu_items::label,
                menu_items::page_id,
                menu_items::form_id,
                menu_items::address,
            ))
            .load(conn)
            .await?;
        let entry =
            |(place, label, page, form, address): (String, String, Option<Uuid>, Option<Uuid>, Option<String>)| {
                let list = LISTS.into_iter().find(|list| Some(*list) == address.as_deref());
                let leads = page.map(Leads::Page).or(form.map(Leads::Form)).or(list.map(Leads::List))?;
                Some(Entry { place: Place::ALL.into_iter().find(|known| known.as_str() == place)?, label, leads })
            };
        Ok(rows.into_iter().filter_map(entry).collect())
    }

    /// Holds the menus until the transaction ends: whoever changes them at the same moment waits.
    ///
    /// # Errors
    /// The database is away.
    pub async fn hold(tx: &mut Tx) -> Result<()> {
        diesel::sql_query("lock table menu_items in share row exclusive mode").execute(tx.conn()).await?;
        Ok(())
    }

    /// Replaces the entries of one place.
    ///
    /// # Errors
    /// The database is away, or an entry leads to something that is not there.
    pub async fn set(tx: &mut Tx, at: Moment, place: Place, entries: &[(String, Leads)]) -> Result<()> {
        diesel::delete(menu_items::table.filter(menu_items::place.eq(place.as_str()))).execute(tx.conn()).await?;
        for (position, (label, leads)) in (1_i32..).zip(entries) {
            let (page, form, address) = match leads {
                Leads::Page(id) => (Some(*id), None, None),
                Leads::Form(id) => (None, Some(*id), None),
                Leads::List(address) => (None, None, Some(*address)),
            };
            diesel::insert_into(menu_items::table)
                .values((
                    menu_items::id.eq(at.id()),
                    menu_items::place.eq(place.as_str()),
                    menu_items::position.eq(position),
                    menu_items::label.eq(label),
                    menu_items::page_id.eq(page),
                    menu_items::form_id.eq(form),
                    menu_items::address.eq(address),
                ))
                .execute(tx.conn())
                .await?;
        }
        Ok(())
    }
}
