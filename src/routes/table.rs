//! The table of routes while it is written down.

use std::collections::BTreeMap;

use actix_web::http::Method;
use actix_web::{Handler, Resource, Responder, Route, web};

use super::{Line, Policy};
use crate::accounts::access;
use crate::starter;

/// The routes of one group, as they are being written down.
#[derive(Default)]
pub(super) struct Table {
    pub lines: Vec<Line>,
    routes: BTreeMap<&'static str, Vec<Route>>,
    order: Vec<&'static str>,
}

impl Table {
    pub fn get<F, A>(&mut self, path: &'static str, policy: Policy, handler: F)
    where
        F: Handler<A>,
        A: actix_web::FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        let head = web::method(Method::HEAD).to(handler.clone());
        self.add(Method::HEAD, path, policy, head);
        self.add(Method::GET, path, policy, web::get().to(handler));
    }

    pub fn post<F, A>(&mut self, path: &'static str, policy: Policy, handler: F)
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

    pub fn into_resources(mut self) -> Vec<Resource> {
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
