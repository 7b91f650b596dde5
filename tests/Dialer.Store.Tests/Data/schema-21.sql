-- A small store as dialers of schema 21 wrote it. Later versions are tested with it on both engines; it stays as it is.
INSERT INTO runs (run_id, started_at_us, ended_at_us) VALUES (1, 1763200000000000, 1763230000000000);
INSERT INTO campaigns (campaign_id, name) VALUES (1, 'renewals'), (2, 'spring');
INSERT INTO agents (agent_id, name) VALUES (1, 'ana');
INSERT INTO queues (queue_id, name) VALUES (1, 'sales');
INSERT INTO trunks (trunk_id, name) VALUES (1, 'carrier');
INSERT INTO lists (list_id, campaign_id, name) VALUES (1, 1, 'clients'), (2, 2, 'clients');
INSERT INTO imports (import_id, list_id, file, content_hash, row_count, lead_count, rejected_rows, numbers_refused, imported_at_us, first_lead_id, read_as) VALUES
    (1, 1, 'clients.csv', 'one', 4, 3, 1, 0, 1763200001000000, 1, '{}'), (2, 2, 'clients.csv', 'two', 1, 1, 0, 0, 1763200002000000, 4, '{}');
INSERT INTO rejects (import_id, line, whole_row, field, value, reason, advice, raw) VALUES (1, 4, 1, 'Mobile', '112', 'an emergency number', 'never dialed', 'Bob;112');
INSERT INTO persons (person_id, customer_key, merged_into) VALUES (1, 'K-1', NULL), (2, NULL, NULL), (3, NULL, NULL), (4, NULL, 1);
INSERT INTO person_numbers (number, person_id) VALUES ('+33199000001', 1), ('+33639980001', 1), ('+33199000002', 2), ('+33199000003', 3);
INSERT INTO leads (lead_id, campaign_id, list_id, import_id, line, state, priority, lead_rank, next_callable_us, next_phone, attempts_made, uncounted_tries, country, time_zone, region, consent, consent_since, refusal, person_id, due_us) VALUES
    (1, 1, 1, 1, 2, 'New', 0, 0, 0, 0, 0, 0, 'FR', 'Europe/Paris', '57', 'Given', '2026-03-16', NULL, 1, NULL),
    (2, 1, 1, 1, 3, 'Waiting', 3, 7, 1763210000000000, 0, 1, 0, 'FR', 'Europe/Paris', NULL, 'Unknown', NULL, NULL, 2, NULL),
    (3, 1, 1, 1, 5, 'Refused', 0, 0, NULL, 0, 0, 0, 'FR', 'Europe/Paris', NULL, 'Unknown', NULL, 'DoNotCall', 3, 0),
    (4, 2, 2, 2, 2, 'Done', 0, 0, NULL, 0, 1, 0, 'FR', 'Europe/Paris', NULL, 'Given', NULL, NULL, 1, NULL);
INSERT INTO lead_fields (lead_id, fields) VALUES (1, '[["Nom","Zoé"]]'), (2, '[["Nom","Bob"]]'), (3, '[]'), (4, '[]');
INSERT INTO lead_phones (lead_id, position, campaign_id, number, kind, extension, dead, time_zone) VALUES
    (1, 0, 1, '+33199000001', 'Landline', NULL, 0, 'Europe/Paris'), (1, 1, 1, '+33639980001', 'Mobile', NULL, 0, NULL), (2, 0, 1, '+33199000002', 'Landline', '12', 0, NULL),
    (3, 0, 1, '+33199000003', 'Landline', NULL, 0, NULL), (4, 0, 2, '+33199000001', 'Landline', NULL, 0, NULL);
INSERT INTO attempts (attempt_id, run_id, campaign_id, lead_id, call_id, number, started_at_us, answered_at_us, connected_at_us, ended_at_us, closed_at_us, result, verdict, counted, agent_id, disposition, note, fate, next_callable_us, next_phone) VALUES
    (1, 1, 1, 2, 1, '+33199000002', 1763200100000000, NULL, NULL, 1763200130000000, 1763200130000000, 'NoAnswer', 'None', 1, NULL, NULL, NULL, 'Retry', 1763210000000000, 0),
    (2, 1, 2, 4, 2, '+33199000001', 1763200200000000, 1763200210000000, 1763200211000000, 1763200300000000, 1763200330000000, 'Answered', 'LiveVoice', 1, 1, 'sale', 'has paid', 'Done', NULL, 0);
INSERT INTO interactions (run_id, interaction_id, queue_id, call_id, attempt_id, party, ended_as, agent_id, disposition, note, arrived_at_us, connected_at_us, ended_at_us, closed_at_us) VALUES
    (1, 1, 1, 2, 2, '+33199000001', 'Handled', 1, 'sale', 'has paid', 1763200210000000, 1763200211000000, 1763200300000000, 1763200330000000);
INSERT INTO interaction_agents (run_id, interaction_id, agent_id, connected_at_us) VALUES (1, 1, 1, 1763200211000000);
INSERT INTO objections (person_id, number, source, at_us) VALUES (3, '+33199000003', 'asked during a call', 1763200400000000);
INSERT INTO do_not_call (number, source, added_at_us, binds) VALUES
    ('+33199000003', 'asked during a call', 1763200400000000, 'Number'), ('+33199000077', 'ours.txt', 1763200000000000, 'Person'), ('+33199000088', 'register.txt', 1763200000000000, 'Number');
