-- A snapshot's rows that came before, byte for byte, and say what still stands are not gone through
-- again; so a delivery must tell whose rows those are, by what program it was read, and whether all
-- it said was the latest word.
ALTER TABLE ops.delivery ADD COLUMN carried bigint;
ALTER TABLE ops.delivery ADD COLUMN carried_from bigint
    CONSTRAINT fk_delivery_carried_from REFERENCES ops.delivery (delivery_id);
ALTER TABLE ops.delivery ADD COLUMN read_with varchar(64);
ALTER TABLE ops.delivery ADD COLUMN late bigint;
COMMENT ON COLUMN ops.delivery.carried IS '沿用行 · Rows that came again as they were';
COMMENT ON COLUMN ops.delivery.carried_from IS '沿用自批次 · Delivery whose rows they were';
COMMENT ON COLUMN ops.delivery.read_with IS '读取程序 · Digest of the program that read it';
COMMENT ON COLUMN ops.delivery.late IS '迟到行 · Rows that were not the latest word on their record';
-- Of what was assessed, the rows that were set aside before; the rest was staged.
ALTER TABLE ops.finding ADD COLUMN lost bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN ops.finding.lost IS '评估前隔离数 · Of these, rows set aside before';
