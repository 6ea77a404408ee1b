//! Every address of the product, with who may use it: what visitors read in `public.rs`, where staff work in `desk.rs`. Nothing is
//! served that does not stand there.

mod desk;
mod public;
mod table;

use actix_web::http::Method;
use actix_web::web;

use crate::accounts::access::{self, Power};
use crate::{accounts, site, starter};
use table::Table;

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

/// The whole table, for tests and for those who want to read it.
pub fn lines() -> Vec<Line> {
    let mut table = Table::default();
    public::forms(&mut table);
    public::site(&mut table);
    public::parts(&mut table);
    desk::account(&mut table);
    desk::desk(&mut table);
    table.lines
}

/// Registers every route. Sessions are read only with a session cookie.
#[expect(clippy::disallowed_methods, reason = "the one place that registers routes")]
pub fn register(app: &crate::app::App, config: &mut web::ServiceConfig) {
    let (mut asked, mut open) = (Table::default(), Table::default());
    let (mut own, mut inner) = (Table::default(), Table::default());
    public::forms(&mut asked);
    public::site(&mut asked);
    public::parts(&mut open);
    desk::account(&mut own);
    desk::desk(&mut inner);
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
