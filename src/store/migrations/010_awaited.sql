-- Marks that wait for their articles: a state file and the cache of another program know articles
-- that no feed has brought here yet. The table was made when first something waited; now it is there
-- from the beginning, and holds all that a reader does with an article.

CREATE TABLE IF NOT EXISTS awaited (
    id         INTEGER PRIMARY KEY,
    made       INTEGER NOT NULL,
    feed       INTEGER,                       -- of the list, if it is there
    guid       INTEGER NOT NULL,              -- hash of the guid, or of the canonical address
    canonical  INTEGER,                       -- hash of the canonical address
    read       INTEGER NOT NULL,
    starred    INTEGER NOT NULL,
    own_tags   TEXT NOT NULL                  -- JSON
);
CREATE INDEX IF NOT EXISTS awaited_guid ON awaited (feed, guid);
CREATE INDEX IF NOT EXISTS awaited_canonical ON awaited (canonical) WHERE canonical IS NOT NULL;

ALTER TABLE awaited ADD COLUMN seen      INTEGER NOT NULL DEFAULT 0;
ALTER TABLE awaited ADD COLUMN followed  INTEGER NOT NULL DEFAULT 0;
ALTER TABLE awaited ADD COLUMN muted     INTEGER NOT NULL DEFAULT 0;       -- with its story
ALTER TABLE awaited ADD COLUMN opened    INTEGER;
