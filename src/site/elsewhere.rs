//! Where else a business is to be found: its own pages at other places, by the names under which people know those.

use url::Url;

/// Places by the end of their host, and what people call them.
const KNOWN: [(&str, &str); 24] = [
    ("linkedin.com", "LinkedIn"),
    ("instagram.com", "Instagram"),
    ("facebook.com", "Facebook"),
    ("fb.com", "Facebook"),
    ("x.com", "X"),
    ("twitter.com", "X"),
    ("threads.net", "Threads"),
    ("threads.com", "Threads"),
    ("bsky.app", "Bluesky"),
    ("mastodon.social", "Mastodon"),
    ("youtube.com", "YouTube"),
    ("vimeo.com", "Vimeo"),
    ("tiktok.com", "TikTok"),
    ("pinterest.com", "Pinterest"),
    ("behance.net", "Behance"),
    ("dribbble.com", "Dribbble"),
    ("github.com", "GitHub"),
    ("gitlab.com", "GitLab"),
    ("medium.com", "Medium"),
    ("xing.com", "XING"),
    ("trustpilot.com", "Trustpilot"),
    ("whatsapp.com", "WhatsApp"),
    ("wa.me", "WhatsApp"),
    ("t.me", "Telegram"),
];

/// A page of the business at another place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// What the place is called: "LinkedIn", or its host.
    pub name: String,
    /// The whole address.
    pub address: String,
}

impl Profile {
    /// The page at an address.
    pub fn of(address: &str) -> Self {
        let host = Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
        let is_at = |place: &str| host.strip_suffix(place).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        let known = KNOWN.iter().find(|(place, _)| is_at(place)).map(|(_, name)| (*name).to_owned());
        let name = known.unwrap_or_else(|| host.strip_prefix("www.").unwrap_or(&host).to_owned());
        Self { name, address: address.to_owned() }
    }

    /// Reads what somebody typed: a whole `https` address of a public host, and nothing else.
    pub fn parse(typed: &str) -> Option<Self> {
        let url = Url::parse(typed).ok().filter(|url| url.scheme() == "https")?;
        let host = url.host_str().filter(|host| host.contains('.') && !host.ends_with('.'))?;
        let letters = host.rsplit('.').next().is_some_and(|last| last.chars().any(char::is_alphabetic));
        let plain = url.username().is_empty() && url.password().is_none() && url.port().is_none();
        (letters && plain && typed.chars().count() <= 300).then(|| Self::of(url.as_str()))
    }
}
