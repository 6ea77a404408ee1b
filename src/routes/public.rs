//! What visitors read, send and load, and what machines ask for.

use super::Policy;
use super::table::Table;
use crate::web::assets;
use crate::{editor, enquiries, forms, media, operations, site};

/// The forms that visitors fill in. Sessions are read there, so that what staff send is a test.
pub(super) fn forms(t: &mut Table) {
    use Policy::Site;
    t.get("/forms/{form}", Site, forms::pages::start);
    t.post("/forms/{form}", Site, forms::pages::throw_away);
    t.get("/forms/{form}/check", Site, forms::pages::check);
    t.post("/forms/{form}/check", Site, forms::pages::send);
    t.get("/forms/{form}/sent/{reference}", Site, enquiries::receipt::show);
    t.get("/forms/{form}/{step}", Site, forms::pages::step);
    t.post("/forms/{form}/{step}", Site, forms::pages::save_step);
}

/// What a visitor reads. Sessions are read there too: before the site is open, staff see it already.
pub(super) fn site(t: &mut Table) {
    use Policy::Site;
    t.get("/search", Site, site::search_page::show);
    t.get("/feed.xml", Site, site::feed::whole);
    t.get("/sitemap.xml", Site, site::sitemap::show);
    t.get("/sitemap-{file}.xml", Site, site::sitemap::file);
    t.get("/llms.txt", Site, site::llms::show);
    t.get("/blog", Site, site::journal::index);
    t.get("/blog/topics/{slug}", Site, site::journal::of_topic);
    t.get("/blog/topics/{slug}/feed.xml", Site, site::feed::of_topic);
    t.get("/blog/authors/{slug}", Site, site::journal::of_author);
    t.get("/blog/authors/{slug}/feed.xml", Site, site::feed::of_author);
    t.get("/cases", Site, site::cases::index);
}

/// The parts of pages, and what machines ask for.
pub(super) fn parts(t: &mut Table) {
    use Policy::{Proof, Public};
    t.get("/events", Proof, enquiries::events::stream);
    t.get("/a/{file:.*}", Public, assets::file);
    t.get("/favicon.ico", Public, assets::favicon);
    t.get("/robots.txt", Public, site::machines::robots);
    t.get("/manifest.webmanifest", Public, site::machines::manifest);
    t.get("/admin/manifest.webmanifest", Public, site::machines::desk_manifest);
    t.get("/preview/{token}", Proof, editor::preview::draft);
    t.get("/healthz", Public, operations::health);
    t.get("/readyz", Public, operations::ready);
    t.get("/metrics", Proof, operations::metrics);
    t.get("/media/share/{of}/{name}", Public, site::share::show);
    t.get("/media/{hash}/{name}", Public, media::pages::show);
}
