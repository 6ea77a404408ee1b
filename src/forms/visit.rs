//! What a GET of a form's page knows: the form, in the version with which the visitor's draft began, and the draft.

use actix_web::HttpRequest;

use super::answers::Answers;
use super::draft::Draft;
use super::form::Form;
use super::post::draft_of_token;
use crate::app::App;
use crate::db::Conn;
use crate::error::Result;
use crate::web::browser::Browser;

/// What a GET knows of the visitor's draft.
pub(super) struct Visit {
    pub form: Form,
    pub draft: Option<Draft>,
    /// `?draft=…` for a browser that takes no cookies; empty otherwise.
    pub query: String,
}

/// What an address carries: the draft of a browser without cookies, and the way back.
#[derive(Debug, serde::Deserialize)]
pub struct VisitQuery {
    draft: Option<String>,
    #[serde(rename = "return")]
    pub(super) back: Option<String>,
}

impl Visit {
    pub async fn load(
        app: &App,
        conn: &mut Conn,
        request: &HttpRequest,
        slug: &str,
        query: &VisitQuery,
    ) -> Result<Self> {
        let form = Form::by_slug(conn, slug).await?;
        let now = app.clock.now();
        let mut visit = Self { form, draft: None, query: String::new() };
        if let Some(token) = &query.draft
            && let Some(id) = draft_of_token(&app.keys, token)
        {
            visit.draft = Draft::by_token(conn, &visit.form, id, now).await?.filter(|draft| draft.sent_at.is_none());
            if visit.draft.is_some() {
                visit.query = format!("?draft={token}");
            }
        }
        if let (None, Some(browser)) = (&visit.draft, Browser::known(app, request)) {
            visit.draft = Draft::open(conn, &visit.form, &browser.hash(), now).await?;
        }
        if let Some(draft) = &visit.draft
            && draft.form_version != visit.form.version
        {
            visit.form = Form::at_version(conn, visit.form.id, draft.form_version).await?;
        }
        Ok(visit)
    }

    pub fn answers(&self) -> (Answers, Vec<String>) {
        self.draft.as_ref().map(|draft| (draft.answers(), draft.answered_steps())).unwrap_or_default()
    }
}
