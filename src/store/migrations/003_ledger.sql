-- The ledger: what was asked of whom, when a feed is asked again and why then, where it moved, and
-- which hosts are left alone for a while. What a feed says about its pace is kept, because an
-- answer without a document does not say it again.

ALTER TABLE feed ADD COLUMN next_why       TEXT;                          -- why next_try is when it is
ALTER TABLE feed ADD COLUMN error_hint     TEXT;                          -- what to do about the error
ALTER TABLE feed ADD COLUMN tries          INTEGER NOT NULL DEFAULT 0;    -- requests, failed ones too
ALTER TABLE feed ADD COLUMN not_modified   INTEGER NOT NULL DEFAULT 0;    -- of these answered 304
ALTER TABLE feed ADD COLUMN bytes_total    INTEGER NOT NULL DEFAULT 0;    -- of all bodies, unpacked
ALTER TABLE feed ADD COLUMN first_good     INTEGER;                       -- first fetch that worked
ALTER TABLE feed ADD COLUMN durations      TEXT NOT NULL DEFAULT '[]';    -- JSON: the last ones in ms
ALTER TABLE feed ADD COLUMN unverified     INTEGER NOT NULL DEFAULT 0;    -- TLS without a check
ALTER TABLE feed ADD COLUMN missing_since  INTEGER;                       -- first of a run of 404s
ALTER TABLE feed ADD COLUMN missing_tries  INTEGER NOT NULL DEFAULT 0;    -- length of that run
ALTER TABLE feed ADD COLUMN dead_since     INTEGER;
ALTER TABLE feed ADD COLUMN moving_to      TEXT;                          -- where 301 and 308 lead
ALTER TABLE feed ADD COLUMN moving_times   INTEGER NOT NULL DEFAULT 0;    -- so often in a row
ALTER TABLE feed ADD COLUMN moving_refused TEXT;                          -- why it does not move there
ALTER TABLE feed ADD COLUMN moved_from     TEXT;                          -- its address before
ALTER TABLE feed ADD COLUMN moved_at       INTEGER;
ALTER TABLE feed ADD COLUMN served_by      TEXT;                          -- whom the validators are from
ALTER TABLE feed ADD COLUMN ttl            INTEGER;                       -- seconds, as the feed says
ALTER TABLE feed ADD COLUMN skip_hours     INTEGER NOT NULL DEFAULT 0;    -- a bit for each hour, UTC
ALTER TABLE feed ADD COLUMN skip_days      INTEGER NOT NULL DEFAULT 0;    -- a bit for each day from Monday
ALTER TABLE feed ADD COLUMN pace           INTEGER;                       -- seconds between two items
ALTER TABLE feed ADD COLUMN last_news      INTEGER;                       -- when it last had a new item

UPDATE feed SET tries = fetches + failures, dead_since = iif(dead, last_try, NULL);

-- A host that is left alone, with all its feeds.
CREATE TABLE host (
    name         TEXT PRIMARY KEY,
    waits_until  INTEGER NOT NULL,
    since        INTEGER NOT NULL,             -- first failure of the run
    failures     INTEGER NOT NULL,             -- in a row
    asked        INTEGER NOT NULL,             -- 1: it asked for that itself
    cause        TEXT NOT NULL
) WITHOUT ROWID;
