//! Where to go after signing in: a path on this site and nothing else, so that a link to our sign-in page never leads away.

/// A path on this site, with its query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextPath(String);

impl NextPath {
    /// Where staff land when nothing else was asked for.
    const DESK: &str = "/admin";
    /// Longer ones are no address of ours.
    const MOST: usize = 2000;

    /// Reads what a browser sent. Browsers read `//`, `/\` and `/` with a tab or line break behind it as another site's address,
    /// so a path begins with one slash, and holds neither backslashes nor anything but visible ASCII.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        let rooted = text.starts_with('/') && !text.starts_with("//");
        (plain && rooted && text.len() <= Self::MOST).then(|| Self(text.to_owned()))
    }

    /// Reads a field or parameter; anything else than a path of ours is the desk.
    pub fn or_desk(text: Option<&str>) -> Self {
        text.and_then(Self::parse).unwrap_or_else(|| Self(Self::DESK.to_owned()))
    }

    /// The path.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
