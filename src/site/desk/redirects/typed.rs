//! What is typed for a redirect, and what is wrong with it.

use percent_encoding::percent_decode_str;
use url::Url;
use uuid::Uuid;

use crate::accounts::inputs::InputFault;
use crate::app::App;
use crate::db::Conn;
use crate::error::Result;
use crate::mail::one_line;
use crate::site::Page;
use crate::site::redirects::{Goal, Redirect, Wrong};
use crate::web::edge::Posted;

/// Characters of an address at most.
const LONGEST: usize = 300;

/// What was typed.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    pub from: String,
    pub is_prefix: bool,
    /// The page to which it leads.
    pub page: Option<Uuid>,
    /// Or an address.
    pub address: String,
}

/// The path that somebody means: they may have copied the whole address from a browser. What follows a `?` counts for nothing.
pub(super) fn path_of(app: &App, text: &str) -> Option<String> {
    let text = text.trim();
    let own = text.strip_prefix(app.link("").trim_end_matches('/')).filter(|rest| rest.starts_with('/'));
    let path = own.unwrap_or(text);
    if path.contains("://") || path.starts_with("//") {
        return None;
    }
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_matches('/');
    let decoded = percent_decode_str(path).decode_utf8().ok()?;
    let fits = !decoded.is_empty() && decoded.chars().count() < LONGEST && !decoded.chars().any(char::is_control);
    fits.then(|| format!("/{decoded}"))
}

/// An address as it can stand in an answer: a path of this site, or a whole `https` one.
fn address_of(app: &App, text: &str) -> Option<String> {
    let base = Url::parse(&app.link("/")).ok()?;
    let is_path = text.starts_with('/') && !text.starts_with("//") && !text.contains('\\');
    let url = if is_path { base.join(text).ok()? } else { Url::parse(text).ok()? };
    let is_own = url.origin() == base.origin();
    let good = is_own || url.scheme() == "https" && url.domain().is_some_and(|host| host.contains('.'));
    let whole = if is_own { url.as_str().strip_prefix(app.origin().as_str())? } else { url.as_str() };
    (good && whole.len() <= LONGEST && url.username().is_empty() && url.password().is_none()).then(|| whole.to_owned())
}

impl Typed {
    pub(super) fn read(posted: &Posted) -> Self {
        let line = |name: &str| one_line(posted.last(name).unwrap_or_default());
        let page = posted.last("page").and_then(|text| text.strip_prefix("page:"));
        Self {
            from: line("from"),
            is_prefix: posted.last("below").is_some_and(|value| !value.is_empty()),
            page: page.and_then(|key| Uuid::parse_str(key).ok()),
            address: line("address"),
        }
    }

    /// The redirect; or what is wrong, in the order of the page.
    ///
    /// # Errors
    /// The database is away.
    pub(super) async fn redirect(
        &self,
        app: &App,
        conn: &mut Conn,
    ) -> Result<std::result::Result<Redirect, Vec<InputFault>>> {
        let mut faults = Vec::new();
        let from = path_of(app, &self.from);
        if from.is_none() {
            faults.push(InputFault::new("from", "Enter the path that was, such as /old-page"));
        }
        let goal = match (self.page, self.address.as_str()) {
            (Some(_), address) if !address.is_empty() => {
                faults.push(InputFault::new("address", "Choose a page or enter an address, not both"));
                None
            }
            (Some(page), _) if Page::called(conn, page).await?.is_empty() => {
                faults.push(InputFault::new("page", "That page is not there any more. Choose another"));
                None
            }
            (Some(page), _) => Some(Goal::Page(page)),
            (None, "") => {
                faults.push(InputFault::new("page", "Choose the page to which it leads, or enter an address below"));
                None
            }
            (None, text) => match address_of(app, text) {
                // Whoever enters the path of a page means the page, wherever it moves.
                Some(address) => Some(Page::id_at(conn, &address).await?.map_or(Goal::Address(address), Goal::Page)),
                None => {
                    let words = "Enter a path that begins with /, or a whole address that begins with https://";
                    faults.push(InputFault::new("address", words));
                    None
                }
            },
        };
        let (Some(from), Some(goal)) = (from, goal) else { return Ok(Err(faults)) };
        let redirect = Redirect { from, is_prefix: self.is_prefix, goal };
        Ok(match redirect.wrong(conn).await? {
            None => Ok(redirect),
            Some(Wrong::From(words)) => Err(vec![InputFault::new("from", words)]),
            Some(Wrong::To(words)) if self.page.is_some() => Err(vec![InputFault::new("page", words)]),
            Some(Wrong::To(words)) => Err(vec![InputFault::new("address", words)]),
        })
    }
}
