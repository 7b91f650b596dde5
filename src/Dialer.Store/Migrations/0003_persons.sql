-- The one person behind leads of whatever list or campaign, with the numbers and what they objected to.

CREATE TABLE persons (
    person_id BIGINT NOT NULL PRIMARY KEY,
    -- The company's own key; null: none was given. Persons of different keys stay apart though they share a number.
    customer_key TEXT UNIQUE,
    -- The person that this one turned out to be; null: itself. Ids that others keep stay good.
    merged_into BIGINT
);

CREATE TABLE person_numbers (
    number TEXT NOT NULL,
    person_id BIGINT NOT NULL REFERENCES persons,
    PRIMARY KEY (number, person_id)
);

CREATE INDEX person_numbers_by_person ON person_numbers (person_id);

ALTER TABLE leads ADD COLUMN person_id BIGINT;

CREATE INDEX leads_by_person ON leads (person_id);

-- Each objection as it came. It binds the person: every number of theirs, known then or later, goes to do_not_call.
CREATE TABLE objections (
    person_id BIGINT NOT NULL REFERENCES persons,
    number TEXT NOT NULL,
    source TEXT NOT NULL,
    at_us BIGINT NOT NULL,
    PRIMARY KEY (person_id, number, at_us)
);

-- 'Person': the company's own list and whoever said no to it. 'Number': a national register; a number of a person that
-- objected. Which file was which is not known of rows that are here already: those of the company's own become 'Person'
-- again when the file is read.
ALTER TABLE do_not_call ADD COLUMN binds TEXT NOT NULL DEFAULT 'Number';
UPDATE do_not_call SET binds = 'Person' WHERE source IN ('asked during a call', 'http');
