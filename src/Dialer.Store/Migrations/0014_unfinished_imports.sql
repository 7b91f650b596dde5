-- An import is written in portions. Until its end its new leads are not dialed and not counted, and it goes on where it
-- stopped; row_count, lead_count, rejected_rows and numbers_refused say how far it has come.

-- The line up to which every row is a lead or a reject; null: the import is whole.
ALTER TABLE imports ADD COLUMN read_to_line INTEGER;
-- Its leads have this id or higher ones; null for those of before.
ALTER TABLE imports ADD COLUMN first_lead_id BIGINT;
-- How its rows were read: the columns and what stands for what is missing in them. It goes on only where that is the same.
ALTER TABLE imports ADD COLUMN read_as TEXT;

CREATE INDEX imports_unfinished ON imports (list_id) WHERE read_to_line IS NOT NULL;
