//! What the business sells, with prices: its own rows, never typed twice.

use askama::Template;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::field::{Field, Is, LINE, Noun, SENTENCES, needed, optional};
use super::{Group, Kind, Markdown, SampleThings, Showing, look};
use crate::error::Result;
use crate::site::{Resolver, Service, doors};
use crate::web::html::{Drawing, render};

look! {
    /// How services look.
    Look {
        /// A ruled list with prices at the right.
        #[default]
        List = "list", "A ruled list with prices";
        /// Name plates, each with its door.
        Plates = "plates", "Name plates with doors";
    }
}

/// What the business sells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServicesBlock {
    /// The heading; empty for none.
    #[serde(default)]
    pub title: String,
    /// A sentence under it.
    #[serde(default)]
    pub introduction: String,
    /// Which, in order; all where none is named.
    #[serde(default)]
    pub services: Vec<Uuid>,
    /// How they look.
    #[serde(default)]
    pub look: Look,
}

struct ServiceView<'a> {
    name: &'a str,
    outcome: &'a str,
    price: String,
    href: Option<String>,
    door: Option<Drawing>,
}

#[derive(Template)]
#[template(path = "blocks/services.html")]
struct ServicesView<'a> {
    title: &'a str,
    introduction: &'a str,
    look: Look,
    services: Vec<ServiceView<'a>>,
}

impl ServicesBlock {
    fn listed<'a>(&self, resolver: &'a Resolver) -> Vec<&'a Service> {
        if self.services.is_empty() {
            return resolver.services.iter().collect();
        }
        self.services.iter().filter_map(|id| resolver.service(*id)).collect()
    }
}

fn page_of(service: &Service, resolver: &Resolver) -> Option<String> {
    resolver.addresses.get(&service.page?).cloned()
}

impl Kind for ServicesBlock {
    const LABEL: &'static str = "Services";
    const ABOUT: &'static str = "What you sell, with its prices, as it stands in your list of services.";
    const GROUP: Group = Group::Business;
    const FIELDS: &'static [Field] = &[
        optional("title", "Heading", LINE),
        optional("introduction", "Introduction", SENTENCES),
        optional("services", "Services", Is::Many(Noun::Service, 24)).hint("Choose none to show all"),
        needed("look", "Look", Is::Choice(Look::CHOICES)),
    ];

    fn html(&self, showing: &mut Showing<'_>) -> Result<String> {
        let services = self.listed(showing.resolver).into_iter().map(|service| ServiceView {
            name: &service.name,
            outcome: &service.outcome,
            price: service.price_words(),
            href: page_of(service, showing.resolver),
            door: (self.look == Look::Plates).then(|| Drawing::of_generator(doors::door(&service.slug))),
        });
        let services = services.collect();
        render(&ServicesView { title: &self.title, introduction: &self.introduction, look: self.look, services })
    }

    fn markdown(&self, out: &mut Markdown<'_>) {
        out.heading(2, &self.title);
        out.paragraph(&self.introduction);
        let lines: Vec<_> = self
            .listed(out.resolver())
            .into_iter()
            .map(|service| {
                let name = match page_of(service, out.resolver()) {
                    Some(path) => out.link(&service.name, &path),
                    None => format!("**{}**", super::markup::escaped(&service.name)),
                };
                let price = service.price_words();
                let price = if price.is_empty() { price } else { format!(" ({price})") };
                format!("{name}{price}: {}", super::markup::escaped(&service.outcome))
            })
            .collect();
        out.list(&lines);
    }

    fn sample(things: &SampleThings) -> Self {
        Self {
            title: "Four things, done properly".to_owned(),
            introduction: "If you need a fifth, we know people.".to_owned(),
            services: things.services.clone(),
            look: Look::List,
        }
    }
}
