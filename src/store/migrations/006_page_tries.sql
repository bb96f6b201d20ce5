-- Pages that could not be had: when somebody tried last, and how often in vain, so that one at a dead
-- host is not tried at every refresh in the place of others. And pages whose article has changed in
-- its feed since: their text stays until a newer one is there.

CREATE TABLE page_try (
    article   INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    tried     INTEGER NOT NULL,
    failures  INTEGER NOT NULL                 -- in a row
);

ALTER TABLE page ADD COLUMN stale INTEGER NOT NULL DEFAULT 0;
CREATE INDEX page_stale ON page (article) WHERE stale = 1;
