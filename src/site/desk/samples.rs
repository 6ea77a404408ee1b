//! The screens of the smaller things with sample content: the demo's own.

use chrono::{TimeDelta, Utc};
use uuid::Uuid;

use super::authors::samples as people;
use super::deletion::ItemDeletionPage;
use super::list::OrderedPage;
use super::menus::samples as menus;
use super::parts::State;
use super::redirects::RedirectsPage;
use super::redirects::creation::RedirectPage;
use super::redirects::deletion::RedirectDeletionPage;
use super::services::{self, ServicePage};
use super::topics::{self, TopicPage};
use crate::accounts::access::Viewer;
use crate::accounts::inputs::InputFault;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::demo::{self, SampleSite};
use crate::editor::{Finder, Lead, Opt};
use crate::error::{AppError, Result};
use crate::samples::Sample;
use crate::site::redirects::{Listed, Missing};
use crate::site::{Holder, Ordered};

fn holders(site: &SampleSite) -> Vec<Holder> {
    let page = |page: &crate::site::Page| Holder {
        id: page.id,
        title: page.live.content.title.clone(),
        path: Some(page.path.clone()),
    };
    let part = Holder { id: Uuid::nil(), title: "Ask for two pages".to_owned(), path: None };
    site.pages.iter().take(3).map(page).chain([part]).collect()
}

/// All of them.
///
/// # Errors
/// A template that cannot be rendered.
pub(super) fn samples(app: &App) -> Result<Vec<Sample>> {
    let site = demo::sample_site(app.clock.moment())?;
    let mut all = in_order(app, &site)?;
    all.extend(people::samples(app, &site, holders(&site))?);
    all.extend(menus::samples(app, &site)?);
    all.extend(redirects(app, &site)?);
    Ok(all)
}

fn in_order(app: &App, site: &SampleSite) -> Result<Vec<Sample>> {
    let (viewer, page) = (Viewer::sample(), |title: &str| Frame::sample(app, title, Section::Pages));
    let list = |of: Ordered, rows| OrderedPage::new(page(of.title()), &viewer, of, rows);
    let (offered, filed) = (site.resolver.services.clone(), site.topics.clone());
    let service = offered.first().cloned().ok_or(AppError::NotFound)?;
    let topic = filed.first().cloned().ok_or(AppError::NotFound)?;
    let pages = || {
        let named = site.pages.iter().map(|page| (page.id, format!("{} ({})", page.live.content.title, page.path)));
        Opt::list(&named.collect::<Vec<_>>(), service.page, "No page")
    };
    let sell = |how, holders| ServicePage::sample(page("A service"), &service, (pages(), holders), how);
    let file = |how, holders| TopicPage::sample(page("A topic"), &topic, holders, how);
    let asks =
        |holders| ItemDeletionPage::new(page("Delete"), Ordered::Service, service.id, service.name.clone(), holders);
    Ok(vec![
        Sample::of("services-list", &list(Ordered::Service, services::sample_rows(offered.clone())))?,
        Sample::of("services-list-empty", &list(Ordered::Service, Vec::new()))?,
        Sample::of("topics-list", &list(Ordered::Topic, topics::sample_rows(filed.clone())))?,
        Sample::of("topics-list-empty", &list(Ordered::Topic, Vec::new()))?,
        Sample::of("service-sheet", &sell(State::Stored, holders(site)))?,
        Sample::of("service-sheet-new", &sell(State::New, Vec::new()))?,
        Sample::of("service-sheet-mistakes", &sell(State::Wrong, Vec::new()))?,
        Sample::of("service-sheet-meanwhile", &sell(State::Stale, holders(site)))?,
        Sample::of("topic-sheet", &file(State::Stored, holders(site)))?,
        Sample::of("topic-sheet-new", &file(State::New, Vec::new()))?,
        Sample::of("topic-sheet-mistakes", &file(State::Wrong, Vec::new()))?,
        Sample::of("topic-sheet-meanwhile", &file(State::Stale, Vec::new()))?,
        Sample::of("item-deletion", &asks(Vec::new()))?,
        Sample::of("item-deletion-in-use", &asks(holders(site)))?,
    ])
}

fn redirects(app: &App, site: &SampleSite) -> Result<Vec<Sample>> {
    let (viewer, page) = (Viewer::sample(), |title: &str| Frame::sample(app, title, Section::Pages));
    let now: chrono::DateTime<Utc> = app.clock.now();
    let prices = site.pages.iter().find(|page| page.path == "/prices").ok_or(AppError::NotFound)?;
    let listed = |from: &str, to: &str, is_prefix: bool, leads: bool, hits: i64| Listed {
        id: Uuid::nil(),
        from: from.to_owned(),
        is_prefix,
        to: to.to_owned(),
        page: leads.then_some(prices.id),
        leads,
        hits,
        last_at: (hits > 0).then(|| now - TimeDelta::hours(hits)),
    };
    let missing = |path: &str, referrer: &str, hits: i64| Missing {
        path: path.to_owned(),
        hits,
        referrer: referrer.to_owned(),
        last_at: now - TimeDelta::hours(3),
    };
    let some = || {
        let rows = vec![
            listed("/price-list.pdf", "/prices", false, true, 12),
            listed("/shop", "/prices", true, true, 1),
            listed("/spring-offer", "/offers", false, false, 0),
        ];
        (rows, vec![missing("/servces/repairs", "links.example", 14), missing("/wp-login.php", "", 1)])
    };
    let list = |words: &str, things: (Vec<Listed>, Vec<Missing>)| {
        RedirectsPage::new(app, page("Redirects"), &viewer, words, things, (1, false))
    };
    let lead = Lead { href: format!("page:{}", prices.id), title: "Prices".to_owned(), about: "/prices".to_owned() };
    let finder = Finder::sample("page", "price", vec![lead.clone()]);
    let form = |texts: (&str, bool, &str), lead: Option<Lead>, finder: Option<&Finder>, faults: Vec<InputFault>| {
        RedirectPage::new(page("A new redirect"), texts, lead, finder, faults)
    };
    let wrong = vec![
        InputFault::new("from", "A page lives at /prices. Move it first."),
        InputFault::new("address", "Choose a page or enter an address, not both"),
    ];
    let asked = listed("/price-list.pdf", "/prices", true, true, 12);
    Ok(vec![
        Sample::of("redirects", &list("", some()))?,
        Sample::of("redirects-empty", &list("", (Vec::new(), Vec::new())))?,
        Sample::of("redirects-nothing-found", &list("zither", (Vec::new(), some().1)))?,
        Sample::of("redirect-new", &form(("", false, ""), None, None, Vec::new())?)?,
        Sample::of("redirect-found", &form(("/price-list", true, ""), None, Some(&finder), Vec::new())?)?,
        Sample::of("redirect-mistakes", &form(("/prices", false, "/more"), Some(lead), None, wrong)?)?,
        Sample::of("redirect-deletion", &RedirectDeletionPage::new(app, page("Delete a redirect"), asked))?,
    ])
}
