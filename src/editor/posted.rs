//! What the editor's form posts, read by the fields that a kind of block declares: nobody writes a form by hand for a kind.

use std::collections::HashMap;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::blocks::field::{self, Field, Is};
use crate::web::edge::Posted;

/// The pairs of a posted form, found by name.
#[derive(Debug)]
pub struct Pairs<'a>(HashMap<&'a str, Vec<&'a str>>);

impl<'a> Pairs<'a> {
    /// Of what was posted.
    pub fn of(posted: &'a Posted) -> Self {
        let mut pairs: HashMap<&str, Vec<&str>> = HashMap::with_capacity(posted.0.len());
        for (name, value) in posted.0.iter() {
            pairs.entry(name).or_default().push(value);
        }
        Self(pairs)
    }

    /// Every value of a name, in order.
    pub fn all(&self, name: &str) -> &[&'a str] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// The last value of a name.
    pub fn last(&self, name: &str) -> &'a str {
        self.all(name).last().copied().unwrap_or_default()
    }

    /// The same on one line.
    pub fn line(&self, name: &str) -> String {
        self.last(name).replace(['\r', '\n'], " ")
    }

    /// The same with its lines, however they end.
    pub fn text(&self, name: &str) -> String {
        self.last(name).replace("\r\n", "\n").replace('\r', "\n")
    }

    /// A key; `None` where nothing is chosen.
    pub fn key(&self, name: &str) -> Option<Uuid> {
        Uuid::parse_str(self.last(name)).ok()
    }

    /// Keys, in order.
    pub fn keys(&self, name: &str) -> Vec<Uuid> {
        self.all(name).iter().filter_map(|text| Uuid::parse_str(text).ok()).collect()
    }
}

/// The document that fields of these names make. `prefix` is what stands before the names.
pub fn read(fields: &'static [Field], pairs: &Pairs<'_>, prefix: &str) -> Value {
    let one =
        |field: &'static Field| (field.name.to_owned(), read_field(field, pairs, &format!("{prefix}.{}", field.name)));
    Value::Object(fields.iter().map(one).collect::<Map<_, _>>())
}

fn read_field(field: &'static Field, pairs: &Pairs<'_>, name: &str) -> Value {
    match &field.is {
        Is::Line(_) | Is::Seed(_) | Is::Address => json!(pairs.line(name)),
        Is::Text(_) | Is::Rich(_) | Is::Code(_) => json!(pairs.text(name)),
        Is::Choice(choices) => {
            let chosen = choices.iter().find(|(value, _)| *value == pairs.last(name)).or(choices.first());
            chosen.map_or(Value::Null, |(value, _)| field::choice(value))
        }
        Is::Yes => json!(!pairs.last(name).is_empty()),
        Is::Day => match pairs.last(name).trim() {
            "" => Value::Null,
            day => json!(day),
        },
        Is::Grid(_) => {
            let rows = pairs.all(name).iter().map(|row| json!(pairs.all(&format!("{name}.{row}"))));
            Value::Array(rows.collect())
        }
        Is::Target => target(pairs.last(name)),
        Is::One(_) => json!(pairs.key(name)),
        Is::Many(..) => json!(pairs.keys(name)),
        Is::List(list) => {
            Value::Array(pairs.all(name).iter().map(|key| read(list.of, pairs, &format!("{name}.{key}"))).collect())
        }
    }
}

/// A target from `page:KEY`, `form:KEY` or `media:KEY`, as it is stored in a block.
pub fn target(text: &str) -> Value {
    match text.split_once(':') {
        Some((noun @ ("page" | "form" | "media"), key)) => {
            Uuid::parse_str(key).map_or(Value::Null, |key| json!({ noun: key }))
        }
        _ => Value::Null,
    }
}

/// The same backwards: what its input holds.
pub fn target_text(value: &Value) -> String {
    let target = value.as_object().and_then(|object| object.iter().next());
    target.map(|(noun, key)| format!("{noun}:{}", key.as_str().unwrap_or_default())).unwrap_or_default()
}

/// A document with nothing in it yet: as many items as there must be, a table of two by two.
pub fn blank(fields: &'static [Field]) -> Value {
    let one = |field: &'static Field| {
        let value = match &field.is {
            Is::Line(_) | Is::Seed(_) | Is::Address | Is::Text(_) | Is::Rich(_) | Is::Code(_) => json!(""),
            Is::Choice(choices) => choices.first().map_or(Value::Null, |(value, _)| field::choice(value)),
            Is::Yes => json!(false),
            Is::Day | Is::Target | Is::One(_) => Value::Null,
            Is::Grid(_) => json!([["", ""], ["", ""]]),
            Is::Many(..) => json!([]),
            Is::List(list) => Value::Array(vec![blank(list.of); list.least]),
        };
        (field.name.to_owned(), value)
    };
    Value::Object(fields.iter().map(one).collect::<Map<_, _>>())
}
