//! Two people on one enquiry: what you wanted, and how it stands now.

use askama::Template;

use crate::admin::frame::Frame;
use crate::app::App;
use crate::enquiries::changes::Change;
use crate::enquiries::enquiry::Enquiry;
use crate::enquiries::inbox::People;
use crate::enquiries::inbox::listing::name_of;
use crate::enquiries::timeline::Entry;
use crate::web::edge::Posted;

/// Both versions, and the choice between them.
#[derive(Debug, Template)]
#[template(path = "enquiries/conflict.html")]
pub struct ConflictPage {
    layout: Frame,
    title: String,
    wanted: String,
    state: &'static str,
    owner: String,
    last: String,
    who: String,
    when: String,
    /// Where the act is sent again, with the version that is seen here.
    action: String,
    version: i32,
    kept: Vec<(String, String)>,
    back: String,
}

impl ConflictPage {
    #[expect(clippy::too_many_arguments, reason = "one page with all that it compares")]
    pub(crate) fn new(
        app: &App,
        layout: Frame,
        now: &Enquiry,
        part: &str,
        posted: &Posted,
        change: Change,
        people: &People,
        last: Option<Entry>,
    ) -> Self {
        let business = app.business();
        let wanted = match change {
            Change::State(state) => format!("Move it to {}", state.words()),
            Change::Owner(None) => "Give it back, so that nobody has it".to_owned(),
            Change::Owner(Some(id)) => format!("Give it to {}", name_of(people, id)),
            Change::Answered => "Mark it as answered".to_owned(),
            Change::NotSpam => "Mark it as not spam".to_owned(),
            Change::Spam => "Mark it as spam".to_owned(),
        };
        let list = posted.last("list").unwrap_or_default();
        Self {
            layout,
            title: now.title().to_owned(),
            wanted,
            state: if now.suspected { "Suspected spam" } else { now.state().words() },
            owner: now.owner_id.map_or_else(|| "nobody".to_owned(), |id| name_of(people, id)),
            last: last.as_ref().map(Entry::words).unwrap_or_default(),
            who: last.as_ref().map(|entry| entry.who.clone()).unwrap_or_default(),
            when: last.map(|entry| business.day_and_time(entry.at)).unwrap_or_default(),
            action: format!("/admin/enquiries/{}/{part}", now.reference),
            back: format!("/admin/enquiries/{}?{list}", now.reference),
            version: now.version,
            kept: posted.0.iter().filter(|(name, _)| name != "version").cloned().collect(),
        }
    }
}
