-- Names that were positions in the configuration file before, and what belongs to one conversation.

CREATE TABLE queues (
    queue_id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

CREATE TABLE trunks (
    trunk_id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

-- Who spoke in a conversation; one whose agent was lost goes on with another.
CREATE TABLE interaction_agents (
    run_id INTEGER NOT NULL REFERENCES runs,
    interaction_id BIGINT NOT NULL,
    agent_id INTEGER NOT NULL,
    connected_at_us BIGINT NOT NULL,
    PRIMARY KEY (run_id, interaction_id, agent_id)
);

INSERT INTO interaction_agents (run_id, interaction_id, agent_id, connected_at_us)
SELECT run_id, interaction_id, agent_id, connected_at_us FROM interactions WHERE agent_id IS NOT NULL AND connected_at_us IS NOT NULL;

ALTER TABLE interactions ADD COLUMN do_not_call SMALLINT NOT NULL DEFAULT 0;
CREATE INDEX interactions_by_id ON interactions (interaction_id);

UPDATE interactions SET do_not_call = 1 WHERE attempt_id IN (SELECT attempt_id FROM attempts WHERE do_not_call = 1);
