//! A block's form, made from the fields that its kind declares.

use askama::Template;
use serde_json::Value;
use uuid::Uuid;

use super::checks::{Checks, said_beside};
use super::finder::Finder;
use super::posted::target_text;
use super::things::{Lead, Things};
use crate::accounts::inputs::InputFault;
use crate::blocks::field::{self, Field, Is, Noun};
use crate::error::Result;
use crate::media::{PictureHtml, Sizes};
use crate::web::html::CleanHtml;

/// One field of a block's form.
#[derive(Debug, Template)]
#[template(path = "editor/field.html")]
struct FieldView<'a> {
    icons: &'a str,
    id: String,
    label: &'static str,
    hint: &'static str,
    error: Option<String>,
    checks: Vec<String>,
    optional: bool,
    control: Control,
}

/// What one fills in.
#[derive(Debug)]
enum Control {
    /// One line; its kind for the browser.
    Line(String, &'static str),
    /// Several lines.
    Text(String),
    /// Restricted HTML.
    Rich(String),
    /// Text as a machine reads it.
    Code(String),
    /// One of a list.
    Select(Vec<Opt>),
    /// Yes or no.
    Tick(bool),
    /// A table.
    Grid { rows: Vec<Vec<String>>, wider: bool, narrower: bool, longer: bool, shorter: bool },
    /// A picture, or none yet.
    Picture { value: String, shown: Option<(PictureHtml, String)>, finder: Option<Finder> },
    /// Where a link leads, or nowhere yet.
    Target { value: String, lead: Option<Lead>, finder: Option<Finder>, what: &'static str },
    /// Several of a list, in order; each with its key.
    Many { chosen: Vec<(String, Vec<Opt>)>, more: bool },
    /// Several of the same.
    List { one: &'static str, items: Vec<Item>, more: bool, fewer: bool },
}

/// One choice of a list.
#[derive(Debug, Clone)]
pub struct Opt {
    /// Its value.
    pub value: String,
    /// Its words.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// One of several.
#[derive(Debug)]
struct Item {
    key: usize,
    title: String,
    fields: Vec<CleanHtml>,
}

/// What a form is made with.
#[derive(Debug)]
pub struct Making<'a> {
    /// What there is to choose from.
    pub things: &'a Things,
    /// What is wrong, by the names of the fields.
    pub faults: &'a [InputFault],
    /// What was found before publishing, where that was looked for.
    pub checks: Option<&'a Checks>,
    /// What was searched for, with the name of its field.
    pub finder: Option<&'a Finder>,
    /// Where the icons are.
    pub icons: &'a str,
}

impl Opt {
    /// The list of what has a name, with a first line for where nothing is chosen yet.
    pub fn list(named: &[(Uuid, String)], chosen: Option<Uuid>, none: &str) -> Vec<Self> {
        let none = Self { value: String::new(), label: none.to_owned(), chosen: chosen.is_none() };
        let one = |(id, name): &(Uuid, String)| Self {
            value: id.to_string(),
            label: name.clone(),
            chosen: Some(*id) == chosen,
        };
        std::iter::once(none).chain(named.iter().map(one)).collect()
    }
}

impl Making<'_> {
    /// The fields of a document, each as HTML. `name` is what their names begin with.
    ///
    /// # Errors
    /// Where a template cannot be rendered.
    pub fn fields(&self, fields: &'static [Field], document: &Value, name: &str) -> Result<Vec<CleanHtml>> {
        let null = Value::Null;
        fields
            .iter()
            .map(|field| {
                let id = format!("{name}.{}", field.name);
                let value = document.get(field.name).unwrap_or(&null);
                let view = FieldView {
                    icons: self.icons,
                    label: field.label,
                    hint: field.hint,
                    error: self.error(&id),
                    checks: self.checks_beside(&id),
                    optional: !field.needed,
                    control: self.control(field, value, &id)?,
                    id,
                };
                CleanHtml::of_template(&view)
            })
            .collect()
    }

    /// What is wrong with the field of this name.
    pub fn error(&self, id: &str) -> Option<String> {
        self.faults.iter().find(|fault| fault.id == id).map(said_beside)
    }

    /// What was found about the field of this name, unless it is wrong anyway.
    fn checks_beside(&self, id: &str) -> Vec<String> {
        let checks = self.checks.filter(|_| !self.faults.iter().any(|fault| fault.id == id));
        checks.map(|checks| checks.beside(id)).unwrap_or_default()
    }

    fn control(&self, field: &'static Field, value: &Value, id: &str) -> Result<Control> {
        let text = || value.as_str().unwrap_or_default().to_owned();
        let none = if field.needed { "Choose…" } else { "None" };
        Ok(match &field.is {
            Is::Line(_) | Is::Seed(_) => Control::Line(text(), "text"),
            Is::Address => Control::Line(text(), "url"),
            Is::Day => Control::Line(text(), "date"),
            Is::Text(_) => Control::Text(text()),
            Is::Rich(_) => Control::Rich(text()),
            Is::Code(_) => Control::Code(text()),
            Is::Yes => Control::Tick(value.as_bool().unwrap_or_default()),
            Is::Choice(choices) => {
                let one = |(text, label): &(&str, &str)| Opt {
                    value: (*text).to_owned(),
                    label: (*label).to_owned(),
                    chosen: field::choice(text) == *value,
                };
                Control::Select(choices.iter().map(one).collect())
            }
            Is::Grid(limits) => {
                let row = |row: &Value| {
                    let cells = row.as_array().into_iter().flatten();
                    cells.map(|cell| cell.as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
                };
                let rows: Vec<_> = value.as_array().into_iter().flatten().map(row).collect();
                let columns = rows.first().map_or(0, Vec::len);
                Control::Grid {
                    wider: columns < limits.columns,
                    narrower: columns > 2,
                    longer: rows.len() < limits.rows,
                    shorter: rows.len() > 2,
                    rows,
                }
            }
            Is::One(Noun::Picture) => self.picture(value.as_str().and_then(|key| Uuid::parse_str(key).ok()), id)?,
            Is::One(noun) => {
                let chosen = value.as_str().and_then(|key| Uuid::parse_str(key).ok());
                Control::Select(Opt::list(self.things.of_noun(*noun), chosen, none))
            }
            Is::Target => {
                let value = target_text(value);
                let lead = self.things.lead(&value).cloned();
                Control::Target { value, lead, finder: self.finder_of(id), what: "A page, a form or a document" }
            }
            Is::Many(noun, most) => {
                let named = self.things.of_noun(*noun);
                let one = |key: &Value| {
                    let key = key.as_str().unwrap_or_default();
                    (key.to_owned(), Opt::list(named, Uuid::parse_str(key).ok(), "None"))
                };
                let chosen: Vec<_> = value.as_array().into_iter().flatten().map(one).collect();
                Control::Many { more: chosen.len() < *most, chosen }
            }
            Is::List(list) => {
                let all = value.as_array().map_or(&[][..], Vec::as_slice);
                let mut items = Vec::with_capacity(all.len());
                for (index, document) in all.iter().enumerate() {
                    let key = index + 1;
                    let fields = self.fields(list.of, document, &format!("{id}.{key}"))?;
                    items.push(Item { key, title: first_words(list.of, document), fields });
                }
                Control::List { one: list.one, more: items.len() < list.most, fewer: items.len() > list.least, items }
            }
        })
    }

    /// The control of a picture.
    fn picture(&self, chosen: Option<Uuid>, id: &str) -> Result<Control> {
        let media = chosen.and_then(|id| self.things.media.get(&id));
        let shown = media.map(|media| {
            Ok::<_, crate::error::AppError>((media.shown_at_desk(Sizes::Face)?, media.alternative.clone()))
        });
        Ok(Control::Picture {
            value: chosen.map(|id| id.to_string()).unwrap_or_default(),
            shown: shown.transpose()?,
            finder: self.finder_of(id),
        })
    }

    /// A field for a picture that is no block's: its name, its label and a sentence about it.
    ///
    /// # Errors
    /// Where the template cannot be rendered.
    pub fn picture_field(
        &self,
        id: &'static str,
        label: &'static str,
        hint: &'static str,
        chosen: Option<Uuid>,
    ) -> Result<CleanHtml> {
        CleanHtml::of_template(&FieldView {
            icons: self.icons,
            id: id.to_owned(),
            label,
            hint,
            error: self.error(id),
            checks: self.checks_beside(id),
            optional: true,
            control: self.picture(chosen, id)?,
        })
    }

    /// A field for a page to lead to that is no block's.
    ///
    /// # Errors
    /// Where the template cannot be rendered.
    pub fn page_field(
        &self,
        id: &'static str,
        label: &'static str,
        hint: &'static str,
        chosen: Option<Lead>,
    ) -> Result<CleanHtml> {
        let value = chosen.as_ref().map(|lead| lead.href.clone()).unwrap_or_default();
        CleanHtml::of_template(&FieldView {
            icons: self.icons,
            id: id.to_owned(),
            label,
            hint,
            error: self.error(id),
            checks: Vec::new(),
            optional: false,
            control: Control::Target { value, lead: chosen, finder: self.finder_of(id), what: "A page" },
        })
    }

    fn finder_of(&self, id: &str) -> Option<Finder> {
        self.finder.filter(|finder| finder.field == id).cloned()
    }
}

/// What an item is called in the list: the words of its first field that has some.
fn first_words(fields: &'static [Field], document: &Value) -> String {
    let words = fields.iter().filter(|field| matches!(field.is, Is::Line(_) | Is::Text(_)));
    let found = words.filter_map(|field| document.get(field.name)?.as_str()).find(|text| !text.trim().is_empty());
    found.map(|text| text.chars().take(60).collect()).unwrap_or_default()
}
