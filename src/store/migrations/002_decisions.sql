-- What the reader decided about stories holds for good: which articles belong together, and which
-- are apart. A decision names articles on sides; for a pair on different sides the latest one that
-- names both holds. Also the chain of stories of one long affair, and how often a source speaks.

CREATE TABLE decision (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    made      INTEGER NOT NULL,
    together  INTEGER NOT NULL                 -- 1: the sides are one story; 0: none shares a story
);

CREATE TABLE decision_member (
    decision  INTEGER NOT NULL REFERENCES decision (id) ON DELETE CASCADE,
    article   INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    side      INTEGER NOT NULL,
    PRIMARY KEY (decision, article)
) WITHOUT ROWID;
CREATE INDEX decision_member_article ON decision_member (article);

-- An older story of the same affair; it may have been merged or be gone by now.
ALTER TABLE story ADD COLUMN earlier INTEGER;

-- Serves whatever the index on the source alone did.
CREATE INDEX article_source_published ON article (source, published);
DROP INDEX article_source;
