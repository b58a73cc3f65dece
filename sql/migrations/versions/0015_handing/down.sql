ALTER TABLE ops.attention DROP COLUMN handed_until, DROP COLUMN handed_to;
