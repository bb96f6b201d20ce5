//! Opening: pragmas, migrations, and the two kinds of connection.

use std::path::Path;

use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior, config::DbConfig};

use crate::store::{StoreError, error::Doing, functions};

/// Numbered steps from an empty file to today's shape; only ever added to.
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("migrations/001_cache.sql"),
    include_str!("migrations/002_decisions.sql"),
    include_str!("migrations/003_ledger.sql"),
    include_str!("migrations/004_wording.sql"),
    include_str!("migrations/005_page.sql"),
    include_str!("migrations/006_page_tries.sql"),
    include_str!("migrations/007_tags.sql"),
    include_str!("migrations/008_reader.sql"),
    include_str!("migrations/010_awaited.sql"),
    include_str!("migrations/011_flat_lists.sql"),
    include_str!("migrations/012_comparing.sql"),
];

/// The connection that writes. There is one in a process.
#[derive(Debug)]
pub struct Writer {
    pub(super) connection: Connection,
}

/// A connection that only reads, beside the writer.
#[derive(Debug)]
pub struct Reader {
    pub(super) connection: Connection,
}

impl Writer {
    /// Opens the cache at `path`, makes it if it is not there, and brings it to today's shape.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::open_unchecked(path).map_err(|error| name_damage(error, path))
    }

    fn open_unchecked(path: &Path) -> Result<Self, StoreError> {
        create_private(path)?;
        let mut connection = Connection::open(path).doing("be opened")?;
        prepare(&connection)?;
        connection
            .execute_batch(
                "PRAGMA journal_mode = WAL;
                 PRAGMA synchronous = NORMAL;
                 PRAGMA wal_autocheckpoint = 4000;
                 PRAGMA foreign_keys = ON;",
            )
            .doing("be set up")?;
        // Otherwise a statement whose plan might be better for other values is planned anew for
        // every row that is saved, at a quarter of what saving costs.
        connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
            .doing("be set up")?;
        // A transaction that reads first and writes later fails for good when somebody else wrote in
        // between; one that is a writer from the start waits for its turn.
        connection.set_transaction_behavior(TransactionBehavior::Immediate);
        migrate(&mut connection, path)?;
        Ok(Self { connection })
    }

    /// A number that is another one once another process has written to the cache; what goes through
    /// this connection does not change it.
    pub fn writes_of_others(&self) -> Result<i64, StoreError> {
        self.connection
            .query_row("PRAGMA data_version", [], |row| row.get(0))
            .doing("be read")
    }

    /// Runs `work` so that it is on disk, not only with the system, when this returns.
    ///
    /// Feeds can be fetched again, so saving them need not wait for the disk; what the reader did
    /// cannot.
    pub(super) fn durably<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.connection
            .execute_batch("PRAGMA synchronous = FULL")
            .doing("be set up")?;
        let done = work(self);
        self.connection
            .execute_batch("PRAGMA synchronous = NORMAL")
            .doing("be set up")?;
        done
    }
}

impl Reader {
    /// Opens the cache at `path`, which a [`Writer`] has made.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).doing("be opened")?;
        prepare(&connection)?;
        Ok(Self { connection })
    }

    /// Opens it for short questions: it keeps little of what it has read in memory.
    pub fn open_small(path: &Path) -> Result<Self, StoreError> {
        let reader = Self::open(path)?;
        reader
            .connection
            .execute_batch("PRAGMA cache_size = -500;")
            .doing("be set up")?;
        Ok(reader)
    }
}

/// A file that is no database gets a sentence that names it.
fn name_damage(error: StoreError, path: &Path) -> StoreError {
    match error {
        StoreError::Sql { source, .. }
            if matches!(
                source.sqlite_error_code(),
                Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt)
            ) =>
        {
            StoreError::Damaged {
                path: path.to_owned(),
                why: source.to_string(),
            }
        }
        other => other,
    }
}

fn prepare(connection: &Connection) -> Result<(), StoreError> {
    connection.set_prepared_statement_cache_capacity(64);
    functions::register(connection).doing("be set up")?;
    connection
        .execute_batch("PRAGMA busy_timeout = 5000; PRAGMA cache_size = -8000;")
        .doing("be set up")
}

/// The shape of the file, as the number of steps it has seen.
fn shape(connection: &Connection) -> Result<usize, StoreError> {
    let shape: i64 = connection
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .doing("be read")?;
    Ok(usize::try_from(shape).unwrap_or(0))
}

fn migrate(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let doing = "be brought up to date";
    let known = MIGRATIONS.len();
    // A cache of today's shape is not written to: opening it must not disturb anybody.
    if shape(connection)? == known {
        return Ok(());
    }
    let transaction = connection.transaction().doing(doing)?;
    // Read again inside: another process may have been faster.
    let found = shape(&transaction)?;
    if found > known {
        return Err(StoreError::Newer {
            path: path.to_owned(),
            found,
            known,
        });
    }
    for step in &MIGRATIONS[found..] {
        transaction.execute_batch(step).doing(doing)?;
    }
    transaction
        .execute_batch(&format!("PRAGMA user_version = {known}"))
        .doing(doing)?;
    transaction.commit().doing(doing)
}

/// What was read is nobody else's business, so the file is its owner's alone.
fn create_private(path: &Path) -> Result<(), StoreError> {
    let failed = |source| StoreError::File {
        path: path.to_owned(),
        source,
    };
    if path.exists() {
        return Ok(());
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
        if let Some(folder) = path.parent() {
            std::fs::DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(folder)
                .map_err(failed)?;
        }
        std::fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(path)
            .map_err(failed)?;
    }
    #[cfg(not(unix))]
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    Ok(())
}
