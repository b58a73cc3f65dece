-- The two tables that tell the merge who is who in one delivery. They are made anew on each run,
-- and live outside the write-ahead log: a run that is lost is run again.
drop table if exists {result}, {review};

-- line → record (null: not seen before) and master (null: a new one, the same for equal clusters).
-- `said_again`: the row says of its record what is known already, so that nothing comes of it.
create unlogged table {result} (
    line bigint not null,
    record_id bigint,
    master_id bigint,
    cluster bigint,
    method varchar(16) not null,
    score double precision,
    decider varchar(100) not null,
    why jsonb,
    said_again boolean not null default false
);

-- Pairs a person must decide; the master is one that stands, or what a cluster will become.
create unlogged table {review} (
    line bigint not null,
    master_id bigint,
    cluster bigint,
    score double precision,
    why jsonb
);

drop table if exists pg_temp.match_known, pg_temp.match_open, pg_temp.match_apart, pg_temp.match_strong,
    pg_temp.match_shared, pg_temp.match_sharing, pg_temp.match_loose, pg_temp.match_found, pg_temp.match_share,
    pg_temp.match_pair, pg_temp.match_numbered,
    pg_temp.match_portion, pg_temp.match_edge,
    pg_temp.match_scored, pg_temp.match_listed, pg_temp.match_group;
