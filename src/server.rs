//! Starting and stopping: the HTTP server with its layers, the background tasks, and an end within 15 seconds.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::{Server, ServerHandle};
use actix_web::middleware::from_fn;
use actix_web::{App as ActixApp, HttpServer, web};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::app::{App, Phase};
use crate::error::AppError;
use crate::jobs::{Runner, notify_others, sweep_for_ever};
use crate::web::compress;
use crate::web::edge::edge;
use crate::web::tracing::RequestSpan;
use crate::{routes, site};

/// How long requests in flight may take to finish.
const DRAIN: Duration = Duration::from_secs(10);

/// The HTTP server on a bound listener. The caller awaits it; signals are the caller's, too.
///
/// # Errors
/// The listener cannot be used.
pub fn listen(app: Arc<App>, listener: TcpListener, workers: usize) -> std::io::Result<Server> {
    listen_with(app, listener, workers, routes::register)
}

/// The same with other routes: tests look at how the layers treat a handler that the product does not have.
///
/// # Errors
/// The listener cannot be used.
pub fn listen_with(
    app: Arc<App>,
    listener: TcpListener,
    workers: usize,
    register: fn(&App, &mut web::ServiceConfig),
) -> std::io::Result<Server> {
    let data = web::Data::from(app.clone());
    let server = HttpServer::new(move || {
        ActixApp::new()
            .app_data(data.clone())
            // What cannot be read in an address gets one of our pages, like every other mistake.
            .app_data(web::QueryConfig::default().error_handler(|_, _| {
                AppError::BadRequest("the address asks for something that this page does not know").into()
            }))
            .app_data(web::PathConfig::default().error_handler(|_, _| AppError::NotFound.into()))
            .configure(|config| register(&app, config))
            .wrap(from_fn(compress::layer))
            .wrap(tracing_actix_web::TracingLogger::<RequestSpan>::new())
            .wrap(from_fn(edge))
    });
    Ok(server
        .workers(workers)
        .disable_signals()
        .shutdown_timeout(DRAIN.as_secs())
        .client_request_timeout(Duration::from_secs(5))
        .client_disconnect_timeout(Duration::from_secs(1))
        .keep_alive(Duration::from_secs(15))
        .listen(listener)?
        .run())
}

/// The background work of a process: the runner, the sweeper, wake-ups between nodes, pages in memory.
pub struct Background {
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
    /// What is ended wherever it stands: nothing of it is lost.
    listeners: Vec<JoinHandle<()>>,
}

impl Background {
    /// Starts it on the main runtime.
    pub fn start(app: &Arc<App>) -> Self {
        let (stop, stopped) = watch::channel(false);
        let main = app.db.main();
        let runner = Runner::new(app.clone(), stopped.clone());
        let tasks = vec![main.spawn(runner.run()), main.spawn(sweep_for_ever(app.clone(), stopped))];
        let listeners = vec![
            main.spawn(notify_others(app.clone())),
            main.spawn(site::hear_changes(app.clone())),
            main.spawn(site::keep_all_in_memory(app.clone())),
        ];
        Self { stop, tasks, listeners }
    }

    /// Lets what has begun finish, at most as long as requests may take.
    pub async fn stop(self) {
        self.listeners.iter().for_each(JoinHandle::abort);
        // Nobody listens any more where the tasks have ended already.
        let _ = self.stop.send(true);
        let all = async {
            for task in self.tasks {
                if let Err(error) = task.await {
                    tracing::warn!(%error, "a background task ended badly");
                }
            }
        };
        if tokio::time::timeout(DRAIN, all).await.is_err() {
            tracing::warn!("a job did not finish in time; it runs again after the next start");
        }
    }
}

/// SIGTERM and Ctrl-C, heard from when this is made: what is told between two waits is not lost.
#[derive(Debug)]
pub struct StopSignals {
    #[cfg(unix)]
    term: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(windows)]
    interrupt: tokio::signal::windows::CtrlC,
}

impl StopSignals {
    /// Listens from now on.
    ///
    /// # Errors
    /// Signals cannot be listened to.
    pub fn listen() -> std::io::Result<Self> {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            Ok(Self { term: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
        }
        #[cfg(windows)]
        Ok(Self { interrupt: tokio::signal::windows::ctrl_c()? })
    }

    /// Waits until the program has been told to stop.
    pub async fn told(&mut self) {
        #[cfg(unix)]
        tokio::select! { _ = self.term.recv() => {}, _ = self.interrupt.recv() => {} }
        #[cfg(windows)]
        self.interrupt.recv().await;
    }
}

/// Stops serving and working side by side.
pub async fn stop(app: &App, server: &ServerHandle, background: Option<Background>) {
    app.set_phase(Phase::Stopping);
    let work = async {
        if let Some(background) = background {
            background.stop().await;
        }
    };
    tokio::join!(server.stop(true), work);
    app.db.close();
}
