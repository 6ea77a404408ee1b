//! `shingle serve [--demo]`.

use std::net::TcpListener;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use embedded_postgres::Role;
use secrecy::ExposeSecret;
use tokio::runtime::Runtime;

use super::{Failure, database, open_app, output};
use crate::app::{App, Phase};
use crate::config::Config;
use crate::demo::{self, Filled};
use crate::server::{self, Background, StopSignals};
use crate::starter::SetUpLink;

/// How long the embedded server may take to stop.
const DATABASE_STOP: Duration = Duration::from_secs(4);
/// HTTP workers; more than the machine's cores help nobody.
const MOST_WORKERS: usize = 8;

/// Serves until told to stop.
pub(super) fn run(runtime: &Runtime, config: Config, with_demo: bool) -> Result<ExitCode, Failure> {
    let listener = TcpListener::bind(config.listen).map_err(|error| {
        Failure::other(format!("{} cannot be listened on: {error}. Is Shingle running already?", config.listen))
    })?;
    let database = database::open(&config, Role::Owner)?;
    let app = open_app(runtime, config, database.url)?;
    let served = runtime.block_on(serve(&app, listener, with_demo));
    drop(app);
    if let Some(access) = database.embedded {
        access.stop(DATABASE_STOP);
    }
    served.map(|()| ExitCode::SUCCESS)
}

async fn serve(app: &Arc<App>, listener: TcpListener, with_demo: bool) -> Result<(), Failure> {
    let mut signals = StopSignals::listen().map_err(Failure::other)?;
    let address = listener.local_addr().map_err(Failure::other)?;
    app.set_bound(address);
    let workers = std::thread::available_parallelism().map_or(2, std::num::NonZero::get).min(MOST_WORKERS);
    // Bound before the database is there: until then `/readyz` says so, and pages say that we are starting.
    let http = server::listen(app.clone(), listener, workers).map_err(Failure::other)?;
    let handle = http.handle();
    let mut serving = tokio::spawn(http);
    let prepared = tokio::select! {
        prepared = prepare(app, with_demo) => prepared,
        () = signals.told() => { handle.stop(false).await; return Ok(()); }
    };
    let (password, set_up) = match prepared {
        Ok(prepared) => prepared,
        Err(failure) => {
            handle.stop(false).await;
            return Err(failure);
        }
    };
    let background = Background::start(app);
    app.set_phase(Phase::Ready);
    output::line(&format!("Shingle is ready: http://{address}"));
    if let Some(link) = set_up {
        output::line(&format!("Set up your site: {}", app.link(&link.path(&app.keys))));
    }
    if let Some(password) = password {
        output::line(&format!("Demo sign-in: {} {}", demo::OWNER, password.expose_secret()));
    }
    tokio::select! {
        () = signals.told() => {}
        ended = &mut serving => {
            return Err(Failure::other(format!("the HTTP server ended by itself: {ended:?}")));
        }
    }
    tracing::info!("stopping");
    server::stop(app, &handle, Some(background)).await;
    Ok(())
}

/// What is told once the program is ready: the demo's password, and the link that sets up an empty database.
type Told = (Option<secrecy::SecretString>, Option<SetUpLink>);

/// Brings the database up to date and fills the demo.
async fn prepare(app: &Arc<App>, with_demo: bool) -> Result<Told, Failure> {
    database::prepare(app).await?;
    let mut password = None;
    if with_demo {
        match demo::fill(app).await? {
            Filled::Demo(secret) => password = Some(secret),
            Filled::NotEmpty => {
                tracing::warn!("this database holds content of your own: --demo changed nothing and created nobody")
            }
        }
    }
    let link = SetUpLink::of(&mut *app.db.read().await?).await?;
    Ok((password, link))
}
