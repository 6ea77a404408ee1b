//! The starter site of a trade: words of files with the owner's names in them, ready to be added.

use std::collections::BTreeMap;

use rust_embed::RustEmbed;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use super::answers::Answers;
use crate::clock::Moment;
use crate::error::{AppError, Result};
use crate::forms::Definition;
use crate::site::{NewPage, Service};
use crate::written::{MenusText, Names, PageText, PartText, ServiceText, WrittenMenus};

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/src/starter/content"]
struct Files;

/// What every trade has.
const COMMON: &str = "common";

/// A starter site, ready to be added.
pub(super) struct Site {
    pub strapline: String,
    pub menus: WrittenMenus,
    pub services: Vec<Service>,
    /// Pages and recurring parts.
    pub pages: Vec<NewPage>,
    pub forms: Vec<(String, Uuid, Definition)>,
}

#[derive(Deserialize)]
struct SiteText {
    strapline: String,
    menus: MenusText,
}

/// The owner's names, by the marks that stand for them.
struct Given<'a>([(&'static str, &'a str); 3]);

impl Given<'_> {
    /// Puts the names into every text; into markup as text, and never as markup.
    fn fill(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                let is_markup = text.contains("</");
                for (mark, name) in self.0 {
                    if is_markup {
                        let plain = name.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
                        *text = text.replace(mark, &plain.replace('"', "&quot;"));
                    } else {
                        *text = text.replace(mark, name);
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.fill(item)),
            Value::Object(fields) => fields.values_mut().for_each(|field| self.fill(field)),
            _ => {}
        }
    }

    fn read<T: DeserializeOwned>(&self, name: &str) -> Result<T> {
        let fault = |words: String| AppError::internal("a starter site", format!("{name}: {words}"));
        let file = Files::get(name).ok_or_else(|| fault("there is no such file".to_owned()))?;
        let mut value: Value = serde_json::from_slice(&file.data).map_err(|error| fault(error.to_string()))?;
        self.fill(&mut value);
        serde_json::from_value(value).map_err(|error| fault(error.to_string()))
    }
}

/// The files of a kind: those of the trade, and those that every trade has.
fn files(trade: &str, kind: &str) -> Vec<String> {
    let folders = [format!("{trade}/{kind}/"), format!("{COMMON}/{kind}/")];
    let mut names: Vec<String> = Files::iter().map(|name| name.to_string()).collect();
    names.retain(|name| folders.iter().any(|folder| name.starts_with(folder)));
    names.sort();
    names
}

fn stem(name: &str) -> String {
    let last = name.rsplit('/').next().unwrap_or(name);
    last.strip_suffix(".json").unwrap_or(last).to_owned()
}

impl Site {
    /// The starter site that fits these answers.
    ///
    /// # Errors
    /// A file that cannot be read, which the tests of all trades exclude.
    pub fn read(at: Moment, answers: &Answers) -> Result<Self> {
        let trade = answers.trade.as_str();
        let given =
            Given([("{name}", &answers.name), ("{owner}", &answers.owner), ("{email}", answers.recipient.as_str())]);
        let mut forms = Vec::new();
        for name in files(trade, "forms") {
            forms.push((stem(&name), at.id(), given.read::<Definition>(&name)?));
        }
        let pages = files(trade, "pages").iter().map(|name| given.read(name)).collect::<Result<Vec<PageText>>>()?;
        let parts = files(trade, "parts").iter().map(|name| given.read(name)).collect::<Result<Vec<PartText>>>()?;
        let services: Vec<ServiceText> = given.read(&format!("{trade}/services.json"))?;
        let text: SiteText = given.read(&format!("{trade}/site.json"))?;
        let keys = |names: Vec<String>| names.into_iter().map(|name| (name, at.id())).collect::<BTreeMap<_, _>>();
        let names = Names {
            forms: forms.iter().map(|(slug, id, _)| (slug.clone(), *id)).collect(),
            pages: keys(pages.iter().map(|page| page.path.clone()).collect()),
            parts: keys(parts.iter().map(|part| part.name.clone()).collect()),
            services: keys(services.iter().map(|service| service.slug.clone()).collect()),
            ..Names::default()
        };
        let mut all = Vec::new();
        for part in parts {
            all.push(part.read(at, &names)?);
        }
        for page in pages {
            all.push(page.read(at, &names)?);
        }
        let services = services.into_iter().zip(0..);
        Ok(Self {
            strapline: text.strapline,
            menus: text.menus.read(&names)?,
            services: services
                .map(|(text, position)| text.read(&names, &answers.currency, position))
                .collect::<Result<_>>()?,
            pages: all,
            forms,
        })
    }
}
