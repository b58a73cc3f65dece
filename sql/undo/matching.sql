-- What matching says of the open links of one dataset: lines, and pairs for people.
create temporary table if not exists undo_matched (
    line bigint, record_id bigint, master_id bigint, cluster bigint, method text,
    score double precision, decider text, why jsonb, founds boolean
) on commit drop;
create temporary table if not exists undo_doubt (
    line bigint, master_id bigint, cluster bigint, score double precision, why jsonb
) on commit drop;
delete from undo_matched;
delete from undo_doubt
