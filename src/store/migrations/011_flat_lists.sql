-- A list of all articles, newest first, is read off an index without a look at the table.

DROP INDEX article_published;
CREATE INDEX article_published ON article (published DESC, id DESC, story, read, muted);
