//! What the buttons of the editor's form do to the sheet. Each posts the whole form, and the same page comes back with the change:
//! nothing is saved by it, and it needs no script.

use serde_json::{Value, json};

use super::posted::{self, Pairs};
use super::sheet::{Card, Sheet};
use crate::blocks::BlockKind;
use crate::blocks::field::{Field, Is};
use crate::clock::Moment;

/// Blocks of one page at most.
const MOST_BLOCKS: usize = 2_000;

/// What a button asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// To keep it as a draft.
    Save,
    /// To keep it, and go on to publishing.
    Publish,
    /// To keep it, and look at it.
    Look,
    /// To show which kinds of blocks there are, after this block; at the top where it is "-".
    Pick(String),
    /// To change the sheet.
    Change(Change),
    /// To look for something that this field can lead to or show.
    Find(String),
}

/// A change of the sheet. Places are names of the form: "b3", "b3.cards", "b3.cards.2.media".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A new block of a kind after another.
    Add(String, &'static BlockKind),
    /// A block one place up.
    Up(String),
    /// A block one place down.
    Down(String),
    /// A block once more, below itself.
    Duplicate(String),
    /// A block away.
    Delete(String),
    /// One more item, row or choice.
    Grow(String),
    /// One more column of a table.
    Widen(String),
    /// An item, row or choice one place up; the last part of its place says which.
    Earlier(String),
    /// An item, row or choice away.
    Drop(String),
    /// The last column of a table away.
    Narrow(String),
    /// What was found into a field; nothing where it is "-".
    Take(String, String),
}

impl Act {
    /// What the pressed button says; saving, where it says nothing that is known.
    pub fn read(pairs: &Pairs<'_>) -> Self {
        Self::of(pairs.last("act")).unwrap_or(Self::Save)
    }

    fn of(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let verb = words.next()?;
        let mut place = || words.next().map(str::to_owned);
        Some(match verb {
            "publish" => Self::Publish,
            "look" => Self::Look,
            "pick" => Self::Pick(place()?),
            "find" => Self::Find(place()?),
            "add" => Self::Change(Change::Add(place()?, BlockKind::of(&place()?)?)),
            "up" => Self::Change(Change::Up(place()?)),
            "down" => Self::Change(Change::Down(place()?)),
            "duplicate" => Self::Change(Change::Duplicate(place()?)),
            "delete" => Self::Change(Change::Delete(place()?)),
            "grow" => Self::Change(Change::Grow(place()?)),
            "widen" => Self::Change(Change::Widen(place()?)),
            "earlier" => Self::Change(Change::Earlier(place()?)),
            "drop" => Self::Change(Change::Drop(place()?)),
            "narrow" => Self::Change(Change::Narrow(place()?)),
            "take" => Self::Change(Change::Take(place()?, place()?)),
            _ => return None,
        })
    }
}

impl Change {
    /// Does it to the sheet, and answers the name of the block that it concerns, as it is called afterwards. A place that there is
    /// not changes nothing.
    pub fn apply(&self, sheet: &mut Sheet, at: Moment, pairs: &Pairs<'_>) -> Option<String> {
        let index = |sheet: &Sheet, key: &str| sheet.cards.iter().position(|card| card.key == key);
        let concerned = match self {
            Self::Add(after, kind) => {
                let place = if after == "-" { 0 } else { index(sheet, after)? + 1 };
                if sheet.cards.len() < MOST_BLOCKS {
                    sheet.cards.insert(place, Card::new(at, kind));
                }
                place
            }
            Self::Up(key) => {
                let place = index(sheet, key)?;
                let above = place.saturating_sub(1);
                sheet.cards.swap(above, place);
                above
            }
            Self::Down(key) => {
                let place = index(sheet, key)?;
                let below = (place + 1).min(sheet.cards.len() - 1);
                sheet.cards.swap(place, below);
                below
            }
            Self::Duplicate(key) => {
                let place = index(sheet, key)?;
                let again = Card { id: at.id(), ..sheet.cards.get(place)?.clone() };
                if sheet.cards.len() < MOST_BLOCKS {
                    sheet.cards.insert(place + 1, again);
                }
                place + 1
            }
            Self::Delete(key) => {
                let place = index(sheet, key)?;
                sheet.cards.remove(place);
                place.saturating_sub(1)
            }
            Self::Take(place, what) if place == "cover" => {
                sheet.cover = uuid::Uuid::parse_str(what).ok();
                return None;
            }
            Self::Grow(place)
            | Self::Widen(place)
            | Self::Earlier(place)
            | Self::Drop(place)
            | Self::Narrow(place)
            | Self::Take(place, _) => {
                let (key, rest) = place.split_once('.')?;
                let block = index(sheet, key)?;
                let card = sheet.cards.get_mut(block)?;
                let fields = card.kind.fields;
                self.within(&mut Within { pairs, name: key.to_owned() }, fields, &mut card.value, rest)?;
                block
            }
        };
        sheet.number();
        Some(format!("b{}", concerned + 1))
    }

