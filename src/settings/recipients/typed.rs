//! Recipients and reply promise as they were typed, and what is wrong with them.

use std::collections::BTreeSet;

use super::setting::{FormSetting, Recipient};
use crate::accounts::inputs::InputFault;
use crate::mail::{EmailAddress, one_line};
use crate::web::edge::Posted;

/// Recipients of a form at most, and lines that are read.
const MOST: usize = 20;
const LINES: usize = 100;
/// The longest promise in working hours.
const HOURS: u32 = 400;

/// What was typed.
#[derive(Debug, Default, Clone)]
pub(crate) struct Typed {
    pub people: Vec<(String, String)>,
    pub hours: String,
    pub words: String,
}

impl Typed {
    pub fn read(posted: &Posted) -> Self {
        let field = |name: &str| one_line(posted.last(name).unwrap_or_default());
        let (names, emails) = (posted.all("recipient-name"), posted.all("recipient-email"));
        let people = names.zip(emails).take(LINES).map(|(name, email)| (one_line(name), one_line(email)));
        Self {
            people: people.filter(|(name, email)| !name.is_empty() || !email.is_empty()).collect(),
            hours: field("hours"),
            words: field("words"),
        }
    }

    pub fn of(setting: &FormSetting) -> Self {
        Self {
            people: setting.recipients.iter().map(|person| (person.name.clone(), person.email.clone())).collect(),
            hours: setting.working_hours.to_string(),
            words: setting.words.clone(),
        }
    }

    /// The setting, or what is wrong with it.
    pub fn setting(&self) -> Result<FormSetting, Vec<InputFault>> {
        let (mut faults, mut seen, mut recipients) = (Vec::new(), BTreeSet::new(), Vec::new());
        for (number, (name, email)) in self.people.iter().enumerate() {
            let place = format!("recipient-{number}");
            let fault = |words: String| InputFault::new(place.clone(), words);
            let shown: String =
                if email.is_empty() { name.chars().take(60).collect() } else { email.chars().take(60).collect() };
            match EmailAddress::parse(email) {
                None => faults.push(fault(format!("“{shown}” needs an email address like name@example.com"))),
                Some(_) if name.chars().count() > 200 => {
                    faults.push(fault("The name must be 200 characters or fewer".to_owned()));
                }
                Some(address) if !seen.insert(address.as_str().to_lowercase()) => {
                    faults.push(fault(format!("{shown} stands here twice: take one away")));
                }
                Some(address) => recipients.push(Recipient { name: name.clone(), email: address.to_string() }),
            }
        }
        if self.people.len() > MOST {
            faults.push(InputFault::new("recipient-0", format!("At most {MOST} people: for more, use a mailing list")));
        }
        // In the order in which they are read again.
        recipients.sort_by(|one, other| one.email.cmp(&other.email));
        let hours = self.hours.parse::<u32>().ok().filter(|hours| *hours <= HOURS);
        if hours.is_none() {
            faults.push(InputFault::new("hours", format!("Enter whole hours from 0 to {HOURS}; 0 promises nothing")));
        }
        if self.words.is_empty() {
            faults.push(InputFault::new("words", "Say in words when somebody replies, for whoever fills in the form"));
        } else if self.words.chars().count() > 200 {
            faults.push(InputFault::new("words", "The words must be 200 characters or fewer"));
        }
        match hours {
            Some(working_hours) if faults.is_empty() => {
                Ok(FormSetting { recipients, working_hours, words: self.words.clone() })
            }
            _ => Err(faults),
        }
    }
}
