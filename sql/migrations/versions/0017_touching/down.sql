DROP INDEX ops.ix_review_master;
