//! `/admin/settings/forms/{form}`: who gets the enquiries of a form, and by when somebody replies.

use std::collections::BTreeSet;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::history::{self, Change, Fact, Facts, History};
use crate::accounts::access::Viewer;
use crate::accounts::inputs::{Input, InputFault};
use crate::accounts::people::Done;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::forms::{Form, ReplyPromise};
use crate::mail::{EmailAddress, one_line};
use crate::web::edge::Posted;
use crate::web::html::page;

/// Recipients of a form at most, and lines that are read.
const MOST: usize = 20;
const LINES: usize = 100;
/// Empty lines for further ones.
const MORE: usize = 2;
/// The longest promise in working hours.
const HOURS: u32 = 400;

/// Somebody who gets the enquiries of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// Their name; may be empty.
    name: String,
    /// Their address.
    email: String,
}

/// What people set about a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormSetting {
    recipients: Vec<Recipient>,
    working_hours: u32,
    words: String,
}

impl FormSetting {
    fn topic(form: &Form) -> String {
        format!("form {}", form.id.simple())
    }

    fn address(form: &Form) -> String {
        format!("/admin/settings/forms/{}", form.slug)
    }

    /// How a form stands now.
    async fn of(conn: &mut Conn, form: &Form) -> Result<Self> {
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
    async fn apply(&self, tx: &mut Tx, at: Moment, form: &Form, before: &Self) -> Result<()> {
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
            Form::change(tx, at, form.id, &definition).await?;
        }
        Ok(())
    }

