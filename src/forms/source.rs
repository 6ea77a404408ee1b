//! Where an enquiry came from, without tracking cookies: what script remembered until Send, else the form page's own address.

use serde::{Deserialize, Serialize};
use url::Url;

/// The page, call to action, campaign tags and referring host of an enquiry.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Source {
    /// The page of this site on which it began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// The call to action that was followed; script calls it `cta`.
    #[serde(skip_serializing_if = "Option::is_none", alias = "cta")]
    pub call: Option<String>,
    /// `utm_source`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub utm_source: Option<String>,
    /// `utm_medium`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub utm_medium: Option<String>,
    /// `utm_campaign`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub utm_campaign: Option<String>,
    /// The host of the site that led here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub referrer: Option<String>,
}

/// The most characters that are kept of one part.
const MOST: usize = 200;

fn part(text: &str) -> Option<String> {
    let flat = crate::mail::one_line(text);
    (!flat.is_empty()).then(|| flat.chars().take(MOST).collect())
}

impl Source {
    /// What script reported, cut to size; nothing where it is not readable.
    pub fn of_script(json: &str) -> Self {
        if json.len() > 4096 {
            return Self::default();
        }
        let told: Self = serde_json::from_str(json).unwrap_or_default();
        let tidy = |value: Option<String>| value.as_deref().and_then(part);
        Self {
            page: tidy(told.page).filter(|page| page.starts_with('/')),
            call: tidy(told.call),
            utm_source: tidy(told.utm_source),
            utm_medium: tidy(told.utm_medium),
            utm_campaign: tidy(told.utm_campaign),
            referrer: tidy(told.referrer),
        }
    }

    /// What a Referer tells: of our own pages the path and the campaign tags, of others the host.
    pub fn of_referer(referer: Option<&str>, origin: &str) -> Self {
        let Some(url) = referer.and_then(|text| Url::parse(text).ok()) else { return Self::default() };
        if url.origin().ascii_serialization() != origin {
            return Self { referrer: url.host_str().and_then(part), ..Self::default() };
        }
        let tag = |name: &str| url.query_pairs().find(|(n, _)| n == name).and_then(|(_, value)| part(&value));
        Self {
            // The form's own pages are no place that somebody came from.
            page: part(url.path()).filter(|path| !path.starts_with("/forms/")),
            call: tag("call"),
            utm_source: tag("utm_source"),
            utm_medium: tag("utm_medium"),
            utm_campaign: tag("utm_campaign"),
            referrer: None,
        }
    }

    /// This source, with what is missing taken from another.
    pub fn or(self, other: Self) -> Self {
        Self {
            page: self.page.or(other.page),
            call: self.call.or(other.call),
            utm_source: self.utm_source.or(other.utm_source),
            utm_medium: self.utm_medium.or(other.utm_medium),
            utm_campaign: self.utm_campaign.or(other.utm_campaign),
            referrer: self.referrer.or(other.referrer),
        }
    }

    /// The parts in words, for the record of an enquiry.
    pub fn rows(&self) -> Vec<(&'static str, String)> {
        let campaign: Vec<&str> =
            [&self.utm_source, &self.utm_medium, &self.utm_campaign].into_iter().filter_map(Option::as_deref).collect();
        let mut rows = Vec::new();
        let mut add = |label, value: Option<String>| rows.extend(value.map(|value| (label, value)));
        add("Page", self.page.clone());
        add("Call to action", self.call.clone());
        add("Campaign", (!campaign.is_empty()).then(|| campaign.join(" · ")));
        add("From", self.referrer.clone());
        rows
    }
}
