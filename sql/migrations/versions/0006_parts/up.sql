CREATE TABLE ops.part (
    delivery_id BIGINT NOT NULL,
    first_line BIGINT NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT pk_part PRIMARY KEY (delivery_id, first_line),
    CONSTRAINT fk_part_delivery_id FOREIGN KEY(delivery_id) REFERENCES ops.delivery (delivery_id)
);
COMMENT ON TABLE ops.part IS '文件分部 · Part of a delivery';
COMMENT ON COLUMN ops.part.delivery_id IS '交付批次 · Delivery';
COMMENT ON COLUMN ops.part.first_line IS '起始行号 · Its first line';
COMMENT ON COLUMN ops.part.name IS '文件名 · Its name';
