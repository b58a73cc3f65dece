-- Where the former delivery's rows go that did not come again, as they were staged.
DROP TABLE IF EXISTS {table};
CREATE UNLOGGED TABLE {table} (LIKE {stage} INCLUDING DEFAULTS INCLUDING GENERATED)