    /// Writes a change of a form down and makes it stand so, in one transaction.
    async fn change(
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
            self.apply(tx, at, &form, &before).await?;
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

/// What was typed.
#[derive(Debug, Default, Clone)]
pub(super) struct Typed {
    people: Vec<(String, String)>,
    hours: String,
    words: String,
}

impl Typed {
    fn read(posted: &Posted) -> Self {
        let field = |name: &str| one_line(posted.last(name).unwrap_or_default());
        let (names, emails) = (posted.all("recipient-name"), posted.all("recipient-email"));
        let people = names.zip(emails).take(LINES).map(|(name, email)| (one_line(name), one_line(email)));
        Self {
            people: people.filter(|(name, email)| !name.is_empty() || !email.is_empty()).collect(),
            hours: field("hours"),
            words: field("words"),
        }
    }

    fn of(setting: &FormSetting) -> Self {
        Self {
            people: setting.recipients.iter().map(|person| (person.name.clone(), person.email.clone())).collect(),
            hours: setting.working_hours.to_string(),
            words: setting.words.clone(),
        }
    }

    /// The setting, or what is wrong with it.
    fn setting(&self) -> Result<FormSetting, Vec<InputFault>> {
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

/// The page.
#[derive(Debug, Template)]
#[template(path = "settings/recipients.html")]
pub struct RecipientsPage {
    layout: Frame,
    errors: Vec<InputFault>,
    title: String,
    address: String,
    people: Vec<PersonLine>,
    none: bool,
    inputs: [Input; 2],
    /// Whoever gets the demo's mail instead of everybody here.
    only: Option<String>,
    history: History,
}

/// One line of recipients.
#[derive(Debug)]
struct PersonLine {
    number: usize,
    name: String,
    email: String,
    wrong: bool,
}

impl RecipientsPage {
    pub(super) fn new(
        layout: Frame,
        form: &Form,
        typed: &Typed,
        only: Option<String>,
        history: History,
        errors: Vec<InputFault>,
    ) -> Self {
        let lines = typed.people.iter().cloned().chain(std::iter::repeat_n(Default::default(), MORE)).enumerate();
        let line = |(number, (name, email)): (usize, (String, String))| PersonLine {
            wrong: errors.iter().any(|fault| fault.id == format!("recipient-{number}")),
            number,
            name,
            email,
        };
        let hint = "Counted in working hours. 0 promises nothing, and no reply is ever late.";
        let shown = "On the form and on the receipt, such as “Within one working day”.";
        let hours =
            Input { kind: "text", ..Input::text("hours", "Somebody replies within so many hours", &typed.hours) };
        Self {
            layout,
            title: form.definition.title.clone(),
            address: FormSetting::address(form),
            none: typed.people.is_empty(),
            people: lines.map(line).collect(),
            inputs: [hours.hinted(hint), Input::text("words", "In words", &typed.words).hinted(shown)]
                .map(|input| input.with(&errors)),
            only,
            history,
            errors,
        }
    }
}

async fn answer(
    app: &App,
    viewer: &Viewer,
    slug: &str,
    typed: Option<Typed>,
    done: Option<Uuid>,
    status: StatusCode,
    errors: Vec<InputFault>,
) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let form = Form::by_slug(&mut conn, slug).await?;
    let stored = FormSetting::of(&mut conn, &form).await?;
    let (address, topic) = (FormSetting::address(&form), FormSetting::topic(&form));
    let history =
        History::load::<FormSetting>(&mut conn, &app.business(), &topic, format!("{address}/restoration")).await?;
    let title = &form.definition.title;
    let title = if errors.is_empty() { title.clone() } else { format!("Error: {title}") };
    let mut layout = Frame::new(app, &mut conn, viewer, &title, Section::Forms).await?;
    layout.tell(app, &mut conn, viewer, done, &address).await?;
    let only = app.only_recipient().map(ToString::to_string);
    let typed = typed.unwrap_or_else(|| Typed::of(&stored));
    page(status, &RecipientsPage::new(layout, &form, &typed, only, history, errors))
}

/// `GET /admin/settings/forms/{form}`.
pub async fn show(
    app: web::Data<App>,
    viewer: Viewer,
    slug: web::Path<String>,
    done: web::Query<Done>,
) -> Result<HttpResponse> {
    answer(&app, &viewer, &slug, None, done.act(), StatusCode::OK, Vec::new()).await
}

/// `POST /admin/settings/forms/{form}`.
pub async fn save(
    app: web::Data<App>,
    viewer: Viewer,
    slug: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let typed = Typed::read(&posted);
    let after = match typed.setting() {
        Ok(setting) => setting,
        Err(faults) => {
            return answer(&app, &viewer, &slug, Some(typed), None, StatusCode::UNPROCESSABLE_ENTITY, faults).await;
        }
    };
    let (at, who, seen, name) = (app.clock.moment(), viewer.staff_id, super::seen(&posted), slug.to_string());
    match app.db.write(async move |tx: &mut Tx| after.change(tx, at, &name, seen, None, who).await).await {
        Ok(act) => Ok(Done::at(&format!("/admin/settings/forms/{slug}"), act)),
        Err(AppError::Conflict(_)) => {
            answer(&app, &viewer, &slug, Some(typed), None, StatusCode::CONFLICT, vec![super::meanwhile()]).await
        }
        Err(error) => Err(error),
    }
}

/// `POST /admin/settings/forms/{form}/restoration`.
pub async fn restore(
    app: web::Data<App>,
    viewer: Viewer,
    slug: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (at, who, number, name) = (app.clock.moment(), viewer.staff_id, super::number(&posted)?, slug.to_string());
    let work = async move |tx: &mut Tx| {
        let form = Form::by_slug(tx.conn(), &name).await?;
        let then: FormSetting = history::version(tx.conn(), &FormSetting::topic(&form), number).await?;
        then.change(tx, at, &name, None, Some(number), who).await
    };
    let act = app.db.write(work).await?;
    Ok(Done::at(&format!("/admin/settings/forms/{slug}"), act))
}

impl RecipientsPage {
    /// The page with sample content.
    pub(super) fn sample(app: &App, form: &Form, wrong: bool) -> Self {
        let mut typed = Typed {
            people: vec![("Ines Marlow".to_owned(), "ines@bellpull.example".to_owned())],
            hours: "8".to_owned(),
            words: "Within one working day".to_owned(),
        };
        if wrong {
            typed.people.push(("Una Bell".to_owned(), "una".to_owned()));
            typed.hours = "soon".to_owned();
        }
        let faults = typed.setting().err().unwrap_or_default();
        let changes = vec!["Working hours until a reply: “16” became “8”".to_owned()];
        let history =
            History::sample(&app.business(), app.clock.now(), "/admin/settings/forms/project/restoration", changes);
        let title = if wrong { "Error: Recipients" } else { "Recipients" };
        Self::new(Frame::sample(app, title, Section::Forms), form, &typed, None, history, faults)
    }
}
