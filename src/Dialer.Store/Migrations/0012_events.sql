-- What was said outside, to be said again to who was away. Ids as the rest of the store has them; null: concerns none.

CREATE TABLE events (
    event_number BIGINT NOT NULL PRIMARY KEY,
    at_us BIGINT NOT NULL,
    kind TEXT NOT NULL,
    agent_id INTEGER,
    queue_id INTEGER,
    campaign_id INTEGER,
    -- JSON as it was sent.
    body TEXT NOT NULL
);

CREATE INDEX events_by_age ON events (at_us);
