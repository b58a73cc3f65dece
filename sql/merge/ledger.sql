-- What the delivery came to, beside the ledger's balance. `late` are the rows that are not what
-- their record says until further notice.
update ops.delivery d
   set created = n.created, changed = n.changed, unchanged = n.unchanged
           + (select count(*) from {matched} m where m.said_again) + coalesce(d.carried, 0),
       held = 0,
       late = (select count(*) from plan p
                where p.op = 'u' and p.valid_to < 'infinity')
           + (select count(*) from plan p left join {record} r using (record_id)
               where p.op = 'u' and p.valid_to = 'infinity' and not p.fresh
                 and (r.record_id is null or r.valid_from > p.valid_from)),
       withdrawn = n.withdrawn + (select count(*) from absent),
       masters_created = n.masters,
       masters_changed = (select count(distinct t.owner) from touched t
                           where not exists (select from plan p
                                              where p.founds and p.master_id = t.owner)),
       known_at = %(known)s
  from (select count(*) filter (where action = 'created') as created,
               count(*) filter (where action in ('changed', 'withdrawn')) as changed,
               count(*) filter (where action = 'unchanged') as unchanged,
               count(*) filter (where action = 'withdrawn') as withdrawn,
               count(*) filter (where alone)
                   + count(distinct master_id) filter (where founds and not alone) as masters
          from plan) n
 where d.delivery_id = %(delivery_id)s;
