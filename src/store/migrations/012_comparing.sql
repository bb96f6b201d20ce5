-- What is new to the reader in each article, counted once the story was compared: NULL where nothing
-- of its story was seen, or where that is not known yet. Stories wait in `uncompared` from the moment
-- on that something was seen, came, went, or says something else; `change` tells whether it happened
-- again while they were compared. And briefs of followed stories that were closed.

ALTER TABLE article ADD COLUMN new_to_you INTEGER;
ALTER TABLE story ADD COLUMN new_to_you INTEGER;             -- the most that an unread member has
ALTER TABLE story ADD COLUMN news INTEGER NOT NULL DEFAULT 0; -- unread members of a followed one with
                                                              -- something new

-- Since when it is known to be followed: from the first refresh on that found it so.
ALTER TABLE article ADD COLUMN followed_since INTEGER;
CREATE INDEX article_followed_since ON article (followed_since) WHERE followed_since IS NOT NULL;

CREATE INDEX article_seen ON article (story) WHERE seen = 1;

CREATE TABLE uncompared (
    story   INTEGER PRIMARY KEY,
    change  INTEGER NOT NULL                   -- another one whenever it waits anew
);
INSERT INTO uncompared (story, change)
    SELECT DISTINCT story, random() FROM article WHERE seen = 1 AND story IS NOT NULL;

CREATE TRIGGER article_was_seen AFTER UPDATE OF seen ON article
WHEN new.seen <> old.seen AND new.story IS NOT NULL
BEGIN
    INSERT INTO uncompared (story, change) VALUES (new.story, random())
        ON CONFLICT (story) DO UPDATE SET change = random();
END;
CREATE TRIGGER article_came AFTER UPDATE OF story ON article
WHEN new.story IS NOT NULL AND new.story IS NOT old.story
    AND (new.new_to_you IS NOT NULL OR EXISTS (SELECT 1 FROM article WHERE story = new.story AND seen = 1))
BEGIN
    INSERT INTO uncompared (story, change) VALUES (new.story, random())
        ON CONFLICT (story) DO UPDATE SET change = random();
END;
CREATE TRIGGER article_went AFTER UPDATE OF story ON article
WHEN old.story IS NOT NULL AND new.story IS NOT old.story AND (old.seen = 1
    OR EXISTS (SELECT 1 FROM article WHERE story = old.story AND seen = 1))
BEGIN
    INSERT INTO uncompared (story, change) VALUES (old.story, random())
        ON CONFLICT (story) DO UPDATE SET change = random();
END;
CREATE TRIGGER article_was_dropped AFTER DELETE ON article
WHEN old.seen = 1 AND old.story IS NOT NULL
BEGIN
    INSERT INTO uncompared (story, change) VALUES (old.story, random())
        ON CONFLICT (story) DO UPDATE SET change = random();
END;
CREATE TRIGGER article_was_rewritten AFTER UPDATE OF content ON article
WHEN new.content <> old.content AND new.story IS NOT NULL
    AND EXISTS (SELECT 1 FROM article WHERE story = new.story AND seen = 1)
BEGIN
    INSERT INTO uncompared (story, change) VALUES (new.story, random())
        ON CONFLICT (story) DO UPDATE SET change = random();
END;
CREATE TRIGGER page_came AFTER INSERT ON page
WHEN new.html IS NOT NULL
    AND EXISTS (SELECT 1 FROM article WHERE seen = 1
                AND story = (SELECT story FROM article WHERE id = new.article))
BEGIN
    INSERT INTO uncompared (story, change) SELECT story, random() FROM article WHERE id = new.article
        ON CONFLICT (story) DO UPDATE SET change = random();
END;
CREATE TRIGGER page_changed AFTER UPDATE OF html, article ON page
WHEN (new.html IS NOT old.html OR new.article <> old.article)
    AND EXISTS (SELECT 1 FROM article WHERE seen = 1
                AND story = (SELECT story FROM article WHERE id = new.article))
BEGIN
    INSERT INTO uncompared (story, change) SELECT story, random() FROM article WHERE id = new.article
        ON CONFLICT (story) DO UPDATE SET change = random();
END;

CREATE TABLE kept_brief (
    story     INTEGER PRIMARY KEY,
    closed    INTEGER NOT NULL,
    headline  TEXT NOT NULL,
    sources   INTEGER NOT NULL,
    sentences TEXT NOT NULL                    -- JSON: [{text, source}]
);
