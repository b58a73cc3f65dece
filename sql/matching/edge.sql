create temp table match_edge (
    line bigint, other bigint, method text, score double precision, decider text, why jsonb
) on commit drop;
