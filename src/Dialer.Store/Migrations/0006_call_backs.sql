-- A call back that a caller was promised while the lead was being called: it takes the place of what the attempt would decide.
ALTER TABLE leads ADD COLUMN promised_us BIGINT;
