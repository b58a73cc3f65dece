-- What stands, kept beside while it is told again; and of the records all that was ever known.
create temporary table rebuild_link on commit drop as select * from {link};
create temporary table rebuild_identity on commit drop as select * from {identity};
create temporary table rebuild_master on commit drop as select * from {master};
create temporary table rebuild_decision on commit drop as
select * from ops.decision d where d.thing = %(thing)s;
create temporary table rebuild_record on commit drop as
select {of_record}, r.valid_from, date 'infinity' as valid_to, r.known_from,
       timestamptz 'infinity' as known_to, r.delivery_id
  from {record} r
union all
select {of_history}, h.valid_from, h.valid_to, h.known_from, h.known_to, h.delivery_id
  from {record_history} h;
create index on rebuild_record (known_from);
create index on rebuild_record (known_to);
create index on rebuild_record (record_id);
create index on rebuild_identity (founder);
create index on rebuild_link (master_id);
analyze rebuild_record;
analyze rebuild_identity;

-- The workshop, made once: a table that is made for each event holds its lock until the end.
create temporary table relinked (record_id bigint, former bigint, master_id bigint) on commit drop;
create temporary table rebuild_matched (
    record_id bigint, master_id bigint, cluster bigint, method text, score double precision,
    decider text, why jsonb
) on commit drop;
create temporary table rebuild_linked (
    record_id bigint, master_id bigint, founder bigint, method text, score double precision,
    decider text, why jsonb
) on commit drop;
