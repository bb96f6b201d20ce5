-- The full text of an article as its own page has it, or why there is none. It stands apart from
-- `body`, the feed's own text, which stays one key away whatever the page says.

CREATE TABLE page (
    article  INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    url      TEXT NOT NULL,                    -- where it was found, redirects followed
    fetched  INTEGER NOT NULL,
    title    TEXT NOT NULL DEFAULT '',
    byline   TEXT,
    words    INTEGER NOT NULL DEFAULT 0,
    html     BLOB,                             -- kept like bodies; NULL: there is no text
    barrier  TEXT,                             -- what the page shows instead
    error    TEXT,                             -- why there is no text
    hint     TEXT                              -- what to do about that
);