    /// Does it to the field of a document that `path` leads to.
    fn within(&self, at: &mut Within<'_>, fields: &'static [Field], document: &mut Value, path: &str) -> Option<()> {
        let (name, rest) = path.split_once('.').map_or((path, ""), |(name, rest)| (name, rest));
        let field = fields.iter().find(|field| field.name == name)?;
        let value = document.get_mut(name)?;
        at.name = format!("{}.{name}", at.name);
        if let (Is::List(list), Some((key, deeper))) = (&field.is, rest.split_once('.')) {
            let item = value.get_mut(at.place(key)?)?;
            at.name = format!("{}.{key}", at.name);
            return self.within(at, list.of, item, deeper);
        }
        self.to_field(at, field, value, rest)
    }

    fn to_field(&self, at: &Within<'_>, field: &Field, value: &mut Value, which: &str) -> Option<()> {
        if let Self::Take(_, what) = self {
            *value = match &field.is {
                Is::Target => posted::target(what),
                Is::One(_) => json!(uuid::Uuid::parse_str(what).ok()),
                _ => return None,
            };
            return Some(());
        }
        let items = value.as_array_mut()?;
        let place = match &field.is {
            Is::Many(..) => items.iter().position(|item| item.as_str() == Some(which)),
            _ => at.place(which),
        };
        match self {
            Self::Grow(_) => {
                let new = match &field.is {
                    Is::List(list) if items.len() < list.most => posted::blank(list.of),
                    Is::Many(_, most) if items.len() < *most => json!(""),
                    Is::Grid(limits) if items.len() < limits.rows => {
                        json!(vec![""; items.first().and_then(Value::as_array).map_or(2, Vec::len)])
                    }
                    _ => return None,
                };
                items.push(new);
            }
            Self::Earlier(_) => {
                let place = place.filter(|place| *place < items.len())?;
                items.swap(place.checked_sub(1)?, place);
            }
            Self::Drop(_) => drop(items.remove(place.filter(|place| *place < items.len())?)),
            Self::Widen(_) => {
                let Is::Grid(limits) = &field.is else { return None };
                let rows = items.iter_mut().filter_map(Value::as_array_mut);
                rows.filter(|row| row.len() < limits.columns).for_each(|row| row.push(json!("")));
            }
            Self::Narrow(_) => {
                let rows = items.iter_mut().filter_map(Value::as_array_mut);
                rows.filter(|row| row.len() > 2).for_each(|row| drop(row.pop()));
            }
            _ => return None,
        }
        Some(())
    }
}

/// Where one is in the form: the name so far, to find out the how-manieth an item is.
struct Within<'a> {
    pairs: &'a Pairs<'a>,
    name: String,
}

impl Within<'_> {
    /// The place of an item by its name in the form.
    fn place(&self, key: &str) -> Option<usize> {
        self.pairs.all(&self.name).iter().position(|known| *known == key)
    }
}
