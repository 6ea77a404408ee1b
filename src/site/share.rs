//! The picture that goes with a shared link: the page's title, who wrote it, the brand, and its own door.

use uuid::Uuid;

/// The address of the picture of a page's revision.
pub(super) fn address(path: &str, revision: Uuid) -> String {
    let slug = path.rsplit('/').next().filter(|slug| !slug.is_empty()).unwrap_or("home");
    format!("/media/share/{revision}/{slug}.png")
}
