COMMENT ON COLUMN ops.review.decision IS '结论 · same, different or unsure';
ALTER TABLE ops.quarantine DROP COLUMN answered_by;
DROP TABLE ops.intervention;
DROP INDEX ops.ix_delivery_predecessor;
DROP INDEX ops.uq_delivery_content;
-- What was undone or gone through again is no delivery that a former version could tell apart.
UPDATE ops.delivery SET state = 'failed' WHERE state = 'undone' OR predecessor IS NOT NULL
    OR (state = 'held' AND delivered IS NULL);
CREATE UNIQUE INDEX uq_delivery_content ON ops.delivery (dataset_id, as_of, checksum) WHERE state <> 'failed';
ALTER TABLE ops.delivery DROP CONSTRAINT ck_delivery_ledger_begun;
ALTER TABLE ops.delivery ADD CONSTRAINT ck_delivery_ledger_begun CHECK (state not in ('staged','checked','held','matched','merged','published') or (delivered is not null and staged is not null and quarantined is not null));
ALTER TABLE ops.delivery DROP CONSTRAINT ck_delivery_state;
ALTER TABLE ops.delivery ADD CONSTRAINT ck_delivery_state CHECK (state in ('received', 'staged', 'checked', 'held', 'matched', 'merged', 'published', 'failed'));
ALTER TABLE ops.delivery DROP COLUMN undone_at, DROP COLUMN resumes, DROP COLUMN relation,
    DROP COLUMN predecessor, DROP COLUMN contract;
