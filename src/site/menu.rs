//! The menus: rows that point to pages and forms, so that they follow a page that moves.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::schema::{forms, menu_items, pages};

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

impl Place {
    fn as_str(self) -> &'static str {
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

type Row = (String, String, Option<String>, Option<Uuid>, Option<String>, Option<String>, Option<String>);

impl Menus {
    /// What the menus show now: entries whose page is not live, or whose form is closed, are left out.
    ///
    /// # Errors
    /// The database is away.
    pub async fn current(conn: &mut Conn) -> Result<Self> {
        let rows: Vec<Row> = menu_items::table
            .left_join(pages::table.on(menu_items::page_id.eq(pages::id.nullable())))
            .left_join(forms::table.on(menu_items::form_id.eq(forms::id.nullable())))
            .order((menu_items::place, menu_items::position))
            .select((
                menu_items::place,
                menu_items::label,
                pages::path.nullable(),
                pages::live_revision.nullable(),
                forms::slug.nullable(),
                forms::state.nullable(),
                menu_items::address,
            ))
            .load(conn)
            .await?;
        let mut of: BTreeMap<String, Vec<MenuItem>> = BTreeMap::new();
        for (place, label, path, live, slug, state, address) in rows {
            let form = slug.filter(|_| state.as_deref() == Some("open")).map(|slug| format!("/forms/{slug}"));
            if let Some(path) = live.and(path).or(form).or(address) {
                of.entry(place).or_default().push(MenuItem { label, path });
            }
        }
        let mut take = |place: Place| of.remove(place.as_str()).unwrap_or_default();
        Ok(Self {
            main: take(Place::Main),
            action: take(Place::Action).into_iter().next(),
            footer: take(Place::Footer),
        })
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
