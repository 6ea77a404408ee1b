//! Sign-in, action links and one's own account with sample content, fresh and with mistakes.

use chrono::TimeDelta;

use super::access::Viewer;
use super::forgotten::{ForgottenPage, LinkSentPage};
use super::inputs::InputFault;
use super::link_pages::{DeadLinkPage, SetPasswordPage};
use super::pages::OwnPage;
use super::people::StaffPage;
use super::people::invitation::{InvitationPage, Typed};
use super::people::person::{Invitation, PersonPage};
use super::picture::PictureFault;
use super::sessions::OwnSession;
use super::sign_in::{SignInPage, WRONG};
use super::{Choices, Face, LinkFault, LinkPurpose, NextPath, PasswordFault, Role, Staff, Theme};
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::error::Result;
use crate::samples::Sample;

const EMAIL: &str = "ines@bellpull.example";

/// All of them.
///
/// # Errors
/// A template that cannot be rendered.
pub(crate) fn samples(app: &App) -> Result<Vec<Sample>> {
    let none = Vec::new;
    let wrong = |id: &'static str, words: &str| vec![InputFault::new(id, words.to_owned())];
    let desk = NextPath::or_desk(None);
    let short = PasswordFault::TooShort.words();
    let dead = |fault| DeadLinkPage::new(app, fault, EMAIL);
    Ok(vec![
        Sample::of("sign-in", &SignInPage::new(app, "", &desk, none()))?,
        Sample::of("sign-in-with-mistakes", &SignInPage::new(app, EMAIL, &desk, wrong("email", WRONG)))?,
        Sample::of("forgotten", &ForgottenPage::new(app, "", none()))?,
        Sample::of(
            "forgotten-with-mistakes",
            &ForgottenPage::new(app, "ines", wrong("email", "Enter an email address like name@example.com")),
        )?,
        Sample::of("link-sent", &LinkSentPage::new(app, EMAIL))?,
        Sample::of(
            "set-password",
            &SetPasswordPage::new(app, LinkPurpose::SetPassword, EMAIL, "Ines Marlow", wrong("password", short)),
        )?,
        Sample::of("new-password", &SetPasswordPage::new(app, LinkPurpose::ResetPassword, EMAIL, "", none()))?,
        Sample::of("link-used", &dead(LinkFault::Used))?,
        Sample::of("link-expired", &dead(LinkFault::Expired))?,
        Sample::of("own-account", &own(app, Viewer::sample(), Some("session"), none()))?,
        Sample::of("own-account-with-a-picture", &own(app, pictured(app), Some("picture"), none()))?,
        Sample::of(
            "own-account-with-a-picture-refused",
            &own(app, pictured(app), None, wrong("picture", PictureFault::TooManyPixels.words())),
        )?,
        Sample::of(
            "own-account-with-mistakes",
            &own(app, Viewer::sample(), None, wrong("current", "Current password is not the one that we know")),
        )?,
    ])
}

/// Staff with sample content: the list, one person in each standing, the invitation.
///
/// # Errors
/// A template that cannot be rendered.
pub(crate) fn people(app: &App) -> Result<Vec<Sample>> {
    let (viewer, at) = (Viewer::sample(), app.clock.moment());
    let layout = |title: &str| Frame::sample(app, title, Section::Staff);
    let active = Staff::sample("Ines Marlow", EMAIL, Role::Owner, Some(at.now));
    let mut invited = Staff::sample("Una Bell", "una@bellpull.example", Role::Editor, None);
    invited.id = at.id();
    let seen = Some(at.now - TimeDelta::days(40));
    let mut gone = Staff::sample("Otto Lintel", "otto@bellpull.example", Role::Manager, seen);
    (gone.id, gone.disabled_at) = (at.id(), Some(at.now));
    let person = |staff: &Staff, open: &[OwnSession], invitation, errors| {
        PersonPage::new(app, layout(&staff.name), &viewer, staff.clone(), open, invitation, errors)
    };
    let session =
        OwnSession { id: at.id(), browser: "Firefox on Linux".to_owned(), created_at: at.now, seen_at: at.now };
    let until = app.business().day_and_time(at.now + TimeDelta::days(3));
    let link = Some(app.link("/account/link/0192f0c47d2a70008000000000000000-0123456789abcdef"));
    let faults = vec![
        InputFault::new("name", "Enter their name"),
        InputFault::new("email", "Enter an email address like name@example.com"),
        InputFault::new("role", "Choose what they may do"),
    ];
    let wrong = Typed { email: "una".to_owned(), ..Typed::default() };
    let last =
        vec![InputFault::new("role", "There has to be an owner who can come in. Make somebody else an owner first.")];
    let everybody = [active.clone(), invited.clone(), gone.clone()];
    Ok(vec![
        Sample::of("staff", &StaffPage::new(app, layout("Staff"), &viewer, &everybody))?,
        Sample::of("invitation", &InvitationPage::new(layout("Invite somebody"), &Typed::default(), true, Vec::new()))?,
        Sample::of(
            "invitation-with-mistakes",
            &InvitationPage::new(layout("Error: Invite somebody"), &wrong, false, faults),
        )?,
        Sample::of("person", &person(&active, &[session], None, Vec::new()))?,
        Sample::of("person-the-last-owner", &person(&active, &[], None, last))?,
        Sample::of("person-invited", &person(&invited, &[], Some(Invitation { until, link }), Vec::new()))?,
        Sample::of(
            "person-invited-long-ago",
            &person(&invited, &[], Some(Invitation { until: String::new(), link: None }), Vec::new()),
        )?,
        Sample::of("person-disabled", &person(&gone, &[], None, Vec::new()))?,
    ])
}

/// Who has a picture: any.
fn pictured(app: &App) -> Viewer {
    Viewer { face: Face::sample(app.assets.url("img/icon-192.png")), ..Viewer::sample() }
}

/// The account of somebody who is signed in here and elsewhere.
fn own(app: &App, viewer: Viewer, done: Option<&str>, errors: Vec<InputFault>) -> OwnPage {
    let at = app.clock.moment();
    let session = |id, browser: &str, ago| OwnSession {
        id,
        browser: browser.to_owned(),
        created_at: at.now - TimeDelta::days(3),
        seen_at: at.now - ago,
    };
    let open = vec![
        session(viewer.session_id, "Firefox on Linux", TimeDelta::zero()),
        session(at.id(), "Safari on an iPhone", TimeDelta::hours(5)),
    ];
    let title = if errors.is_empty() { "Your account" } else { "Error: Your account" };
    let choices = Choices {
        name: viewer.name.clone(),
        theme: Theme::System,
        shortcuts: true,
        morning_mail: true,
        reminders: false,
    };
    OwnPage::new(app, Frame::sample(app, title, Section::Account), &viewer, open, &choices, done, errors)
}
