-- What its publisher files an article under: the categories of its item, and the section that a line
-- in its text names.

ALTER TABLE article ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';    -- JSON
