-- Who gave up while waiting: what they were worth, and which leads are only to call them back.
ALTER TABLE interactions ADD COLUMN value INTEGER;
ALTER TABLE leads ADD COLUMN gave_up SMALLINT NOT NULL DEFAULT 0;
CREATE INDEX leads_gave_up ON leads (lead_id) WHERE gave_up = 1;
CREATE INDEX interactions_by_end ON interactions (ended_as, closed_at_us);

-- What is no call: by which medium, and when an agent answered it for the first time.
ALTER TABLE interactions ADD COLUMN channel TEXT NOT NULL DEFAULT 'Voice';
ALTER TABLE interactions ADD COLUMN answered_at_us BIGINT;
