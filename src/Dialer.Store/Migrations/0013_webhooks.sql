-- Programs that are told what happens, and each telling of it.

CREATE TABLE webhooks (
    webhook_id TEXT NOT NULL PRIMARY KEY,
    url TEXT NOT NULL,
    -- Signs what is sent; needed as it is.
    secret TEXT NOT NULL,
    -- JSON arrays of words and names; null: all.
    kinds TEXT,
    campaigns TEXT,
    queues TEXT,
    enabled SMALLINT NOT NULL,
    created_at_us BIGINT NOT NULL,
    version BIGINT NOT NULL
);

CREATE TABLE deliveries (
    delivery_id BIGINT NOT NULL PRIMARY KEY,
    webhook_id TEXT NOT NULL REFERENCES webhooks,
    event_number BIGINT NOT NULL,
    kind TEXT NOT NULL,
    -- What it is about: of one subject the next is sent when the one before is done.
    subject TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('Pending', 'Delivered', 'Failed')),
    tries INTEGER NOT NULL,
    created_at_us BIGINT NOT NULL,
    next_at_us BIGINT NOT NULL,
    done_at_us BIGINT,
    status INTEGER,
    trouble TEXT,
    body TEXT NOT NULL
);

CREATE INDEX deliveries_due ON deliveries (webhook_id, next_at_us) WHERE state = 'Pending';
CREATE INDEX deliveries_in_order ON deliveries (webhook_id, subject, delivery_id) WHERE state = 'Pending';
CREATE INDEX deliveries_by_age ON deliveries (done_at_us) WHERE state <> 'Pending';
