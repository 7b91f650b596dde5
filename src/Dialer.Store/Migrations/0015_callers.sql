-- The way of callers: the number that was dialed, each step, and what was keyed in (codes masked).
ALTER TABLE interactions ADD COLUMN called TEXT NOT NULL DEFAULT '';
ALTER TABLE interactions ADD COLUMN way TEXT NOT NULL DEFAULT '';
ALTER TABLE interactions ADD COLUMN keyed TEXT NOT NULL DEFAULT '';

CREATE TABLE voicemails (
    run_id INTEGER NOT NULL REFERENCES runs,
    interaction_id BIGINT NOT NULL,
    mailbox TEXT NOT NULL,
    party TEXT NOT NULL,
    file TEXT NOT NULL,
    seconds DOUBLE PRECISION NOT NULL,
    left_at_us BIGINT NOT NULL,
    PRIMARY KEY (run_id, interaction_id)
);

CREATE INDEX voicemails_by_age ON voicemails (mailbox, left_at_us);
