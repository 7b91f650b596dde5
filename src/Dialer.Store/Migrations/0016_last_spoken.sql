-- Who spoke with a person last: asked while a caller's phone rings.
CREATE INDEX interactions_by_party ON interactions (party, connected_at_us);
