//! An act in words: in a line once it was done, and in more on the record.

use super::Act;

impl Act {
    /// What happened, and to how many, for whoever did it just now.
    pub fn words(&self) -> String {
        match self {
            Self::EnquiriesChanged { words, count, undone, passed, .. } => {
                let since = if *undone { ", and put back since" } else { "" };
                format!("{}{since}", done(*count, words, *passed))
            }
            Self::EnquiriesPutBack { count: 0, .. } => "Nothing was put back: it was changed since".to_owned(),
            Self::EnquiriesPutBack { count, of, .. } if count < of => {
                format!("{count} of {of} enquiries put back as before; the others were changed since")
            }
            Self::EnquiriesPutBack { count, .. } => format!("{} put back as before", so_many(*count)),
            Self::EnquiriesDeleted { references, passed } => done(references.len(), "deleted", *passed),
            Self::EnquiriesExported { .. } => "Enquiries written to a file".to_owned(),
            Self::TestsWiped { count: 1 } => "One test enquiry wiped".to_owned(),
            Self::TestsWiped { count } => format!("{count} test enquiries wiped"),
            Self::StaffInvited { name, email, role } => format!("{name} ({email}) invited as {role}"),
            Self::StaffInvitedAgain { name } => format!("{name} sent a new link"),
            Self::StaffRoleChanged { name, from, to } => format!("{name} made {to}, {from} before"),
            Self::StaffDisabled { name, given_back: 0 } => format!("{name} disabled"),
            Self::StaffDisabled { name, given_back: 1 } => {
                format!("{name} disabled; one open enquiry of theirs has nobody now")
            }
            Self::StaffDisabled { name, given_back } => {
                format!("{name} disabled; {given_back} open enquiries of theirs have nobody now")
            }
            Self::StaffAdmitted { name } => format!("{name} let back in"),
            Self::StaffSignedOut { name } => format!("Every session of {name} ended"),
            Self::SettingChanged { setting, back_to: Some(version), .. } => {
                format!("{setting}: back to version {version}")
            }
            Self::SettingChanged { setting, .. } => format!("{setting} changed"),
            Self::FormOpened { title } => format!("Form “{title}” opened"),
            Self::FormClosed { title } => format!("Form “{title}” closed"),
            Self::FormAdded { title, slug } => format!("Form “{title}” ({slug}) made; it is closed until you open it"),
            Self::FormChanged { title, .. } => {
                format!("Form “{title}” changed; whoever is in the middle of it finishes as they began")
            }
            Self::FormRestored { title, version, .. } => format!("Form “{title}”: back to version {version}"),
            Self::FormDeleted { title, slug } => format!("Form “{title}” ({slug}) deleted"),
            Self::PagePublished { title, path } if path.is_empty() => format!("“{title}” published"),
            Self::PagePublished { title, path } => format!("“{title}” published at {path}"),
            Self::PagePlanned { title, day } => format!("“{title}” goes live on {day}"),
            Self::PlanForgotten { title } => format!("“{title}”: the plan was taken back"),
            Self::PublishingAsked { title } => format!("Asked for “{title}” to be published"),
            Self::PageWithdrawn { title } => format!("“{title}” taken down; it is a draft again"),
            Self::PageRestored { title } => format!("“{title}”: an older version is the draft now"),
            Self::PageMoved { title, from, to } => format!("“{title}” moved from {from} to {to}"),
            Self::PageDeleted { title, .. } => format!("“{title}” deleted"),
            Self::MediaAdded { names, waiting } => {
                let words = if *waiting { ", not described yet" } else { "" };
                format!("{} added to the media{words}", files(names))
            }
            Self::MediaDescribed { names, discarded } => match (names.is_empty(), discarded.is_empty()) {
                (false, true) => format!("{} described", files(names)),
                (true, _) => format!("{} thrown away", files(discarded)),
                (false, false) => format!("{} described, {} thrown away", files(names), files(discarded)),
            },
            Self::MediaChanged { name } => format!("“{name}”: what is said of it changed"),
            Self::MediaReplaced { name } => format!("“{name}”: another file stands in its place"),
            Self::MediaDeleted { name } => format!("“{name}” deleted"),
            Self::MailTested { to } => format!("Test message to {to} on its way"),
            Self::AlertTested { host, fault: None } => format!("Test alert sent to {host}, which took it"),
            Self::AlertTested { host, fault: Some(fault) } => format!("Test alert to {host} not taken: {fault}"),
            Self::Site(act) => act.words(),
        }
    }

    /// What belongs to it in more words, a line each.
    pub fn details(&self) -> Vec<String> {
        match self {
            Self::EnquiriesChanged { references, .. }
            | Self::EnquiriesPutBack { references, .. }
            | Self::EnquiriesDeleted { references, .. } => references.clone(),
            Self::SettingChanged { changes, .. } | Self::FormChanged { changes, .. } => changes.clone(),
            Self::Site(act) => act.details(),
            Self::MediaAdded { names, .. } if names.len() > 1 => names.clone(),
            Self::MediaDescribed { names, discarded } if names.len() + discarded.len() > 1 => {
                names.iter().chain(discarded).cloned().collect()
            }
            _ => Vec::new(),
        }
    }
}

/// "Enquiry", "2 enquiries", "1,000 enquiries": no act is on more.
fn so_many(count: usize) -> String {
    match count {
        1 => "Enquiry".to_owned(),
        1_000 => "1,000 enquiries".to_owned(),
        _ => format!("{count} enquiries"),
    }
}

/// "“A red door”", "3 files".
fn files(names: &[String]) -> String {
    match names {
        [one] => format!("“{one}”"),
        some => format!("{} files", some.len()),
    }
}

/// What was done to how many, and with how many somebody else was quicker.
fn done(count: usize, words: &str, passed: usize) -> String {
    let stays = match passed {
        0 => return format!("{} {words}", so_many(count)),
        1 => "one was changed by somebody else meanwhile, and is as they left it",
        _ => "were changed by somebody else meanwhile, and are as they left them",
    };
    let stays = if passed == 1 { stays.to_owned() } else { format!("{passed} {stays}") };
    if count == 0 { format!("Nothing was {words}: {stays}") } else { format!("{} {words}; {stays}", so_many(count)) }
}
