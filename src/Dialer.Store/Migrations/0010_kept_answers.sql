-- What a request with an Idempotency-Key was answered; status null: it is being carried out, or was cut off by a crash.

CREATE TABLE kept_answers (
    scope TEXT NOT NULL,
    answer_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    asked_at_us BIGINT NOT NULL,
    status INTEGER,
    content_type TEXT,
    headers TEXT,
    body TEXT,
    PRIMARY KEY (scope, answer_key)
);

CREATE INDEX kept_answers_by_age ON kept_answers (asked_at_us);
