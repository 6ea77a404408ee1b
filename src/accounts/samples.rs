//! Sign-in, action links and one's own account with sample content, fresh and with mistakes.

use chrono::TimeDelta;

use super::access::Viewer;
use super::forgotten::{ForgottenPage, LinkSentPage};
use super::inputs::InputFault;
use super::link_pages::{DeadLinkPage, SetPasswordPage};
use super::pages::OwnPage;
use super::sessions::OwnSession;
use super::sign_in::{SignInPage, WRONG};
use super::{LinkFault, LinkPurpose, NextPath, PasswordFault};
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
    let wrong = |id, words: &str| vec![InputFault { id, message: words.to_owned() }];
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
        Sample::of("own-account", &own(app, Some("session"), none()))?,
        Sample::of(
            "own-account-with-mistakes",
            &own(app, None, wrong("current", "Current password is not the one that we know")),
        )?,
    ])
}

/// The account of somebody who is signed in here and elsewhere.
fn own(app: &App, done: Option<&str>, errors: Vec<InputFault>) -> OwnPage {
    let (viewer, at) = (Viewer::sample(), app.clock.moment());
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
    OwnPage::new(app, Frame::sample(app, title, Section::Account), &viewer, open, done, errors)
}
