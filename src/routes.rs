//! Every address of the product, grouped, with who may use it. Nothing is served that does not stand here.

use std::collections::BTreeMap;

use actix_web::http::Method;
use actix_web::{Handler, Resource, Responder, Route, web};

use crate::accounts::access::{self, Power};
use crate::{
    accounts, acts, admin, deliveries, editor, enquiries, forms, mail, media, operations, samples, settings, site,
    starter, web as parts,
};

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// Everybody.
    Public,
    /// Everybody once the site is open; before, staff.
    Site,
    /// Everybody, but the handler checks a proof of its own (a token, a cookie, a loopback connection).
    Proof,
    /// Everybody who is signed in.
    SignedIn,
    /// Staff whose role has this power.
    May(Power),
}

/// One line of the table.
#[derive(Debug, Clone)]
pub struct Line {
    /// GET or POST; a GET answers HEAD too.
    pub method: Method,
    /// The path with its parameters.
    pub path: &'static str,
    /// Who may.
    pub policy: Policy,
}

/// The routes of one group, as they are being written down.
#[derive(Default)]
struct Table {
    lines: Vec<Line>,
    routes: BTreeMap<&'static str, Vec<Route>>,
    order: Vec<&'static str>,
}

impl Table {
    fn get<F, A>(&mut self, path: &'static str, policy: Policy, handler: F)
    where
        F: Handler<A>,
        A: actix_web::FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        let head = web::method(Method::HEAD).to(handler.clone());
        self.add(Method::HEAD, path, policy, head);
        self.add(Method::GET, path, policy, web::get().to(handler));
    }

    fn post<F, A>(&mut self, path: &'static str, policy: Policy, handler: F)
    where
        F: Handler<A>,
        A: actix_web::FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.add(Method::POST, path, policy, web::post().to(handler));
    }

    fn add(&mut self, method: Method, path: &'static str, policy: Policy, route: Route) {
        let route = match policy {
            Policy::Public | Policy::Proof => route,
            Policy::Site => starter::opening::guard(route),
            Policy::SignedIn => access::guard(route, None),
            Policy::May(power) => access::guard(route, Some(power)),
        };
        if method != Method::HEAD {
            self.lines.push(Line { method, path, policy });
        }
        if !self.routes.contains_key(path) {
            self.order.push(path);
        }
        self.routes.entry(path).or_default().push(route);
    }

    fn into_resources(mut self) -> Vec<Resource> {
        let mut resources = Vec::new();
        for path in self.order {
            let mut resource = web::resource(path);
            for route in self.routes.remove(path).unwrap_or_default() {
                resource = resource.route(route);
            }
            resources.push(resource);
        }
        resources
    }
}

