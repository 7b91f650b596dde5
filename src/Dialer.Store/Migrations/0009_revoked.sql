-- A live verdict that what followed took back (it was a machine after all), and why; null: it stands.

ALTER TABLE attempts ADD COLUMN revoked_at_us BIGINT;
ALTER TABLE attempts ADD COLUMN revoked_cause TEXT;
