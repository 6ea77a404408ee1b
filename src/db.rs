//! The database: one pool, reads, and writes that are transactions.
//!
//! Two rules keep it sound. Every connection is opened and driven on the main multi-thread runtime, because actix workers
//! are single-thread runtimes that end one by one. And [`Db::write`] runs its closure on that runtime too, so that a visitor
//! who vanishes never cuts a transaction in the middle.

mod connect;
mod migrate;
mod stored;
mod transaction;

use std::time::Duration;

use deadpool::managed::{Object, Pool, PoolError, TimeoutType, Timeouts};
use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod};
use tokio::runtime::Handle;

pub use connect::{ConnectError, DatabaseUrl, chain};
pub use migrate::{GENERATION, MigrateError, migrate, pending};
pub use stored::Stored;
pub use transaction::{Tx, Work};

use crate::error::{AppError, Result};

/// A pooled connection for reading. Verbs that change something take a [`Tx`] instead.
pub type Reader = Object<AsyncDieselConnectionManager<AsyncPgConnection>>;

/// The plain connection that queries on nouns take.
pub type Conn = AsyncPgConnection;

/// How many connections a process holds at most.
const POOL_SIZE: usize = 12;
/// How long a request waits for a connection before it is told that we are busy.
const WAIT: Duration = Duration::from_secs(2);

/// The database of one process.
#[derive(Clone)]
pub struct Db {
    pool: Pool<AsyncDieselConnectionManager<AsyncPgConnection>>,
    main: Handle,
    url: DatabaseUrl,
    committed: std::sync::Arc<tokio::sync::Notify>,
}

impl Db {
    /// Makes the pool; opens nothing yet. `main` is the runtime that drives all connections.
    ///
    /// # Errors
    /// Only when the pool's own settings contradict each other.
    pub fn new(url: DatabaseUrl, main: Handle) -> Result<Self> {
        let (setup_main, setup_url) = (main.clone(), url.clone());
        let mut config = ManagerConfig::default();
        config.recycling_method = RecyclingMethod::Fast;
        config.custom_setup = Box::new(move |_| {
            let (main, url) = (setup_main.clone(), setup_url.clone());
            Box::pin(async move {
                let opened = main.spawn(async move { connect::open(&url, connect::TimeOuts::Short).await }).await;
                match opened {
                    Ok(Ok(connection)) => Ok(connection),
                    Ok(Err(error)) => Err(diesel::ConnectionError::BadConnection(error.to_string())),
                    Err(cut) => {
                        let error = AppError::unfinished("a connection", &cut);
                        Err(diesel::ConnectionError::BadConnection(error.to_string()))
                    }
                }
            })
        });
        let manager = AsyncDieselConnectionManager::<AsyncPgConnection>::new_with_config("", config);
        let pool = Pool::builder(manager)
            .max_size(POOL_SIZE)
            .timeouts(Timeouts { wait: Some(WAIT), create: Some(Duration::from_secs(5)), recycle: Some(WAIT) })
            .runtime(deadpool::Runtime::Tokio1)
            .build()
            .map_err(|error| AppError::internal("the connection pool", error))?;
        Ok(Self { pool, main, url, committed: std::sync::Arc::default() })
    }

    /// A connection for reading.
    ///
    /// # Errors
    /// [`AppError::Unavailable`] where the database is away or all connections are in use for two seconds.
    pub async fn read(&self) -> Result<Reader> {
        self.pool.get().await.map_err(|error| match error {
            PoolError::Timeout(TimeoutType::Create | TimeoutType::Recycle) => {
                AppError::unavailable("the database did not answer in time")
            }
            PoolError::Timeout(TimeoutType::Wait) => AppError::unavailable("no database connection was free in time"),
            other => AppError::unavailable(other),
        })
    }

    /// Runs `work` as one transaction on the main runtime: committed when it answers `Ok`, rolled back otherwise.
    ///
    /// # Errors
    /// What `work` answers, or [`AppError::Unavailable`] where the database is away.
    pub async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'t> Work<&'t mut Tx, Result<T>, Fut: Send> + Send + 'static,
    {
        let reader = self.read().await?;
        let committed = self.committed.clone();
        let task = self.main.spawn(async move {
            let mut tx = Tx::begin(reader).await?;
            match work(&mut tx).await {
                Ok(value) => {
                    if tx.commit().await? {
                        committed.notify_one();
                    }
                    Ok(value)
                }
                Err(error) => {
                    tx.rollback().await;
                    Err(error)
                }
            }
        });
        task.await.map_err(|cut| AppError::unfinished("a transaction", &cut))?
    }

    /// Rings after a commit that enqueued jobs.
    pub fn jobs_committed(&self) -> &tokio::sync::Notify {
        &self.committed
    }

    /// The runtime on which background work lives.
    pub fn main(&self) -> &Handle {
        &self.main
    }

    /// The address, for connections outside the pool (migrations, notifications, `doctor`).
    pub fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// Drops idle connections, so that the next ones are fresh. Called when the embedded server was started again.
    pub fn refresh(&self) {
        self.pool.retain(|_, _| false);
    }

    /// Closes the pool: no further connection is given.
    pub fn close(&self) {
        self.pool.close();
    }
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Db").field("pool", &self.pool.status()).finish_non_exhaustive()
    }
}
