-- The masters whose records changed at a moment, or that records left or joined.
drop table if exists affected;
create temporary table affected on commit drop as
select a.master_id, min(a.since) as since
  from (select l.master_id, k.valid_from as since
          from rebuild_record k
          join {link} l on l.record_id = k.record_id and l.known_to = 'infinity'
         where k.known_from = %(at)s or k.known_to = %(at)s
        union all
        select m.master_id, k.valid_from
          from relinked x
          cross join lateral (values (x.master_id), (x.former)) m(master_id)
          join rebuild_record k on k.record_id = x.record_id) a
 group by a.master_id;
create unique index on affected (master_id);
analyze affected
