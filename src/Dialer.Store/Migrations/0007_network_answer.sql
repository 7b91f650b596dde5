-- What the network said at an attempt's end, in its own words; null: nothing.

-- The reason phrase beside the SIP status.
ALTER TABLE attempts ADD COLUMN phrase TEXT;
-- The text of the Reason header (RFC 3326).
ALTER TABLE attempts ADD COLUMN reason_text TEXT;
