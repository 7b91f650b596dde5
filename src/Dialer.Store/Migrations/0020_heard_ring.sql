-- What the network told before the answer: nothing, ringing, or sound.
ALTER TABLE attempts ADD COLUMN heard_ring TEXT;
