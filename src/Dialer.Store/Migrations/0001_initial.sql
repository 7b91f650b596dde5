-- Instants: microseconds since 1970-01-01T00:00:00Z. Booleans: 0 or 1. States and results: the names of the enums.
-- Written in the SQL that SQLite and PostgreSQL share.

CREATE TABLE runs (
    run_id INTEGER NOT NULL PRIMARY KEY,
    started_at_us BIGINT NOT NULL,
    ended_at_us BIGINT
);

CREATE TABLE campaigns (
    campaign_id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

CREATE TABLE agents (
    agent_id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

CREATE TABLE lists (
    list_id INTEGER NOT NULL PRIMARY KEY,
    campaign_id INTEGER NOT NULL REFERENCES campaigns,
    name TEXT NOT NULL,
    UNIQUE (campaign_id, name)
);

CREATE TABLE imports (
    import_id BIGINT NOT NULL PRIMARY KEY,
    list_id INTEGER NOT NULL REFERENCES lists,
    file TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    lead_count INTEGER NOT NULL,
    rejected_rows INTEGER NOT NULL,
    numbers_refused INTEGER NOT NULL,
    imported_at_us BIGINT NOT NULL,
    CHECK (row_count = lead_count + rejected_rows)
);

CREATE INDEX imports_by_content ON imports (list_id, content_hash);

CREATE TABLE rejects (
    import_id BIGINT NOT NULL REFERENCES imports,
    line INTEGER NOT NULL,
    whole_row SMALLINT NOT NULL,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    reason TEXT NOT NULL,
    advice TEXT NOT NULL,
    raw TEXT NOT NULL
);

CREATE INDEX rejects_by_import ON rejects (import_id, reason);

CREATE TABLE leads (
    lead_id BIGINT NOT NULL PRIMARY KEY,
    campaign_id INTEGER NOT NULL REFERENCES campaigns,
    list_id INTEGER NOT NULL REFERENCES lists,
    import_id BIGINT NOT NULL REFERENCES imports,
    line INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('New', 'Waiting', 'InAttempt', 'Done', 'Exhausted', 'Interrupted', 'Refused')),
    priority INTEGER NOT NULL,
    -- What the hopper sorts by: twice the priority, 1 more for a retry, 2000 more while a callback is promised.
    lead_rank INTEGER NOT NULL,
    -- Null exactly when the lead is not to be loaded.
    next_callable_us BIGINT,
    next_phone SMALLINT NOT NULL,
    attempts_made INTEGER NOT NULL,
    uncounted_tries INTEGER NOT NULL,
    for_agent INTEGER,
    country TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    region TEXT,
    consent TEXT NOT NULL,
    consent_since TEXT,
    refusal TEXT,
    CHECK ((state IN ('New', 'Waiting')) = (next_callable_us IS NOT NULL))
);

CREATE INDEX leads_callable ON leads (campaign_id, lead_rank, next_callable_us, lead_id) WHERE next_callable_us IS NOT NULL;
CREATE INDEX leads_by_state ON leads (campaign_id, state);

CREATE TABLE lead_fields (
    lead_id BIGINT NOT NULL PRIMARY KEY REFERENCES leads,
    -- A JSON array of [heading, value] pairs, in file order.
    fields TEXT NOT NULL
);

CREATE TABLE lead_phones (
    lead_id BIGINT NOT NULL REFERENCES leads,
    position SMALLINT NOT NULL,
    campaign_id INTEGER NOT NULL,
    number TEXT NOT NULL,
    kind TEXT NOT NULL,
    extension TEXT,
    dead SMALLINT NOT NULL,
    PRIMARY KEY (lead_id, position),
    UNIQUE (campaign_id, number)
);

CREATE TABLE attempts (
    attempt_id BIGINT NOT NULL PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs,
    campaign_id INTEGER NOT NULL REFERENCES campaigns,
    lead_id BIGINT NOT NULL REFERENCES leads,
    call_id BIGINT NOT NULL,
    number TEXT NOT NULL,
    started_at_us BIGINT NOT NULL,
    ringing_at_us BIGINT,
    answered_at_us BIGINT,
    classified_at_us BIGINT,
    connected_at_us BIGINT,
    ended_at_us BIGINT,
    -- Null while the attempt is in flight.
    closed_at_us BIGINT,
    result TEXT,
    verdict TEXT NOT NULL DEFAULT 'None',
    confidence REAL NOT NULL DEFAULT 0,
    abandoned SMALLINT NOT NULL DEFAULT 0,
    message_left SMALLINT NOT NULL DEFAULT 0,
    counted SMALLINT NOT NULL DEFAULT 0,
    agent_id INTEGER,
    ended_by TEXT,
    sip_status INTEGER NOT NULL DEFAULT 0,
    q850_cause INTEGER NOT NULL DEFAULT 0,
    disposition TEXT,
    note TEXT,
    call_back_at_us BIGINT,
    do_not_call SMALLINT NOT NULL DEFAULT 0,
    was_machine SMALLINT NOT NULL DEFAULT 0,
    fate TEXT,
    next_callable_us BIGINT,
    next_phone SMALLINT,
    answer_to_agent_us BIGINT,
    CHECK ((closed_at_us IS NULL) = (result IS NULL))
);

-- The claim: a lead is in at most one attempt, whoever writes.
CREATE UNIQUE INDEX attempts_one_open_per_lead ON attempts (lead_id) WHERE closed_at_us IS NULL;
CREATE INDEX attempts_by_campaign ON attempts (campaign_id, started_at_us);
CREATE INDEX attempts_by_start ON attempts (started_at_us);
CREATE INDEX attempts_by_call ON attempts (run_id, call_id);
CREATE INDEX attempts_by_lead ON attempts (lead_id, attempt_id);

CREATE TABLE interactions (
    run_id INTEGER NOT NULL REFERENCES runs,
    interaction_id BIGINT NOT NULL,
    queue_id INTEGER NOT NULL,
    call_id BIGINT NOT NULL,
    attempt_id BIGINT,
    party TEXT NOT NULL,
    -- Null while it waits or talks.
    ended_as TEXT,
    agent_id INTEGER,
    disposition TEXT,
    note TEXT,
    arrived_at_us BIGINT NOT NULL,
    connected_at_us BIGINT,
    ended_at_us BIGINT,
    closed_at_us BIGINT,
    PRIMARY KEY (run_id, interaction_id),
    CHECK ((closed_at_us IS NULL) = (ended_as IS NULL))
);

CREATE INDEX interactions_open ON interactions (run_id) WHERE closed_at_us IS NULL;

CREATE TABLE agent_state_log (
    run_id INTEGER NOT NULL REFERENCES runs,
    sequence BIGINT NOT NULL,
    agent_id INTEGER NOT NULL,
    at_us BIGINT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    reason TEXT,
    PRIMARY KEY (run_id, sequence)
);

CREATE TABLE do_not_call (
    number TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    added_at_us BIGINT NOT NULL
);

-- Facts that a constraint refused: a bug of ours, kept whole for whoever looks.
CREATE TABLE quarantined_facts (
    run_id INTEGER NOT NULL,
    sequence BIGINT NOT NULL,
    kind TEXT NOT NULL,
    fact TEXT NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (run_id, sequence)
);
