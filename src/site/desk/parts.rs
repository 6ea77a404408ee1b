//! What the screens of the site's smaller things share: the way from one list to the next, lists to choose from, and what somebody
//! else saved while a sheet was open.

use actix_web::http::StatusCode;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::accounts::access::{Power, Viewer};
use crate::accounts::inputs::InputFault;
use crate::editor::Opt;
use crate::settings::Fact;
use crate::web::edge::Posted;

/// Every list of what the site is made of.
const LISTS: [(&str, &str); 7] = [
    ("Pages", "/admin/pages"),
    ("Articles", "/admin/articles"),
    ("Services", "/admin/services"),
    ("Topics", "/admin/topics"),
    ("People", "/admin/authors"),
    ("Menus", "/admin/menus"),
    ("Redirects", "/admin/redirects"),
];

/// One of the lists, as the others show it.
#[derive(Debug, Clone)]
pub struct Tab {
    /// Its word.
    pub label: &'static str,
    /// Its address.
    pub href: &'static str,
    /// Whether one is there.
    pub current: bool,
}

/// The lists, for those who may open them all; nothing for an author, who has one.
pub fn tabs(viewer: &Viewer, here: &str) -> Vec<Tab> {
    if !viewer.may(Power::Content) {
        return Vec::new();
    }
    LISTS.map(|(label, href)| Tab { label, href, current: href == here }).to_vec()
}

/// A list to choose one thing from.
#[derive(Debug)]
pub struct Select {
    /// Its name and id.
    pub name: &'static str,
    /// What stands above it.
    pub label: &'static str,
    /// A sentence under the label; may be empty.
    pub hint: &'static str,
    /// How to mend it.
    pub error: Option<String>,
    /// What there is.
    pub options: Vec<Opt>,
}

impl Select {
    /// A list with its mistake, if it has one.
    pub fn new(
        name: &'static str,
        label: &'static str,
        hint: &'static str,
        options: Vec<Opt>,
        faults: &[InputFault],
    ) -> Self {
        let error = faults.iter().find(|fault| fault.id == name).map(|fault| fault.message.clone());
        Self { name, label, hint, error, options }
    }

    /// The ids of hint and error, for assistive software.
    pub fn described_by(&self) -> Option<String> {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.name));
        let error = self.error.is_some().then(|| format!("{}-error", self.name));
        let ids: Vec<String> = hint.into_iter().chain(error).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// What stands there now, because somebody else saved while this person typed: only what is otherwise in theirs.
#[derive(Debug)]
pub struct Meanwhile(pub Vec<Fact>);

impl Meanwhile {
    /// What they saved where it differs from what was typed here.
    pub fn of(theirs: Vec<Fact>, typed: &[Fact]) -> Self {
        Self(theirs.into_iter().filter(|fact| !typed.contains(fact)).collect())
    }
}

/// How something stood when its sheet was opened: sent along, and compared when it is saved. Of what can be typed there, and of
/// nothing else: moving a service up is no change of its sheet.
pub fn seen(typed: &impl std::fmt::Debug) -> String {
    hex::encode(Sha256::digest(format!("{typed:?}")).get(..12).unwrap_or_default())
}

/// A key that was chosen from a list.
pub fn key(posted: &Posted, name: &str) -> Option<Uuid> {
    posted.last(name).and_then(|text| Uuid::parse_str(text).ok())
}

/// Several lines of text, however they end.
pub fn lines(posted: &Posted, name: &str) -> String {
    posted.last(name).unwrap_or_default().replace("\r\n", "\n").replace('\r', "\n").trim().to_owned()
}

/// The title of a screen, which begins with *Error* where something is wrong.
pub fn title(words: &str, faulty: bool) -> String {
    if faulty { format!("Error: {words}") } else { words.to_owned() }
}

/// The status of a sheet: 409 where somebody else was quicker, 422 where something is wrong.
pub fn status(quicker: bool, faulty: bool) -> StatusCode {
    match (quicker, faulty) {
        (true, _) => StatusCode::CONFLICT,
        (_, true) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    }
}

/// In which state a sheet is shown as a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Before anything is typed.
    New,
    /// As stored.
    Stored,
    /// With mistakes.
    Wrong,
    /// Where somebody else was quicker.
    Stale,
}
