//! What is stored after the crashes, and how it compares with what was promised.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::time::{Duration, Instant};

use tokio_postgres::{NoTls, SimpleQueryMessage};

use super::journal::Journal;
use super::killed::Killed;
use crate::support::smtp::Sink;

/// How long no message may leave before we stop waiting: longer than a lease and the first back-offs together.
const PATIENCE: Duration = Duration::from_secs(90);

/// One stored enquiry.
struct Row {
    key: String,
    reference: String,
    email: String,
    notices: usize,
    receipts: usize,
    entries: usize,
}

/// Everything that is stored.
pub struct Ledger {
    rows: Vec<Row>,
    not_left: usize,
    handed_over: Vec<String>,
}

/// The result.
pub struct Findings {
    accepted: usize,
    unknown: usize,
    stored: usize,
    again: usize,
    /// Accepted, but not there.
    pub lost: usize,
    /// Stored more than once.
    pub doubled: usize,
    /// Told two references, or one that is not stored under the key.
    pub told_otherwise: usize,
    /// Without a notice or without a receipt.
    pub without_deliveries: usize,
    /// Without a timeline.
    pub without_timeline: usize,
    /// Deliveries that were not handed over.
    pub not_left: usize,
    /// Stored, but sent by nobody.
    pub foreign: usize,
    /// Handed over, as the database says, but unknown to the mail server.
    pub never_seen: usize,
    /// Messages that the mail server took more than once.
    pub repeated: usize,
}

async fn query(url: &str, text: &str) -> Result<Vec<Vec<String>>, tokio_postgres::Error> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    let driver = tokio::spawn(connection);
    let answer = client.simple_query(text).await;
    drop(client);
    let _ = driver.await;
    let rows = answer?.into_iter().filter_map(|message| match message {
        SimpleQueryMessage::Row(row) => {
            Some((0..row.len()).map(|n| row.get(n).unwrap_or_default().to_owned()).collect())
        }
        _ => None,
    });
    Ok(rows.collect())
}

impl Ledger {
    /// Waits until no message waits any more, then reads everything.
    pub async fn read_when_everything_left(killed: &Killed) -> Self {
        let waiting = "select count(*) from deliveries where not seeded and state in ('waiting', 'sending')";
        let (mut before, mut since) = (String::new(), Instant::now());
        loop {
            // The database may be on its way back from the last kill.
            let left = query(&killed.url, waiting).await.map_or_else(|_| before.clone(), |rows| rows[0][0].clone());
            if left != before {
                (before, since) = (left, Instant::now());
            }
            if before == "0" || since.elapsed() > PATIENCE {
                break;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        let sql = "select e.key, e.reference, e.email,
                (select count(*) from deliveries d where d.enquiry_id = e.id and d.kind = 'notice'),
                (select count(*) from deliveries d where d.enquiry_id = e.id and d.kind = 'receipt'),
                (select count(*) from timeline t where t.enquiry_id = e.id)
            from enquiries e where not e.seeded";
        let rows = query(&killed.url, sql).await.expect("the enquiries are read").into_iter();
        let number = |text: &String| text.parse().expect("a number");
        let rows = rows.map(|row| Row {
            key: row[0].clone(),
            reference: row[1].clone(),
            email: row[2].clone(),
            notices: number(&row[3]),
            receipts: number(&row[4]),
            entries: number(&row[5]),
        });
        let rows = rows.collect();
        let sql = "select state, trim(both '<>' from message_id) from deliveries where not seeded";
        let deliveries = query(&killed.url, sql).await.expect("the deliveries are read");
        let (left, not_left): (Vec<_>, Vec<_>) = deliveries.into_iter().partition(|row| row[0] == "handed-over");
        Self { rows, not_left: not_left.len(), handed_over: left.into_iter().map(|row| row[1].clone()).collect() }
    }

    /// Compares it with what the visitors were told and what the mail server saw.
    pub fn compare(&self, journal: &Journal, sink: &Sink) -> Findings {
        let told = journal.told();
        let by_key: HashMap<&str, &Row> = self.rows.iter().map(|row| (row.key.as_str(), row)).collect();
        let mut by_email: BTreeMap<&str, usize> = BTreeMap::new();
        for row in &self.rows {
            *by_email.entry(&row.email).or_default() += 1;
        }
        let promised = || told.iter().filter(|(_, told)| !told.references.is_empty());
        let taken = sink.counts();
        Findings {
            accepted: promised().count(),
            unknown: told.values().map(|told| told.unknown).sum(),
            stored: self.rows.len(),
            again: promised().map(|(_, told)| told.references.len() - 1).sum(),
            lost: promised().filter(|(key, _)| !by_key.contains_key(key.as_str())).count(),
            doubled: by_email.values().filter(|count| **count > 1).count(),
            told_otherwise: promised()
                .filter(|(key, told)| {
                    let stored = by_key.get(key.as_str()).map(|row| row.reference.as_str());
                    told.references.iter().any(|reference| stored.is_some_and(|stored| stored != reference))
                })
                .count(),
            without_deliveries: self.rows.iter().filter(|row| row.notices != 1 || row.receipts != 1).count(),
            without_timeline: self.rows.iter().filter(|row| row.entries == 0).count(),
            not_left: self.not_left,
            foreign: self.rows.iter().filter(|row| !told.contains_key(&row.key)).count(),
            never_seen: self.handed_over.iter().filter(|id| !taken.contains_key(*id)).count(),
            repeated: taken.values().map(|count| count - 1).sum(),
        }
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} accepted, {} sent again and told the same, {} outcomes unknown, {} stored: {} lost, {} doubled, {} told otherwise, \
             {} without deliveries, {} messages not left, {} repeated under their Message-ID",
            self.accepted,
            self.again,
            self.unknown,
            self.stored,
            self.lost,
            self.doubled,
            self.told_otherwise,
            self.without_deliveries,
            self.not_left,
            self.repeated
        )
    }
}
