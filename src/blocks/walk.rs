//! Walking along a block's declared fields: checks, cleaning, references and plain text, the same for every kind.

use serde_json::Value;
use uuid::Uuid;

use super::BlockFault;
use super::field::{Field, Is, Noun};
use super::markup;
use crate::site::Reference;
use crate::web::html::CleanHtml;

/// A place in a block: a field and what it holds, with its path for messages ("cards[2].title").
struct Place<'a> {
    field: &'static Field,
    path: String,
    value: &'a Value,
}

static NOTHING: Value = Value::Null;

/// Every place of a block, in the order in which its fields are declared.
fn places<'a>(fields: &'static [Field], block: &'a Value, above: &str) -> Vec<Place<'a>> {
    let mut found = Vec::new();
    for field in fields {
        let value = block.get(field.name).unwrap_or(&NOTHING);
        let path = format!("{above}{}", field.name);
        if let (Is::List(list), Value::Array(items)) = (&field.is, value) {
            for (index, item) in items.iter().enumerate() {
                found.extend(places(list.of, item, &format!("{path}[{}].", index + 1)));
            }
        }
        found.push(Place { field, path, value });
    }
    found
}

fn wrong(place: &Place<'_>, words: String) -> BlockFault {
    BlockFault::wrong(&place.path, &words)
}

fn missing(place: &Place<'_>, words: String) -> BlockFault {
    BlockFault::missing(&place.path, &words)
}

