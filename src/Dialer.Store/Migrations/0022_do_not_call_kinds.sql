-- A number may be on several do-not-call lists: the company's own, a register of the state, a campaign's own, each for good or until a
-- moment. Written anew, for the key of a table cannot be changed.
CREATE TABLE do_not_call_kinds (
    -- E.164; one that ends in * stands for all numbers that begin so.
    number TEXT NOT NULL,
    source TEXT NOT NULL,
    added_at_us BIGINT NOT NULL,
    -- 'Person': everybody who has it, by all their numbers. 'Number': it alone.
    binds TEXT NOT NULL DEFAULT 'Number',
    kind TEXT NOT NULL DEFAULT 'Company' CHECK (kind IN ('Company', 'National', 'Campaign')),
    -- 0: all campaigns.
    campaign_id INTEGER NOT NULL DEFAULT 0,
    -- Null: for good.
    until_us BIGINT,
    -- When a file last had it: what a register has no more is taken off when it is read again.
    read_at_us BIGINT,
    PRIMARY KEY (number, kind, campaign_id)
);

-- What is not of a file that binds numbers alone is the company's, or of a person who said no to it.
INSERT INTO do_not_call_kinds (number, source, added_at_us, binds, kind)
SELECT number, source, added_at_us, binds,
    CASE WHEN binds = 'Person' OR source = 'of a person who objected' OR EXISTS (SELECT 1 FROM objections WHERE objections.source = do_not_call.source) THEN 'Company' ELSE 'National' END
FROM do_not_call;

DROP TABLE do_not_call;
ALTER TABLE do_not_call_kinds RENAME TO do_not_call;

-- Taken off, by whom and why.
CREATE TABLE do_not_call_removals (
    removal_id BIGINT NOT NULL PRIMARY KEY,
    number TEXT NOT NULL,
    kind TEXT NOT NULL,
    campaign_id INTEGER NOT NULL,
    source TEXT NOT NULL,
    added_at_us BIGINT NOT NULL,
    removed_at_us BIGINT NOT NULL,
    removed_by TEXT NOT NULL,
    reason TEXT NOT NULL
);

CREATE INDEX do_not_call_removals_by_number ON do_not_call_removals (number);

-- Files whose numbers are all in do_not_call: they are read again only when they change.
CREATE TABLE do_not_call_files (
    source TEXT NOT NULL PRIMARY KEY,
    content_hash TEXT NOT NULL,
    read_at_us BIGINT NOT NULL
);
