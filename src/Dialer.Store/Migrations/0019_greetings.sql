-- What answered: machines' greetings that are recognised, and what proves of each call who it was. Prints and numbers, no sound.

CREATE TABLE greetings (
    number TEXT NOT NULL PRIMARY KEY,
    campaign_id INTEGER NOT NULL REFERENCES campaigns,
    trunk_id INTEGER NOT NULL,
    -- 200 bytes in Base64.
    print TEXT NOT NULL,
    learned_at_us BIGINT NOT NULL
);

CREATE INDEX greetings_by_age ON greetings (learned_at_us);

-- Of a network: shared by three numbers of a campaign on a trunk, nobody's own.
CREATE TABLE announcements (
    campaign_id INTEGER NOT NULL REFERENCES campaigns,
    trunk_id INTEGER NOT NULL,
    print TEXT NOT NULL,
    learned_at_us BIGINT NOT NULL,
    PRIMARY KEY (campaign_id, trunk_id, print)
);

-- Which rule gave the verdict, what proved a machine, and how the phrase sounded (a JSON array of numbers).
ALTER TABLE attempts ADD COLUMN heard_rule TEXT;
ALTER TABLE attempts ADD COLUMN heard_proof TEXT;
ALTER TABLE attempts ADD COLUMN heard_phrase TEXT;
