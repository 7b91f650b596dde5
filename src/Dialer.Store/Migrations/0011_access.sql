-- Who may ask the HTTP interface, and what they changed. Lists of names are JSON arrays; null: no limit.

CREATE TABLE users (
    user_name TEXT NOT NULL PRIMARY KEY,
    role TEXT NOT NULL,
    -- Salted and slow, with its parameters; null: this user has no password, and logs in nowhere.
    password_hash TEXT,
    agent TEXT,
    campaigns TEXT,
    queues TEXT,
    disabled SMALLINT NOT NULL,
    created_at_us BIGINT NOT NULL,
    version BIGINT NOT NULL
);

-- The secret is 256 bits of chance: a fast hash of it says nothing.
CREATE TABLE access_keys (
    key_id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    secret_hash TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    scopes TEXT,
    campaigns TEXT,
    queues TEXT,
    created_by TEXT NOT NULL,
    created_at_us BIGINT NOT NULL,
    expires_at_us BIGINT
);

CREATE TABLE sessions (
    token_hash TEXT NOT NULL PRIMARY KEY,
    user_name TEXT NOT NULL,
    source TEXT NOT NULL,
    created_at_us BIGINT NOT NULL,
    expires_at_us BIGINT NOT NULL
);

CREATE INDEX sessions_by_user ON sessions (user_name);

CREATE TABLE audit (
    audit_id BIGINT NOT NULL PRIMARY KEY,
    at_us BIGINT NOT NULL,
    who TEXT NOT NULL,
    source TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    -- JSON as the interface shows it, without secrets; null: there was nothing, or it is a command.
    was TEXT,
    became TEXT
);

CREATE INDEX audit_by_time ON audit (at_us);
