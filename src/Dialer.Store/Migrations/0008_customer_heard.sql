-- From the 200 OK to the first packet with the person's voice that was sent to the agent; null: not measured.

ALTER TABLE attempts ADD COLUMN customer_heard_us BIGINT;
