//! Passwords that people choose: 12 to 128 characters, not a common one, and no other rule.
//!
//! Made by the forms that set a password, by the demo and by the settings; what people type to sign in is never checked
//! against these rules, only against the stored hash.

use secrecy::{ExposeSecret, SecretString};

use super::common_passwords;

/// A password that may be set.
#[derive(Clone)]
pub struct Password(SecretString);

/// Why a password may not be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordFault {
    /// Nothing was typed.
    Missing,
    /// Fewer than 12 characters.
    TooShort,
    /// More than 128 characters.
    TooLong,
    /// On the list of common passwords, or made of a repetition or a row of keys.
    Common,
}

impl Password {
    /// The fewest characters.
    pub const LEAST: usize = 12;
    /// The most characters.
    pub const MOST: usize = 128;

    /// Checks a password that somebody chose. Spaces count and stay.
    ///
    /// # Errors
    /// The rule that it breaks.
    pub fn parse(text: &str) -> Result<Self, PasswordFault> {
        match text.chars().count() {
            0 => Err(PasswordFault::Missing),
            length if length < Self::LEAST => Err(PasswordFault::TooShort),
            length if length > Self::MOST => Err(PasswordFault::TooLong),
            _ if common_passwords::includes(text) => Err(PasswordFault::Common),
            _ => Ok(Self(SecretString::from(text))),
        }
    }

    /// The characters, for the hash alone.
    pub(super) fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password")
    }
}

impl PasswordFault {
    /// What the person reads: how to mend it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Missing => "Enter a new password",
            Self::TooShort => "Password must be 12 characters or more: three or four words are easy to remember",
            Self::TooLong => "Password must be 128 characters or fewer",
            Self::Common => "Choose a password that is harder to guess: this one is on every list of common passwords",
        }
    }
}
