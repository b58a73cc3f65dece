DROP TABLE ops.lease;
DROP TABLE ops.vote;
DROP INDEX ops.ix_review_waiting;
UPDATE ops.review SET decision = 'undone' WHERE decision = 'moot';
ALTER TABLE ops.review DROP COLUMN seen, DROP COLUMN standing, DROP COLUMN worth,
    DROP COLUMN stakes, DROP COLUMN reach, DROP COLUMN disputed, DROP COLUMN wanted,
    DROP COLUMN asked_at;
COMMENT ON COLUMN ops.review.decision IS '结论 · same, different or unsure; undone with its delivery';
