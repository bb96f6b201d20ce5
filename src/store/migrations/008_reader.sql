-- What the reader does beside reading: tags of his own, stories that are followed or muted, what was
-- opened and when; and what rules did to an article when it came. A story has the marks of its
-- members, so that they go along when stories are united or parted.

ALTER TABLE article ADD COLUMN own_tags  TEXT    NOT NULL DEFAULT '[]';    -- JSON
ALTER TABLE article ADD COLUMN followed  INTEGER NOT NULL DEFAULT 0;
ALTER TABLE article ADD COLUMN muted     INTEGER NOT NULL DEFAULT 0;       -- 1: alone; 2: with its story
ALTER TABLE article ADD COLUMN boost     INTEGER NOT NULL DEFAULT 0;       -- raises, or lowers, its story
ALTER TABLE article ADD COLUMN opened    INTEGER;                          -- when it was last read from
CREATE INDEX article_opened ON article (opened) WHERE opened IS NOT NULL;

ALTER TABLE story ADD COLUMN followed  INTEGER NOT NULL DEFAULT 0;         -- members that are
ALTER TABLE story ADD COLUMN muted     INTEGER NOT NULL DEFAULT 0;         -- 1: folded away
CREATE INDEX story_followed ON story (rank DESC, id DESC) WHERE followed > 0;
CREATE INDEX story_muted ON story (rank DESC, id DESC) WHERE muted > 0;

-- Lists leave muted stories out without a look at the table.
DROP INDEX story_rank;
DROP INDEX story_newest;
DROP INDEX story_sources;
CREATE INDEX story_rank ON story (rank DESC, id DESC, muted);
CREATE INDEX story_newest ON story (last_published DESC, id DESC, muted);
CREATE INDEX story_sources ON story (sources DESC, rank DESC, id DESC, muted);
