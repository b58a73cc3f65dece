ALTER TABLE ops.attention ADD COLUMN handed_to VARCHAR(100);
ALTER TABLE ops.attention ADD COLUMN handed_until TIMESTAMP WITH TIME ZONE;
COMMENT ON COLUMN ops.attention.handed_to IS '领取人 · Who is looking at it';
COMMENT ON COLUMN ops.attention.handed_until IS '领取截止 · Until when; then others may be handed it';
