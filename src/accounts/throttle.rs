//! The sign-in throttle: tries counted in the database, so that it holds across nodes and restarts.
//!
//! A try is written down before the password is looked at, under a lock of its account and of its network, so that a hundred
//! tries at once are counted like a hundred in a row. Neither addresses nor email addresses are kept, only keyed hashes.

use actix_web::HttpRequest;
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::app::App;
use crate::clock::Moment;
use crate::db::Tx;
use crate::error::Result;
use crate::keys::Purpose;
use crate::schema::sign_in_attempts;
use crate::web::peer::Peer;

/// What is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A password.
    SignIn,
    /// Asking for a new password.
    Forgotten,
}

/// Tries from one network, of either kind, in a quarter of an hour.
const PER_NETWORK: i64 = 50;
const QUARTER: TimeDelta = TimeDelta::minutes(15);
/// Tries are erased after this long.
const KEPT: TimeDelta = TimeDelta::hours(24);

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Forgotten => "forgotten",
        }
    }

    /// Failed tries per account, and in which time.
    fn per_account(self) -> (i64, TimeDelta) {
        match self {
            Self::SignIn => (10, QUARTER),
            Self::Forgotten => (3, TimeDelta::hours(1)),
        }
    }
}

/// Who tries: an account and a network, both as keyed hashes.
#[derive(Debug, Clone)]
pub(super) struct Who {
    account: Vec<u8>,
    network: Vec<u8>,
}

impl Who {
    /// Reads both; the network's hash changes each day.
    pub fn of(app: &App, request: &HttpRequest, email: &str) -> Self {
        let peer = Peer::of(request.peer_addr(), request.headers(), &app.config.trusted_proxies);
        let day = app.clock.now().date_naive().to_string();
        Self {
            account: app.keys.tag(Purpose::Account, &[email.trim().to_lowercase().as_bytes()]).to_vec(),
            network: app.keys.tag(Purpose::AddressTag, &[&peer.network(), day.as_bytes()]).to_vec(),
        }
    }
}

/// A try that was written down; a failure until it is marked as good.
#[derive(Debug, Clone, Copy)]
pub(super) struct Try(Uuid);

impl Try {
    /// Writes a try down, or answers `None` where there were too many.
    pub async fn begin(tx: &mut Tx, at: Moment, kind: Kind, who: &Who) -> Result<Option<Self>> {
        lock(tx, &who.account).await?;
        lock(tx, &who.network).await?;
        let failed = || sign_in_attempts::table.filter(sign_in_attempts::success.eq(false)).into_boxed();
        let (most, time) = kind.per_account();
        let of_account = failed()
            .filter(sign_in_attempts::account_hash.eq(&who.account))
            .filter(sign_in_attempts::kind.eq(kind.as_str()))
            .filter(sign_in_attempts::at.gt(at.now - time));
        let of_network = failed()
            .filter(sign_in_attempts::address_tag.eq(&who.network))
            .filter(sign_in_attempts::at.gt(at.now - QUARTER));
        let here: i64 = of_account.count().get_result(tx.conn()).await?;
        let from_here: i64 = of_network.count().get_result(tx.conn()).await?;
        if here >= most || from_here >= PER_NETWORK {
            return Ok(None);
        }
        let id = at.id();
        diesel::insert_into(sign_in_attempts::table)
            .values((
                sign_in_attempts::id.eq(id),
                sign_in_attempts::account_hash.eq(&who.account),
                sign_in_attempts::address_tag.eq(&who.network),
                sign_in_attempts::kind.eq(kind.as_str()),
                sign_in_attempts::success.eq(false),
                sign_in_attempts::at.eq(at.now),
            ))
            .execute(tx.conn())
            .await?;
        Ok(Some(Self(id)))
    }

    /// The password was right: this try counts no more.
    pub async fn succeed(self, tx: &mut Tx) -> Result<()> {
        let own = sign_in_attempts::table.find(self.0);
        diesel::update(own).set(sign_in_attempts::success.eq(true)).execute(tx.conn()).await?;
        Ok(())
    }

    /// Erases what no limit counts any more.
    pub async fn erase_old(tx: &mut Tx, now: DateTime<Utc>) -> Result<()> {
        diesel::delete(sign_in_attempts::table.filter(sign_in_attempts::at.lt(now - KEPT))).execute(tx.conn()).await?;
        Ok(())
    }
}

/// Waits for others who are counting the same; held until the transaction ends. Everybody locks the account first.
async fn lock(tx: &mut Tx, hash: &[u8]) -> Result<()> {
    let key = hash.first_chunk::<8>().map_or(0, |bytes| i64::from_be_bytes(*bytes));
    diesel::sql_query("select pg_advisory_xact_lock($1)").bind::<BigInt, _>(key).execute(tx.conn()).await?;
    Ok(())
}
