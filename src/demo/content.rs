//! The demo's texts and pictures: read from the files beside this one, with slugs and paths turned into keys.

mod file;
mod pictures;

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::blocks::Placed;
use crate::clock::Moment;
use crate::error::{AppError, Result};
use crate::promises::{Holiday, OpeningHours, TimeOfDay};
use crate::site::redirects::{Goal, Redirect};
use crate::site::{Author, Beside, Business, Case, Content, NewArticle, NewPage, Service, Topic};
use crate::written::{self, Names, PageText, PartText, ServiceText, WrittenMenus};

use file::{ArticleText, AuthorText, BusinessText, CaseText, RedirectText, TopicText};
pub(super) use pictures::Hung;

/// The definitions of the demo's forms, by slug.
pub(super) const FORMS: [(&str, &str); 3] = [
    ("project", include_str!("content/forms/project.json")),
    ("contact", include_str!("content/forms/contact.json")),
    ("audit-request", include_str!("content/forms/audit-request.json")),
];

/// The site, ready to be added.
pub(super) struct Site {
    pub business: Business,
    pub menus: WrittenMenus,
    pub pictures: Vec<Hung>,
    pub authors: Vec<Author>,
    pub topics: Vec<Topic>,
    pub services: Vec<Service>,
    /// Pages, articles, cases and recurring parts.
    pub pages: Vec<NewPage>,
    pub redirects: Vec<Redirect>,
}

fn read<T: DeserializeOwned>(name: &str) -> Result<T> {
    let file = file::Files::get(name).ok_or_else(|| AppError::internal("the demo", format!("no file {name}")))?;
    serde_json::from_slice(&file.data).map_err(|error| AppError::internal("the demo", format!("{name}: {error}")))
}

/// Every file of a folder, by name.
fn folder<T: DeserializeOwned>(folder: &str) -> Result<Vec<T>> {
    let mut names: Vec<_> = file::Files::iter().filter(|name| name.starts_with(&format!("{folder}/"))).collect();
    names.sort();
    names.iter().map(|name| read(name)).collect()
}

impl Site {
    /// Reads the demo's site; `forms` are the forms that stand already.
    pub fn read(at: Moment, forms: &[(String, Uuid)]) -> Result<Self> {
        let (pages, parts): (Vec<PageText>, Vec<PartText>) = (folder("pages")?, folder("parts")?);
        let (articles, cases): (Vec<ArticleText>, Vec<CaseText>) = (folder("articles")?, folder("cases")?);
        let services: Vec<ServiceText> = read("services.json")?;
        let topics: Vec<TopicText> = read("topics.json")?;
        let authors: Vec<AuthorText> = read("authors.json")?;
        let pictures = pictures::hung(at)?;
        let keys = |names: Vec<String>| names.into_iter().map(|name| (name, at.id())).collect::<BTreeMap<_, _>>();
        let paths = pages.iter().map(|page| page.path.clone());
        let paths = paths.chain(articles.iter().map(|article| article.path.clone()));
        let names = Names {
            forms: forms.iter().cloned().collect(),
            pages: keys(paths.chain(cases.iter().map(|case| case.path.clone())).collect()),
            parts: keys(parts.iter().map(|part| part.name.clone()).collect()),
            media: pictures.iter().map(|hung| (hung.name.clone(), hung.id)).collect(),
            services: keys(services.iter().map(|service| service.slug.clone()).collect()),
            authors: keys(authors.iter().map(|author| author.slug.clone()).collect()),
            topics: keys(topics.iter().map(|topic| topic.slug.clone()).collect()),
        };
        let shelf = Shelf { at, names: &names };
        let (business, menus) = business(read("business.json")?, &names)?;
        let mut all = Vec::new();
        for part in parts {
            all.push(part.read(at, &names)?);
        }
        for page in pages {
            all.push(page.read(at, &names)?);
        }
        for article in articles {
            all.push(shelf.article(article)?);
        }
        for case in cases {
            all.push(shelf.case(case)?);
        }
        let redirects: Vec<RedirectText> = read("redirects.json")?;
        Ok(Self {
            business,
            menus,
            authors: authors
                .into_iter()
                .zip(0..)
                .map(|(text, position)| text.author(&names, position))
                .collect::<Result<_>>()?,
            topics: topics
                .into_iter()
                .map(|text| {
                    Ok(Topic {
                        id: names.topic(&text.slug)?,
                        slug: text.slug,
                        name: text.name,
                        description: text.description,
                    })
                })
                .collect::<Result<_>>()?,
            services: services
                .into_iter()
                .zip(0..)
                .map(|(text, position)| text.read(&names, "GBP", position))
                .collect::<Result<_>>()?,
            pages: all,
            redirects: redirects.into_iter().map(|text| text.redirect(&names)).collect::<Result<_>>()?,
            pictures,
        })
    }
}

