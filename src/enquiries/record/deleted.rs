//! What is left of an enquiry that was deleted.

use askama::Template;

use crate::accounts::access::Viewer;
use crate::admin::error_pages::Typed;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::db::Conn;
use crate::enquiries::enquiry::Enquiry;
use crate::enquiries::timeline::Entry;
use crate::error::Result;
use crate::forms::Form;
use crate::web::edge::Posted;

/// The page in place of its record.
#[derive(Debug, Template)]
#[template(path = "enquiries/deleted.html")]
pub struct DeletedPage {
    layout: Frame,
    reference: String,
    form: String,
    received: String,
    deleted: String,
    who: String,
    /// What somebody was typing while it was deleted, to be copied.
    typed: Vec<Typed>,
}

impl DeletedPage {
    pub(super) async fn load(app: &App, conn: &mut Conn, viewer: &Viewer, enquiry: &Enquiry) -> Result<Self> {
        let form = Form::at_version(conn, enquiry.form_id, enquiry.form_version).await?;
        let timeline = Entry::of_enquiry(conn, enquiry.id).await?;
        let layout = Frame::new(app, conn, viewer, "Deleted enquiry", Section::Enquiries).await?;
        Ok(Self::new(app, layout, enquiry, &form, &timeline))
    }

    /// The same with what somebody posted to it.
    pub(in crate::enquiries) fn keeping(self, posted: &Posted) -> Self {
        Self { typed: Typed::of(posted, &["note", "task", "due"]), ..self }
    }

    pub(in crate::enquiries) fn new(
        app: &App,
        layout: Frame,
        enquiry: &Enquiry,
        form: &Form,
        timeline: &[Entry],
    ) -> Self {
        let business = app.business();
        let last = timeline.first();
        Self {
            layout,
            reference: enquiry.reference.clone(),
            form: form.definition.title.clone(),
            received: business.day_and_time(enquiry.received_at),
            deleted: enquiry.deleted_at.map(|at| business.day_and_time(at)).unwrap_or_default(),
            who: last.map(|entry| entry.who.clone()).unwrap_or_default(),
            typed: Vec::new(),
        }
    }
}
