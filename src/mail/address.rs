//! Email addresses, checked once where they come in.

use std::fmt;

use lettre::Address;

/// An address that mail can be sent to: no control characters, no address literals, a domain with a dot (or `localhost`).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Reads an address; spaces around it are dropped. International names are kept as typed.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > 254 || text.chars().any(|c| c.is_control() || c.is_whitespace() || is_invisible(c)) {
            return None;
        }
        let address: Address = text.parse().ok()?;
        let domain = address.domain();
        let named = domain == "localhost" || (domain.contains('.') && !domain.starts_with('['));
        (named && address.user().len() <= 64).then(|| Self(text.to_owned()))
    }

    /// As typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For the mailer.
    pub fn to_address(&self) -> Option<Address> {
        self.0.parse().ok()
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Characters that show nothing and could make two addresses look alike.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fffd}')
}

/// Text on one line: control characters become spaces, so that a name can't add a header.
pub fn one_line(text: &str) -> String {
    let flat: String = text.chars().map(|c| if c.is_control() || is_invisible(c) { ' ' } else { c }).collect();
    flat.split_whitespace().collect::<Vec<_>>().join(" ")
}
