-- Who asked to be forgotten: nothing of them but a hash with a key that lies beside the store, so that no list brings them back.
CREATE TABLE erased_numbers (
    number_hash TEXT NOT NULL PRIMARY KEY,
    erased_at_us BIGINT NOT NULL
);

CREATE TABLE erasures (
    erasure_id BIGINT NOT NULL PRIMARY KEY,
    erased_at_us BIGINT NOT NULL,
    erased_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    numbers INTEGER NOT NULL,
    leads INTEGER NOT NULL,
    attempts INTEGER NOT NULL
);
