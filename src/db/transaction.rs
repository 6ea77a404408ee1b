//! A transaction, which only [`super::Db::write`] can make.

use diesel_async::{AnsiTransactionManager, TransactionManager};

use super::{Conn, Reader};
use crate::error::Result;

/// An open transaction. Verbs take `&mut Tx`, so that nothing changes outside one.
pub struct Tx {
    reader: Reader,
    enqueued: bool,
}

/// An `async` closure from `T` to `R` whose future can be required to be `Send` (the bound that `AsyncFnOnce` lacks).
pub trait Work<T, R>: AsyncFnOnce(T) -> R + FnOnce(T) -> <Self as Work<T, R>>::Fut {
    /// The future that the closure makes.
    type Fut: Future<Output = R>;
}

impl<F, T, Fut, R> Work<T, R> for F
where
    F: AsyncFnOnce(T) -> R + FnOnce(T) -> Fut,
    Fut: Future<Output = R>,
{
    type Fut = Fut;
}

impl Tx {
    pub(super) async fn begin(mut reader: Reader) -> Result<Self> {
        AnsiTransactionManager::begin_transaction(&mut *reader).await?;
        Ok(Self { reader, enqueued: false })
    }

    /// Commits; answers whether jobs were enqueued in it.
    pub(super) async fn commit(mut self) -> Result<bool> {
        AnsiTransactionManager::commit_transaction(&mut *self.reader).await?;
        Ok(self.enqueued)
    }

    pub(super) async fn rollback(mut self) {
        if let Err(error) = AnsiTransactionManager::rollback_transaction(&mut *self.reader).await {
            tracing::debug!(%error, "a rollback failed; the connection is thrown away");
        }
    }

    /// The connection inside the transaction.
    pub fn conn(&mut self) -> &mut Conn {
        &mut self.reader
    }

    /// Remembers that a job was enqueued, so that the runner is woken after the commit.
    pub fn mark_enqueued(&mut self) {
        self.enqueued = true;
    }
}
