-- A call back that a caller was promised while the lead was being called: it takes the place of what the attempt would decide.
ALTER TABLE leads ADD COLUMN promised_us BIGINT;

-- IANA name of the time at the number's place, where the import knew it; null: asked of the number when it is loaded.
ALTER TABLE lead_phones ADD COLUMN time_zone TEXT;
