-- A rule's verdict is kept apart from what is so: when the rules change, the lead is due again as it was before.
-- Null: no rule holds the lead back. Else what next_callable_us was before one did.
ALTER TABLE leads ADD COLUMN due_us BIGINT;

UPDATE leads SET due_us = COALESCE((SELECT attempts.next_callable_us FROM attempts WHERE attempts.lead_id = leads.lead_id ORDER BY attempts.attempt_id DESC LIMIT 1), 0)
WHERE refusal IS NOT NULL AND state IN ('New', 'Waiting', 'Refused');

CREATE INDEX leads_held_back ON leads (campaign_id, refusal) WHERE due_us IS NOT NULL;

-- The rules by which the leads were last judged, as JSON; null: none yet.
ALTER TABLE campaigns ADD COLUMN calling_rules TEXT;
ALTER TABLE campaigns ADD COLUMN retry_rules TEXT;
