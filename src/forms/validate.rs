//! Checking and tidying one answer. Words say how to mend it, and are the same in the summary and at the field.

use chrono::NaiveDate;

use super::answers::Answers;
use super::definition::{Field, Kind};
use crate::mail::EmailAddress;

/// The most characters of one line and of a longer text, where a field says nothing else.
const LINE: u32 = 200;
const TEXT: u32 = 5_000;

/// A mistake in one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The field; also the id of its first input, which the summary links to.
    pub field: String,
    /// How to mend it.
    pub words: String,
}

impl Field {
    /// The tidied values of this field.
    ///
    /// # Errors
    /// The fault, in words for the visitor.
    pub fn tidy(&self, answers: &Answers) -> Result<Vec<String>, Fault> {
        match self.kind {
            Kind::Date => self.tidy_date(answers),
            Kind::Choices => self.tidy_choices(answers),
            _ => self.tidy_single(answers.text(&self.name)),
        }
    }

    fn fault(&self, words: String) -> Fault {
        Fault { field: self.name.clone(), words }
    }

    fn missing(&self) -> Result<Vec<String>, Fault> {
        if !self.required {
            return Ok(Vec::new());
        }
        let own = self.error.missing.clone();
        let words = own.unwrap_or_else(|| match self.kind {
            Kind::Choice | Kind::Choices | Kind::YesNo => format!("Select an answer to “{}”", self.label),
            Kind::Consent => "Tick the box so that we may answer you".to_owned(),
            _ => format!("Enter {}", self.subject()),
        });
        Err(self.fault(words))
    }

    /// The label inside a sentence: "Email address" becomes "your email address".
    fn subject(&self) -> String {
        let label = self.label.trim_end_matches(['?', '.', ':']);
        let mut letters = label.chars();
        let lower =
            letters.next().map(|first| first.to_lowercase().chain(letters).collect::<String>()).unwrap_or_default();
        if lower.starts_with("your ") || lower.starts_with("the ") { lower } else { format!("your {lower}") }
    }

    fn tidy_single(&self, typed: &str) -> Result<Vec<String>, Fault> {
        // Browsers post line ends as CR LF; one of them is one character to the person who typed it.
        let text = typed.replace("\r\n", "\n");
        let text = if self.kind == Kind::LongText { text.trim_end() } else { text.trim() };
        if text.trim().is_empty() {
            return self.missing();
        }
        let most = self.max.unwrap_or(if self.kind == Kind::LongText { TEXT } else { LINE });
        let length = text.chars().count();
        if length > usize::try_from(most).unwrap_or(usize::MAX) {
            return Err(self.fault(format!("{} must be {most} characters or fewer: it is {length} now", self.label)));
        }
        let tidy = match self.kind {
            Kind::Email => EmailAddress::parse(text)
                .map(|address| address.to_string())
                .ok_or_else(|| self.fault("Enter an email address in the form name@example.com".to_owned()))?,
            Kind::Phone => tidy_phone(text)
                .ok_or_else(|| self.fault("Enter a telephone number with its digits, like 01632 960 441".to_owned()))?,
            Kind::WebAddress => tidy_web(text)
                .ok_or_else(|| self.fault("Enter the address of the website, like www.example.com".to_owned()))?,
            Kind::Number => self.tidy_number(text)?,
            Kind::Choice if !self.offered().any(|choice| choice.value == text) => {
                return Err(self.fault(format!("Select one of the answers to “{}”", self.label)));
            }
            Kind::YesNo if text != "yes" && text != "no" => {
                return Err(self.fault(format!("Select yes or no for “{}”", self.label)));
            }
            Kind::Consent if text != "yes" => return self.missing(),
            Kind::ShortText | Kind::HiddenSource => crate::mail::one_line(text),
            _ => text.to_owned(),
        };
        Ok(vec![tidy])
    }

    fn tidy_number(&self, text: &str) -> Result<String, Fault> {
        let digits: String =
            text.chars().filter(|c| !c.is_whitespace() && !matches!(c, ',' | '£' | '€' | '$')).collect();
        let number: i64 =
            digits.parse().map_err(|_| self.fault(format!("{} must be a whole number, like 12", self.label)))?;
        match (self.least, self.most) {
            (Some(least), _) if number < least => Err(self.fault(format!("{} must be {least} or more", self.label))),
            (_, Some(most)) if number > most => Err(self.fault(format!("{} must be {most} or less", self.label))),
            _ => Ok(number.to_string()),
        }
    }

    fn tidy_choices(&self, answers: &Answers) -> Result<Vec<String>, Fault> {
        let chosen = answers.all(&self.name);
        if chosen.iter().any(|value| !self.offered().any(|choice| choice.value == *value)) {
            return Err(self.fault(format!("Select only from the answers to “{}”", self.label)));
        }
        // In the form's own order, each once.
        let values: Vec<String> =
            self.offered().map(|choice| choice.value.clone()).filter(|value| chosen.contains(value)).collect();
        if values.is_empty() { self.missing() } else { Ok(values) }
    }

    fn tidy_date(&self, answers: &Answers) -> Result<Vec<String>, Fault> {
        let part = |name: &str| answers.text(&format!("{}.{name}", self.name)).trim().to_owned();
        let (day, month, year) = (part("day"), part("month"), part("year"));
        if day.is_empty() && month.is_empty() && year.is_empty() {
            return self.missing();
        }
        let date = match (day.parse::<u32>(), month.parse::<u32>(), year.parse::<i32>()) {
            (Ok(day), Ok(month), Ok(year)) if (1900..=2200).contains(&year) => {
                NaiveDate::from_ymd_opt(year, month, day)
            }
            _ => None,
        };
        match date {
            Some(date) => Ok(vec![date.format("%Y-%m-%d").to_string()]),
            None => Err(self.fault(format!("{} must be a real day, like 27 3 2027", self.label))),
        }
    }
}

/// Digits with the marks that people write between them; at least six digits.
fn tidy_phone(text: &str) -> Option<String> {
    let allowed = |c: char| {
        c.is_ascii_digit() || matches!(c, ' ' | '+' | '-' | '(' | ')' | '.' | '/' | 'x' | 'e' | 't' | '#' | ',')
    };
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (text.chars().all(allowed) && (6..=20).contains(&digits)).then(|| text.to_owned())
}

/// A web address with its scheme: `https://` is added where there is none.
fn tidy_web(text: &str) -> Option<String> {
    if text.chars().any(char::is_whitespace) {
        return None;
    }
    let lower = text.to_lowercase();
    let whole = if lower.starts_with("http://") || lower.starts_with("https://") {
        text.to_owned()
    } else {
        format!("https://{text}")
    };
    let url = url::Url::parse(&whole).ok()?;
    let named = url.host_str().is_some_and(|host| host.contains('.') && !host.starts_with('.') && !host.ends_with('.'));
    (named && matches!(url.scheme(), "http" | "https") && url.username().is_empty()).then(|| url.to_string())
}
