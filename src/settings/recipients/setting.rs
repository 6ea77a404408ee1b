//! Recipients and reply promise of a form as they are kept: in the form itself, with each version under a topic of its own.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::forms::{Form, ReplyPromise};
use crate::mail::EmailAddress;
use crate::settings::{Change, Fact, Facts};

/// Somebody who gets the enquiries of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// Their name; may be empty.
    pub(super) name: String,
    /// Their address.
    pub(super) email: String,
}

/// What people set about a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormSetting {
    pub(super) recipients: Vec<Recipient>,
    pub(super) working_hours: u32,
    pub(super) words: String,
}

impl FormSetting {
    pub(super) fn topic(form: &Form) -> String {
        format!("form {}", form.id.simple())
    }

    pub(super) fn address(form: &Form) -> String {
        format!("/admin/settings/forms/{}", form.slug)
    }

    /// How a form stands now.
    pub(super) async fn of(conn: &mut Conn, form: &Form) -> Result<Self> {
        let recipients = Form::recipients(conn, form.id).await?;
        let promise = &form.definition.reply_promise;
        Ok(Self {
            recipients: recipients
                .into_iter()
                .map(|(name, email)| Recipient { name, email: email.to_string() })
                .collect(),
            working_hours: promise.working_hours,
            words: promise.words.clone(),
        })
    }

    /// Makes a form stand so. Another promise is a new version of the form: what was answered keeps its own.
    async fn apply(&self, tx: &mut Tx, at: Moment, form: &Form, before: &Self, who: Uuid) -> Result<()> {
        if self.recipients != before.recipients {
            let people: Vec<_> = self
                .recipients
                .iter()
                .filter_map(|person| Some((person.name.clone(), EmailAddress::parse(&person.email)?)))
                .collect();
            Form::set_recipients(tx, at, form.id, &people).await?;
        }
        if (self.working_hours, &self.words) != (before.working_hours, &before.words) {
            let mut definition = form.definition.clone();
            definition.reply_promise = ReplyPromise { working_hours: self.working_hours, words: self.words.clone() };
            Form::change_by(tx, at, form.id, &definition, Some(who)).await?;
        }
        Ok(())
    }

    /// Writes a change of a form down and makes it stand so, in one transaction.
    pub(super) async fn change(
        self,
        tx: &mut Tx,
        at: Moment,
        slug: &str,
        seen: Option<i32>,
        back_to: Option<i32>,
        who: Uuid,
    ) -> Result<Option<Uuid>> {
        Form::hold(tx, slug).await?;
        let form = Form::by_slug(tx.conn(), slug).await?;
        let before = Self::of(tx.conn(), &form).await?;
        let setting = format!("Form “{}”", form.definition.title);
        let change =
            Change { topic: Self::topic(&form), setting, seen, before: before.clone(), after: self.clone(), back_to };
        let act = change.write(tx, at, who).await?;
        if act.is_some() {
            self.apply(tx, at, &form, &before, who).await?;
        }
        Ok(act)
    }
}

impl Facts for FormSetting {
    fn facts(&self) -> Vec<Fact> {
        let mut facts = vec![
            Fact::new("Working hours until a reply", self.working_hours.to_string()),
            Fact::new("In words", &self.words),
        ];
        facts.extend(self.recipients.iter().map(|person| {
            let named = if person.name.is_empty() {
                person.email.clone()
            } else {
                format!("{}, {}", person.name, person.email)
            };
            Fact::new(format!("Recipient {}", person.email.to_lowercase()), named)
        }));
        facts
    }
}
