ALTER TABLE ops.finding DROP COLUMN lost;
ALTER TABLE ops.delivery DROP COLUMN late;
ALTER TABLE ops.delivery DROP COLUMN read_with;
ALTER TABLE ops.delivery DROP COLUMN carried_from;
ALTER TABLE ops.delivery DROP COLUMN carried;
