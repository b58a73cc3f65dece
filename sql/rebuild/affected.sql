-- The masters whose records changed at a moment, or that records left or joined.
insert into affected (master_id, since)
select a.master_id, min(a.since)
  from (select l.master_id, k.valid_from as since
          from rebuild_record k
          join {link} l on l.record_id = k.record_id and l.known_to = 'infinity'
         where k.known_from = %(at)s or k.known_to = %(at)s
        union all
        select m.master_id, k.valid_from
          from relinked x
          cross join lateral (values (x.master_id), (x.former)) m(master_id)
          join rebuild_record k on k.record_id = x.record_id) a
 group by a.master_id
