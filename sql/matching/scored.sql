create temp table match_scored (
    line bigint, master_id bigint, other bigint, score double precision, verdict text, why jsonb
) on commit drop;
create temp table match_listed (line bigint, master_id bigint) on commit drop;
