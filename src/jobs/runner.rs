//! Runs due jobs on the main runtime: a few at once, each by itself, until the process stops.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use super::queue::{Claimed, Job, Kind, LEASE};
use crate::alerts;
use crate::app::App;
use crate::deliveries;
use crate::error::{AppError, Result};
use crate::media;

/// How many jobs one node runs at once.
const AT_ONCE: usize = 4;
/// How often the table is asked where nobody woke us: another node's jobs, a lost wake-up.
const POLL: Duration = Duration::from_secs(2);

/// What a job wants next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Nothing: it is done.
    Done,
    /// To run again at this time.
    Again(chrono::DateTime<chrono::Utc>),
}

/// The runner of one process.
pub struct Runner {
    app: Arc<App>,
    stop: watch::Receiver<bool>,
}

impl Runner {
    /// A runner that ends when `stop` becomes true, after the jobs it has begun.
    pub fn new(app: Arc<App>, stop: watch::Receiver<bool>) -> Self {
        Self { app, stop }
    }

    /// Runs until stopped.
    pub async fn run(mut self) {
        let places = Arc::new(Semaphore::new(AT_ONCE));
        let mut running = JoinSet::new();
        while !*self.stop.borrow() {
            let free = places.available_permits();
            let claimed = if free == 0 { Vec::new() } else { self.claim(free).await };
            let none = claimed.is_empty();
            for job in claimed {
                let Ok(place) = places.clone().try_acquire_owned() else { break };
                let app = self.app.clone();
                running.spawn(async move {
                    run_one(&app, job).await;
                    drop(place);
                    app.wake.runner.notify_one();
                });
            }
            while running.try_join_next().is_some() {}
            if none {
                tokio::select! {
                    () = self.app.wake.runner.notified() => {}
                    () = self.app.db.jobs_committed().notified() => { self.app.wake.tell_others(); }
                    () = tokio::time::sleep(self.nap().await) => {}
                    _ = self.stop.changed() => {}
                }
            }
        }
        while running.join_next().await.is_some() {}
    }

    async fn claim(&self, most: usize) -> Vec<Claimed> {
        match claim(&self.app, most).await {
            Ok(jobs) => jobs,
            Err(error) => {
                self.app.signs.saw_error(self.app.clock.moment(), &error);
                tracing::warn!(%error, "jobs cannot be claimed");
                Vec::new()
            }
        }
    }

    /// Until the next job is due, at most [`POLL`].
    async fn nap(&self) -> Duration {
        let due = async { Job::next_due(&mut *self.app.db.read().await?).await };
        match due.await {
            Ok(Some(at)) => (at - self.app.clock.now()).to_std().unwrap_or(Duration::from_millis(50)).min(POLL),
            _ => POLL,
        }
    }
}

async fn claim(app: &App, most: usize) -> Result<Vec<Claimed>> {
    let most = i64::try_from(most).unwrap_or(1);
    Job::claim(&mut *app.db.read().await?, app.clock.now(), most).await
}

/// Runs every job that is due now, one after the other: what tests call instead of a runner. Answers how many there were.
///
/// # Errors
/// The database is away.
pub async fn run_due(app: &Arc<App>) -> Result<usize> {
    let mut count = 0;
    loop {
        let jobs = claim(app, 16).await?;
        if jobs.is_empty() {
            return Ok(count);
        }
        for job in jobs {
            run_one(app, job).await;
            count += 1;
        }
    }
}

/// Runs one job in a task of its own, so that a panic ends only that; keeps its lease while it runs.
async fn run_one(app: &Arc<App>, job: Claimed) {
    let task_app = app.clone();
    let (kind, payload) = (job.kind.clone(), job.payload.clone());
    let mut task = app.db.main().spawn(async move {
        match Kind::parse(&kind) {
            Some(Kind::Deliver) => deliveries::deliver(&task_app, &payload).await,
            Some(Kind::Tell) => alerts::tell(&task_app, &payload).await,
            Some(Kind::Renditions) => media::renditions::run(&task_app, &payload).await.map(|()| Next::Done),
            Some(Kind::Plan) => crate::site::plan::run(&task_app, &payload).await.map(|()| Next::Done),
            Some(Kind::RemoveMedia) => media::removal::run(&task_app, &payload).await.map(|()| Next::Done),
            None => Err(AppError::internal("a job", format!("the kind {kind:?} is not known here"))),
        }
    });
    let every = (LEASE / 3).to_std().unwrap_or(POLL);
    let result = loop {
        match tokio::time::timeout(every, &mut task).await {
            Ok(Ok(result)) => break result,
            Ok(Err(cut)) => break Err(AppError::unfinished("a job", &cut)),
            Err(_) => {
                if let Err(error) = beat(app, &job).await {
                    tracing::warn!(job = %job.id, %error, "the lease of a job could not be prolonged");
                }
            }
        }
    };
    if let Err(error) = complete(app, &job, result).await {
        tracing::warn!(job = %job.id, %error, "a job's end could not be recorded; it runs again when its lease ends");
    }
}

async fn beat(app: &App, job: &Claimed) -> Result<()> {
    if !Job::beat(&mut *app.db.read().await?, job, app.clock.now()).await? {
        tracing::warn!(job = %job.id, "the lease of a job was lost");
    }
    Ok(())
}

async fn complete(app: &App, job: &Claimed, result: Result<Next>) -> Result<()> {
    let mut conn = app.db.read().await?;
    match result {
        Ok(Next::Done) => Job::done(&mut conn, job).await,
        Ok(Next::Again(at)) => Job::again(&mut conn, job, at).await,
        Err(error) => {
            app.signs.saw_error(app.clock.moment(), &error);
            tracing::error!(job = %job.id, kind = %job.kind, %error, "a job failed");
            metrics::counter!("shingle_job_faults_total", "kind" => job.kind.clone()).increment(1);
            Job::fault(&mut conn, job, app.clock.now(), &error.to_string()).await
        }
    }
}
