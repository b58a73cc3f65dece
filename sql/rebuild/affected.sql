-- The masters whose records changed at a moment, or that records left or joined.
insert into affected (master_id, since)
select a.master_id, min(a.since)
  from (select l.master_id,
               -- What only ends on another day is as it was until then.
               case when p.record_id is null then k.valid_from
                    else least(k.valid_to, p.valid_to) end as since
          from rebuild_record k
          left join rebuild_record p
            on p.record_id = k.record_id and p.valid_from = k.valid_from
           and p.delivery_id = k.delivery_id
           and (k.known_from = %(at)s and p.known_to = %(at)s
                or k.known_to = %(at)s and p.known_from = %(at)s)
          join {link} l on l.record_id = k.record_id and l.known_to = 'infinity'
         where k.known_from = %(at)s or k.known_to = %(at)s
        union all
        select m.master_id, k.valid_from
          from relinked x
          cross join lateral (values (x.master_id), (x.former)) m(master_id)
          join rebuild_record k on k.record_id = x.record_id) a
 group by a.master_id
