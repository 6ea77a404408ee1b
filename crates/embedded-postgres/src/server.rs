//! The supervision of the server process: one dedicated thread that starts it, starts it again
//! when it dies, and stops it. The thread lives exactly as long as the server, because the kernel
//! ends the server when the thread that spawned it ends.

use std::process::Child;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::error::Error;
use crate::launch::{Launch, Started};
use crate::stale;

/// How often readiness and life are looked at.
const READY_POLL: Duration = Duration::from_millis(5);
const ALIVE_POLL: Duration = Duration::from_millis(50);
/// Pauses before starting again: the first, the longest, and the life after which it is the first.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
const STEADY: Duration = Duration::from_secs(30);
/// Recovery after a crash reads the log since the last checkpoint; longer than this is a fault.
const START_LIMIT: Duration = Duration::from_secs(600);
/// How long orphans that cannot be seen are waited for.
const ORPHANS: Duration = Duration::from_secs(10);
/// What a quick shutdown may take before the process is killed.
const QUICK: Duration = Duration::from_secs(3);
/// The stop of a value that was merely dropped.
const DROPPED: Duration = Duration::from_secs(3);

/// A running, supervised server.
#[derive(Debug)]
pub(crate) struct Server {
    watched: Arc<Watched>,
    /// Carries the time an orderly stop may take.
    orders: Sender<Duration>,
    thread: Option<JoinHandle<()>>,
}

/// What the thread tells about the server.
#[derive(Debug, Default)]
struct Watched {
    pid: AtomicU32,
    restarts: AtomicU64,
}

impl Server {
    /// Starts the server and returns once it takes connections.
    pub(crate) fn start(launch: Launch) -> Result<Server, Error> {
        let watched = Arc::new(Watched::default());
        let (orders, received) = channel();
        let (report, outcome) = channel();
        let keeper = Keeper { launch, watched: Arc::clone(&watched), orders: received };
        let thread = thread::Builder::new()
            .name("embedded-postgres".to_owned())
            .spawn(move || keeper.run(&report))
            .map_err(|error| Error::Thread(error.to_string()))?;
        outcome.recv().map_err(|error| Error::Thread(error.to_string()))??;
        Ok(Server { watched, orders, thread: Some(thread) })
    }

    /// The server's process; 0 while it is being started again.
    pub(crate) fn pid(&self) -> u32 {
        self.watched.pid.load(Ordering::Relaxed)
    }

    /// How often the server was started again.
    pub(crate) fn restarts(&self) -> u64 {
        self.watched.restarts.load(Ordering::Relaxed)
    }

    /// Stops the server and waits until no process of it is left.
    pub(crate) fn stop(&mut self, timeout: Duration) {
        if let Some(thread) = self.thread.take() {
            // A thread that is gone has stopped the server already.
            let _ = self.orders.send(timeout);
            let _ = thread.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop(DROPPED);
    }
}

/// The thread's side.
struct Keeper {
    launch: Launch,
    watched: Arc<Watched>,
    orders: Receiver<Duration>,
}

/// How a start ended.
enum Outcome {
    Ready(Child),
    /// Told to stop meanwhile; the server is stopped.
    Stopped,
}

impl Keeper {
    fn run(&self, report: &Sender<Result<(), Error>>) {
        let mut outcome = match self.start_first() {
            Ok(outcome) => outcome,
            Err(error) => {
                self.launch.socket.remove();
                // The opener waits for exactly this.
                let _ = report.send(Err(error));
                return;
            }
        };
        let _ = report.send(Ok(()));
        let mut pause = FIRST_PAUSE;
        while let Outcome::Ready(child) = outcome {
            let since = Instant::now();
            if !self.watch(child) {
                break;
            }
            pause = if since.elapsed() > STEADY { FIRST_PAUSE } else { pause };
            outcome = self.start_again(&mut pause);
        }
        self.watched.pid.store(0, Ordering::Relaxed);
        self.launch.socket.remove();
    }

