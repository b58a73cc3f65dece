-- Give a department's pseudonyms to all masters there are, and from now on to each new one. The
-- lock waits for merges under way, so that none slips through between the two.
LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE;
CREATE OR REPLACE TRIGGER enrol AFTER INSERT ON {table} REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION sharing.enrol();
INSERT INTO sharing.pseudonym (department, thing, master_id, pseudonym)
SELECT k.department, {thing}, m.master_id,
    sharing.pseudonym_of({thing} || ':' || m.master_id, k.key)
FROM sharing.pseudonym_key k
CROSS JOIN (SELECT master_id FROM {table} UNION SELECT master_id FROM {history}) m
WHERE k.department = {department}
ON CONFLICT DO NOTHING
