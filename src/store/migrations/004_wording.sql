-- One article is known again where guid and address change: by the headline its publisher gave it.
-- And the addresses that aggregators hide are kept once they were found out.

ALTER TABLE article ADD COLUMN wording INTEGER;    -- hash of the headline's words; NULL: none or older
CREATE INDEX article_wording ON article (wording) WHERE wording IS NOT NULL;

CREATE TABLE resolved (
    address    INTEGER PRIMARY KEY,                -- hash of the aggregator's canonical address
    url        TEXT NOT NULL,                      -- the original
    canonical  INTEGER NOT NULL                    -- hash of its canonical address
);
