//! `shingle init`: what the set-up page asks, in a terminal.

use std::io::{BufRead, Write};
use std::process::ExitCode;

use embedded_postgres::Role;
use tokio::runtime::Runtime;

use super::{Failure, database, open_app, output};
use crate::config::Config;
use crate::starter::{self, Trade, Typed};

/// What may be said on the command line; the rest is asked.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Given {
    /// Name of the business.
    #[arg(long)]
    name: Option<String>,
    /// What it does.
    #[arg(long)]
    trade: Option<Trade>,
    /// The owner's name.
    #[arg(long)]
    owner: Option<String>,
    /// The owner's email address.
    #[arg(long)]
    email: Option<String>,
    /// Where enquiries go, if not to the owner.
    #[arg(long)]
    recipient: Option<String>,
    /// The country: two letters, such as GB.
    #[arg(long)]
    country: Option<String>,
    /// The currency: three letters; otherwise the country's.
    #[arg(long)]
    currency: Option<String>,
    /// The time zone; otherwise this machine's or the country's.
    #[arg(long)]
    zone: Option<String>,
}

/// Asks one question; an empty line takes what is proposed.
fn ask(question: &str, proposed: &str) -> Result<String, Failure> {
    let mut out = std::io::stderr();
    let shown = if proposed.is_empty() { String::new() } else { format!(" [{proposed}]") };
    write!(out, "{question}{shown}: ").and_then(|()| out.flush()).map_err(Failure::other)?;
    let mut line = String::new();
    if std::io::stdin().lock().read_line(&mut line).map_err(Failure::other)? == 0 {
        return Err(Failure::usage(format!("there was no answer to: {question}")));
    }
    let line = line.trim();
    Ok(if line.is_empty() { proposed.to_owned() } else { line.to_owned() })
}

impl Given {
    /// What was said, and what is asked for the rest.
    fn answered(self) -> Result<Typed, Failure> {
        let blank = Typed::blank();
        let or_ask = |given: Option<String>, question: &str, proposed: &str| match given {
            Some(given) => Ok(given),
            None => ask(question, proposed),
        };
        let trades = Trade::ALL.map(Trade::as_str).join(", ");
        Ok(Typed {
            name: or_ask(self.name, "Name of the business", "")?,
            trade: or_ask(
                self.trade.map(|trade| trade.as_str().to_owned()),
                &format!("What it does ({trades})"),
                "other",
            )?,
            owner: or_ask(self.owner, "Your name", "")?,
            email: or_ask(self.email, "Your email address", "")?,
            recipient: self.recipient.unwrap_or_default(),
            country: or_ask(self.country, "Country, in two letters", &blank.country)?.to_ascii_uppercase(),
            currency: self.currency.unwrap_or_default().to_ascii_uppercase(),
            zone: or_ask(self.zone, "Time zone (empty for the country’s)", &blank.zone)?,
            ..blank
        })
    }
}

/// Makes the owner and the starter site; the last line of standard output is the link that sets the owner's password.
pub(super) fn run(runtime: &Runtime, config: Config, given: Given) -> Result<ExitCode, Failure> {
    let answers = given.answered()?.check_without_password().map_err(|faults| {
        let told: Vec<String> = faults.into_iter().map(|fault| format!("{}.", fault.message)).collect();
        Failure::usage(told.join(" "))
    })?;
    let database = database::open(&config, Role::Guest)?;
    let app = open_app(runtime, config, database.url)?;
    let link = runtime.block_on(async {
        database::prepare(&app).await?;
        let link = starter::init(&app, answers).await?;
        app.db.close();
        Ok::<_, Failure>(link)
    })?;
    match link {
        Some(link) => {
            output::line(&link);
            Ok(ExitCode::SUCCESS)
        }
        None => Err(Failure::other("this database is not empty: nothing was changed")),
    }
}