    /// The first start. Where the processes of a killed server could not be seen, the new one
    /// notices their shared memory and refuses until they are gone, which takes a moment.
    fn start_first(&self) -> Result<Outcome, Error> {
        let begin = Instant::now();
        loop {
            match self.start() {
                Err(Error::Start { output, .. })
                    if output.contains("pre-existing shared memory") && begin.elapsed() < ORPHANS =>
                {
                    thread::sleep(ORPHANS / 20);
                }
                outcome => return outcome,
            }
        }
    }

    /// Starts the process and waits until it is ready, listening for the order to stop.
    fn start(&self) -> Result<Outcome, Error> {
        let begin = Instant::now();
        let mut started = self.launch.start()?;
        loop {
            if self.launch.ready(&mut started)? {
                self.watched.pid.store(started.child.id(), Ordering::Relaxed);
                return Ok(Outcome::Ready(started.child));
            }
            if let Some(timeout) = self.order(READY_POLL) {
                self.end(started.child, timeout);
                return Ok(Outcome::Stopped);
            }
            if begin.elapsed() > START_LIMIT {
                return Err(self.give_up(started));
            }
        }
    }

    fn give_up(&self, started: Started) -> Error {
        let error = self.launch.failed(&started, "not ready in ten minutes".to_owned());
        self.end(started.child, DROPPED);
        error
    }

    /// Watches a ready server: true when it died, false when it was stopped as ordered.
    fn watch(&self, mut child: Child) -> bool {
        loop {
            if let Some(timeout) = self.order(ALIVE_POLL) {
                self.end(child, timeout);
                return false;
            }
            if let Ok(Some(status)) = child.try_wait() {
                self.watched.pid.store(0, Ordering::Relaxed);
                tracing::warn!(%status, "PostgreSQL ended unexpectedly; starting it again");
                return true;
            }
        }
    }

    /// Starts the server again until it succeeds or the order to stop comes; pauses grow.
    fn start_again(&self, pause: &mut Duration) -> Outcome {
        loop {
            if self.order(*pause).is_some() {
                self.sweep();
                return Outcome::Stopped;
            }
            *pause = (*pause * 2).min(LONGEST_PAUSE);
            match self.start() {
                Ok(outcome) => {
                    self.watched.restarts.fetch_add(1, Ordering::Relaxed);
                    return outcome;
                }
                Err(error) => tracing::error!(%error, "PostgreSQL could not be started again"),
            }
        }
    }

    /// The order to stop, if it comes within `wait`; a vanished holder counts as one.
    fn order(&self, wait: Duration) -> Option<Duration> {
        match self.orders.recv_timeout(wait) {
            Ok(timeout) => Some(timeout),
            Err(RecvTimeoutError::Disconnected) => Some(DROPPED),
            Err(RecvTimeoutError::Timeout) => None,
        }
    }

    /// Ends the process: connections are closed and all is written; past `timeout` it quits and
    /// leaves recovery to the next start; past that it is killed.
    fn end(&self, mut child: Child, timeout: Duration) {
        let steps = [(Signal::SIGINT, timeout), (Signal::SIGQUIT, QUICK), (Signal::SIGKILL, QUICK)];
        for (signal, patience) in steps {
            if signal != Signal::SIGINT {
                tracing::warn!(%signal, "PostgreSQL does not stop; insisting");
            }
            if let Ok(pid) = i32::try_from(child.id()) {
                // Not yet waited for, so the number is still its own.
                let _ = kill(Pid::from_raw(pid), signal);
            }
            let begin = Instant::now();
            while begin.elapsed() < patience {
                if !matches!(child.try_wait(), Ok(None)) {
                    self.sweep();
                    return;
                }
                thread::sleep(READY_POLL);
            }
        }
        self.sweep();
    }

    /// After a killed server its own children may still be about.
    fn sweep(&self) {
        if let Err(error) = stale::clear(&self.launch.files.pg()) {
            tracing::error!(%error, "PostgreSQL could not be stopped");
        }
    }
}
