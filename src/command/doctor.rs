//! `shingle doctor`: looks at everything that an installation needs, one line each, with a way to mend what is wrong.

mod checks;

use std::process::ExitCode;

use embedded_postgres::Role;

use super::{Failure, database, open_app, output};
use crate::config::{Config, SettingError};

/// How one thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Health {
    /// As it should be.
    Good,
    /// It works, but somebody should know.
    Warning,
    /// It is broken.
    Bad,
}

/// One line of the report.
#[derive(Debug, Clone, serde::Serialize)]
pub(super) struct Finding {
    /// What was looked at.
    pub name: &'static str,
    /// How it is.
    pub health: Health,
    /// What was found.
    pub words: String,
    /// How to mend it; empty where nothing needs mending.
    pub fix: String,
}

impl Finding {
    pub(super) fn good(name: &'static str, words: impl Into<String>) -> Self {
        Self { name, health: Health::Good, words: words.into(), fix: String::new() }
    }

    pub(super) fn warning(name: &'static str, words: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { name, health: Health::Warning, words: words.into(), fix: fix.into() }
    }

    pub(super) fn bad(name: &'static str, words: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { name, health: Health::Bad, words: words.into(), fix: fix.into() }
    }
}

/// Looks, prints, and answers 0 where nothing is broken, 1 where something is, 2 for a wrong setting.
pub(super) fn run(
    read: Result<Config, SettingError>,
    json: bool,
    send_to: Option<String>,
) -> Result<ExitCode, Failure> {
    let config = match read {
        Ok(config) => config,
        Err(error) => {
            print(
                &[Finding::bad("settings", error.to_string(), "Correct it in the environment or in shingle.toml.")],
                json,
            );
            return Ok(ExitCode::from(2));
        }
    };
    super::logs::start("error");
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut findings = vec![Finding::good("settings", "every setting can be used")];
    findings.push(checks::base_url(&config));
    findings.push(checks::data_dir(&config));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::other)?;
    // As in `act`: the mail transport is made and dropped inside the runtime.
    let _inside = runtime.enter();
    match database::open(&config, Role::Guest) {
        Err(failure) => {
            findings.push(Finding::bad("database", failure.words, "See the message; then run doctor again."))
        }
        Ok(opened) => match open_app(&runtime, config, opened.url) {
            Err(failure) => findings.push(Finding::bad("secret key", failure.words, "Mend its file or its rights.")),
            Ok(app) => {
                runtime.block_on(async {
                    findings.extend(checks::database(&app).await);
                    // What was set in the admin counts too; without a database there is nothing to read.
                    if let Err(error) = app.refresh_business().await {
                        tracing::debug!(%error, "settings were not read");
                    }
                    findings.extend(checks::mail(&app, send_to.as_deref()).await);
                    findings.push(checks::alerts(&app).await);
                    findings.extend(checks::started(&app).await);
                    app.db.close();
                });
            }
        },
    }
    print(&findings, json);
    let broken = findings.iter().any(|finding| finding.health == Health::Bad);
    Ok(if broken { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn print(findings: &[Finding], json: bool) {
    if json {
        let good = findings.iter().all(|finding| finding.health != Health::Bad);
        output::line(&serde_json::json!({ "good": good, "findings": findings }).to_string());
        return;
    }
    for finding in findings {
        let mark = match finding.health {
            Health::Good => "ok      ",
            Health::Warning => "warning ",
            Health::Bad => "BROKEN  ",
        };
        let fix = if finding.fix.is_empty() { String::new() } else { format!(" -> {}", finding.fix) };
        output::line(&format!("{mark}{}: {}{fix}", finding.name, finding.words));
    }
}
