-- What was configured while the program ran: an entry of the configuration each, as JSON.
CREATE TABLE business (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    settings TEXT NOT NULL,
    -- As it was last given by a file; null: no file gave it.
    applied TEXT,
    version BIGINT NOT NULL,
    changed_at_us BIGINT NOT NULL,
    changed_by TEXT NOT NULL,
    PRIMARY KEY (kind, name)
);
