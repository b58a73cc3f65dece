CREATE INDEX ix_review_master ON ops.review (thing, master_id);
