//! The inputs of account forms as they are shown, and what is wrong with what was typed.
//!
//! A password input is made without a value, so that no page can ever fill one in again.

use validator::{Validate, ValidationError};

use super::Password;
use crate::mail::EmailAddress;

/// One mistake: it links to its input, and says how to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFault {
    /// The id of the input, which is its name.
    pub id: &'static str,
    /// How to mend it.
    pub message: String,
}

/// One input.
#[derive(Debug, Clone)]
pub struct Input {
    /// Its name and id.
    pub name: &'static str,
    /// What stands above it.
    pub label: &'static str,
    /// One sentence under the label; may be empty.
    pub hint: &'static str,
    /// `email`, `password` or `text`.
    pub kind: &'static str,
    /// How browsers and password managers fill it in.
    pub autocomplete: &'static str,
    /// As typed; empty for passwords.
    pub value: String,
    /// How to mend it.
    pub error: Option<String>,
}

impl Input {
    fn new(name: &'static str, label: &'static str, kind: &'static str, autocomplete: &'static str) -> Self {
        Self { name, label, hint: "", kind, autocomplete, value: String::new(), error: None }
    }

    /// The address that somebody signs in with.
    pub fn email(value: &str) -> Self {
        Self { value: value.to_owned(), ..Self::new("email", "Email address", "email", "username") }
    }

    /// What colleagues call somebody.
    pub fn person(value: &str) -> Self {
        let hint = "Your colleagues see it beside what you do.";
        Self { value: value.to_owned(), hint, ..Self::new("name", "Your name", "text", "name") }
    }

    /// A password that is checked.
    pub fn password() -> Self {
        Self::new("password", "Password", "password", "current-password")
    }

    /// The present password, asked for before it is changed.
    pub fn current_password() -> Self {
        Self::new("current", "Current password", "password", "current-password")
    }

    /// A password that is chosen.
    pub fn new_password() -> Self {
        let hint = "12 characters or more. Three or four words that don’t belong together are easy to remember.";
        Self { hint, ..Self::new("password", "New password", "password", "new-password") }
    }

    /// The input with its mistake, if it has one.
    #[must_use]
    pub fn with(mut self, faults: &[InputFault]) -> Self {
        self.error = faults.iter().find(|fault| fault.id == self.name).map(|fault| fault.message.clone());
        self
    }

    /// Whether it is a password.
    pub fn is_password(&self) -> bool {
        self.kind == "password"
    }

    /// The ids of hint and error, for assistive software.
    pub fn described_by(&self) -> Option<String> {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.name));
        let error = self.error.is_some().then(|| format!("{}-error", self.name));
        let ids: Vec<String> = hint.into_iter().chain(error).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// What is wrong with a typed form, in the order in which its inputs stand on the page.
pub(super) fn faults(form: &impl Validate, order: &[&'static str]) -> Vec<InputFault> {
    let Err(errors) = form.validate() else { return Vec::new() };
    let fields = errors.field_errors();
    let words = |name: &str| fields.get(name)?.first()?.message.as_ref().map(ToString::to_string);
    order.iter().filter_map(|id| Some(InputFault { id, message: words(id)? })).collect()
}

/// The rule for an email address.
pub(super) fn email_address(text: &str) -> Result<(), ValidationError> {
    let words = match text {
        "" => "Enter your email address",
        other if EmailAddress::parse(other).is_none() => "Enter an email address like name@example.com",
        _ => return Ok(()),
    };
    Err(ValidationError::new("email").with_message(words.into()))
}

/// The rule for a password that is chosen.
pub(super) fn chosen_password(text: &str) -> Result<(), ValidationError> {
    Password::parse(text).map(drop).map_err(|fault| ValidationError::new("password").with_message(fault.words().into()))
}
