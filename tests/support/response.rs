//! An answer, and what a person would find in it.

use reqwest::header::HeaderMap;
use scraper::{ElementRef, Html, Selector};

/// A whole answer.
#[derive(Debug, Clone)]
pub struct Response {
    status: u16,
    headers: HeaderMap,
    /// The address that answered.
    pub url: String,
    /// Its path and query.
    pub path: String,
    /// The body as it came.
    pub bytes: Vec<u8>,
    /// The body as text.
    pub text: String,
}

impl Response {
    pub(super) async fn read(response: reqwest::Response) -> Result<Self, reqwest::Error> {
        let (status, headers, url) = (response.status().as_u16(), response.headers().clone(), response.url().clone());
        let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        let bytes = response.bytes().await?.to_vec();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Ok(Self { status, headers, url: url.to_string(), path, bytes, text })
    }

    /// The status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// A header, where it was sent.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Every value of a header.
    pub fn headers(&self, name: &str) -> Vec<&str> {
        self.headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).collect()
    }

    /// Where a redirect leads.
    pub fn location(&self) -> Option<String> {
        self.header("location").map(str::to_owned)
    }

    /// The page.
    pub fn html(&self) -> Html {
        Html::parse_document(&self.text)
    }

    /// The words of the page, with single spaces.
    pub fn words(&self) -> String {
        words(self.html().root_element())
    }

    /// The words of every element that a CSS selector finds.
    pub fn all(&self, selector: &str) -> Vec<String> {
        let html = self.html();
        html.select(&css(selector)).map(words).collect()
    }

    /// The words of the first element that a CSS selector finds.
    pub fn first(&self, selector: &str) -> Option<String> {
        self.all(selector).into_iter().next()
    }

    /// Whether there is such an element.
    pub fn has(&self, selector: &str) -> bool {
        self.html().select(&css(selector)).next().is_some()
    }

    /// An attribute of the first element that a CSS selector finds.
    pub fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        self.html().select(&css(selector)).next().and_then(|element| element.value().attr(name).map(str::to_owned))
    }

    /// An attribute of every element that a CSS selector finds.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let html = self.html();
        html.select(&css(selector)).filter_map(|element| element.value().attr(name)).map(str::to_owned).collect()
    }

    /// What stands in a form field: of a text area its text, of radio buttons and tick boxes the first that is chosen.
    pub fn input(&self, name: &str) -> Option<String> {
        self.inputs(name).into_iter().next()
    }

    /// Everything that stands under a field's name.
    pub fn inputs(&self, name: &str) -> Vec<String> {
        let html = self.html();
        let controls = controls_of(html.root_element());
        controls.into_iter().filter(|(found, _)| found == name).map(|(_, value)| value).collect()
    }

    /// The page's form (the enquiry's where there is one, else the first in its main part that posts) with `pairs` in place:
    /// its action and every pair that a browser would send.
    pub(super) fn filled(&self, pairs: &[(&str, &str)]) -> (String, Vec<(String, String)>) {
        let html = self.html();
        let form = ["form[data-enquiry]", "main form[method=post]", "form[method=post]"]
            .into_iter()
            .find_map(|selector| html.select(&css(selector)).next())
            .unwrap_or_else(|| panic!("no form on {}: {}", self.path, self.words()));
        let mut all = controls_of(form);
        all.retain(|(name, _)| !pairs.iter().any(|(given, _)| given == name));
        all.extend(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        (form.value().attr("action").unwrap_or_default().to_owned(), all)
    }
}

fn css(selector: &str) -> Selector {
    Selector::parse(selector).unwrap_or_else(|error| panic!("{selector}: {error}"))
}

fn words(element: ElementRef<'_>) -> String {
    element.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

/// The pairs that a browser would send.
fn controls_of(form: ElementRef<'_>) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for control in form.select(&css("input[name], textarea[name], select[name]")) {
        let element = control.value();
        let name = element.attr("name").unwrap_or_default().to_owned();
        let value = element.attr("value").unwrap_or_default().to_owned();
        match (element.name(), element.attr("type").unwrap_or("text")) {
            ("textarea", _) => {
                let text: String = control.text().collect();
                pairs.push((name, text));
            }
            ("select", _) => {
                let chosen =
                    control.select(&css("option[selected]")).next().or_else(|| control.select(&css("option")).next());
                pairs.extend(chosen.map(|option| (name, option.value().attr("value").unwrap_or_default().to_owned())));
            }
            (_, "radio" | "checkbox") => {
                if element.attr("checked").is_some() {
                    pairs.push((name, if element.attr("value").is_some() { value } else { "on".to_owned() }));
                }
            }
            (_, "submit" | "button" | "file" | "image" | "reset") => {}
            _ => pairs.push((name, value)),
        }
    }
    pairs
}