/// "title" of "Title", for the middle of a sentence.
fn lower(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

/// What is wrong with a block or missing, by its fields.
pub(super) fn faults(fields: &'static [Field], block: &Value) -> Vec<BlockFault> {
    places(fields, block, "").iter().filter_map(|place| check_place(place).err()).collect()
}

fn check_place(place: &Place<'_>) -> Result<(), BlockFault> {
    let label = lower(place.field.label);
    let text = place.value.as_str().unwrap_or_default();
    let within = |words: &str, most: usize| {
        if place.field.needed && words.trim().is_empty() {
            return Err(missing(place, format!("Enter the {label}")));
        }
        let length = words.chars().count();
        if length > most {
            return Err(wrong(place, format!("The {label} has {length} characters: keep it to {most}")));
        }
        Ok(())
    };
    match &place.field.is {
        Is::Line(most) if text.contains(['\n', '\r']) => {
            within(text, *most)?;
            Err(wrong(place, format!("Keep the {label} on one line")))
        }
        Is::Line(most) | Is::Text(most) | Is::Code(most) | Is::Seed(most) => within(text, *most),
        Is::Rich(most) => within(&markup::words(text), *most),
        Is::Address => {
            within(text, 500)?;
            if text.is_empty() || text.starts_with("https://") && url::Url::parse(text).is_ok() {
                return Ok(());
            }
            Err(wrong(place, format!("Enter the {label} as a whole address that begins with https://")))
        }
        Is::Grid(limits) => check_grid(place, &label, *limits),
        Is::List(list) => {
            let count = place.value.as_array().map_or(0, Vec::len);
            if count < list.least {
                let words = match list.least {
                    1 => format!("Add {} {}", article(list.one), list.one),
                    least => format!("Add at least {least}: there {} {count}", if count == 1 { "is" } else { "are" }),
                };
                return Err(missing(place, words));
            }
            if count > list.most {
                return Err(wrong(place, format!("Keep {} at most: there are {count}", list.most)));
            }
            Ok(())
        }
        Is::Many(_, most) => {
            let count = place.value.as_array().map_or(0, Vec::len);
            if count > *most {
                return Err(wrong(place, format!("Keep {most} at most: there are {count}")));
            }
            if place.field.needed && count == 0 {
                return Err(missing(place, format!("Choose the {label}")));
            }
            Ok(())
        }
        Is::Day | Is::One(_) | Is::Target
            if place.field.needed && (place.value.is_null() || text.is_empty() && place.value.is_string()) =>
        {
            Err(missing(place, format!("Choose the {label}")))
        }
        Is::Day if !text.is_empty() && chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_err() => {
            Err(wrong(place, format!("Enter the {label} like 2026-11-23")))
        }
        // Their Rust types let nothing else in.
        Is::Choice(_) | Is::Yes | Is::Day | Is::One(_) | Is::Target => Ok(()),
    }
}

fn check_grid(place: &Place<'_>, label: &str, limits: super::field::GridLimits) -> Result<(), BlockFault> {
    let rows: Vec<usize> =
        place.value.as_array().into_iter().flatten().map(|row| row.as_array().map_or(0, Vec::len)).collect();
    let columns = rows.first().copied().unwrap_or(0);
    if rows.len() < 2 || columns < 2 {
        return Err(missing(place, format!("Give the {label} a header and a row, with two cells each")));
    }
    if let Some(odd) = rows.iter().position(|row| *row != columns) {
        let words = format!(
            "Row {} of the {label} has {} cells, the header {columns}: make them equal",
            odd + 1,
            rows.get(odd).unwrap_or(&0)
        );
        return Err(wrong(place, words));
    }
    if columns > limits.columns || rows.len() > limits.rows {
        return Err(wrong(place, format!("Keep the {label} to {} columns and {} rows", limits.columns, limits.rows)));
    }
    let cells = place.value.as_array().into_iter().flatten().filter_map(Value::as_array).flatten();
    if cells.filter_map(Value::as_str).any(|cell| cell.chars().count() > 300) {
        return Err(wrong(place, "Keep each cell to 300 characters".to_owned()));
    }
    Ok(())
}

/// Cleans the rich text of a block, and takes white space off the ends of its lines and titles.
pub(super) fn clean(fields: &'static [Field], block: &mut Value) {
    for field in fields {
        let Some(value) = block.get_mut(field.name) else { continue };
        match (&field.is, value) {
            (Is::Rich(_), Value::String(text)) => *text = CleanHtml::clean(text).as_str().to_owned(),
            (Is::Line(_) | Is::Text(_) | Is::Seed(_) | Is::Address, Value::String(text)) => *text = tidy(text),
            (Is::Grid(_), Value::Array(rows)) => {
                for cell in rows.iter_mut().filter_map(Value::as_array_mut).flatten() {
                    if let Value::String(text) = cell {
                        *text = tidy(&text.split_whitespace().collect::<Vec<_>>().join(" "));
                    }
                }
            }
            (Is::List(list), Value::Array(items)) => items.iter_mut().for_each(|item| clean(list.of, item)),
            _ => {}
        }
    }
}

/// Hands every running text of a block to `with`, and puts what it answers in its place.
pub(super) fn each_rich(fields: &'static [Field], block: &mut Value, with: &mut impl FnMut(&str) -> String) {
    for field in fields {
        match (&field.is, block.get_mut(field.name)) {
            (Is::Rich(_), Some(Value::String(text))) => *text = with(text),
            (Is::List(list), Some(Value::Array(items))) => {
                items.iter_mut().for_each(|item| each_rich(list.of, item, with))
            }
            _ => {}
        }
    }
}

/// Marks that a letter may carry; no language needs more, and hundreds of them fall out of every page.
const MARKS: usize = 6;

/// Text without white space at its ends and without floods of combining marks.
fn tidy(text: &str) -> String {
    let mut marks = 0;
    let keep = |c: &char| {
        let is_mark = matches!(*c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}');
        marks = if is_mark { marks + 1 } else { 0 };
        marks <= MARKS
    };
    text.trim().chars().filter(keep).collect()
}

fn key(value: &Value) -> Option<Uuid> {
    value.as_str().and_then(|text| Uuid::parse_str(text).ok())
}

fn reference(noun: Noun, id: Uuid) -> Reference {
    match noun {
        Noun::Form => Reference::Form(id),
        Noun::Case | Noun::Part => Reference::Page(id),
        Noun::Picture => Reference::Media(id),
        Noun::Service => Reference::Service(id),
        Noun::Author => Reference::Author(id),
    }
}

/// Everything that a block points to, links in its rich text included.
pub(super) fn references(fields: &'static [Field], block: &Value) -> Vec<Reference> {
    let mut found = Vec::new();
    for place in places(fields, block, "") {
        match &place.field.is {
            Is::One(noun) => found.extend(key(place.value).map(|id| reference(*noun, id))),
            Is::Many(noun, _) => {
                let keys = place.value.as_array().into_iter().flatten().filter_map(key);
                found.extend(keys.map(|id| reference(*noun, id)));
            }
            Is::Target => {
                let target = serde_json::from_value::<crate::site::Target>(place.value.clone());
                found.extend(target.ok().map(Reference::from));
            }
            Is::Rich(_) => found.extend(markup::references(place.value.as_str().unwrap_or_default())),
            _ => {}
        }
    }
    found
}

/// The words of a block without markup, a line for each field, paragraph and row.
pub(super) fn words(fields: &'static [Field], block: &Value) -> String {
    let mut lines = Vec::new();
    for place in places(fields, block, "") {
        match &place.field.is {
            Is::Line(_) | Is::Text(_) | Is::Code(_) => lines.extend(place.value.as_str().map(str::to_owned)),
            Is::Rich(_) => lines.extend(place.value.as_str().map(markup::lines).unwrap_or_default()),
            Is::Grid(_) => {
                for row in place.value.as_array().into_iter().flatten().filter_map(Value::as_array) {
                    lines.push(row.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "));
                }
            }
            _ => {}
        }
    }
    lines.retain(|line| !line.trim().is_empty());
    lines.join("\n")
}
