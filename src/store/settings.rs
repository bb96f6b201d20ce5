//! Single values by name: the screen's last state and the like.

use rusqlite::{OptionalExtension, params};

use crate::store::{Reader, StoreError, Writer, error::Doing};

impl Reader {
    /// The value under `name`.
    pub fn setting(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.connection
            .prepare_cached("SELECT value FROM setting WHERE name = ?1")
            .and_then(|mut statement| statement.query_row([name], |row| row.get(0)).optional())
            .doing("read a setting")
    }
}

impl Writer {
    /// Puts a value under `name`.
    pub fn save_setting(&mut self, name: &str, value: &[u8]) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)")
            .and_then(|mut statement| statement.execute(params![name, value]))
            .map(drop)
            .doing("save a setting")
    }
}
