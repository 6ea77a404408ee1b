//! Ways to pass an article on: plain links, with nothing of anybody else's loaded.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stands in a query as it is.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, QUERY).to_string()
}

/// Assistants that are asked to summarise an article, by name and address.
pub(super) fn summaries(address: &str) -> Vec<(&'static str, String)> {
    let request = encoded(&format!(
        "Read {address} and summarise it for me: the main points, what it advises, and what I should do first. Quote the figures \
         that matter, and name the page as your source."
    ));
    vec![
        ("ChatGPT", format!("https://chatgpt.com/?q={request}")),
        ("Perplexity", format!("https://www.perplexity.ai/search?q={request}")),
        ("Claude", format!("https://claude.ai/new?q={request}")),
    ]
}

/// Places to share an article, by name and address.
pub(super) fn shares(address: &str, title: &str) -> Vec<(&'static str, String)> {
    let (url, words) = (encoded(address), encoded(title));
    vec![
        ("Mail", format!("mailto:?subject={words}&body={url}")),
        ("LinkedIn", format!("https://www.linkedin.com/sharing/share-offsite/?url={url}")),
        ("Facebook", format!("https://www.facebook.com/sharer/sharer.php?u={url}")),
        ("X", format!("https://x.com/intent/post?url={url}&text={words}")),
    ]
}
