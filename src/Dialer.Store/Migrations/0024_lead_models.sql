-- What each campaign's dialing has learned of its numbers: the last state, as JSON.
CREATE TABLE lead_models (
    campaign_id INTEGER NOT NULL PRIMARY KEY REFERENCES campaigns,
    learned_at_us BIGINT NOT NULL,
    state TEXT NOT NULL
);
