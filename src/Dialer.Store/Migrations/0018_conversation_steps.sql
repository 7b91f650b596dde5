-- What happened in conversations beside talking: holds that were too long, colleagues asked, people handed on, parked and picked up, recordings paused.
CREATE TABLE conversation_steps (
    run_id INTEGER NOT NULL REFERENCES runs,
    sequence BIGINT NOT NULL,
    interaction_id BIGINT NOT NULL,
    agent_id INTEGER,
    at_us BIGINT NOT NULL,
    step TEXT NOT NULL,
    about TEXT,
    note TEXT,
    PRIMARY KEY (run_id, sequence)
);

CREATE INDEX conversation_steps_by_interaction ON conversation_steps (interaction_id);
