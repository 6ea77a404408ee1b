//! The frame of signed-in pages: side bar, and the lines that say what is wrong and where it is mended.

use crate::accounts::access::{Power, Viewer};
use crate::alerts::{AlertKind, Tone, Trouble};
use crate::app::App;
use crate::db::Conn;
use crate::error::Result;
use crate::web::layout::Shell;

/// Where a screen belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// What needs somebody today.
    Dashboard,
    /// Enquiries and their records.
    Enquiries,
    /// Messages that are stuck, wait or left.
    Deliveries,
    /// Test enquiries, and when each form last went well.
    Tests,
    /// Mail that is kept instead of sent.
    Mail,
    /// Every page, block and mail with sample content.
    Samples,
    /// One's own account.
    Account,
}

/// One job in the side bar.
#[derive(Debug, Clone)]
pub struct Job {
    /// Its word.
    pub label: &'static str,
    /// Its icon.
    pub icon: &'static str,
    /// Its address.
    pub href: &'static str,
    /// Whether the screen belongs to it.
    pub current: bool,
}

/// Something that is wrong, as every screen shows it.
#[derive(Debug, Clone)]
pub struct Line {
    /// What it is.
    pub kind: AlertKind,
    /// What happened.
    pub summary: String,
    /// What to do about it.
    pub advice: &'static str,
    /// The screen on which it is mended, where the viewer may open it and does not look at it already.
    pub href: Option<&'static str>,
}

impl Line {
    /// Its look.
    pub fn banner(&self) -> &'static str {
        match self.kind.tone() {
            Tone::Alarm => "banner banner-bad",
            Tone::Warning => "banner banner-warn",
            Tone::Notice => "banner",
        }
    }

    /// The words of its link.
    pub fn label(&self) -> &'static str {
        match self.kind {
            AlertKind::DeliveriesStuck => "See which, and why",
            AlertKind::MailFailing => "See what the mail server says",
            AlertKind::NoRecipient | AlertKind::ClosedForm => "See the form",
            AlertKind::MailKept => "Read it",
            _ => "See why",
        }
    }
}

/// The frame.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The shared parts.
    pub shell: Shell,
    /// The jobs that this viewer may do.
    pub jobs: Vec<Job>,
    /// Who is signed in, in words.
    pub person: String,
    /// What is wrong, the loudest first.
    pub lines: Vec<Line>,
    /// Whether the page leaves room for a bar at the bottom of telephones.
    pub wide: bool,
    section: Section,
}

impl Frame {
    /// The frame of a screen.
    ///
    /// # Errors
    /// The database is away.
    pub async fn new(app: &App, conn: &mut Conn, viewer: &Viewer, title: &str, section: Section) -> Result<Self> {
        let every = [
            (Section::Dashboard, "Today", "layout-dashboard", "/admin", None),
            (Section::Enquiries, "Enquiries", "inbox", "/admin/enquiries", Some(Power::Enquiries)),
            (Section::Deliveries, "Deliveries", "send", "/admin/deliveries", Some(Power::Enquiries)),
            (Section::Tests, "Tests", "list-checks", "/admin/tests", Some(Power::Enquiries)),
            (Section::Mail, "Kept mail", "mail", "/admin/mail", Some(Power::KeptMail)),
            (Section::Samples, "Samples", "image", "/dev/samples", Some(Power::Samples)),
        ];
        let kept_mail = app.mailer.folder().is_some();
        let jobs = every
            .into_iter()
            .filter(|(place, .., power)| {
                power.is_none_or(|power| viewer.may(power)) && (*place != Section::Mail || kept_mail)
            })
            .map(|(place, label, icon, href, _)| Job { label, icon, href, current: place == section })
            .collect();
        Ok(Self {
            shell: Shell::new(app, title),
            jobs,
            person: format!("{}, {}", viewer.name, viewer.role.as_str()),
            lines: lines(app, conn, viewer, section).await?,
            wide: false,
            section,
        })
    }

    /// Whether nothing is stuck: the lines that remain are for setting up.
    pub fn is_well(&self) -> bool {
        self.lines.iter().all(|line| line.kind.tone() != Tone::Alarm)
    }

    /// Whether the screen is about one's own account.
    pub fn is_account(&self) -> bool {
        self.section == Section::Account
    }
}

async fn lines(app: &App, conn: &mut Conn, viewer: &Viewer, section: Section) -> Result<Vec<Line>> {
    let lines = Trouble::shown(app, conn).await?.into_iter().map(|trouble| {
        let (path, power) = trouble.kind.place();
        let here = (path == "/admin/deliveries" && section == Section::Deliveries)
            || (path == "/admin/mail" && section == Section::Mail)
            || path == "/admin";
        let href = (!here && power.is_none_or(|power| viewer.may(power))).then_some(path);
        Line { kind: trouble.kind, summary: trouble.summary(), advice: trouble.advice(), href }
    });
    Ok(lines.collect())
}
