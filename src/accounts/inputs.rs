//! The inputs of account forms as they are shown, and what is wrong with what was typed.
//!
//! A password input is made without a value, so that no page can ever fill one in again.

use std::borrow::Cow;

use validator::{Validate, ValidationError};

use super::Password;
use crate::mail::EmailAddress;

/// One mistake: it links to its input, and says how to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFault {
    /// The id of the input, which is its name.
    pub id: Cow<'static, str>,
    /// How to mend it.
    pub message: String,
}

impl InputFault {
    /// A mistake of one input.
    pub fn new(id: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self { id: id.into(), message: message.into() }
    }
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
    /// What somebody may have overlooked.
    pub check: Option<String>,
    /// Whether it takes several lines.
    pub tall: bool,
    /// Whether it only shows what stands elsewhere.
    pub fixed: bool,
    /// The id of the list from which it proposes; empty for none.
    pub proposals: &'static str,
}

impl Input {
    fn new(name: &'static str, label: &'static str, kind: &'static str, autocomplete: &'static str) -> Self {
        Self {
            name,
            label,
            hint: "",
            kind,
            autocomplete,
            value: String::new(),
            error: None,
            check: None,
            tall: false,
            fixed: false,
            proposals: "",
        }
    }

    /// Plain text.
    pub fn text(name: &'static str, label: &'static str, value: &str) -> Self {
        Self { value: value.to_owned(), ..Self::new(name, label, "text", "off") }
    }

    /// Several lines of text.
    pub fn lines(name: &'static str, label: &'static str, value: &str) -> Self {
        Self { tall: true, ..Self::text(name, label, value) }
    }

    /// An email address that nobody signs in with here.
    pub fn address(name: &'static str, label: &'static str, value: &str) -> Self {
        Self { kind: "email", ..Self::text(name, label, value) }
    }

    /// A password of something else than an account: no password manager fills it in.
    pub fn secret(name: &'static str, label: &'static str) -> Self {
        Self::new(name, label, "password", "new-password")
    }

    /// The input with a sentence under its label.
    #[must_use]
    pub fn hinted(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }

    /// The input as something that can't be changed here.
    #[must_use]
    pub fn fixed_if(mut self, fixed: bool) -> Self {
        self.fixed = fixed;
        self
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
        let check = self.check.is_some().then(|| format!("{}-check", self.name));
        let ids: Vec<String> = [hint, error, check].into_iter().flatten().collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// What is wrong with a typed form, in the order in which its inputs stand on the page.
pub(crate) fn faults(form: &impl Validate, order: &[&'static str]) -> Vec<InputFault> {
    let Err(errors) = form.validate() else { return Vec::new() };
    let fields = errors.field_errors();
    let words = |name: &str| fields.get(name)?.first()?.message.as_ref().map(ToString::to_string);
    order.iter().filter_map(|id| Some(InputFault::new(*id, words(id)?))).collect()
}

/// The rule for an email address.
pub(crate) fn email_address(text: &str) -> Result<(), ValidationError> {
    let words = match text {
        "" => "Enter your email address",
        other if EmailAddress::parse(other).is_none() => "Enter an email address like name@example.com",
        _ => return Ok(()),
    };
    Err(ValidationError::new("email").with_message(words.into()))
}

/// The rule for a password that is chosen.
pub(crate) fn chosen_password(text: &str) -> Result<(), ValidationError> {
    Password::parse(text).map(drop).map_err(|fault| ValidationError::new("password").with_message(fault.words().into()))
}

/// The rule for a colleague's name.
pub(crate) fn their_name(text: &str) -> Result<(), ValidationError> {
    required(text, 200, "Enter their name", "The name must be 200 characters or fewer")
}

/// The rule for one's own name.
pub(crate) fn your_name(text: &str) -> Result<(), ValidationError> {
    required(text, 200, "Enter your name", "Your name must be 200 characters or fewer")
}

/// The rule for text that has to be there, with the words for where it is missing or too long.
pub(crate) fn required(
    text: &str,
    most: usize,
    missing: &'static str,
    long: &'static str,
) -> Result<(), ValidationError> {
    let words = if text.trim().is_empty() {
        missing
    } else if text.chars().count() > most {
        long
    } else {
        return Ok(());
    };
    Err(ValidationError::new("text").with_message(words.into()))
}
