//! The frame of signed-in pages: side bar, and the lines that say what is wrong and where it is mended.

use uuid::Uuid;

use crate::accounts::access::{Power, Viewer};
use crate::accounts::{Face, Theme};
use crate::acts::Act;
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
    /// Forms.
    Forms,
    /// Pages of the site.
    Pages,
    /// Articles.
    Articles,
    /// Pictures, drawings and documents.
    Media,
    /// Who works here.
    Staff,
    /// What owners set; samples too.
    Settings,
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
    /// The letter that leads there after `g`; empty where there is none.
    pub key: &'static str,
    /// Whether a group begins with it.
    pub begins: bool,
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
    /// Something loud, something amber, something quiet.
    pub(crate) fn samples() -> Vec<Self> {
        let line = |kind, summary: &str, advice, href| Self { kind, summary: summary.to_owned(), advice, href };
        vec![
            line(AlertKind::DeliveriesStuck, "4 messages are stuck.", "", Some("/admin/deliveries")),
            line(AlertKind::UnknownProxy, "An unknown proxy forwards requests.", "Name it, or take it away.", None),
            line(
                AlertKind::Unlisted,
                "Search engines are asked to stay away from this site.",
                "Nobody finds it by searching.",
                Some("/admin/settings/search-engines"),
            ),
            line(AlertKind::MailKept, "No mail server is set.", "Mail is kept on this machine.", Some("/admin/mail")),
        ]
    }

    /// Its look.
    pub fn banner(&self) -> &'static str {
        match self.kind.tone() {
            _ if self.kind == AlertKind::Unlisted => "banner banner-warn banner-loud",
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
            AlertKind::PlanFailed => "See the pages",
            AlertKind::AlertUrl => "See the address",
            AlertKind::Unlisted => "See the switch",
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
    /// And how they look.
    pub face: Face,
    /// What is wrong, the loudest first.
    pub lines: Vec<Line>,
    /// Whether the page leaves room for a bar at the bottom of telephones.
    pub wide: bool,
    /// What was done a moment ago.
    pub flash: Option<Flash>,
    /// Whether the page follows what happens meanwhile.
    pub live: bool,
    /// Whether the viewer uses the keyboard's shortcuts.
    pub shortcuts: bool,
    /// Light or dark.
    pub theme: Theme,
    /// Where the screen belongs.
    pub section: Section,
}

/// What was done a moment ago, said until it is put away.
#[derive(Debug, Clone)]
pub struct Flash {
    /// What happened.
    pub words: String,
    /// The act that can be taken back.
    pub undo: Option<Uuid>,
    /// The same page without these words.
    pub back: String,
}

impl Frame {
    /// The frame of a screen.
    ///
    /// # Errors
    /// The database is away.
    pub async fn new(app: &App, conn: &mut Conn, viewer: &Viewer, title: &str, section: Section) -> Result<Self> {
        Ok(Self {
            lines: lines(app, conn, viewer, section).await?,
            ..Self::quiet(app, viewer, title, section, app.mailer().folder().is_some())
        })
    }

    /// The frame of a sample: an owner's, on a good day.
    pub(crate) fn sample(app: &App, title: &str, section: Section) -> Self {
        Self::quiet(app, &Viewer::sample(), title, section, section == Section::Mail)
    }

    /// The frame of a page that must stand without the database: it says nothing of what is wrong, and no job is the current one.
    pub(super) fn bare(app: &App, viewer: &Viewer, title: &str) -> Self {
        let frame = Self::quiet(app, viewer, title, Section::Dashboard, app.mailer().folder().is_some());
        Self { jobs: frame.jobs.into_iter().map(|job| Job { current: false, ..job }).collect(), ..frame }
    }

    /// The frame while nothing is wrong.
    fn quiet(app: &App, viewer: &Viewer, title: &str, section: Section, kept_mail: bool) -> Self {
        let every = [
            (Section::Dashboard, "Today", "layout-dashboard", "/admin", "h", None),
            (Section::Enquiries, "Enquiries", "inbox", "/admin/enquiries", "e", Some(Power::Enquiries)),
            (Section::Deliveries, "Deliveries", "send", "/admin/deliveries", "d", Some(Power::Enquiries)),
            (Section::Tests, "Tests", "list-checks", "/admin/tests", "t", Some(Power::Enquiries)),
            (Section::Mail, "Kept mail", "mail", "/admin/mail", "m", Some(Power::KeptMail)),
            (Section::Pages, "Pages", "file-text", "/admin/pages", "p", Some(Power::Content)),
            (Section::Articles, "Articles", "newspaper", "/admin/articles", "l", Some(Power::Articles)),
            (Section::Media, "Media", "image", "/admin/media", "i", Some(Power::Articles)),
            (Section::Forms, "Forms", "clipboard-list", "/admin/forms", "f", Some(Power::FormTexts)),
            (Section::Staff, "Staff", "users", "/admin/staff", "w", Some(Power::People)),
            (Section::Settings, "Settings", "settings", "/admin/settings", "s", Some(Power::People)),
        ];
        let jobs = every
            .into_iter()
            .filter(|(place, .., power)| {
                power.is_none_or(|power| viewer.may(power)) && (*place != Section::Mail || kept_mail)
            })
            .map(|(place, label, icon, href, key, _)| Job {
                label,
                icon,
                href,
                key,
                current: place == section,
                begins: matches!(place, Section::Pages | Section::Staff),
            })
            .collect();
        Self {
            shell: Shell::new(app, title),
            jobs,
            person: format!("{}, {}", viewer.name, viewer.role.as_str()),
            face: viewer.face.clone(),
            lines: Vec::new(),
            wide: false,
            flash: None,
            live: false,
            shortcuts: viewer.shortcuts,
            theme: viewer.theme,
            section,
        }
    }

    /// Says what the viewer did a moment ago, and how to take it back. The address names the act; a stranger's says nothing.
    ///
    /// # Errors
    /// The database is away.
    pub async fn tell(
        &mut self,
        app: &App,
        conn: &mut Conn,
        viewer: &Viewer,
        act: Option<Uuid>,
        back: &str,
    ) -> Result<()> {
        let Some(id) = act else { return Ok(()) };
        self.flash = Act::own(conn, id, viewer.staff_id, app.clock.now()).await?.map(|act| Flash {
            words: act.words(),
            undo: act.can_be_undone().then_some(id),
            back: back.to_owned(),
        });
        Ok(())
    }

    /// Whether nothing is stuck: the lines that remain are for setting up.
    pub fn is_well(&self) -> bool {
        self.lines.iter().all(|line| line.kind.tone() != Tone::Alarm)
    }

    /// Whether mail is kept on this machine instead of sent.
    pub fn keeps_mail(&self) -> bool {
        self.lines.iter().any(|line| line.kind == AlertKind::MailKept)
    }

    /// Whether the screen is about one's own account.
    pub fn is_account(&self) -> bool {
        self.section == Section::Account
    }
}

async fn lines(app: &App, conn: &mut Conn, viewer: &Viewer, section: Section) -> Result<Vec<Line>> {
    let lines = Trouble::shown(app, conn).await?.into_iter().map(|trouble| {
        let (path, power) = trouble.kind.place();
        let here = (path.starts_with("/admin/deliveries") && section == Section::Deliveries)
            || (path == "/admin/mail" && section == Section::Mail)
            || path == "/admin";
        let href = (!here && power.is_none_or(|power| viewer.may(power))).then_some(path);
        Line { kind: trouble.kind, summary: trouble.summary(), advice: trouble.advice(), href }
    });
    Ok(lines.collect())
}