/// Where texts become content.
struct Shelf<'a> {
    at: Moment,
    names: &'a Names,
}

impl Shelf<'_> {
    fn place(&self, blocks: Vec<serde_json::Value>) -> Result<Vec<Placed>> {
        written::placed(self.at, self.names, blocks)
    }

    fn article(&self, text: ArticleText) -> Result<NewPage> {
        let ago = |days: i64| self.at.now - Duration::days(days);
        let topics = text.topics.iter().map(|slug| self.names.topic(slug)).collect::<Result<Vec<_>>>()?;
        let article = NewArticle {
            author: self.names.author(&text.author)?,
            topics,
            published_at: Some(ago(text.published_days_ago)),
            updated_at: text.updated_days_ago.map(ago),
        };
        let content = Content {
            title: text.title,
            description: text.description,
            lead: text.lead,
            in_short: text.in_short,
            cover: Some(self.names.medium(&text.cover)?),
            cover_caption: text.cover_caption,
            blocks: self.place(text.blocks)?,
            aside: None,
        };
        Ok(NewPage { id: self.names.page(&text.path)?, beside: Beside::Article(article), path: text.path, content })
    }

    fn case(&self, text: CaseText) -> Result<NewPage> {
        let case = Case {
            client: text.client,
            sector: text.sector,
            place: text.place,
            year: text.year,
            figure: text.figure,
            figure_words: text.figure_words,
            service: Some(self.names.service(&text.service)?),
            position: 0,
        };
        let content = Content {
            title: text.title,
            description: text.description,
            lead: text.lead,
            cover: Some(self.names.medium(&text.cover)?),
            blocks: self.place(text.blocks)?,
            ..Content::default()
        };
        Ok(NewPage { id: self.names.page(&text.path)?, beside: Beside::Case(case), path: text.path, content })
    }
}

impl AuthorText {
    fn author(self, names: &Names, position: i32) -> Result<Author> {
        Ok(Author {
            id: names.author(&self.slug)?,
            picture: Some(names.medium(&self.picture)?),
            slug: self.slug,
            name: self.name,
            role: self.role,
            bio: self.bio,
            links: self.links,
            position,
        })
    }
}

impl RedirectText {
    fn redirect(self, names: &Names) -> Result<Redirect> {
        let goal = match names.page(&self.to) {
            Ok(page) => Goal::Page(page),
            Err(_) if self.to.starts_with('/') || self.to.starts_with("https://") => Goal::Address(self.to),
            Err(error) => return Err(error),
        };
        Ok(Redirect { from: self.from, is_prefix: self.prefix, goal })
    }
}

/// Bellpull's hours, as its pages say them, and the holidays of this year and the next.
pub(super) fn hours(now: DateTime<Utc>) -> OpeningHours {
    let opening = TimeOfDay::new(9, 0).zip(TimeOfDay::new(17, 0));
    let mut hours =
        opening.map_or_else(OpeningHours::default, |(opens, closes)| OpeningHours::working_week(opens, closes));
    for year in [now.year(), now.year() + 1] {
        for (month, day, name) in [(1, 1, "New Year’s Day"), (12, 25, "Christmas Day"), (12, 26, "Boxing Day")] {
            let day = NaiveDate::from_ymd_opt(year, month, day);
            hours.holidays.extend(day.map(|day| Holiday { day, name: name.to_owned() }));
        }
    }
    hours
}

fn business(text: BusinessText, names: &Names) -> Result<(Business, WrittenMenus)> {
    let menus = text.menus.read(names)?;
    let business = Business {
        name: text.name,
        strapline: text.strapline,
        phone: text.phone,
        email: text.email,
        address: text.address,
        hours: text.hours,
        zone: text.zone,
        prefix: text.prefix,
        currency: text.currency,
        footer_note: text.footer_note,
        ..Business::default()
    };
    Ok((business, menus))
}
