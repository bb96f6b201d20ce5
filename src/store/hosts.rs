//! Hosts that are left alone for a while: kept here, because the pause must outlive the process.

use rusqlite::{Connection, Row, named_params};

use crate::{
    model::Timestamp,
    store::{HostNews, Reader, StoreError, Writer, error::Doing},
};

/// A host that is left alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostWait {
    /// Its name.
    pub name: String,
    /// Until when.
    pub until: Timestamp,
    /// First failure of the run.
    pub since: Timestamp,
    /// Failures in a row.
    pub failures: u32,
    /// Whether it asked for that itself.
    pub asked: bool,
    /// What happened, in a sentence.
    pub cause: String,
}

impl Reader {
    /// Hosts that failed the last time, whether their pause is over or not.
    pub fn hosts(&self) -> Result<Vec<HostWait>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT name, waits_until, since, failures, asked, cause
                 FROM host ORDER BY waits_until, name",
            )
            .and_then(|mut statement| statement.query_map([], host)?.collect())
            .doing("list the hosts")
    }
}

impl Writer {
    /// Keeps what requests other than for feeds said of hosts.
    pub fn save_host_news(&mut self, news: &[HostNews]) -> Result<(), StoreError> {
        if news.is_empty() {
            return Ok(());
        }
        let doing = "note how hosts do";
        let transaction = self.connection.transaction().doing(doing)?;
        for news in news {
            match news {
                HostNews::Waits(wait) => save(&transaction, wait),
                HostNews::Recovered(name) => forget(&transaction, name),
            }
            .doing(doing)?;
        }
        transaction.commit().doing(doing)
    }

    /// Forgets hosts that failed.
    pub fn forget_hosts(&mut self, names: &[String]) -> Result<(), StoreError> {
        names
            .iter()
            .try_for_each(|name| forget(&self.connection, name))
            .doing("forget a host")
    }
}

pub(super) fn save(connection: &Connection, wait: &HostWait) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO host (name, waits_until, since, failures, asked, cause)
             VALUES (:name, :until, :since, :failures, :asked, :cause)
             ON CONFLICT (name) DO UPDATE SET waits_until = excluded.waits_until,
                 since = excluded.since, failures = excluded.failures, asked = excluded.asked,
                 cause = excluded.cause",
        )?
        .execute(named_params! {
            ":name": wait.name,
            ":until": wait.until.0,
            ":since": wait.since.0,
            ":failures": wait.failures,
            ":asked": wait.asked,
            ":cause": wait.cause,
        })
        .map(drop)
}

pub(super) fn forget(connection: &Connection, name: &str) -> rusqlite::Result<()> {
    connection
        .prepare_cached("DELETE FROM host WHERE name = ?1")?
        .execute([name])
        .map(drop)
}

fn host(row: &Row<'_>) -> rusqlite::Result<HostWait> {
    Ok(HostWait {
        name: row.get(0)?,
        until: Timestamp(row.get(1)?),
        since: Timestamp(row.get(2)?),
        failures: row.get(3)?,
        asked: row.get(4)?,
        cause: row.get(5)?,
    })
}
