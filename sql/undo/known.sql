-- Which record each row of a delivery speaks of, for one that is merged again for records we have;
-- whom they speak of is decided when all has been said.
drop table if exists {matched};
create unlogged table {matched} as
select d.line, r.record_id, 0::bigint as master_id, null::bigint as cluster, 'none'::text as method,
       null::double precision as score, null::text as decider, null::jsonb as why,
       false as said_again
  from {staged} d
  join (select c.source_key, c.record_id from undo_record u join {record} c on c.record_id = u.owner
        union
        select h.source_key, h.record_id
          from undo_record u join {record_history} h on h.record_id = u.owner) r using (source_key);
alter table {matched} add primary key (line);
analyze {matched}