/// The forms that visitors fill in. Sessions are read there, so that what staff send is a test.
fn forms(t: &mut Table) {
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
fn site(t: &mut Table) {
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
fn public(t: &mut Table) {
    use Policy::{Proof, Public};
    t.get("/events", Proof, enquiries::events::stream);
    t.get("/a/{file:.*}", Public, parts::assets::file);
    t.get("/favicon.ico", Public, parts::assets::favicon);
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

/// Sign-in and everything that action links open.
fn account(t: &mut Table) {
    use Policy::{Proof, Public, SignedIn};
    t.get("/account", SignedIn, accounts::pages::own);
    t.post("/account", SignedIn, accounts::pages::change_password);
    t.post("/account/profile", SignedIn, accounts::profile::save);
    t.post("/account/picture", SignedIn, accounts::picture::save);
    t.post("/account/picture/removal", SignedIn, accounts::picture::remove);
    t.get("/account/pictures/{id}", SignedIn, accounts::picture::show);
    t.post("/account/sessions", SignedIn, accounts::pages::end_other_sessions);
    t.post("/account/sessions/{id}", SignedIn, accounts::pages::end_session);
    t.get("/account/sign-in", Public, accounts::sign_in::show);
    t.post("/account/sign-in", Public, accounts::sign_in::enter);
    t.post("/account/sign-out", Public, accounts::sign_in::leave);
    t.get("/account/password", Public, accounts::forgotten::show);
    t.post("/account/password", Public, accounts::forgotten::ask);
    t.get("/account/link/{token}", Proof, accounts::link_pages::show);
    t.post("/account/link/{token}", Proof, accounts::link_pages::act);
}

/// Where staff work.
fn desk(t: &mut Table) {
    use Policy::{May, SignedIn};
    t.get("/admin", SignedIn, admin::dashboard::show);
    t.get("/admin/own-site", May(Power::People), starter::show_clearing);
    t.post("/admin/own-site", May(Power::People), starter::clear);
    t.post("/admin/opening", May(Power::People), starter::opening::open);
    t.post("/admin/privacy-reading", May(Power::People), starter::steps::note_privacy);
    t.get("/admin/events", May(Power::Enquiries), enquiries::desk_events::stream);
    t.get("/admin/enquiries", May(Power::Enquiries), enquiries::inbox::list);
    t.post("/admin/enquiries/exports", May(Power::Enquiries), enquiries::inbox::export::file);
    t.post("/admin/enquiries/changes", May(Power::Enquiries), enquiries::inbox::batch::change);
    t.post("/admin/enquiries/deletion", May(Power::Enquiries), enquiries::inbox::batch::delete);
    t.get("/admin/enquiries/{reference}", May(Power::Enquiries), enquiries::record::show);
    t.post("/admin/enquiries/{reference}/state", May(Power::Enquiries), enquiries::record::set_state);
    t.post("/admin/enquiries/{reference}/assignment", May(Power::Enquiries), enquiries::record::assign);
    t.post("/admin/enquiries/{reference}/answer", May(Power::Enquiries), enquiries::record::answer);
    t.post("/admin/enquiries/{reference}/clearance", May(Power::Enquiries), enquiries::record::clear);
    t.post("/admin/enquiries/{reference}/suspicion", May(Power::Enquiries), enquiries::record::suspect);
    t.post("/admin/enquiries/{reference}/notes", May(Power::Enquiries), enquiries::record::add_note);
    t.post("/admin/enquiries/{reference}/tasks", May(Power::Enquiries), enquiries::record::add_task);
    t.post("/admin/enquiries/{reference}/tasks/{id}", May(Power::Enquiries), enquiries::record::tick_task);
    t.post("/admin/acts/{id}/reversal", May(Power::Enquiries), enquiries::inbox::batch::reverse);
    t.get("/admin/deliveries", May(Power::Enquiries), deliveries::pages::show);
    t.post("/admin/deliveries/attempts", May(Power::Enquiries), deliveries::mending::try_many);
    t.post("/admin/deliveries/{id}/attempt", May(Power::Enquiries), deliveries::mending::try_again);
    t.post("/admin/deliveries/{id}/recipient", May(Power::Enquiries), deliveries::mending::send_elsewhere);
    t.post("/admin/forms/{form}/tests", May(Power::Enquiries), enquiries::test_pages::send);
    t.get("/admin/tests", May(Power::Enquiries), enquiries::test_pages::list);
    t.post("/admin/tests/removal", May(Power::Enquiries), enquiries::test_pages::wipe);
    t.get("/admin/tests/{reference}", May(Power::Enquiries), enquiries::test_pages::show);
    t.get("/admin/mail", May(Power::KeptMail), mail::kept::list);
    t.get("/admin/mail/{name}", May(Power::KeptMail), mail::kept::show);
    t.get("/admin/staff", May(Power::People), accounts::people::list);
    t.get("/admin/staff/acts", May(Power::People), acts::page::show);
    t.get("/admin/staff/invitation", May(Power::People), accounts::people::invitation::show);
    t.post("/admin/staff/invitation", May(Power::People), accounts::people::invitation::send);
    t.get("/admin/staff/{id}", May(Power::People), accounts::people::person::show);
    t.post("/admin/staff/{id}/role", May(Power::People), accounts::people::person::set_role);
    t.post("/admin/staff/{id}/exclusion", May(Power::People), accounts::people::person::shut_out);
    t.post("/admin/staff/{id}/admission", May(Power::People), accounts::people::person::let_in);
    t.post("/admin/staff/{id}/invitation", May(Power::People), accounts::people::person::invite_again);
    t.post("/admin/staff/{id}/sessions", May(Power::People), accounts::people::person::end_sessions);
    t.get("/admin/settings", May(Power::People), settings::overview::show);
    t.get("/admin/settings/business", May(Power::People), settings::business::show);
    t.post("/admin/settings/business", May(Power::People), settings::business::save);
    t.post("/admin/settings/business/restoration", May(Power::People), settings::business::restore);
    t.get("/admin/settings/logo", May(Power::People), settings::logo::show);
    t.post("/admin/settings/logo", May(Power::People), settings::logo::save);
    t.post("/admin/settings/logo/removal", May(Power::People), settings::logo::remove);
    t.post("/admin/settings/logo/restoration", May(Power::People), settings::logo::restore);
    t.get("/admin/settings/colour", May(Power::People), settings::colour::show);
    t.post("/admin/settings/colour", May(Power::People), settings::colour::save);
    t.get("/admin/settings/colour/sample", May(Power::People), settings::colour::sample);
    t.post("/admin/settings/colour/restoration", May(Power::People), settings::colour::restore);
    t.get("/admin/settings/elsewhere", May(Power::People), settings::elsewhere::show);
    t.post("/admin/settings/elsewhere", May(Power::People), settings::elsewhere::save);
    t.post("/admin/settings/elsewhere/restoration", May(Power::People), settings::elsewhere::restore);
    t.get("/admin/settings/region", May(Power::People), settings::region::show);
    t.post("/admin/settings/region", May(Power::People), settings::region::save);
    t.post("/admin/settings/region/restoration", May(Power::People), settings::region::restore);
    t.get("/admin/settings/search-engines", May(Power::People), settings::search_engines::show);
    t.post("/admin/settings/search-engines", May(Power::People), settings::search_engines::save);
    t.post("/admin/settings/search-engines/restoration", May(Power::People), settings::search_engines::restore);
    t.get("/admin/settings/hours", May(Power::People), settings::hours::show);
    t.post("/admin/settings/hours", May(Power::People), settings::hours::save);
    t.post("/admin/settings/hours/restoration", May(Power::People), settings::hours::restore);
    t.get("/admin/settings/mail", May(Power::People), settings::mail::show);
    t.post("/admin/settings/mail", May(Power::People), settings::mail::save);
    t.post("/admin/settings/mail/restoration", May(Power::People), settings::mail::restore);
    t.post("/admin/settings/mail/test", May(Power::People), settings::mail::send_test);
    t.get("/admin/settings/alerts", May(Power::People), settings::alerts::show);
    t.post("/admin/settings/alerts", May(Power::People), settings::alerts::save);
    t.post("/admin/settings/alerts/restoration", May(Power::People), settings::alerts::restore);
    t.post("/admin/settings/alerts/test", May(Power::People), settings::alerts::send_test);
    t.get("/admin/settings/forms/{form}", May(Power::People), settings::recipients::show);
    t.post("/admin/settings/forms/{form}", May(Power::People), settings::recipients::save);
    t.post("/admin/settings/forms/{form}/restoration", May(Power::People), settings::recipients::restore);
    t.get("/admin/forms", May(Power::FormTexts), forms::desk::list);
    t.get("/admin/forms/creation", May(Power::Forms), forms::desk::creation::show);
    t.post("/admin/forms/creation", May(Power::Forms), forms::desk::creation::create);
    t.get("/admin/forms/{form}", May(Power::FormTexts), forms::desk::editing::show);
    t.post("/admin/forms/{form}", May(Power::FormTexts), forms::desk::editing::save);
    t.get("/admin/forms/{form}/preview", May(Power::FormTexts), forms::desk::preview::start);
    t.get("/admin/forms/{form}/preview/{step}", May(Power::FormTexts), forms::desk::preview::show);
    t.post("/admin/forms/{form}/preview/{step}", May(Power::FormTexts), forms::desk::preview::go_on);
    t.get("/admin/forms/{form}/versions", May(Power::FormTexts), forms::desk::versions::list);
    t.post("/admin/forms/{form}/versions/{version}/restoration", May(Power::Forms), forms::desk::versions::restore);
    t.post("/admin/forms/{form}/state", May(Power::Forms), forms::desk::set_state);
    t.post("/admin/forms/{form}/deletion", May(Power::Forms), forms::desk::delete);
    t.get("/admin/pages", May(Power::Content), site::desk::pages);
    t.get("/admin/articles", May(Power::Articles), site::desk::articles);
    t.post("/admin/pages/{id}/position", May(Power::Content), site::desk::cases::shift);
    smaller(t);
    t.get("/admin/links", May(Power::Articles), editor::links::find);
    t.get("/admin/pages/{id}", May(Power::Articles), editor::pages::show);
    t.post("/admin/pages/{id}", May(Power::Articles), editor::pages::save);
    t.get("/admin/pages/{id}/preview", May(Power::Articles), editor::preview::show);
    t.get("/admin/pages/{id}/publication", May(Power::Articles), editor::publication::show);
    t.post("/admin/pages/{id}/publication", May(Power::Content), editor::publication::publish);
    t.post("/admin/pages/{id}/withdrawal", May(Power::Content), editor::publication::withdraw);
    t.post("/admin/pages/{id}/plans/{act}/removal", May(Power::Content), editor::publication::forget);
    t.post("/admin/pages/{id}/request", May(Power::Articles), editor::publication::ask);
    t.get("/admin/pages/{id}/versions", May(Power::Articles), editor::versions::list);
    t.get("/admin/pages/{id}/versions/{revision}", May(Power::Articles), editor::versions::show);
    t.post("/admin/pages/{id}/versions/{revision}/restoration", May(Power::Articles), editor::versions::restore);
    t.get("/admin/pages/{id}/address", May(Power::Content), editor::address::show);
    t.post("/admin/pages/{id}/address", May(Power::Content), editor::address::change);
    t.get("/admin/pages/{id}/deletion", May(Power::Content), editor::deletion::show);
    t.post("/admin/pages/{id}/deletion", May(Power::Content), editor::deletion::delete);
    t.get("/admin/media", May(Power::Articles), media::desk::list::show);
    t.post("/admin/media", May(Power::Articles), media::desk::adding::add);
    t.post("/admin/media/undescribed", May(Power::Articles), media::desk::describing::describe);
    t.get("/admin/media/{id}", May(Power::Articles), media::desk::one::show);
    t.post("/admin/media/{id}", May(Power::Articles), media::desk::one::save);
    t.post("/admin/media/{id}/replacement", May(Power::Content), media::desk::replacement::replace);
    t.get("/admin/media/{id}/deletion", May(Power::Content), media::desk::deletion::show);
    t.post("/admin/media/{id}/deletion", May(Power::Content), media::desk::deletion::delete);
    t.get("/admin/creation", May(Power::Articles), editor::creation::show);
    t.post("/admin/creation", May(Power::Articles), editor::creation::create);
    t.get("/dev/samples", May(Power::Samples), samples::list);
    t.get("/dev/samples/{name}", May(Power::Samples), samples::show);
}

/// What the site is made of beside its pages.
fn smaller(t: &mut Table) {
    use Policy::May;
    use site::desk::{authors, deletion, list, menus, redirects, services, topics};
    use site::{Author, Service, Topic};
    t.get("/admin/services", May(Power::Content), services::list);
    t.get("/admin/services/creation", May(Power::Content), services::creation);
    t.post("/admin/services/creation", May(Power::Content), services::create);
    t.get("/admin/services/{id}", May(Power::Content), services::show);
    t.post("/admin/services/{id}", May(Power::Content), services::save);
    t.post("/admin/services/{id}/position", May(Power::Content), list::shift::<Service>);
    t.get("/admin/services/{id}/deletion", May(Power::Content), deletion::show::<Service>);
    t.post("/admin/services/{id}/deletion", May(Power::Content), deletion::delete::<Service>);
    t.get("/admin/topics", May(Power::Content), topics::list);
    t.get("/admin/topics/creation", May(Power::Content), topics::creation);
    t.post("/admin/topics/creation", May(Power::Content), topics::create);
    t.get("/admin/topics/{id}", May(Power::Content), topics::show);
    t.post("/admin/topics/{id}", May(Power::Content), topics::save);
    t.post("/admin/topics/{id}/position", May(Power::Content), list::shift::<Topic>);
    t.get("/admin/topics/{id}/deletion", May(Power::Content), deletion::show::<Topic>);
    t.post("/admin/topics/{id}/deletion", May(Power::Content), deletion::delete::<Topic>);
    t.get("/admin/authors", May(Power::Content), authors::list);
    t.get("/admin/authors/creation", May(Power::Content), authors::creation);
    t.post("/admin/authors/creation", May(Power::Content), authors::create);
    t.get("/admin/authors/{id}", May(Power::Content), authors::show);
    t.post("/admin/authors/{id}", May(Power::Content), authors::save);
    t.post("/admin/authors/{id}/position", May(Power::Content), list::shift::<Author>);
    t.get("/admin/authors/{id}/deletion", May(Power::Content), deletion::show::<Author>);
    t.post("/admin/authors/{id}/deletion", May(Power::Content), deletion::delete::<Author>);
    t.get("/admin/menus", May(Power::Content), menus::show);
    t.post("/admin/menus", May(Power::Content), menus::save);
    t.get("/admin/redirects", May(Power::Content), redirects::list);
    t.get("/admin/redirects/creation", May(Power::Content), redirects::creation::show);
    t.post("/admin/redirects/creation", May(Power::Content), redirects::creation::create);
    t.get("/admin/redirects/{id}/deletion", May(Power::Content), redirects::deletion::show);
    t.post("/admin/redirects/{id}/deletion", May(Power::Content), redirects::deletion::delete);
    t.post("/admin/missing-paths/removal", May(Power::Content), redirects::forget);
}

/// The whole table, for tests and for those who want to read it.
pub fn lines() -> Vec<Line> {
    let mut table = Table::default();
    self::forms(&mut table);
    self::site(&mut table);
    public(&mut table);
    account(&mut table);
    desk(&mut table);
    table.lines
}

/// Registers every route. Sessions are read only with a session cookie.
#[expect(clippy::disallowed_methods, reason = "the one place that registers routes")]
pub fn register(app: &crate::app::App, config: &mut web::ServiceConfig) {
    let (mut asked, mut open) = (Table::default(), Table::default());
    let (mut own, mut inner) = (Table::default(), Table::default());
    self::forms(&mut asked);
    self::site(&mut asked);
    public(&mut open);
    account(&mut own);
    desk(&mut inner);
    for resource in asked.into_resources() {
        config.service(accounts::sessions::wrap(app, resource));
    }
    for resource in open.into_resources() {
        config.service(resource);
    }
    for resource in own.into_resources() {
        config.service(accounts::sessions::wrap(app, resource));
    }
    for resource in inner.into_resources() {
        // Other methods are refused by the guard too: nobody learns which ones there are.
        let closed = resource.route(access::guard(web::route().to(access::nothing_here), None));
        config.service(accounts::sessions::wrap(app, closed));
    }
    for area in ["/admin/{rest:.*}", "/dev/{rest:.*}"] {
        let unknown = web::resource(area).route(access::guard(web::route().to(access::nothing_here), None));
        config.service(accounts::sessions::wrap(app, unknown));
    }
    let page = |method| starter::opening::guard(web::method(method).to(site::pages::show));
    let pages = web::resource("/{path:.*}").route(page(Method::GET)).route(page(Method::HEAD));
    config.service(accounts::sessions::wrap(app, pages));
}
