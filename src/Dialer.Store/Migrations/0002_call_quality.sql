-- The audio of an attempt's call as it arrived, by RTP and RTCP (RFC 3550); null: none arrived.

ALTER TABLE attempts ADD COLUMN packets_received BIGINT;
ALTER TABLE attempts ADD COLUMN packets_lost BIGINT;
ALTER TABLE attempts ADD COLUMN jitter_us BIGINT;
-- Null where the far end sent no RTCP.
ALTER TABLE attempts ADD COLUMN round_trip_us BIGINT;
-- Thousandths of a mean opinion score of 1 to 4.5.
ALTER TABLE attempts ADD COLUMN mos_thousandths INTEGER;
