//! Something of another site: a link until the visitor agrees, and only then its frame.

use askama::Template;
use serde::{Deserialize, Serialize};

use super::field::{Choice, Field, Is, needed, optional};
use super::{BlockFault, Group, Kind, Markdown, SampleThings, Showing};
use crate::error::Result;
use crate::web::html::render;

/// Whose it is. No other site can be shown in a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Provider {
    /// Maps.
    OpenStreetMap,
    /// Videos.
    YouTube,
    /// Videos.
    Vimeo,
}

impl Provider {
    const CHOICES: &'static [Choice] =
        &[("openstreetmap", "OpenStreetMap"), ("youtube", "YouTube"), ("vimeo", "Vimeo")];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::OpenStreetMap => "OpenStreetMap",
            Self::YouTube => "YouTube",
            Self::Vimeo => "Vimeo",
        }
    }

    /// The origin of its frames, for `frame-src`.
    pub fn origin(self) -> &'static str {
        match self {
            Self::OpenStreetMap => "https://www.openstreetmap.org",
            Self::YouTube => "https://www.youtube-nocookie.com",
            Self::Vimeo => "https://player.vimeo.com",
        }
    }

    /// The address of the frame for the address that people know; none where it is not one of the provider's.
    fn frame(self, address: &str) -> Option<String> {
        let url = url::Url::parse(address).ok().filter(|url| url.scheme() == "https")?;
        let host = url.host_str()?.trim_start_matches("www.").trim_start_matches("m.").to_owned();
        let word = |text: &str| {
            let is_word = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
            is_word.then(|| text.to_owned())
        };
        let query = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        match self {
            Self::YouTube if host == "youtu.be" => word(url.path().trim_matches('/')),
            Self::YouTube if host == "youtube.com" => word(&query("v")?),
            Self::Vimeo if host == "vimeo.com" => word(url.path().trim_matches('/')),
            Self::OpenStreetMap if host == "openstreetmap.org" => {
                let number = |text: String| text.parse::<f64>().ok().filter(|n| n.is_finite() && n.abs() <= 180.0);
                let (lat, lon) = (number(query("mlat")?)?, number(query("mlon")?)?);
                let zoom = url.fragment().and_then(|f| f.strip_prefix("map=")?.split('/').next()?.parse::<i32>().ok());
                // A window of about 800 by 450 px at this zoom.
                let wide = 360.0 / 2_f64.powi(zoom.unwrap_or(15).clamp(1, 19)) * 3.1;
                let tall = wide * 0.56 * lat.to_radians().cos();
                let (west, east) = (lon - wide / 2.0, lon + wide / 2.0);
                let (south, north) = (lat - tall / 2.0, lat + tall / 2.0);
                Some(format!("{west:.5},{south:.5},{east:.5},{north:.5}&layer=mapnik&marker={lat:.5},{lon:.5}"))
            }
            _ => None,
        }
        .map(|place| match self {
            Self::YouTube => format!("{}/embed/{place}", self.origin()),
            Self::Vimeo => format!("{}/video/{place}?dnt=1", self.origin()),
            Self::OpenStreetMap => format!("{}/export/embed.html?bbox={place}", self.origin()),
        })
    }
}

/// Something of another site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Embed {
    /// Whose it is.
    pub provider: Provider,
    /// Its page there.
    pub address: String,
    /// What it shows.
    pub title: String,
    /// A line under it.
    #[serde(default)]
    pub note: String,
}

#[derive(Template)]
#[template(path = "blocks/embed.html")]
struct EmbedView<'a> {
    provider: &'static str,
    address: &'a str,
    frame: String,
    title: &'a str,
    note: &'a str,
}

impl Kind for Embed {
    const LABEL: &'static str = "Map or video";
    const ABOUT: &'static str = "A map or a video of another site, loaded only once the visitor agrees.";
    const GROUP: Group = Group::Pictures;
    const FIELDS: &'static [Field] = &[
        needed("provider", "From", Is::Choice(Provider::CHOICES)),
        needed("address", "Address", Is::Address).hint("Of its page there, as you would send it to somebody"),
        needed("title", "What it shows", Is::Line(160)),
        optional("note", "Note", Is::Line(300)),
    ];

    fn check(&self) -> std::result::Result<(), BlockFault> {
        let words = match self.provider {
            Provider::OpenStreetMap => {
                "Enter an address of OpenStreetMap with a marker: on its map choose Share, tick “Include marker”, and copy the link"
            }
            Provider::YouTube => "Enter the address of a video, such as https://www.youtube.com/watch?v=…",
            Provider::Vimeo => "Enter the address of a video, such as https://vimeo.com/…",
        };
        match self.provider.frame(&self.address) {
            Some(_) => Ok(()),
            None => Err(BlockFault::wrong("address", words)),
        }
    }

    fn html(&self, showing: &mut Showing<'_>) -> Result<String> {
        let Some(frame) = self.provider.frame(&self.address) else { return Ok(String::new()) };
        showing.providers.insert(self.provider);
        let view = EmbedView {
            provider: self.provider.name(),
            address: &self.address,
            frame,
            title: &self.title,
            note: &self.note,
        };
        render(&view)
    }

    fn markdown(&self, out: &mut Markdown<'_>) {
        out.call(&self.note, &self.title, &self.address);
    }

    fn sample(_: &SampleThings) -> Self {
        Self {
            provider: Provider::OpenStreetMap,
            address: "https://www.openstreetmap.org/?mlat=54.4858&mlon=-0.6206#map=15/54.4858/-0.6206".to_owned(),
            title: "A map of a harbour town on the Yorkshire coast".to_owned(),
            note: "It stands in for Whitcliffe, which is on no map.".to_owned(),
        }
    }
}
