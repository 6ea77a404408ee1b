//! The link that opens the set-up page: printed in the terminal of whoever starts the program, so that nobody else who reaches
//! the port gets in. It works while the database is empty, and then never again.

use uuid::Uuid;

use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::installation::Installation;
use crate::keys::{Purpose, SecretKey};

/// The set-up link of a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetUpLink(Uuid);

impl SetUpLink {
    /// The link, while the database is empty.
    ///
    /// # Errors
    /// The database is away.
    pub async fn of(conn: &mut Conn) -> Result<Option<Self>> {
        if !Installation::is_empty(conn).await? {
            return Ok(None);
        }
        Ok(Some(Self(Installation::set_up_key(conn).await?)))
    }

    /// Whether an address names this database's set-up link. Anything else reads nothing from the database.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for everything that is no set-up link of this database.
    pub async fn open(conn: &mut Conn, keys: &SecretKey, named: &str) -> Result<Self> {
        let (id, given) = named.split_once('-').ok_or(AppError::NotFound)?;
        let id: Uuid = id.parse().map_err(|_| AppError::NotFound)?;
        let given = hex::decode(given).map_err(|_| AppError::NotFound)?;
        if !keys.verifies(Purpose::SetUp, &[id.as_bytes()], &given) || Installation::set_up_key(conn).await? != id {
            return Err(AppError::NotFound);
        }
        Ok(Self(id))
    }

    /// Where it is opened: `/account/link/{key}-{token}`.
    pub fn path(self, keys: &SecretKey) -> String {
        let token = keys.tag(Purpose::SetUp, &[self.0.as_bytes()]);
        format!("/account/link/{}-{}", self.0.simple(), hex::encode(token))
    }
}
