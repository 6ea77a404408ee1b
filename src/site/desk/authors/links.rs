//! Where else somebody is to be found: a handful of links with their words.

use url::Url;

use crate::accounts::inputs::InputFault;
use crate::mail::one_line;
use crate::site::AuthorLink;
use crate::web::edge::Posted;

/// Links at most.
pub(super) const MOST: usize = 5;
/// Characters of a link's words.
const LABEL: usize = 40;
/// And of its address.
const ADDRESS: usize = 300;

/// A link as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct TypedLink {
    pub label: String,
    pub address: String,
}

/// The links of a form, without the empty rows.
pub(super) fn read(posted: &Posted) -> Vec<TypedLink> {
    let pairs = posted.all("link-label").zip(posted.all("link-address"));
    let links = pairs.map(|(label, address)| TypedLink { label: one_line(label), address: one_line(address) });
    links.filter(|link| !link.label.is_empty() || !link.address.is_empty()).take(MOST).collect()
}

/// What is wrong with them.
pub(super) fn faults(links: &[TypedLink]) -> Vec<InputFault> {
    let one = |(index, link): (usize, &TypedLink)| {
        Some(InputFault::new(format!("link-{}", index + 1), format!("Link {}: {}", index + 1, link.wrong()?)))
    };
    links.iter().enumerate().filter_map(one).collect()
}

impl TypedLink {
    pub(super) fn of(link: &AuthorLink) -> Self {
        Self { label: link.label.clone(), address: link.address.clone() }
    }

    /// The address, where it is one of another site; people leave out how it begins.
    fn url(&self) -> Option<Url> {
        let text = &self.address;
        let whole = if text.contains("://") { text.clone() } else { format!("https://{text}") };
        let is_site = |url: &Url| url.scheme() == "https" && url.domain().is_some_and(|host| host.contains('.'));
        Url::parse(&whole).ok().filter(|url| is_site(url) && url.username().is_empty() && url.password().is_none())
    }

    fn wrong(&self) -> Option<&'static str> {
        if self.address.is_empty() {
            return Some("enter where it leads, or empty its words");
        }
        if self.label.chars().count() > LABEL {
            return Some("keep its words to 40 characters");
        }
        let fits = self.url().is_some_and(|url| url.as_str().len() <= ADDRESS);
        (!fits).then_some("enter an address that begins with https://, such as https://example.com/me")
    }

    /// The link; where nobody said what it is called, it is called as the site to which it leads.
    pub(super) fn link(&self) -> Option<AuthorLink> {
        let url = self.url()?;
        let host = url.domain().unwrap_or_default().trim_start_matches("www.");
        let label = if self.label.is_empty() { host.to_owned() } else { self.label.clone() };
        Some(AuthorLink { label, address: url.to_string() })
    }
}
