//! The frame of signed-in pages: side bar, the line that says what is broken, the banner of kept mail.

use uuid::Uuid;

use crate::accounts::Theme;
use crate::accounts::access::{Power, Viewer};
use crate::acts::Act;
use crate::app::App;
use crate::db::Conn;
use crate::deliveries::Delivery;
use crate::error::Result;
use crate::web::layout::Shell;

/// Where a screen belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// What needs somebody today.
    Dashboard,
    /// Enquiries and their records.
    Enquiries,
    /// Mail that is kept instead of sent.
    Mail,
    /// Forms.
    Forms,
    /// Pages of the site.
    Pages,
    /// Articles.
    Articles,
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

/// The frame.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The shared parts.
    pub shell: Shell,
    /// The jobs that this viewer may do.
    pub jobs: Vec<Job>,
    /// Who is signed in, in words.
    pub person: String,
    /// How many deliveries are stuck; the red line stands while there are any.
    pub stuck: i64,
    /// Whether all mail of the last 15 minutes failed.
    pub mail_fails: bool,
    /// Whether mail is kept in a folder.
    pub kept_mail: bool,
    /// Whether the viewer may see enquiries, to which the red line links.
    pub sees_enquiries: bool,
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
        let now = app.clock.now();
        Ok(Self {
            stuck: Delivery::count_stuck(conn, now).await?,
            mail_fails: Delivery::mail_fails(conn, now).await?,
            ..Self::quiet(app, viewer, title, section, app.mailer().folder().is_some())
        })
    }

    /// The frame of a sample: an owner's, on a good day.
    pub(crate) fn sample(app: &App, title: &str, section: Section) -> Self {
        Self::quiet(app, &Viewer::sample(), title, section, section == Section::Mail)
    }

    /// The frame while nothing is stuck.
    fn quiet(app: &App, viewer: &Viewer, title: &str, section: Section, kept_mail: bool) -> Self {
        let every = [
            (Section::Dashboard, "Today", "layout-dashboard", "/admin", "h", None),
            (Section::Enquiries, "Enquiries", "inbox", "/admin/enquiries", "e", Some(Power::Enquiries)),
            (Section::Mail, "Kept mail", "mail", "/admin/mail", "m", Some(Power::KeptMail)),
            (Section::Pages, "Pages", "file-text", "/admin/pages", "p", Some(Power::Content)),
            (Section::Articles, "Articles", "newspaper", "/admin/articles", "l", Some(Power::Content)),
            (Section::Forms, "Forms", "list-checks", "/admin/forms", "f", Some(Power::Forms)),
            (Section::Staff, "Staff", "users", "/admin/staff", "t", Some(Power::People)),
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
            stuck: 0,
            mail_fails: false,
            kept_mail,
            sees_enquiries: viewer.may(Power::Enquiries),
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

    /// Whether the screen is about one's own account.
    pub fn is_account(&self) -> bool {
        self.section == Section::Account
    }
}
