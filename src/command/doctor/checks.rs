//! What `doctor` looks at.

mod database;
mod mail;

use std::sync::Arc;

pub(super) use database::database;
pub(super) use mail::mail;

use super::Finding;
use crate::app::App;
use crate::config::Config;
use crate::error::AppError;
use crate::starter::SetUpLink;
use crate::starter::steps::steps;

/// The address that stands in links and mail.
pub(super) fn base_url(config: &Config) -> Finding {
    const NAME: &str = "base URL";
    match &config.base_url {
        None => Finding::warning(
            NAME,
            "not set: links and mail carry the loopback address",
            "Set SHINGLE_BASE_URL to the address that visitors use.",
        ),
        Some(url)
            if url.scheme() == "http"
                && url.host_str().is_some_and(|host| host != "localhost" && !host.starts_with("127.")) =>
        {
            Finding::warning(NAME, format!("{url} is not encrypted"), "Put an HTTPS proxy in front and use https://.")
        }
        Some(url) => Finding::good(NAME, url.to_string()),
    }
}

/// Whether the data directory can be written, and by its owner only.
pub(super) fn data_dir(config: &Config) -> Finding {
    const NAME: &str = "data directory";
    let path = &config.data_dir;
    let probe = path.join(format!(".doctor-{}", std::process::id()));
    let written = std::fs::create_dir_all(path)
        .and_then(|()| std::fs::write(&probe, b"x"))
        .and_then(|()| std::fs::remove_file(&probe));
    if let Err(error) = written {
        let fix = "Give it to the account that runs Shingle, or name another with SHINGLE_DATA_DIR.";
        return Finding::bad(NAME, format!("{} cannot be written: {error}", path.display()), fix);
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        for name in ["secret.key", "demo.password"] {
            let file = path.join(name);
            let open = std::fs::metadata(&file).is_ok_and(|found| found.permissions().mode() & 0o077 != 0);
            if open {
                let fix = format!("chmod 600 {}", file.display());
                return Finding::bad(NAME, format!("{} can be read by other accounts", file.display()), fix);
            }
        }
    }
    Finding::good(NAME, format!("{} can be written", path.display()))
}

/// The alert address: whether it can be reached. Nothing is posted.
pub(super) async fn alerts(app: &Arc<App>) -> Finding {
    const NAME: &str = "alerts";
    let Some(to) = app.alert_url() else {
        let fix =
            "Set SHINGLE_ALERT_URL to the web hook of a chat or pager service, or enter it under Settings, Alerts.";
        return Finding::warning(NAME, "nobody is told of trouble except in the admin", fix);
    };
    match crate::alerts::reach(&to).await {
        Ok(()) => Finding::good(NAME, format!("{} can be reached", to.host())),
        Err(fault) => {
            let fix = "Check SHINGLE_ALERT_URL or Settings, Alerts, and whether this machine may connect there.";
            Finding::bad(NAME, format!("{}: {fault}", to.host()), fix)
        }
    }
}

/// What is still to be done before the site should be open: what the dashboard shows as *Getting started*. Nothing of an empty
/// database or of the demonstration.
pub(super) async fn started(app: &Arc<App>) -> Option<Finding> {
    const NAME: &str = "getting started";
    let look = async {
        let mut conn = app.db.read().await?;
        if app.is_demo() {
            return Ok(None);
        }
        if let Some(link) = SetUpLink::of(&mut conn).await? {
            return Ok(Some(Err(app.link(&link.path(&app.keys)))));
        }
        Ok::<_, AppError>(Some(Ok(steps(app, &mut conn).await?)))
    };
    match look.await {
        Ok(None) => None,
        Ok(Some(Err(link))) => {
            Some(Finding::warning(NAME, "the database is empty", format!("Set up your site: {link}")))
        }
        Ok(Some(Ok(steps))) => {
            let open: Vec<&str> = steps.iter().filter(|step| !step.done).map(|step| step.name).collect();
            Some(if open.is_empty() {
                Finding::good(NAME, "everything is done")
            } else {
                Finding::warning(NAME, format!("still to do: {}", open.join("; ")), "See the dashboard, under Today.")
            })
        }
        // What keeps it from being read stands in a line of its own: the database is away, or migrations have not run.
        Err(_) => None,
    }
}
