-- The first shape: feeds, articles, stories, and what the reader did with them.
-- `article` holds no body, so that lists read few pages; bodies are compressed in their own table.
-- Hashes and keys are 64-bit integers. Times are seconds since 1970 in UTC.

CREATE TABLE feed (
    id             INTEGER PRIMARY KEY,
    url            TEXT NOT NULL UNIQUE,
    listed         INTEGER NOT NULL DEFAULT 1,   -- still in the reader's list
    unlisted_at    INTEGER,                      -- since when it is not
    position       INTEGER NOT NULL DEFAULT 0,   -- its place there
    own_title      TEXT,                         -- given by the reader
    title          TEXT,                         -- given by the feed
    publisher      TEXT,                         -- given by the reader
    tags           TEXT NOT NULL DEFAULT '[]',   -- JSON
    site           TEXT,
    etag           TEXT,
    last_modified  TEXT,
    last_try       INTEGER,
    last_good      INTEGER,
    next_try       INTEGER,
    error_kind     TEXT,
    error          TEXT,
    failing_since  INTEGER,
    failures       INTEGER NOT NULL DEFAULT 0,
    dead           INTEGER NOT NULL DEFAULT 0,
    bytes          INTEGER NOT NULL DEFAULT 0,
    fetches        INTEGER NOT NULL DEFAULT 0,
    unchanged      INTEGER NOT NULL DEFAULT 0
);

-- A publisher under the key that identifies it (its name, its domain, or a feed's address).
CREATE TABLE source (
    id    INTEGER PRIMARY KEY,
    key   TEXT NOT NULL UNIQUE,
    name  TEXT NOT NULL,
    trust INTEGER NOT NULL DEFAULT 0           -- who gave the name: the higher, the better it knows
);

CREATE TABLE article (
    id          INTEGER PRIMARY KEY,
    feed        INTEGER NOT NULL REFERENCES feed (id),
    source      INTEGER NOT NULL REFERENCES source (id),
    story       INTEGER,                       -- NULL until it is grouped
    published   INTEGER NOT NULL,              -- never later than first_seen
    first_seen  INTEGER NOT NULL,
    updated     INTEGER,
    canonical   INTEGER,                       -- hash of the canonical address
    content     INTEGER NOT NULL,              -- hash of title and text
    kind        INTEGER NOT NULL,
    read        INTEGER NOT NULL DEFAULT 0,
    seen        INTEGER NOT NULL DEFAULT 0,
    starred     INTEGER NOT NULL DEFAULT 0,
    changed     INTEGER NOT NULL DEFAULT 0,    -- its text changed after it was read
    revisions   INTEGER NOT NULL DEFAULT 0,
    words       INTEGER NOT NULL,
    copy_of     INTEGER,
    copied      REAL NOT NULL DEFAULT 0,
    title       TEXT NOT NULL,
    derived     INTEGER NOT NULL DEFAULT 0,    -- the title is made from the text
    via         TEXT,
    url         TEXT,
    comments    TEXT,
    author      TEXT,
    lang        TEXT,
    summary     TEXT NOT NULL,
    enclosures  TEXT NOT NULL DEFAULT '[]'     -- JSON
);
CREATE INDEX article_story ON article (story);
CREATE INDEX article_canonical ON article (canonical) WHERE canonical IS NOT NULL;
CREATE INDEX article_published ON article (published);
CREATE INDEX article_feed ON article (feed);
CREATE INDEX article_source ON article (source);
CREATE INDEX article_first_seen ON article (first_seen);

-- Which feed carries which article, under which guid. An article stands once, however many feeds
-- carry it.
CREATE TABLE carried (
    feed     INTEGER NOT NULL REFERENCES feed (id),
    guid     INTEGER NOT NULL,                 -- hash of the guid
    article  INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    raw      INTEGER NOT NULL,                 -- hash of the item's bytes
    in_feed  INTEGER NOT NULL DEFAULT 1,       -- in the feed's newest document
    PRIMARY KEY (feed, guid)
) WITHOUT ROWID;
CREATE INDEX carried_article ON carried (article);
CREATE INDEX carried_current ON carried (feed, raw, guid) WHERE in_feed = 1;

CREATE TABLE body (
    article  INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    html     BLOB NOT NULL
);

-- Earlier texts of an article.
CREATE TABLE revision (
    id       INTEGER PRIMARY KEY,
    article  INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    until    INTEGER NOT NULL,                 -- when the next text was seen
    title    TEXT NOT NULL,
    html     BLOB NOT NULL
);
CREATE INDEX revision_article ON revision (article);

CREATE TABLE story (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    title            TEXT NOT NULL,
    lead             INTEGER NOT NULL,
    lead_source      TEXT NOT NULL,
    first_published  INTEGER NOT NULL,
    last_published   INTEGER NOT NULL,
    articles         INTEGER NOT NULL,
    sources          INTEGER NOT NULL,
    origins          INTEGER NOT NULL,
    unread           INTEGER NOT NULL,
    starred          INTEGER NOT NULL,
    changed          INTEGER NOT NULL,
    rank             INTEGER NOT NULL
);
CREATE INDEX story_rank ON story (rank DESC, id DESC);
CREATE INDEX story_newest ON story (last_published DESC, id DESC);
CREATE INDEX story_sources ON story (sources DESC, rank DESC, id DESC);
CREATE INDEX story_lead ON story (lead);
CREATE INDEX story_unread ON story (rank DESC, id DESC) WHERE unread > 0;
CREATE INDEX story_starred ON story (rank DESC, id DESC) WHERE starred > 0;

-- A story that was merged into an older one.
CREATE TABLE story_redirect (
    gone  INTEGER PRIMARY KEY,
    kept  INTEGER NOT NULL
);

-- What grouping remembers of an article, and why it stands where it stands (JSON).
CREATE TABLE placement (
    article   INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    features  BLOB NOT NULL,
    reason    TEXT
);

-- Single values: what grouping has learned, the reader's last view, …
CREATE TABLE setting (
    name   TEXT PRIMARY KEY,
    value  BLOB NOT NULL
) WITHOUT ROWID;

-- The full-text index keeps no second copy of the text; `unindexed` waits for idle time.
CREATE VIRTUAL TABLE article_text USING fts5 (
    title, text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TABLE unindexed (article INTEGER PRIMARY KEY);
